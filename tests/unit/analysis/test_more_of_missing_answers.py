"""Completed scores: pooled by the textbook, moved only where they were missing, and told without counting people."""

import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy import stats

from newel.analysis import Evidence
from newel.analysis._change import reference_spread
from newel.analysis._imputing import NOTHING_MISSING, Completion, _filled, completed
from newel.analysis._outcomes import scored_outcomes, with_gaps
from newel.disclosure import control
from newel.findings import Answer, Table
from newel.protocol import Disclosure
from newel.statistics.imputation import shifted
from tests.support.analysing import ask, cell, finding, table, value
from tests.support.outcomes import IMPACT
from tests.support.several_outcomes import NAMES, Scored, outcome, scored, several, several_evidence

SITES = 6
FEWER = {"impact": IMPACT | {"imputations": 4, "deltas": [-1.0, 0.0, 0.25], "composition": []}}


@cache
def rows() -> Scored:
    """Return scores of which a fifth of the first outcome's later ones was left out, and one of the second's."""
    generator = np.random.default_rng(3)
    drawn = scored(several(sites=SITES), (0.8, 0.2, 0.0), people=12)
    lost: Scored = [
        (person, site, wave, [float("nan") if wave != "w1" and generator.random() < 0.2 else scores[0], *scores[1:]])
        for person, site, wave, scores in drawn
    ]
    person, site, wave, scores = lost[0]
    lost[0] = (person, site, wave, [scores[0], float("nan"), scores[2]])
    return lost


def about(kept: Scored | None = None, **blocks: Any) -> Evidence:
    return several_evidence(several(sites=SITES, **(FEWER | blocks)), rows() if kept is None else kept)


@cache
def completion() -> Completion:
    return completed(about(), "staff")


@cache
def answer() -> Answer:
    return ask("missing_answers", about())


def differences(name: str, delta: float = 0.0) -> tuple[list[float], list[float], float]:
    """Return each completed set's difference, its squared error, and the mean of their degrees of freedom."""
    from newel.analysis._change import fit_change

    held, done = about(), completion()
    assert done.imputations is not None
    scores = done.scores[name]
    later = (scores.frame["wave"] != "w1").to_numpy()
    moved = shifted(done.imputations, name, where=later, delta=delta) if delta else done.imputations
    found = [
        fit_change(held.protocol, _filled(scores, column)).difference("w1", "w2") for column in moved.column(name).T
    ]
    return (
        [one.estimate for one in found],
        [one.error**2 for one in found],
        float(np.mean([one.freedom for one in found])),
    )


def test_the_pooled_difference_follows_rubins_rules_with_barnard_and_rubins_freedom() -> None:
    estimates, variances, complete = differences("first")
    draws = len(estimates)
    within, between = float(np.mean(variances)), float(np.var(estimates, ddof=1))
    total = within + (1 + 1 / draws) * between
    share = (1 + 1 / draws) * between / total
    old = (draws - 1) / share**2
    seen = (complete + 1) / (complete + 3) * complete * (1 - share)
    freedom = old * seen / (old + seen)
    half = float(stats.t.ppf(0.975, freedom)) * total**0.5

    found = cell(answer(), "pooled", "first", "completed")

    mean = float(np.mean(estimates))
    assert found.value == pytest.approx(mean, rel=1e-9)
    assert [found.low, found.high] == pytest.approx([mean - half, mean + half], rel=1e-7)
    p = 2 * stats.t.sf(abs(mean) / total**0.5, freedom)
    assert value(answer(), "pooled", "first", "p") == pytest.approx(p, rel=1e-6)


def test_a_step_of_tipping_is_the_pooled_difference_of_moved_scores_in_spreads_of_the_reference() -> None:
    held = about()
    spread = reference_spread(scored_outcomes(held, held.protocol.outcomes)["first"], "w1")

    for step, delta in (("down_1", -1.0), ("not_moved", 0.0), ("up_0_25", 0.25)):
        estimates, _, _ = differences("first", delta * spread)
        assert value(answer(), "tipping_first", step, "difference") == pytest.approx(
            float(np.mean(estimates)), rel=1e-9
        )


def test_steps_have_ids_that_a_section_can_name_and_labels_with_their_sign() -> None:
    rows_of = table(answer(), "tipping_first").rows

    assert [(row.id, row.label) for row in rows_of] == [
        ("down_1", "\N{MINUS SIGN}1"),
        ("not_moved", "0, as they were drawn"),
        ("up_0_25", "+0.25"),
    ]


def test_the_step_that_moves_nothing_is_the_pooled_comparison() -> None:
    moved, pooled = (
        cell(answer(), *place)
        for place in (("tipping_first", "not_moved", "difference"), ("pooled", "first", "completed"))
    )

    assert (moved.value, moved.low, moved.high) == (pooled.value, pooled.low, pooled.high)


def test_only_missing_scores_are_drawn_and_answers_stay_as_they_were() -> None:
    done = completion()
    assert done.imputations is not None

    for name in NAMES:
        given = done.scores[name].frame["score"].to_numpy()
        here = ~np.isnan(given)
        for column in done.imputations.column(name).T:
            assert np.array_equal(column[here], given[here])
            assert np.isfinite(column).all()
    drawn = done.imputations.column("first")[np.isnan(done.scores["first"].frame["score"].to_numpy())]
    assert (np.ptp(drawn, axis=1) > 0).all(), "a missing score is drawn anew in every set"


