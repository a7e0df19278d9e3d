"""Who may open the page of a young person: those who work at their site, and nobody else."""

import json

import pytest
from django.test import Client

from newel.faults import Refused
from newel.web.accounts.actions.create_account import Post, create_account
from newel.web.audit.models import Event
from tests.support.care import WORDS_OF_A_CHILD, a_young_person
from tests.support.web import NOON, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
PAGES = {
    "pathway": [], "assessment": [], "assess": [1], "words": [], "hand_over": [], "targets": [], "rate": [1],
    "close": [1], "chart": [1], "formulation": [], "formulate": [], "version": [1], "interventions": [],
    "end_intervention": [1], "reviews": [], "take_back_review": [], "transition": [], "leave": [], "reopen": [],
    "remove": [],
}  # fmt: skip


def whole_pathway(site="S01"):
    person = a_young_person(site=site, days_here=60)
    person.assess("safety", "identified")
    person.say("safety")
    person.aim(3, 5)
    person.formulate()
    person.start("safety", 1)
    return person


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_of_a_young_person_of_another_site_is_not_there_and_the_knock_is_audited(sign_in, page, method):
    person = whole_pathway("S02")
    response = getattr(sign_in("site_lead"), method)(person.address(page, *PAGES[page]))

    assert response.status_code == 404
    assert not [words for words in WORDS_OF_A_CHILD if words in response.content.decode()]
    event = Event.objects.get(verb="denied")
    assert (event.thing, json.loads(event.body)) == ("site", {"page": f"care:{page}"})


def test_a_key_that_nobody_has_is_answered_as_another_sites_is(sign_in):
    whole_pathway("S02")
    client = sign_in("practitioner")

    assert client.get("/staff/care/0123456789abcdef/").status_code == 404
    assert Event.objects.filter(verb="denied").count() == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["lead", "researcher", "output_checker"])
def test_no_other_role_opens_a_page_of_a_young_person(sign_in, role, page):
    person = whole_pathway()

    assert sign_in(role).get(person.address(page, *PAGES[page])).status_code == 403
    assert Client().get(person.address(page, *PAGES[page]))["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("page", sorted(PAGES.keys() - {"remove"}))
@pytest.mark.parametrize("role", ["practitioner", "site_lead"])
def test_those_who_work_at_the_site_open_every_page_and_the_browser_keeps_none(sign_in, role, page):
    response = sign_in(role).get(whole_pathway().address(page, *PAGES[page]))

    assert response.status_code in (200, 302)
    assert "no-store" in response["Cache-Control"]
    if response.status_code == 200 and page != "chart":
        assert "Newel is not the health record" in response.content.decode()


def test_a_page_names_no_young_person_in_its_title(sign_in):
    person, client = whole_pathway(), sign_in("practitioner")
    for page in sorted(PAGES.keys() - {"remove", "reopen", "take_back_review", "chart"}):
        title = client.get(person.address(page, *PAGES[page])).content.decode().partition("</title>")[0]
        assert "B12" not in title


@pytest.mark.parametrize("sites", [(), ("S01", "S02")])
def test_a_practitioner_works_at_exactly_one_site(sites):
    with pytest.raises(Refused):
        create_account(actor="tests", post=Post("p", "practitioner", sites), password=PASSWORD, now=NOON)
