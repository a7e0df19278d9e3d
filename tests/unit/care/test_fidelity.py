"""A case is counted where its time ran out while the young person was there, and kept only where somebody kept it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from newel.care import MEASURES, OWN_PART, Pathway, days_to_formulation, read_pathway
from tests.support.protocols import a_protocol
from tests.support.records import frame

EVERY = {**MEASURES, **OWN_PART}
ADMITTED = date(2019, 3, 1)
"""The small protocol's times: assessment due 11 March, first formulation 12 April, first review by 24 May."""
LATER = {"child_id": "later", "admitted_on": date(2020, 6, 1)}
"""Somebody admitted long after, so that the records do not end before anything here is due."""


def pathway(**records: Iterable[Mapping[str, Any]]) -> Pathway:
    frames = {kind: frame(kind, rows) for kind, rows in records.items()}
    return read_pathway(a_protocol(), lambda kind: frames.get(kind, frame(kind, [])))


def kept(measure: str, about: Pathway, child: str = "c01") -> list[bool]:
    """Return whether each of a young person's cases was kept; an empty list where none counts."""
    return EVERY[measure].cases(about).filter(pl.col("child_id") == child)["kept"].to_list()


def stay(left_on: date | None = None) -> list[dict[str, Any]]:
    return [{"admitted_on": ADMITTED, "left_on": left_on}, LATER]


def assessed(*domains: str, on: date | None = date(2019, 3, 5), need: str = "identified") -> list[dict[str, Any]]:
    return [{"domain": domain, "assessed_on": on, "need": need} for domain in domains]


BOTH = ("education", "mental_health")


def test_an_assessment_is_whole_only_with_every_domain() -> None:
    whole = pathway(admission=stay(), assessment=assessed(*BOTH))
    half = pathway(admission=stay(), assessment=assessed("education"))

    assert (kept("every_domain_assessed", whole), kept("every_domain_assessed", half)) == ([True], [False])


def test_a_domain_that_nobody_assessed_is_not_assessed_and_no_need() -> None:
    about = pathway(
        admission=stay(), assessment=assessed("education") + assessed("mental_health", on=None, need="not_assessed")
    )

    assert kept("every_domain_assessed", about) == [False]
    assert len(kept("needs_answered", about)) == 1


def test_somebody_with_no_assessment_at_all_is_counted_as_not_assessed() -> None:
    assert kept("every_domain_assessed", pathway(admission=stay())) == [False]


@pytest.mark.parametrize(("on", "in_time"), [(date(2019, 3, 11), True), (date(2019, 3, 12), False), (None, False)])
def test_an_assessment_is_in_time_on_the_last_day_and_not_after_it(on: date | None, *, in_time: bool) -> None:
    about = pathway(admission=stay(), assessment=assessed("education") + assessed("mental_health", on=on))

    assert kept("assessed_in_time", about) == [in_time]
    assert kept("every_domain_assessed", about) == [True]


@pytest.mark.parametrize(("left_on", "counts"), [(date(2019, 4, 11), False), (date(2019, 4, 12), True), (None, True)])
def test_who_left_before_the_formulation_was_due_is_not_counted(left_on: date | None, *, counts: bool) -> None:
    about = pathway(admission=stay(left_on))

    assert kept("formulated_in_time", about) == ([False] if counts else [])


def test_who_left_before_it_was_due_is_not_counted_even_with_a_formulation() -> None:
    about = pathway(admission=stay(date(2019, 4, 1)), formulation=[{"held_on": date(2019, 3, 20)}])

    assert kept("formulated_in_time", about) == []


def test_what_is_due_after_the_records_end_is_not_counted() -> None:
    """The last thing recorded is the admission itself."""
    about = pathway(admission=[{"admitted_on": ADMITTED}])

    assert about.until == ADMITTED
    assert kept("formulated_in_time", about) == []


def test_what_was_due_before_the_study_is_not_counted() -> None:
    about = pathway(admission=[{"admitted_on": date(2018, 6, 1)}, LATER])

    assert kept("every_domain_assessed", about) == []


def test_what_is_due_after_the_study_is_not_counted() -> None:
    about = pathway(admission=[{"admitted_on": date(2020, 12, 28)}, {"child_id": "x", "admitted_on": date(2021, 6, 1)}])

    assert about.until == date(2020, 12, 31)
    assert kept("every_domain_assessed", about) == []


@pytest.mark.parametrize(("held_on", "in_time"), [(date(2019, 4, 12), True), (date(2019, 4, 13), False)])
def test_a_formulation_is_in_time_on_the_last_day_and_not_after_it(held_on: date, *, in_time: bool) -> None:
    about = pathway(admission=stay(), formulation=[{"held_on": held_on}, {"version": 2, "held_on": date(2019, 6, 1)}])

    assert kept("formulated_in_time", about) == [in_time]


