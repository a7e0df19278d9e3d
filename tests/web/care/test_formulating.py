"""The formulation: versions that are never written over, whose words only staff of the site read."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from newel.web.care.models import Formulation
from tests.support.care import FACTOR, FORMULATION, NARRATIVE, TODAY, a_young_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture
def client(sign_in):
    return sign_in("practitioner")


def test_a_formulation_is_kept_with_who_was_there_and_what_was_understood(client):
    person = a_young_person()
    client.post(person.address("formulate"), FORMULATION)

    kept = Formulation.objects.get()
    assert (kept.version, kept.held_on, kept.staff_present, kept.factors) == (1, TODAY, 3, 3)
    assert (kept.child_present, kept.family_present) == (True, False)
    assert (kept.shared_with_child, kept.agreed_by_child) == (True, True)
    page = client.get(person.address("formulation")).content.decode()
    assert NARRATIVE in page
    assert re.search(rf"<h3>What sets it off</h3><ul><li>{FACTOR}</li><li>Being hurried.</li></ul>", page)
    assert "What keeps it going" not in page  # a kind of factor that holds none


def test_the_next_version_begins_with_the_words_of_the_last_and_leaves_it_as_it_was(client):
    person = a_young_person()
    client.post(person.address("formulate"), FORMULATION)
    form = client.get(person.address("formulate")).content.decode()
    client.post(person.address("formulate"), FORMULATION | {"seen": "1", "narrative": "It is calmer now."})

    assert NARRATIVE in form
    assert 'value="yes" checked' not in form  # who was there and whether they agree is asked afresh
    first = client.get(person.address("version", 1)).content.decode()
    assert NARRATIVE in first
    assert "This is an earlier version" in first
    assert "It is calmer now." in client.get(person.address("formulation")).content.decode()


def test_two_who_write_at_once_lose_nothing_and_write_nothing_over(client):
    person = a_young_person()
    client.post(person.address("formulate"), FORMULATION)
    page = client.post(person.address("formulate"), FORMULATION | {"narrative": "Mine."})

    assert page.status_code == 422
    assert "Your words are still here. Read version 1 first" in page.content.decode()
    assert "Mine.</textarea>" in page.content.decode()
    assert 'name="seen" value="1"' in page.content.decode()
    assert Formulation.objects.count() == 1
    client.post(person.address("formulate"), FORMULATION | {"narrative": "Mine.", "seen": "1"})
    assert Formulation.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"narrative": " "}, "Write the story"),
        ({"child_present": ""}, "Choose whether the young person was there"),
        ({"family_present": ""}, "Choose whether a parent or carer was there"),
        ({"shared": ""}, "Choose whether it was shared"),
        ({"agreed": ""}, "Choose whether the young person agrees"),
        ({"shared": "no", "agreed": "yes"}, "only where the formulation was shared"),
        ({"staff_present": "several"}, "Give a whole number"),
        ({"staff_present": "41"}, "Give a whole number"),
        ({"held_on": "2020-09-16"}, "Give a day from"),
        ({"narrative": "a" * 20_001}, "too long to keep"),
        ({"factor.strength": "a" * 20_001}, "too long to keep"),
    ],
)
def test_a_formulation_that_cannot_be_is_refused_and_what_was_typed_stays(client, wrong, says):
    page = client.post(a_young_person().address("formulate"), FORMULATION | wrong)

    assert page.status_code == 422
    assert says in page.content.decode()
    assert f"{FACTOR}\n\nBeing hurried.</textarea>" in page.content.decode().replace("\r", "")
    assert not Formulation.objects.exists()


def test_whether_they_agree_is_left_open_where_they_were_not_asked(client):
    client.post(a_young_person().address("formulate"), FORMULATION | {"shared": "no", "agreed": "not_asked"})

    assert Formulation.objects.get().agreed_by_child is None


def test_the_database_refuses_to_change_a_formulation():
    a_young_person(days_here=50).formulate(TODAY - timedelta(days=8))

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Formulation.objects.update(held_on=TODAY)


def test_a_version_that_was_not_written_is_not_there(client):
    assert client.get(a_young_person().address("version", 1)).status_code == 404