def test_an_outcome_that_everybody_answered_is_told_so_beside_one_that_was_completed() -> None:
    assert completion().why_not("third") == NOTHING_MISSING
    assert completion().why_not("first") == ""
    assert completion().pooled(about().protocol, "third", ends=("w1", "w2")) is None
    assert value(answer(), "pooled", "third", "completed") is None
    assert value(answer(), "pooled", "third", "as_answered") is not None
    assert {each.id for each in answer().tables} == {"gaps", "pooled", "draws", "tipping_first", "tipping_second"}


def test_the_other_outcomes_of_a_person_help_to_complete_a_score() -> None:
    """Scores of one person go together by construction, so drawn ones follow what the person did answer."""
    done = completion()
    assert done.imputations is not None
    gone = np.isnan(done.scores["first"].frame["score"].to_numpy())
    drawn = done.imputations.column("first")[gone].mean(axis=1)
    others = np.mean([done.imputations.column(name)[gone, 0] for name in NAMES[1:]], axis=0)

    assert np.corrcoef(drawn, others)[0, 1] > 0.4


def test_the_same_records_are_completed_alike_and_in_any_order_of_records() -> None:
    turned = list(reversed(rows()))

    again = ask("missing_answers", about(turned))

    assert again == answer()


def test_gaps_are_counted_by_response_and_by_item() -> None:
    for place, name in enumerate(NAMES):
        gone = sum(1 for *_, scores in rows() if np.isnan(scores[place]))
        assert value(answer(), "gaps", name, "sent") == len(rows())
        for column in ("not_scored", "items"):
            found = cell(answer(), "gaps", name, column)
            assert (found.numerator, found.denominator) == (gone, len(rows()))
        if gone:
            assert value(answer(), "draws", name, "missing") == gone


def test_what_was_answered_and_what_was_drawn_are_described_apart() -> None:
    done = completion()
    assert done.imputations is not None
    given = done.scores["first"].frame["score"].to_numpy()
    drawn = done.imputations.column("first")[np.isnan(given)]

    assert value(answer(), "draws", "first", "answered") == pytest.approx(float(np.nanmean(given)), rel=1e-9)
    assert value(answer(), "draws", "first", "drawn") == pytest.approx(float(drawn.mean()), rel=1e-9)
    assert cell(answer(), "draws", "first", "drawn").people == int(np.isnan(given).sum())


def test_a_mean_that_was_drawn_for_one_person_never_leaves() -> None:
    released = control(finding("missing_answers", about()), Disclosure(rule="nhs_hes"))

    drawn = released.table("draws")
    assert drawn.cell("second", "drawn").shown == "*"
    assert drawn.cell("second", "missing").shown == "*"
    assert drawn.cell("second", "settled").shown == "*"
    assert drawn.cell("first", "drawn").shown != "*"


def test_people_who_left_every_outcome_out_are_spoken_of_without_their_number() -> None:
    nothing = [float("nan")] * 3
    blank: Scored = [(*row[:3], nothing) if row[0].endswith("p1") and row[2] == "w2" else row for row in rows()]

    found = ask("missing_answers", about(blank))

    said = [note for note in found.notes if "have no observed value" in note]
    assert said == ["Some rows have no observed value: imputed from covariates and cluster alone."]
    assert not any(re.search(r"\d+ of \d+ rows", note) for note in found.notes)


def test_secondary_outcomes_help_and_are_not_themselves_compared() -> None:
    outcomes = [outcome("first"), outcome("second", role="secondary", family=None)]

    found = ask("missing_answers", about(outcomes=outcomes))

    assert [row.id for row in table(found, "pooled").rows] == ["first"]
    assert [row.id for row in table(found, "gaps").rows] == ["first", "second"]


@pytest.mark.parametrize("kept", ["nobody", "all_missing"])
def test_where_there_is_nothing_to_complete_from_every_cell_says_so(kept: str) -> None:
    none: Scored = [] if kept == "nobody" else [(*row[:3], [float("nan")] * 3) for row in rows()]

    found = ask("missing_answers", about(none))

    pooled: Table = table(found, "pooled")
    for row in pooled.rows:
        for each in row.cells:
            assert each.value is None
            assert each.why_missing
    assert {each.id for each in found.tables} == {"gaps", "pooled", "draws"}


def test_a_study_without_impact_is_told_what_its_protocol_lacks() -> None:
    found = ask("missing_answers", about([], impact=None, outcomes=[], families=[]))

    assert any("no block [impact]" in note for note in found.notes)
    assert all(not each.rows for each in found.tables)


def test_a_row_for_every_response_that_was_sent_has_a_score_or_a_blank() -> None:
    held = about()
    scores = with_gaps(held, scored_outcomes(held, held.protocol.outcomes)["first"])

    assert scores.frame.height == len(rows())
    assert scores.frame["score"].null_count() == sum(1 for *_, each in rows() if np.isnan(each[0]))
    assert scores.frame["wave"].to_list() == sorted(scores.frame["wave"].to_list())
