"""Deviations: counted cell by cell, against what was planned for the sites that were open and nothing else."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
import pytest

from newel.analysis import Evidence
from newel.findings import Answer
from newel.protocol import Protocol
from tests.support.analysing import HeldFreeze, ask, cell, evidence, table, value
from tests.support.outcomes import IMPACT, OUTCOME, Rows, an_impact_protocol, impact_evidence, planted

QUESTION = {"id": "q", "asks": "?", "strand": "quantitative", "section": "1.md"}
ANSWERED = [QUESTION | {"analysis": "primary_outcomes"}]
SITES = 6


@cache
def rows() -> Rows:
    return planted(an_impact_protocol(sites=SITES), lambda _site, wave: 0.2 * (wave != "w1"), people=6, seed=3)


def deviations(kept: Rows | None = None, *, closes: str = "", **blocks: Any) -> Answer:
    """Return the deviations of a study whose second site closes in a month, where one is given."""
    protocol = an_impact_protocol(sites=SITES, **({"questions": ANSWERED} | blocks))
    if closes:
        whole = protocol.model_dump(mode="json")
        whole["sites"][1]["closed_month"] = closes
        protocol = Protocol.model_validate(whole)
    return ask("deviations", impact_evidence(protocol, rows() if kept is None else kept))


def test_a_site_that_had_closed_is_not_missing_from_the_wave() -> None:
    kept = [row for row in rows() if not (row[1] == "S02" and row[2] == "w3")]

    closed, open_ = deviations(kept, closes="2020-01"), deviations(kept)

    assert [value(closed, "waves", "staff_w3", name) for name in ("open", "silent")] == [5, 0]
    assert [value(open_, "waves", "staff_w3", name) for name in ("open", "silent")] == [6, 1]
    assert value(closed, "waves", "staff_w2", "open") == 6


@pytest.mark.parametrize(("month", "still_open"), [("2020-08", 5), ("2020-09", 6), ("2020-07", 5)])
def test_a_site_is_open_in_a_wave_that_opens_before_the_month_it_closes_in(month: str, still_open: int) -> None:
    assert value(deviations(closes=month), "waves", "staff_w3", "open") == still_open


def test_answers_of_a_closed_site_do_not_stand_for_an_open_one_that_is_silent() -> None:
    kept = [row for row in rows() if not (row[1] == "S03" and row[2] == "w3")]

    found = deviations(kept, closes="2020-01")

    assert value(found, "waves", "staff_w3", "silent") == 1


def sent_on(change: pl.Expr) -> Answer:
    """Return the deviations when responses were sent on other days."""
    held = impact_evidence(an_impact_protocol(sites=SITES, questions=ANSWERED), rows())
    assert isinstance(held.freeze, HeldFreeze)
    frames = dict(held.freeze.frames)
    frames["response"] = frames["response"].with_columns(sent_on=change)
    return ask("deviations", replace(held, freeze=replace(held.freeze, frames=frames)))


@pytest.mark.parametrize(
    ("day", "outside"),
    [(date(2019, 2, 1), 0), (date(2019, 5, 31), 0), (date(2019, 1, 31), 36), (date(2019, 6, 1), 36)],
)
def test_both_ends_of_a_wave_belong_to_it(day: date, outside: int) -> None:
    found = sent_on(pl.when(pl.col("wave") == "w1").then(pl.lit(day)).otherwise("sent_on"))

    assert value(found, "waves", "staff_w1", "outside") == outside
    assert value(found, "waves", "staff_w2", "outside") == 0


def test_late_answers_are_a_count_of_the_whole_study_and_never_of_one_site() -> None:
    found = sent_on(pl.col("sent_on") - timedelta(days=1))

    late = cell(found, "waves", "staff_w2", "outside")
    assert (late.value, late.people, late.national) == (36, 36, True)


def test_the_number_of_deviations_is_that_of_cells_that_name_one() -> None:
    kept = [(*row[:3], "web", row[4]) for row in rows() if row[2] != "w3" and not (row[1] == "S02" and row[2] == "w2")]

    found = deviations(kept)  # type: ignore[arg-type]  # rows of five

    assert [value(found, "waves", f"staff_{wave}", "silent") for wave in ("w1", "w2", "w3")] == [0, 1, 6]
    assert cell(found, "outcomes", "climate", "collected").says == "No score in: Wave 3"
    assert cell(found, "outcomes", "climate", "model").says == "Fitted without mode, of which there was only one kind"
    assert found.n.value == 4, "two waves with silent sites, one wave without a score, one model with less in it"


def test_a_model_that_was_not_fitted_says_why_in_words() -> None:
    found = deviations([(*row[:4], 1.0) for row in rows()])

    assert cell(found, "outcomes", "climate", "model").says.startswith("Not fitted: everybody has the same score")


def test_an_instrument_the_study_does_not_hold_is_a_deviation_of_its_outcome() -> None:
    absent = OUTCOME | {"id": "absent", "scale": "other.climate"}

    found = deviations(outcomes=[OUTCOME, absent])

    assert cell(found, "outcomes", "absent", "collected").says == "The study does not hold its instrument"
    assert cell(found, "outcomes", "absent", "model").says == "None"


@pytest.mark.parametrize(
    ("role", "analysis", "answered"),
    [
        ("primary", "primary_outcomes", True),
        ("primary", "secondary_outcomes", False),
        ("secondary", "secondary_outcomes", True),
        ("secondary", "primary_outcomes", False),
        ("exploratory", "secondary_outcomes", True),
        ("exploratory", "sustained_change", False),
    ],
)
def test_an_outcome_is_answered_by_the_analysis_of_its_role(role: str, analysis: str, *, answered: bool) -> None:
    outcome = OUTCOME | {"role": role, "family": None}

    found = deviations(outcomes=[outcome], questions=[QUESTION | {"analysis": analysis}])

    assert any("answered by no question" in note and "Climate" in note for note in found.notes) is not answered


@pytest.mark.parametrize(
    ("analysis", "answered"), [("incident_rates", True), ("interrupted_series", True), ("primary_outcomes", False)]
)
def test_a_count_of_the_returns_is_answered_by_an_analysis_of_the_returns(analysis: str, *, answered: bool) -> None:
    count = {"id": "harm", "label": "Self-harm", "measure": "self_harm", "better": "lower", "role": "secondary"}

    found = deviations(
        outcomes=[OUTCOME, count],
        questions=[*ANSWERED, QUESTION | {"id": "r", "section": "2.md", "analysis": analysis}],
    )

    assert any("Self-harm" in note for note in found.notes) is not answered
    assert [row.id for row in table(found, "outcomes").rows] == ["climate"], "a count has no model of scores"


def test_a_group_that_is_asked_nothing_in_a_wave_has_no_row_for_it() -> None:
    measure = an_impact_protocol().measures[0].model_dump(mode="json") | {"waves": ["w1", "w2"]}

    found = deviations(measures=[measure], impact=IMPACT | {"last_wave": "w2"})

    assert [row.id for row in table(found, "waves").rows] == ["staff_w1", "staff_w2"]


def test_every_outcome_of_a_study_without_impact_has_no_wave_to_compare() -> None:
    protocol = an_impact_protocol(sites=SITES)
    without: Protocol = protocol.model_copy(update={"impact": None})

    found = ask("deviations", evidence(protocol=without))

    assert cell(found, "outcomes", "climate", "collected").says == "The protocol names no waves to compare"


@pytest.mark.parametrize("changed", [False, True])
def test_whether_the_protocol_is_the_sealed_one_is_always_said(*, changed: bool) -> None:
    held: Evidence = impact_evidence(an_impact_protocol(sites=SITES, questions=ANSWERED), rows())
    about = replace(held, protocol=an_impact_protocol(sites=SITES)) if changed else held

    first = ask("deviations", about).notes[0]

    assert first.startswith("The protocol was changed after" if changed else "The protocol is the one that")


def test_words_about_outcomes_are_not_about_people_and_are_printed() -> None:
    for row in table(deviations(), "outcomes").rows:
        assert [each.people for each in row.cells] == [None, None]
