"""The model every outcome gets: its formula, the contrast of two waves, and in words what it could not do."""

import re
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest

from newel.analysis import Evidence
from newel.analysis._change import (
    NO_SIGN,
    ChangeModel,
    Difference,
    change_formula,
    fit_change,
    fit_formula,
    fixed_effects,
    planned_terms,
    reference_spread,
    used_terms,
)
from newel.analysis._few_sites import Checks, _independent, agreement, few_site_checks
from newel.analysis._outcomes import Scores, scored_outcomes
from newel.analysis._words import uncounted
from newel.protocol import Protocol
from newel.statistics.inference import Inference
from tests.support.analysing import ask
from tests.support.outcomes import IMPACT, Rows, an_impact_protocol, impact_evidence, planted

NOWHERE = float("nan")


@cache
def rows(sites: int = 7) -> Rows:
    return planted(
        an_impact_protocol(sites=sites), lambda site, wave: 0.5 * (wave != "w1") * (int(site[1:]) % 3), people=8, seed=4
    )


def scores_and_protocol(kept: Rows | None = None, *, sites: int = 7, **blocks: Any) -> tuple[Protocol, Scores]:
    protocol = an_impact_protocol(sites=sites, **blocks)
    held: Evidence = impact_evidence(protocol, rows(sites) if kept is None else kept)
    return protocol, scored_outcomes(held, protocol.outcomes)["climate"]


def formula(kept: Rows | None = None, **blocks: Any) -> str:
    return change_formula(*scores_and_protocol(kept, **blocks))


WHOLE = "score ~ wave + site_type + mode + (1 | site_id) + (1 | site_id:wave)"


def test_the_formula_has_what_the_protocol_adjusts_for_and_a_random_part_for_sites_and_their_waves() -> None:
    assert formula() == WHOLE


@pytest.mark.parametrize(
    ("kept", "left_out"),
    [
        (lambda row: row[3] == "web", " + mode"),
        (lambda row: row[1] in {"S01", "S02", "S04"}, " + site_type"),
        (lambda row: row[2] == ("w1" if int(row[1][1:]) % 2 else "w2"), " + (1 | site_id:wave)"),
    ],
)
def test_a_term_of_which_there_is_one_kind_is_left_out(kept: Any, left_out: str) -> None:
    some = [row for row in rows() if kept(row)]

    found = formula(some)

    assert left_out in WHOLE
    assert left_out not in found


def test_persons_have_a_random_part_only_where_somebody_answered_twice() -> None:
    protocol = an_impact_protocol(sites=7, linked=True)
    twice = planted(protocol, lambda _site, _wave: 0.0, people=8)
    once = [(f"{row[0]}{row[2]}", *row[1:]) for row in twice]

    assert formula(twice, linked=True).endswith(" + (1 | participant_id)")
    assert "participant_id" not in formula(once, linked=True)  # type: ignore[arg-type]  # rows of five
    assert "participant_id" not in formula()


def test_who_answers_is_not_adjusted_for_where_persons_are_followed() -> None:
    protocol = an_impact_protocol(sites=7, linked=True)
    twice = planted(protocol, lambda _site, _wave: 0.0, people=8)

    assert " + mode" not in formula(twice, linked=True)
    assert planned_terms(*scores_and_protocol(twice, linked=True)) == ("site_type",)
    assert planned_terms(*scores_and_protocol()) == ("site_type", "mode")


def test_an_item_that_is_adjusted_for_is_a_category_and_a_blank_one_is_a_category_too() -> None:
    impact = {"impact": IMPACT | {"adjust_for": ["team.item_1"], "composition": []}}
    kept = [(*row[:4], float(place % 3)) for place, row in enumerate(rows())]

    protocol, scores = scores_and_protocol(kept, **impact)  # type: ignore[arg-type]  # rows of five

    assert planned_terms(protocol, scores) == ("team_item_1",)
    assert set(scores.frame["team_item_1"]) == {"0", "1", "2"}
    assert scores.frame["team_item_1"].to_list() == [str(int(score)) for score in scores.frame["score"]]


