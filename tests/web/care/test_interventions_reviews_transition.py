"""Interventions linked to need and formulation, reviews due and held, and the plan for what carries on."""

import re
from datetime import date, timedelta

import pytest

from newel.web.care.models import Intervention, Review, TransitionPlan
from newel.web.care.record_source import care_frames
from tests.support.care import DONE, PLAN, TODAY, a_young_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
BEGUN = {"words": DONE, "domain": "safety", "formulation_version": "1", "started_on": TODAY.isoformat()}
HELD = {"due_on": "2020-09-14", "held_on": TODAY.isoformat(), "child_present": "yes", "plan_changed": "no"}
PLANNED = {
    "planned_on": TODAY.isoformat(),
    "child_took_part": "yes",
    "home_area_took_part": "no",
    "words": PLAN,
    "seen": "0",
}


@pytest.fixture
def client(sign_in):
    return sign_in("practitioner")


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_an_intervention_is_linked_to_the_need_and_the_formulation_it_follows_from(client):
    person = a_young_person()
    person.formulate()
    person.assess("safety", "identified")
    client.post(person.address("interventions"), BEGUN)

    kept = Intervention.objects.get()
    assert (kept.number, kept.domain, kept.formulation_version) == (1, "safety", 1)
    page = client.get(person.address("interventions"))
    assert f"{DONE} Safety version 1" in text(page)
    assert "No intervention yet" not in text(page)


def test_an_intervention_may_be_linked_to_none(client):
    person = a_young_person()
    client.post(person.address("interventions"), BEGUN | {"domain": "", "formulation_version": ""})

    kept = Intervention.objects.get()
    assert (kept.domain, kept.formulation_version) == ("", None)


@pytest.mark.parametrize(
    "wrong", [{"words": ""}, {"domain": "luck"}, {"formulation_version": "2"}, {"started_on": "2020-09-16"}]
)
def test_an_intervention_linked_to_what_is_not_there_is_refused(client, wrong):
    person = a_young_person()
    person.formulate()

    assert client.post(person.address("interventions"), BEGUN | wrong).status_code == 422
    assert not Intervention.objects.exists()


def test_an_intervention_ends_and_goes_on_again(client):
    person = a_young_person()
    person.start("safety")
    client.post(person.address("end_intervention", 1))
    assert Intervention.objects.get().ended_on == TODAY

    client.post(person.address("end_intervention", 1), {"reopen": "1"})
    assert Intervention.objects.get().ended_on is None
    assert client.post(person.address("end_intervention", 2)).status_code == 404


def test_a_review_is_kept_with_the_day_it_was_due_and_the_next_is_counted_from_it(client):
    person = a_young_person(days_here=60)
    person.formulate(TODAY - timedelta(days=43))
    client.post(person.address("reviews"), HELD)

    kept = Review.objects.get()
    assert (kept.due_on, kept.held_on, kept.child_present) == (date(2020, 9, 14), TODAY, True)
    page = text(client.get(person.address("reviews")))
    assert "due by 27 October 2020 , 6 weeks after the last one" in page
    assert "14 September 2020 late" in page


def test_the_same_review_is_kept_once_whoever_tells_of_it(client):
    person = a_young_person(days_here=60)
    person.formulate(TODAY - timedelta(days=43))
    client.post(person.address("reviews"), HELD)
    again = client.post(person.address("reviews"), HELD, follow=True)

    assert "told us of this review already" in text(again)
    assert Review.objects.count() == 1


def test_two_reviews_are_never_held_on_one_day_so_that_each_is_due_on_its_own(client):
    person = a_young_person(days_here=60)
    person.formulate(TODAY - timedelta(days=43))
    client.post(person.address("reviews"), HELD)
    again = HELD | {"due_on": "2020-10-27"}

    assert "A review was held" not in text(client.get(person.address("reviews")))
    assert client.post(person.address("reviews"), again).status_code == 422
    assert care_frames()["review"].height == Review.objects.count() == 1


def test_a_review_told_by_a_slip_is_taken_back_and_due_again(client):
    person = a_young_person(days_here=60)
    person.formulate(TODAY - timedelta(days=43))
    client.post(person.address("reviews"), HELD)
    page = client.post(person.address("take_back_review"), follow=True)

    assert "due by 14 September 2020" in text(page)
    assert not Review.objects.exists()


def test_before_the_first_formulation_there_is_nothing_to_review(client):
    person = a_young_person(days_here=60)

    assert "Reviews begin after the first formulation" in text(client.post(person.address("reviews"), HELD))
    assert not Review.objects.exists()


@pytest.mark.parametrize("wrong", [{"held_on": "2020-08-01"}, {"child_present": ""}, {"plan_changed": ""}])
def test_a_review_that_cannot_be_is_refused(client, wrong):
    person = a_young_person(days_here=60)
    person.formulate(TODAY - timedelta(days=43))

    assert client.post(person.address("reviews"), HELD | wrong).status_code == 422
    assert not Review.objects.exists()


def test_the_plan_for_leaving_is_kept_in_versions(client):
    person = a_young_person()
    client.post(person.address("transition"), PLANNED)
    client.post(person.address("transition"), PLANNED | {"words": "The club and the nan.", "seen": "1"})

    assert list(TransitionPlan.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    page = text(client.get(person.address("transition")))
    assert page.index("The club and the nan.") < page.index("Earlier versions") < page.index(PLAN)


def test_a_plan_that_somebody_else_changed_meanwhile_is_not_written_over(client):
    person = a_young_person()
    client.post(person.address("transition"), PLANNED)
    page = client.post(person.address("transition"), PLANNED | {"words": "Mine."})

    assert "Somebody else has changed the plan meanwhile" in text(page)
    assert "Mine.</textarea>" in page.content.decode()
    assert TransitionPlan.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"words": ""}, {"child_took_part": ""}, {"home_area_took_part": ""}])
def test_a_plan_without_words_or_who_took_part_is_refused(client, wrong):
    assert client.post(a_young_person().address("transition"), PLANNED | wrong).status_code == 422


def test_who_leaves_without_a_plan_is_asked_for_one_first(client):
    person = a_young_person()
    assert "There is no plan yet" in text(client.get(person.address("leave")))

    client.post(person.address("transition"), PLANNED)
    assert "There is no plan yet" not in text(client.get(person.address("leave")))
