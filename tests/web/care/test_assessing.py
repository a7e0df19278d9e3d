"""The shared needs assessment: three values, who took part, and what the young person said beside it."""

from datetime import timedelta

import pytest

from newel.records.kinds import ASSESSMENT
from newel.web.care.contributors import CONTRIBUTORS
from newel.web.care.models import DomainAssessment
from tests.support.care import OWN_WORDS, TODAY, a_young_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
FOUND = {"need": "identified", "assessed_on": TODAY.isoformat(), "took_part": ["child", "health"]}


@pytest.fixture
def client(sign_in):
    return sign_in("practitioner")


def test_a_need_is_kept_with_its_day_and_those_who_took_part(client):
    person = a_young_person()
    client.post(person.address("assess", 2), FOUND)

    kept = DomainAssessment.objects.get()
    assert (kept.domain, kept.need, kept.assessed_on) == ("mental_health", "identified", TODAY)
    assert (kept.child_took_part, kept.health_took_part, kept.family_took_part) == (True, True, False)
    page = client.get(person.address("assessment")).content.decode()
    assert "Need identified" in page
    assert "young person, health" in page
    assert page.count("Not assessed</span>") == 7


def test_the_contributors_of_the_page_are_those_of_the_record():
    assert [f"{who.id}_took_part" for who in CONTRIBUTORS] == [
        column.name for column in ASSESSMENT.columns if column.name.endswith("_took_part")
    ]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"need": ""}, "Choose what was found"),
        ({"need": "maybe"}, "Choose what was found"),
        ({"took_part": []}, "Tick everybody who took part"),
        ({"assessed_on": ""}, "Give the day"),
        ({"assessed_on": "2020-09-16"}, "Give a day from"),
        ({"assessed_on": (TODAY - timedelta(days=6)).isoformat()}, "Give a day from"),
    ],
)
def test_an_assessment_that_cannot_be_is_refused_in_words(client, wrong, says):
    page = client.post(a_young_person().address("assess", 1), FOUND | wrong)

    assert page.status_code == 422
    assert says in page.content.decode()
    assert not DomainAssessment.objects.exists()


def test_a_domain_that_was_not_assessed_has_neither_day_nor_people(client):
    client.post(a_young_person().address("assess", 1), FOUND | {"need": "not_assessed"})

    kept = DomainAssessment.objects.get()
    assert (kept.need, kept.assessed_on, kept.child_took_part) == ("not_assessed", None, None)


def test_a_change_is_a_new_version_and_the_earlier_one_stays_readable(client):
    person = a_young_person()
    client.post(person.address("assess", 1), FOUND)
    client.post(person.address("assess", 1), FOUND | {"need": "not_identified", "took_part": ["family"]})

    assert [kept.version for kept in DomainAssessment.objects.order_by("version")] == [1, 2]
    page = client.get(person.address("assessment")).content.decode()
    assert "No need identified</span>" in page
    assert "<li>Need identified, 15 September 2020 (young person, health)</li>" in page


def test_the_young_persons_words_stand_beside_the_form_and_tick_that_they_took_part(client):
    person = a_young_person()
    person.say("physical_health")
    page = client.get(person.address("assess", 1)).content.decode()

    assert OWN_WORDS in page
    assert 'value="child" checked' in page
    assert 'value="child" checked' not in client.get(person.address("assess", 2)).content.decode()


@pytest.mark.parametrize("place", [0, 9, 400])
def test_a_domain_that_the_protocol_does_not_have_is_not_there(client, place):
    assert client.get(a_young_person().address("assess", place)).status_code == 404