def test_a_case_counts_in_the_month_its_time_ran_out() -> None:
    about = pathway(admission=stay())

    assert EVERY["formulated_in_time"].cases(about).row(0, named=True)["month"] == "2019-04"


def test_days_to_a_formulation_count_to_the_day_it_was_due_and_no_further() -> None:
    people = [{"child_id": name, "admitted_on": ADMITTED} for name in ("early", "late", "never")]
    formulations = [
        {"child_id": "early", "held_on": date(2019, 3, 21)},
        {"child_id": "late", "held_on": date(2019, 5, 1)},
    ]

    days = days_to_formulation(pathway(admission=[*people, LATER], formulation=formulations))

    assert dict(days.filter(pl.col("child_id") != "later").select("child_id", "days").iter_rows()) == {
        "early": 20,
        "late": 42,
        "never": 42,
    }


@pytest.mark.parametrize(
    ("held_on", "in_time"),
    [(date(2019, 5, 1), True), (date(2019, 5, 16), True), (date(2019, 5, 17), False), (None, False)],
)
def test_a_review_is_in_time_up_to_a_week_after_it_was_due(held_on: date | None, *, in_time: bool) -> None:
    about = pathway(admission=stay(), review=[{"due_on": date(2019, 5, 9), "held_on": held_on}])

    assert kept("reviewed_in_time", about) == [in_time]


def test_a_review_of_somebody_who_left_within_the_week_is_not_counted() -> None:
    held = {"due_on": date(2019, 5, 9), "held_on": date(2019, 5, 8)}

    assert kept("reviewed_in_time", pathway(admission=stay(date(2019, 5, 15)), review=[held])) == []
    assert kept("reviewed_in_time", pathway(admission=stay(date(2019, 5, 16)), review=[held])) == [True]


@pytest.mark.parametrize(
    ("intervention", "answered"),
    [
        ({"domain": "education", "started_on": date(2019, 5, 24)}, True),
        ({"domain": "education", "started_on": date(2019, 5, 25)}, False),
        ({"domain": "mental_health", "started_on": date(2019, 4, 1)}, False),
        ({"domain": None, "started_on": date(2019, 4, 1)}, False),
    ],
)
def test_a_need_is_answered_by_an_intervention_of_its_own_domain_begun_in_time(
    intervention: dict[str, Any], *, answered: bool
) -> None:
    about = pathway(admission=stay(), assessment=assessed("education"), intervention=[intervention])

    assert kept("needs_answered", about) == [answered]


def test_a_need_that_was_not_found_asks_for_no_intervention() -> None:
    about = pathway(admission=stay(), assessment=assessed("education", need="not_identified"))

    assert kept("needs_answered", about) == []


@pytest.mark.parametrize(("planned_on", "planned"), [(date(2019, 6, 30), True), (date(2019, 7, 1), False)])
def test_a_transition_is_planned_by_the_day_of_leaving(planned_on: date, *, planned: bool) -> None:
    about = pathway(admission=stay(date(2019, 6, 30)), transition=[{"planned_on": planned_on}])

    assert kept("transition_planned", about) == [planned]


def test_only_who_left_can_have_left_without_a_plan() -> None:
    assert kept("transition_planned", pathway(admission=stay())) == []
    assert kept("transition_planned", pathway(admission=stay(date(2019, 6, 30)))) == [False]


def test_who_was_not_asked_has_not_agreed() -> None:
    meetings = [
        {"version": number, "held_on": date(2019, number, 1), "child_present": number == 4, "agreed_by_child": agreed}
        for number, agreed in ((4, True), (5, False), (6, None))
    ]
    about = pathway(admission=stay(), formulation=meetings)

    assert kept("child_agrees", about) == [True, False, False]
    assert kept("child_present", about) == [True, False, False]


def test_a_target_counts_once_as_it_was_first_set() -> None:
    ratings = [
        {"target": 1, "rated_on": date(2019, 6, 1), "set_by_child": False},
        {"target": 1, "rated_on": date(2019, 4, 1), "set_by_child": True},
        {"target": 2, "rated_on": date(2019, 4, 1), "set_by_child": False},
    ]

    cases = EVERY["targets_set_together"].cases(pathway(admission=stay(), target=ratings))

    assert (cases["kept"].sum(), cases.height, set(cases["month"])) == (1, 2, {"2019-04"})


def test_a_rule_is_printed_with_the_times_of_the_protocol() -> None:
    says = MEASURES["needs_answered"].says(a_protocol().care.model_copy(update={"review_weeks": 2}))

    assert "56 days after admission" in says
    assert not any("{" in measure.says(a_protocol().care) for measure in EVERY.values())


@pytest.mark.parametrize("measure", EVERY)
def test_no_records_are_no_cases(measure: str) -> None:
    assert EVERY[measure].cases(pathway()).is_empty()
