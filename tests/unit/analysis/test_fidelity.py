"""What sites did of what the framework asks, said with the people behind it, its denominators and what is not known."""

from datetime import date
from typing import Any

import pytest

from newel.analysis import Evidence
from newel.disclosure import control
from newel.protocol import Protocol
from tests.support.analysing import ask, cell, evidence, finding, table, value
from tests.support.protocols import a_protocol
from tests.support.rehearsed import CORE_COURSE, small_evidence, small_study

LATER = {"child_id": "later", "site_id": "S03", "admitted_on": date(2020, 6, 1)}


def admitted(*children: str, site: str = "S01") -> list[dict[str, Any]]:
    return [{"child_id": child, "site_id": site} for child in children]


def meetings(child: str, *present: str) -> list[dict[str, Any]]:
    return [
        {"child_id": child, "version": number, "held_on": date(2019, 4, number), "child_present": there == "present"}
        for number, there in enumerate(present, start=1)
    ]


def test_a_share_says_how_many_cases_and_how_many_young_people_it_is_of() -> None:
    held = [*meetings("c1", "present", "present", "away"), *meetings("c2", "present")]
    records = {"admission": [*admitted("c1", "c2"), LATER], "formulation": held}

    found = cell(ask("fidelity", evidence(records)), "own_part", "yoi", "child_present")

    assert (found.value, found.numerator, found.denominator, found.people) == (75, 3, 4, 2)


def test_a_month_has_the_young_people_of_that_month_behind_it() -> None:
    records = {"admission": [*admitted("c1"), LATER], "formulation": meetings("c1", "present", "away")}

    found = cell(ask("fidelity", evidence(records)), "child_present_by_month", "2019-04", "yoi")

    assert (found.value, found.people) == (50, 1)


def test_days_to_a_formulation_are_of_young_people() -> None:
    records = {"admission": [*admitted("c1", "c2"), LATER], "formulation": meetings("c1", "present")}

    found = cell(ask("fidelity", evidence(records)), "measures", "yoi", "days_to_formulation")

    assert (found.value, found.unit, found.people) == ((31 + 42) / 2, "days", 2)


def test_where_nothing_fell_due_the_cell_says_so() -> None:
    found = cell(ask("fidelity", evidence({"admission": [LATER]})), "measures", "yoi", "formulated_in_time")

    assert (found.value, found.why_missing) == (None, "nothing fell due here")


def test_a_freeze_from_before_there_was_a_pathway_is_answered_and_says_what_is_missing() -> None:
    """An assessment alone: nobody is in the register of admissions, so nobody can be said to be due."""
    answer = ask("fidelity", evidence({"assessment": [{}], "training": [{}]}))

    assert value(answer, "measures", "all", "every_domain_assessed") is None
    assert "No admission was received." in answer.notes


def test_every_rule_stands_in_the_notes_with_the_times_of_the_protocol() -> None:
    care = a_protocol().care.model_copy(update={"formulation_days": 21})

    notes = ask("fidelity", evidence(protocol=a_protocol(care=care.model_dump()))).notes

    assert any("First formulation in time" in note and "21 days after admission" in note for note in notes)


def test_the_dose_keeps_its_parts_apart() -> None:
    columns = [column.id for column in table(ask("fidelity", small_evidence()), "dose").columns]

    assert columns == ["phase", "trained", "every_domain_assessed", "child_present"]


def test_a_quarter_that_no_record_reaches_has_no_dose() -> None:
    answer = ask("fidelity", evidence({"admission": admitted("c1")}))

    assert value(answer, "dose", "yoi_2019q1", "phase") == 0.75
    found = cell(answer, "dose", "yoi_2019q2", "phase")
    assert (found.value, found.why_missing) == (None, "no record reaches this quarter")


@pytest.mark.parametrize("rule", ["nhs_hes", "nhs_mhsds"])
@pytest.mark.parametrize("national", [True, False])
@pytest.mark.parametrize("analysis", ["fidelity", "training_coverage"])
def test_everything_passes_through_disclosure_control(rule: str, analysis: str, *, national: bool) -> None:
    settings = small_study().disclosure.model_copy(update={"rule": rule, "study_is_national": national})

    released = control(finding(analysis, small_evidence()), settings)

    assert {part.id for part in released.tables} == {part.id for part in ask(analysis, small_evidence()).tables}


def test_a_few_young_people_are_withheld() -> None:
    records = {"admission": [*admitted("c1"), LATER], "formulation": meetings("c1", "present")}

    released = control(finding("fidelity", evidence(records)), a_protocol().disclosure)

    assert released.table("own_part").cell("yoi", "child_present").shown == "*"


def trained_staff(protocol: Protocol) -> Evidence:
    """Two in post, one of them trained; one trained who left; the register ends in June 2020."""
    members = [
        {"staff_id": "p1"},
        {"staff_id": "p2", "role": "health"},
        {"staff_id": "p3", "left_on": date(2019, 12, 31)},
        {"staff_id": "p4", "site_id": "S03", "started_on": date(2020, 6, 1)},
    ]
    training = [
        {"staff_id": staff, "course": "core_course", "module": module["id"], "held_on": date(2019, 3, day)}
        for staff in ("p1", "p3")
        for day, module in enumerate(CORE_COURSE["modules"], start=1)
    ]
    return evidence({"staff_member": members, "training": training}, protocol=protocol)


def test_staff_trained_and_still_here_are_counted_apart_from_those_who_left() -> None:
    answer = ask("training_coverage", trained_staff(a_protocol(courses=[CORE_COURSE])))

    found = [value(answer, "still_here", "yoi", column) for column in ("in_post", "trained", "trained_and_gone")]
    assert found == [2, 1, 1]
    assert value(answer, "still_here", "yoi", "share_trained") == 50


def test_roles_that_only_the_records_know_come_after_those_of_the_protocol() -> None:
    roles = [{"id": "health", "label": "The health team"}, {"id": "education", "label": "Education"}]

    answer = ask("training_coverage", trained_staff(a_protocol(courses=[CORE_COURSE], staff_roles=roles)))

    found = [(row.id, row.label) for row in table(answer, "by_role").rows]
    assert found == [
        ("health", "The health team"),
        ("education", "Education"),
        ("residential", "Residential"),
        ("all", "All roles"),
    ]
    assert value(answer, "by_role", "residential", "share_trained") == 50
    assert cell(answer, "by_role", "education", "share_trained").why_missing == "no register of staff was received"


def test_without_a_core_course_a_share_trained_is_not_zero_but_not_known() -> None:
    answer = ask("training_coverage", trained_staff(a_protocol()))

    found = cell(answer, "still_here", "yoi", "share_trained")
    assert (found.value, found.why_missing) == (None, "the protocol names no core course")
    assert any("names no core course" in note for note in answer.notes)
