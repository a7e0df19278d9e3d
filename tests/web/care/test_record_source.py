"""What leaves the care pathway for the freeze: every kind in its shape, and a domain nobody assessed says so."""

from datetime import timedelta

import pytest

from newel.records import KINDS
from newel.web.care.models import Admission
from newel.web.care.record_source import care_frames
from newel.web.record_source import WebSource
from tests.support.care import DONE, PLAN, TODAY, a_young_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
KINDS_OF_CARE = ("admission", "assessment", "formulation", "target", "intervention", "review", "transition")


def rows(kind):
    return care_frames()[kind].to_dicts()


def test_every_kind_is_there_in_its_shape_also_when_nobody_is():
    assert {name: dict(frame.schema) for name, frame in care_frames().items()} == {
        name: KINDS[name].schema for name in KINDS_OF_CARE
    }


def test_a_stay_is_a_record_under_its_own_pseudonym(sign_in):
    person = a_young_person(days_here=9)
    assert rows("admission") == [
        {
            "child_id": Admission.objects.get().child_id,
            "site_id": "S01",
            "admitted_on": TODAY - timedelta(days=9),
            "left_on": None,
        }
    ]
    sign_in("practitioner").post(person.address("leave"), {"left_on": TODAY.isoformat()})
    assert rows("admission")[0]["left_on"] == TODAY


def test_a_domain_nobody_assessed_is_a_row_that_says_so():
    person = a_young_person()
    person.assess("safety", "identified", "child", "home_area")
    person.assess("education", "identified")
    person.assess("education", "not_assessed")
    found = {row["domain"]: row for row in rows("assessment")}

    assert len(found) == 8
    assert {domain: row["need"] for domain, row in found.items() if row["need"] != "not_assessed"} == {
        "safety": "identified"
    }
    took_part = [name for name, value in found["safety"].items() if value is True]
    assert took_part == ["child_took_part", "home_area_took_part"]
    assert found["safety"]["health_took_part"] is False
    assert found["education"]["assessed_on"] is found["education"]["child_took_part"] is None


def test_formulations_targets_and_interventions_are_records_without_their_words():
    person = a_young_person(days_here=60)
    person.formulate(TODAY - timedelta(days=20))
    person.formulate(TODAY, seen=1)
    person.aim(3, 6)
    person.start("safety", 2)
    person.start()

    assert [(row["version"], row["held_on"], row["factors"]) for row in rows("formulation")] == [
        (1, TODAY - timedelta(days=20), 1),
        (2, TODAY, 1),
    ]
    assert [(row["target"], row["rated_on"], row["rating"], row["set_by_child"]) for row in rows("target")] == [
        (1, TODAY - timedelta(days=7), 3, True),
        (1, TODAY, 6, True),
    ]
    links = [(row["intervention"], row["domain"], row["formulation_version"]) for row in rows("intervention")]
    assert links == [(1, "safety", 2), (2, None, None)]
    assert DONE not in str(rows("intervention"))


def test_a_review_that_is_due_and_not_held_is_a_record_from_the_day_it_was_due(sign_in, settings):
    person = a_young_person(days_here=100)
    person.formulate(TODAY - timedelta(weeks=6))
    assert [(row["due_on"], row["held_on"]) for row in rows("review")] == [(TODAY, None)]

    settings.NEWEL_TODAY = TODAY - timedelta(days=1)
    assert rows("review") == []


def test_a_review_that_was_held_leaves_the_next_one_for_later(sign_in):
    person = a_young_person(days_here=100)
    person.formulate(TODAY - timedelta(weeks=7))
    held = {
        "due_on": (TODAY - timedelta(weeks=1)).isoformat(),
        "held_on": TODAY.isoformat(),
        "child_present": "no",
        "plan_changed": "yes",
    }
    sign_in("practitioner").post(person.address("reviews"), held)

    kept = [(row["due_on"], row["held_on"], row["child_present"], row["plan_changed"]) for row in rows("review")]
    assert kept == [(TODAY - timedelta(weeks=1), TODAY, False, True)]


def test_nothing_is_due_after_a_young_person_has_left(sign_in):
    person = a_young_person(days_here=100)
    person.formulate(TODAY - timedelta(weeks=8))
    left_on = (TODAY - timedelta(weeks=3)).isoformat()
    sign_in("practitioner").post(person.address("leave"), {"left_on": left_on})

    assert rows("review") == []


def test_the_plan_is_dated_when_it_was_first_made_and_told_as_it_stands(sign_in):
    person, client = a_young_person(days_here=60), sign_in("practitioner")
    plan = {"words": PLAN, "child_took_part": "no", "home_area_took_part": "no"}
    client.post(person.address("transition"), plan | {"planned_on": (TODAY - timedelta(days=30)).isoformat()})
    later = {"planned_on": TODAY.isoformat(), "home_area_took_part": "yes", "child_took_part": "yes", "seen": "1"}
    client.post(person.address("transition"), plan | later)

    (kept,) = rows("transition")
    assert kept["planned_on"] == TODAY - timedelta(days=30)
    assert (kept["home_area_took_part"], kept["child_took_part"]) == (True, True)


def test_the_source_of_the_freeze_holds_the_pathways():
    a_young_person()
    source = WebSource()

    assert source.frame(KINDS["admission"]).height == 1
    assert source.frame(KINDS["assessment"]).height == 8