def test_the_terms_of_a_fitted_model_are_read_from_its_formula() -> None:
    protocol, scores = scores_and_protocol()

    assert used_terms(fit_change(protocol, scores)) == (
        "wave",
        "site_type",
        "mode",
        "(1 | site_id)",
        "(1 | site_id:wave)",
    )


def test_the_difference_the_other_way_is_the_same_with_the_other_sign() -> None:
    model = fit_change(*scores_and_protocol())

    there, back = model.difference("w1", "w3"), model.difference("w3", "w1")

    assert back.estimate == pytest.approx(-there.estimate, rel=1e-9)
    assert (back.low, back.high) == (pytest.approx(-there.high, rel=1e-9), pytest.approx(-there.low, rel=1e-9))
    assert back.p == pytest.approx(there.p, rel=1e-9)


def test_differences_add_up_over_waves() -> None:
    model = fit_change(*scores_and_protocol())

    first, second, whole = (model.difference(*ends) for ends in (("w1", "w2"), ("w2", "w3"), ("w1", "w3")))

    assert first.estimate + second.estimate == pytest.approx(whole.estimate, rel=1e-9)


def test_the_spreads_are_of_sites_their_waves_and_what_is_left() -> None:
    model = fit_change(*scores_and_protocol())

    assert set(model.spreads) == {"site_id", "site_id:wave", "residual"}
    assert model.spreads["residual"] == pytest.approx(1.0, rel=0.3), "that of the people who were drawn"


def test_a_variance_of_zero_is_said_and_is_no_proof_of_none() -> None:
    flat = [(*row[:4], float((place * 37) % 11)) for place, row in enumerate(rows())]

    model = fit_change(*scores_and_protocol(flat))  # type: ignore[arg-type]  # rows of five

    zero = [factor for factor, variance in model.spreads.items() if variance == 0]
    assert zero
    assert model.edges == tuple(NO_SIGN[factor] for factor in NO_SIGN if factor in zero)
    assert all(edge.startswith("no sign that") for edge in model.edges)


def test_an_unfitted_model_has_no_spread_no_remark_and_no_contrast() -> None:
    _, scores = scores_and_protocol()
    nothing = ChangeModel(scores, why_none="nobody answered")

    assert (nothing.spreads, nothing.remarks, nothing.contrast("w1", "w2")) == ({}, (), None)
    assert nothing.difference("w1", "w2").why_none == "nobody answered"


def test_a_wave_that_nobody_answered_is_named_where_others_were() -> None:
    protocol, scores = scores_and_protocol([row for row in rows() if row[2] != "w2"])
    model = fit_change(protocol, scores)

    assert model.difference("w1", "w2").why_none == "nobody answered in w2"
    assert not model.difference("w1", "w3").why_none


def test_a_formula_that_names_no_column_is_an_answer_in_words() -> None:
    protocol, scores = scores_and_protocol()

    model = fit_formula(protocol, scores, "score ~ wave + nothing + (1 | site_id)")

    assert model.fit is None
    assert model.why_none.startswith("the model of change cannot be built: ")


@pytest.mark.parametrize("broken", [NOWHERE, float("inf")])
@pytest.mark.parametrize("part", ["estimate", "error"])
def test_a_difference_whose_error_is_no_number_is_none(broken: float, part: str) -> None:
    numbers = {"estimate": 0.5, "error": 0.1} | {part: broken}
    inference = Inference(np.array([numbers["estimate"]]), np.array([numbers["error"]]), np.array([9.0]), "a test")
    with np.errstate(invalid="ignore"):
        found = Difference.of(inference, between=("w1", "w2"), people=40)

    assert found.why_none == "its standard error cannot be worked out"
    assert (found.start, found.end, found.people) == ("w1", "w2", 40)


def test_the_comparison_within_sites_has_a_column_a_site_and_no_type_of_site() -> None:
    model = fixed_effects(*scores_and_protocol())

    assert sum(name.startswith("site_id") for name in model.design.names) == 6
    assert not any(name.startswith("site_type") for name in model.design.names)
    assert model.design.random == ()


