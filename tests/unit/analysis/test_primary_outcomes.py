"""The outcomes that decide: in a balanced study every number has a textbook answer; elsewhere nothing is invented."""

import sys
from itertools import product
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from newel.findings import Answer
from tests.support.analysing import ask, cell, table, value
from tests.support.outcomes import (
    IMPACT,
    OUTCOME,
    Rows,
    an_impact_protocol,
    impact_evidence,
    planted,
    scores_of,
)

BARE = {"impact": IMPACT | {"adjust_for": [], "composition": []}}
CHANGES = {"w1": 0.0, "w2": 0.6, "w3": 0.5}


def unlike(site: str, wave: str) -> float:
    """A change that differs by site, so that sites' waves have a variance of their own."""
    return CHANGES[wave] * (1 + 0.8 * ((int(site[1:]) * 7 + int(wave[1])) % 5 - 2))


def answered(rows: Rows, **blocks: Any) -> Answer:
    sites = len({site for _, site, *_ in rows})
    return ask("primary_outcomes", impact_evidence(an_impact_protocol(sites=sites, **blocks), rows))


@pytest.fixture(scope="module")
def balanced() -> Rows:
    return planted(an_impact_protocol(sites=8, **BARE), unlike, spread={"site": 2.0, "person": 0.0, "rest": 1.0})


@pytest.fixture(scope="module")
def answer(balanced: Rows) -> Answer:
    return answered(balanced, **BARE)


def site_changes(rows: Rows) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return each site's mean in wave 2 less its mean in wave 1."""
    means = (
        scores_of(rows).group_by("site", "wave").agg(pl.col("score").mean()).pivot("wave", index="site").sort("site")
    )
    return (means["w2"] - means["w1"]).to_numpy()


def test_the_model_of_a_balanced_study_is_the_analysis_of_variance(balanced: Rows, answer: Answer) -> None:
    """The error of a difference between waves is the mean square of sites' waves, with its degrees of freedom."""
    means = (
        scores_of(balanced)
        .group_by("site", "wave")
        .agg(pl.col("score").mean())
        .pivot("wave", index="site")
        .sort("site")
    )
    grid = means.select("w1", "w2", "w3").to_numpy()
    sites, waves = grid.shape
    rest = grid - grid.mean(axis=0) - grid.mean(axis=1, keepdims=True) + grid.mean()
    freedom = (sites - 1) * (waves - 1)
    error = np.sqrt(2 * (rest**2).sum() / freedom / sites)
    change = grid[:, 1].mean() - grid[:, 0].mean()
    margin = stats.t.ppf(0.975, freedom) * error

    found = cell(answer, "gain", "climate", "difference")

    assert found.value == pytest.approx(change, abs=1e-9)
    assert (found.low, found.high) == (
        pytest.approx(change - margin, rel=1e-6),
        pytest.approx(change + margin, rel=1e-6),
    )
    p = 2 * stats.t.sf(abs(change / error), freedom)
    assert value(answer, "gain", "climate", "p") == pytest.approx(p, rel=1e-5)


def test_the_robust_answer_of_a_balanced_study_is_the_t_test_of_the_sites_changes(
    balanced: Rows, answer: Answer
) -> None:
    changes = site_changes(balanced)

    assert value(answer, "checks", "climate", "robust") == pytest.approx(changes.mean(), abs=1e-9)
    assert value(answer, "checks", "climate", "robust_p") == pytest.approx(
        stats.ttest_1samp(changes, 0).pvalue, rel=1e-9
    )


def test_the_exact_answer_of_a_balanced_study_turns_every_sites_change_both_ways(
    balanced: Rows, answer: Answer
) -> None:
    changes = site_changes(balanced)
    turned = [abs(np.dot(signs, changes)) for signs in product((-1, 1), repeat=len(changes))]
    share = np.mean(np.array(turned) >= abs(changes.sum()) - 1e-9)

    assert value(answer, "checks", "climate", "exact_p") == pytest.approx(share, abs=1e-12)


def test_the_effect_size_is_hedges_g_on_the_spread_of_the_reference_wave(balanced: Rows, answer: Answer) -> None:
    reference = scores_of(balanced).filter(wave="w1")["score"].to_numpy()
    freedom = len(reference) - 1
    approximate = 1 - 3 / (4 * freedom - 1)  # Hedges 1981, right to the fourth digit here

    g = value(answer, "effects", "climate", "gain")

    change = value(answer, "gain", "climate", "difference")
    assert g == pytest.approx(approximate * (change or 0) / reference.std(ddof=1), rel=1e-4)


def test_the_correlations_are_shares_of_the_variance(answer: Answer) -> None:
    icc, stable = (value(answer, "structure", "climate", name) for name in ("icc", "autocorrelation"))

    assert icc is not None
    assert stable is not None
    assert 0 < icc < 1
    assert 0 < stable < 1


def test_means_and_numbers_are_those_of_the_records(balanced: Rows, answer: Answer) -> None:
    for wave in ("w1", "w2", "w3"):
        here = scores_of(balanced).filter(wave=wave)
        assert value(answer, "means", f"climate_{wave}", "mean") == pytest.approx(here["score"].mean())
        assert value(answer, "means", f"climate_{wave}", "people") == 160
    assert [value(answer, "sample", "climate", name) for name in ("sites", "people", "scored", "sent")] == [
        8,
        480,
        480,
        480,
    ]


