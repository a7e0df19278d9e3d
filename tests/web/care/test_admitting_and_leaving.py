"""The head of a pathway: admission under a label, leaving, a slip undone, a wrong admission removed."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from newel.web.audit.models import Event
from newel.web.care.models import Admission, DomainAssessment, Formulation, OwnWords
from tests.support.care import TODAY, a_young_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
ADMIT = "/staff/care/admit/"


def admission(**other):
    return {"site": "S01", "label": "B12", "admitted_on": TODAY.isoformat()} | other


def test_a_practitioner_admits_a_young_person_under_a_label(sign_in):
    response = sign_in("practitioner").post(ADMIT, admission(label=" b12 "))

    kept = Admission.objects.get()
    assert response["Location"] == reverse("care:pathway", args=[kept.key])
    assert (kept.site_id, kept.label, kept.admitted_on, kept.left_on) == ("S01", "B12", TODAY, None)
    assert len({kept.key, kept.child_id}) == 2


@pytest.mark.parametrize("label", ["JD", "John", "J1", "B12345", "12", "BB12", "", "\uff22\uff11\uff12", "B12 Doe"])
def test_a_label_that_could_be_a_name_or_initials_is_refused(sign_in, label):
    page = sign_in("practitioner").post(ADMIT, admission(label=label))

    assert page.status_code == 422
    assert "Never a name, never initials" in page.content.decode()
    assert not Admission.objects.exists()


@pytest.mark.parametrize("day", ["", "yesterday", "2020-09-16", "1999-01-01", "2020-02-30"])
def test_a_day_that_cannot_be_is_refused_and_what_was_typed_stays(sign_in, day):
    page = sign_in("practitioner").post(ADMIT, admission(admitted_on=day, label="C07"))

    assert page.status_code == 422
    assert 'value="C07"' in page.content.decode()
    assert not Admission.objects.exists()


def test_a_label_is_used_by_one_young_person_at_a_time(sign_in):
    first = a_young_person("B12")
    client = sign_in("practitioner")

    assert client.post(ADMIT, admission()).status_code == 422
    client.post(first.address("leave"), {"left_on": TODAY.isoformat()})
    assert client.post(ADMIT, admission()).status_code == 302
    client.post(first.address("reopen"))
    first.admission.refresh_from_db()
    assert first.admission.left_on == TODAY  # the label is somebody else's now


def test_a_practitioner_cannot_admit_at_another_site(sign_in):
    assert sign_in("practitioner").post(ADMIT, admission(site="S02")).status_code == 422
    assert not Admission.objects.exists()


def test_a_stay_that_ended_can_be_read_and_not_added_to_until_it_is_opened_again(sign_in):
    person, client = a_young_person(), sign_in("practitioner")
    client.post(person.address("leave"), {"left_on": TODAY.isoformat()})
    refused = client.post(person.address("assess", 1), {"need": "not_assessed"}, follow=True)

    assert "Nothing was kept: this stay has ended" in refused.content.decode()
    assert not DomainAssessment.objects.exists()
    assert client.get(person.address("assessment")).status_code == 200
    client.post(person.address("reopen"))
    client.post(person.address("assess", 1), {"need": "not_assessed"})
    assert DomainAssessment.objects.count() == 1


def test_nobody_leaves_before_they_came(sign_in):
    person = a_young_person(days_here=3)
    before = (TODAY - timedelta(days=4)).isoformat()

    assert sign_in("practitioner").post(person.address("leave"), {"left_on": before}).status_code == 422


def test_a_site_lead_removes_a_wrong_admission_and_the_audit_keeps_that_it_was_there(sign_in):
    person, other = a_young_person("B12"), a_young_person("C07")
    for each in (person, other):
        each.say("safety")
        each.formulate()
    client = sign_in("site_lead")

    assert client.post(person.address("remove"), {"reason": "twice"}).status_code == 422  # not sure yet
    assert client.post(person.address("remove"), {"sure": "yes"}).status_code == 422  # no reason
    client.post(person.address("remove"), {"sure": "yes", "reason": "twice"})

    assert [kept.label for kept in Admission.objects.all()] == ["C07"]
    assert OwnWords.objects.count() == Formulation.objects.count() == 1
    event = Event.objects.get(verb="remove")
    assert json.loads(event.body) == {"site": "S01", "pathway": person.admission.key, "reason": "twice"}


def test_a_practitioner_cannot_remove_an_admission(sign_in):
    person = a_young_person()

    assert sign_in("practitioner").post(person.address("remove"), {"sure": "yes", "reason": "twice"}).status_code == 403
    assert Admission.objects.exists()


def test_after_the_stay_nothing_is_due_any_more(sign_in):
    person, client = a_young_person(days_here=200), sign_in("practitioner")
    pages = ("pathway", "assessment", "formulation", "reviews")
    assert all("due" in client.get(person.address(page)).content.decode() for page in pages[:3])
    client.post(person.address("leave"), {"left_on": TODAY.isoformat()})

    for page in pages:
        shown = client.get(person.address(page)).content.decode()
        assert "Overdue" not in shown
        assert "due by" not in shown