def test_the_spread_of_one_person_is_no_number() -> None:
    _, scores = scores_and_protocol(rows()[:1])

    assert np.isnan(reference_spread(scores, "w1"))
    assert np.isnan(reference_spread(scores, "w3"))


def test_columns_that_are_sums_of_others_are_left_out_and_the_rest_kept() -> None:
    generator = np.random.default_rng(1)
    first, second = generator.normal(size=(2, 12))
    columns = np.column_stack([first, second, 2 * first - second, np.zeros(12), generator.normal(size=12)])

    assert _independent(columns) == [0, 1, 4]
    assert np.linalg.matrix_rank(columns) == 3


def of(p: float) -> Difference:
    return Difference("w1", "w2", 40, estimate=1.0, error=0.4, freedom=9.0, low=0.1, high=1.9, p=p)


@pytest.mark.parametrize(
    ("model", "robust", "exact", "says"),
    [
        (0.01, 0.02, 0.03, "Yes"),
        (0.4, 0.2, 0.9, "Yes"),
        (0.01, 0.02, 0.2, "No: the model and the robust test find a difference, the exact test does not"),
        (0.01, 0.2, 0.2, "No: the model finds a difference, the robust test and the exact test do not"),
        (0.2, 0.2, 0.01, "No: the exact test finds a difference, the model and the robust test do not"),
        (0.01, 0.02, NOWHERE, "Yes"),
        (0.05, 0.0499, NOWHERE, "No: the robust test finds a difference, the model does not"),
        (0.01, NOWHERE, NOWHERE, "Only one of them could be worked out"),
        (NOWHERE, NOWHERE, NOWHERE, "Only one of them could be worked out"),
    ],
)
def test_whether_the_methods_agree_is_said_with_their_names(
    model: float, robust: float, exact: float, says: str
) -> None:
    assert agreement(of(model), Checks(of(robust), exact)) == says


@pytest.mark.parametrize(("sites", "has_exact"), [(5, False), (6, True)])
def test_six_sites_are_the_fewest_with_an_exact_test(sites: int, *, has_exact: bool) -> None:
    protocol, scores = scores_and_protocol(sites=sites)

    checks = few_site_checks(protocol, fit_change(protocol, scores), start="w1", end="w2")

    assert np.isfinite(checks.exact_p) == has_exact
    assert bool(checks.why_no_exact) != has_exact
    assert np.isfinite(checks.robust.p)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("3 of 700 rows have no observed value.", "some rows have no observed value."),
        ("There are 3 rows for 5 fixed effects.", "There are some rows for 5 fixed effects."),
        ("`x` was never observed in 1 of 6 clusters.", "`x` was never observed in some clusters."),
        ("4 missing values there stay missing.", "some missing values there stay missing."),
        ("With 20 imputations, draw more.", "With 20 imputations, draw more."),
    ],
)
def test_what_the_statistics_say_is_printed_without_its_counts_of_people(said: str, printed: str) -> None:
    assert uncounted(said) == printed


def test_a_model_of_too_few_people_says_so_without_their_number() -> None:
    few = [next(row for row in rows() if row[1:4] == where) for where in (("S01", "w1", "web"), ("S03", "w2", "paper"))]

    found = ask("primary_outcomes", impact_evidence(an_impact_protocol(sites=7), few))

    words = [*found.notes, *(each.why_missing for part in found.tables for row in part.rows for each in row.cells)]
    assert "The model did not converge." in words
    assert not any(re.search(r"\d rows", text) for text in words)


def test_a_row_for_each_response_and_no_other_is_scored() -> None:
    _, scores = scores_and_protocol()
    expected = pl.DataFrame([row[:3] for row in rows()], schema=["participant_id", "site_id", "wave"], orient="row")

    assert (
        scores.frame.select("participant_id", "site_id", "wave")
        .sort("participant_id")
        .equals(expected.sort("participant_id"))
    )
    assert scores.sent == len(rows())