def test_leaving_one_site_out_spans_the_answer_and_hides_the_site(answer: Answer) -> None:
    low, high = (cell(answer, "left_out", "climate", name) for name in ("lowest", "highest"))
    g = value(answer, "effects", "climate", "gain")

    assert low.value is not None
    assert high.value is not None
    assert low.value < g < high.value  # type: ignore[operator]  # every one of them is a number
    assert low.people == high.people == 60, "the people of the site left out are what protects the number"


def test_an_unrelated_program_gives_the_same_fit(answer: Answer) -> None:
    pytest.importorskip("glmm")

    assert cell(answer, "engines", "climate", "second").says == "The same fit"


def test_without_the_second_program_the_report_says_that_it_was_not_run(
    balanced: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "glmm", None)

    assert "glmm is not installed" in cell(answered(balanced, **BARE), "engines", "climate", "second").says


def test_one_outcome_alone_in_its_family_is_not_corrected(answer: Answer) -> None:
    assert value(answer, "gain", "climate", "p_corrected") == value(answer, "gain", "climate", "p")


def test_followed_persons_make_the_answer_surer_and_are_named_as_a_panel() -> None:
    spread = {"site": 0.3, "person": 2.0, "rest": 0.5}
    protocol = an_impact_protocol(sites=8, linked=True, **BARE)
    rows = planted(protocol, lambda _, wave: CHANGES[wave], spread=spread)

    linked, apart = answered(rows, linked=True, **BARE), answered(rows, **BARE)

    widths = [
        (found.high or 0) - (found.low or 0)
        for found in (cell(one, "gain", "climate", "difference") for one in (linked, apart))
    ]
    assert widths[0] < widths[1] / 2
    assert any("linked panel" in note for note in linked.notes)
    assert any("repeated cross-sections, in which other people answer" in note for note in apart.notes)
    assert any("(1 | participant_id)" in note for note in linked.notes)


def test_where_the_methods_disagree_the_table_says_which_of_them_finds_what() -> None:
    rows = planted(an_impact_protocol(sites=8), lambda site, wave: (site == "S01") * 4.0 * (wave == "w2"), people=40)
    found = table(answered(rows), "checks")

    says = found.rows[0].cells[-1].says

    assert says.startswith(("Yes", "No: "))
    assert cell(answered(rows), "checks", "climate", "agree").kind == "words"


def test_a_score_that_is_missing_is_left_out_and_counted() -> None:
    rows = planted(an_impact_protocol(sites=6), unlike, people=10)
    rows[0] = (*rows[0][:4], float("nan"))

    found = answered(rows)

    assert value(found, "sample", "climate", "scored") == 179
    assert value(found, "sample", "climate", "sent") == 180


@pytest.mark.parametrize(
    ("kept", "why"),
    [
        (lambda _: False, "Nobody answered."),
        (lambda row: row[2] == "w1", "fewer than two waves"),
        (lambda row: row[1] == "S01", "fewer than two sites"),
        (lambda row: row[2] != "w2", "in w2"),
    ],
)
def test_what_cannot_be_compared_says_why_and_shows_no_number(kept: Any, why: str) -> None:
    rows = [row for row in planted(an_impact_protocol(sites=6), unlike, people=5) if kept(row)]
    protocol = an_impact_protocol(sites=6)

    found = ask("primary_outcomes", impact_evidence(protocol, rows))

    for name in ("difference", "p", "p_corrected"):
        empty = cell(found, "gain", "climate", name)
        assert empty.value is None
        assert why.lower() in empty.why_missing.lower()


def test_a_constant_outcome_has_no_model() -> None:
    rows: Rows = [(*row[:4], 3.0) for row in planted(an_impact_protocol(sites=6), unlike, people=5)]

    found = answered(rows)

    assert "same score" in cell(found, "gain", "climate", "difference").why_missing
    assert cell(found, "effects", "climate", "gain").value is None
    assert any("same score" in note for note in found.notes)


def test_one_person_a_site_and_wave_still_gives_an_answer_or_a_reason() -> None:
    found = answered(planted(an_impact_protocol(sites=8), unlike, people=1))

    gain = cell(found, "gain", "climate", "difference")

    assert gain.value is not None or gain.why_missing


def test_a_protocol_without_impact_shows_no_table_of_differences() -> None:
    rows = planted(an_impact_protocol(sites=4), unlike, people=3)

    found = ask(
        "primary_outcomes", impact_evidence(an_impact_protocol(sites=4, impact=None, outcomes=[], families=[]), rows)
    )

    assert {each.id for each in found.tables} == {"sample", "means", "checks", "structure", "left_out", "engines"}
    assert all(not each.rows for each in found.tables)
    assert any("no block [impact]" in note for note in found.notes)


def test_a_study_with_one_follow_up_has_one_comparison() -> None:
    found = answered(planted(an_impact_protocol(sites=6), unlike, people=5), impact=IMPACT | {"last_wave": "w2"})

    assert "overall" not in {each.id for each in found.tables}
    assert [column.id for column in table(found, "effects").columns] == ["gain"]


def test_an_outcome_of_the_returns_is_named_and_not_compared() -> None:
    count = {"id": "assaults", "label": "Assaults", "measure": "assaults", "better": "lower", "role": "primary"}
    found = answered(planted(an_impact_protocol(sites=4), unlike, people=3), outcomes=[OUTCOME, count])

    assert any("Counts of the monthly returns" in note and "Assaults" in note for note in found.notes)
