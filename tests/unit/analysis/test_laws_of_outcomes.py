"""What must not matter to a comparison of waves does not: units, names, order, and what belongs to another question."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest

from newel.analysis import Evidence
from newel.findings import Answer, Estimate
from tests.support.analysing import HeldFreeze, ask, cell, table, value
from tests.support.outcomes import IMPACT, OUTCOME, Rows, an_impact_protocol, impact_evidence, planted, scores_of

SITES = 7
CHANGE = {"w1": 0.0, "w2": 0.5, "w3": 0.3}


@cache
def rows() -> Rows:
    """Return scores whose change differs by site, so that no variance is nothing."""
    return planted(
        an_impact_protocol(sites=SITES),
        lambda site, wave: CHANGE[wave] * (1 + 0.6 * (int(site[1:]) % 3 - 1)),
        people=12,
        seed=5,
    )


def about(scores: Rows | None = None, **blocks: Any) -> Evidence:
    return impact_evidence(an_impact_protocol(sites=SITES, **blocks), rows() if scores is None else scores)


@cache
def primary() -> Answer:
    return ask("primary_outcomes", about())


@cache
def course() -> Answer:
    return ask("sustained_change", about())


def scaled(factor: float, shift: float = 0.0) -> Rows:
    return [(*row[:4], factor * row[4] + shift) for row in rows()]


def numbers(answer: Answer, *tables: str) -> list[float | None]:
    """Return every number of some tables with its interval, in order."""
    cells: list[Estimate] = [each for name in tables for row in table(answer, name).rows for each in row.cells]
    return [number for each in cells for number in (each.value, each.low, each.high)]


def alike(found: list[float | None], expected: list[float | None]) -> bool:
    return [number is None for number in found] == [number is None for number in expected] and np.allclose(
        [number or 0 for number in found], [number or 0 for number in expected], rtol=2e-5, atol=1e-7
    )


@pytest.mark.parametrize(("factor", "shift"), [(3.0, 0.0), (0.1, 0.0), (1.0, 40.0), (2.5, -7.0)])
def test_another_unit_of_the_scale_moves_differences_with_it_and_no_effect_size_or_p_value(
    factor: float, shift: float
) -> None:
    found = ask("primary_outcomes", about(scaled(factor, shift)))

    before, after = (cell(answer, "gain", "climate", "difference") for answer in (primary(), found))
    assert (after.value, after.low, after.high) == tuple(
        pytest.approx(factor * float(number), rel=2e-5)  # type: ignore[arg-type]  # every one of them is a number
        for number in (before.value, before.low, before.high)
    )
    assert alike(
        numbers(found, "effects", "structure", "left_out"), numbers(primary(), "effects", "structure", "left_out")
    )
    for name in ("model_p", "robust_p", "exact_p"):
        assert value(found, "checks", "climate", name) == pytest.approx(
            value(primary(), "checks", "climate", name), rel=2e-5
        )


@pytest.mark.parametrize("factor", [4.0, 0.25])
def test_another_unit_of_the_scale_changes_nothing_of_the_course_in_standard_deviations(factor: float) -> None:
    found = ask("sustained_change", about(scaled(factor)))

    assert alike(numbers(found, "course", "sites", "dose"), numbers(course(), "course", "sites", "dose"))
    assert cell(found, "verdicts", "climate", "verdict").says == cell(course(), "verdicts", "climate", "verdict").says


def test_a_scale_turned_round_with_its_better_end_gives_the_same_course() -> None:
    found = ask("sustained_change", about(scaled(-1.0), outcomes=[OUTCOME | {"better": "lower"}]))

    assert alike(numbers(found, "course", "dose"), numbers(course(), "course", "dose"))


def test_a_scale_turned_round_turns_every_difference_round_and_keeps_its_p_value() -> None:
    found = ask("primary_outcomes", about(scaled(-1.0), outcomes=[OUTCOME | {"better": "lower"}]))

    before, after = (cell(answer, "gain", "climate", "difference") for answer in (primary(), found))
    assert [after.low, after.high] == pytest.approx([-float(before.high or 0), -float(before.low or 0)], rel=2e-5)
    assert value(found, "gain", "climate", "p") == pytest.approx(value(primary(), "gain", "climate", "p"), rel=2e-5)


def test_an_exploratory_outcome_beside_it_changes_no_number_of_a_primary_one() -> None:
    idea = OUTCOME | {"id": "idea", "label": "Idea", "role": "exploratory", "family": None}

    found = ask("primary_outcomes", about(outcomes=[OUTCOME, idea]))

    assert found.tables == primary().tables


def test_another_outcome_of_the_family_changes_the_corrected_p_value_and_nothing_else() -> None:
    found = ask("primary_outcomes", about(outcomes=[OUTCOME, OUTCOME | {"id": "again"}]))

    kept = [column.id for column in table(found, "gain").columns if column.id != "p_corrected"]
    for name in kept:
        assert cell(found, "gain", "climate", name) == cell(primary(), "gain", "climate", name)
    doubled = min(1.0, 2 * float(value(primary(), "gain", "climate", "p") or 0))
    assert value(found, "gain", "climate", "p_corrected") == pytest.approx(doubled)


def with_responses(scores: Rows, change: pl.Expr) -> Evidence:
    """Return evidence whose responses were changed after they were sealed."""
    held = about(scores)
    assert isinstance(held.freeze, HeldFreeze)
    frames = dict(held.freeze.frames)
    frames["response"] = frames["response"].with_columns(change)
    return replace(held, freeze=replace(held.freeze, frames=frames))


def test_a_questionnaire_that_was_started_and_not_sent_is_not_analysed() -> None:
    unsent = [(f"x{place}", *row[1:4], 90.0) for place, row in enumerate(rows()[:6])]
    not_sent = pl.when(pl.col("participant_id").str.starts_with("x")).then(None).otherwise("sent_on")

    found = ask("primary_outcomes", with_responses([*rows(), *unsent], not_sent.cast(pl.Date).alias("sent_on")))

    assert found.tables == primary().tables


def test_the_day_on_which_somebody_answered_within_a_wave_says_nothing() -> None:
    found = ask("primary_outcomes", with_responses(rows(), pl.lit(date(2020, 1, 1)).alias("sent_on")))

    assert found.tables == primary().tables


def test_answers_of_a_wave_before_the_reference_are_in_no_table() -> None:
    later = {"impact": IMPACT | {"reference_wave": "w2", "first_follow_up": "w3"}}

    found = ask("primary_outcomes", about(**later))
    alone = ask("primary_outcomes", about([row for row in rows() if row[2] != "w1"], **later))

    assert found.tables == alone.tables
    here = scores_of(rows()).filter(pl.col("wave") != "w1")
    assert value(found, "sample", "climate", "scored") == here.height


def test_who_is_asked_twice_by_the_order_of_records_does_not_matter() -> None:
    shuffled = [rows()[place] for place in np.random.default_rng(3).permutation(len(rows()))]

    assert ask("primary_outcomes", about(shuffled)) == primary()
    assert ask("sustained_change", about(shuffled)) == course()


def test_names_of_persons_say_nothing_where_they_are_not_followed() -> None:
    renamed = [(f"q{place:05d}", *row[1:]) for place, row in enumerate(reversed(rows()))]

    found = ask("primary_outcomes", about(renamed))  # type: ignore[arg-type]  # rows of five

    assert alike(numbers(found, "gain", "effects", "means"), numbers(primary(), "gain", "effects", "means"))


def test_every_person_twice_leaves_the_difference_of_a_balanced_study_where_it_was() -> None:
    bare = {"impact": IMPACT | {"adjust_for": [], "composition": []}}
    twice = [*rows(), *((f"{row[0]}again", *row[1:]) for row in rows())]

    once, again = (ask("primary_outcomes", about(scores, **bare)) for scores in (rows(), twice))  # type: ignore[arg-type]

    assert value(again, "gain", "climate", "difference") == pytest.approx(
        value(once, "gain", "climate", "difference"), abs=1e-9
    )
    assert value(again, "sample", "climate", "people") == 2 * float(value(once, "sample", "climate", "people") or 0)


def test_the_same_question_asked_twice_has_the_same_answer_to_the_last_digit() -> None:
    assert ask("primary_outcomes", about()) == primary()


@pytest.mark.parametrize("seed", range(11, 17))
def test_where_nothing_was_planted_the_three_methods_find_nothing_in_most_studies(seed: int) -> None:
    """Six seeds, of which each would find something by chance once in twenty: none of these does beyond 1 %."""
    still = planted(an_impact_protocol(sites=SITES), lambda _site, _wave: 0.0, people=12, seed=seed)

    found = ask("primary_outcomes", about(still))

    for name in ("model_p", "robust_p"):
        assert float(value(found, "checks", "climate", name) or 0) > 0.01


def test_a_large_planted_change_is_found_by_all_three_methods_and_lies_in_its_interval() -> None:
    scores = planted(an_impact_protocol(sites=SITES), lambda _, wave: 0.9 * (wave != "w1"), people=30, seed=4)

    found = ask("primary_outcomes", about(scores))

    gain = cell(found, "gain", "climate", "difference")
    assert float(gain.low or 0) < 0.9 < float(gain.high or 0)
    assert cell(found, "checks", "climate", "agree").says == "Yes"
    assert float(value(found, "checks", "climate", "exact_p") or 1) == pytest.approx(1 / 2 ** (SITES - 1))
