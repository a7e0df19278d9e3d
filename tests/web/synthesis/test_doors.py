"""Who may open the pages of synthesis: researchers and the lead; and a form is taken only from its own page."""

import pytest
from django.test import Client

from newel.web.audit.models import Event
from tests.support.theory_pages import WORDS, begin, link, page, write

pytestmark = pytest.mark.django_db
PAGES = ("theories", "write", "topics", "begin", "displays")


def every_page(client):
    """Return the address of every page, with something on it."""
    theory, topic = write(client), begin(client)
    link(client, theory)
    of_one = [page(name, theory) for name in ("theory", "reword", "move")]
    links = [page("link", theory, kind) for kind in ("code", "quote", "finding", "cost")]
    others = [
        page("take_back", theory, f"{theory}-e1"),
        page("topic", topic),
        page("judge", topic, "economic"),
        page("display", "strands"),
    ]
    return [*map(page, PAGES), *of_one, *links, *others]


@pytest.mark.parametrize("role", ["site_lead", "practitioner", "redactor", "output_checker"])
def test_no_other_role_opens_a_page_and_the_knock_is_audited(client, sign_in, role):
    addresses = every_page(client)
    other = sign_in(role)

    assert {other.get(address).status_code for address in addresses} == {403}
    assert Event.objects.filter(verb="denied", thing="write_theory").count() == len(addresses)


@pytest.mark.parametrize("role", ["lead", "researcher"])
def test_the_lead_and_researchers_open_every_page_and_no_copy_is_kept(client, sign_in, role):
    addresses = every_page(client)
    other = sign_in(role, username="another")

    for address in addresses:
        response = other.get(address)
        assert (address, response.status_code) == (address, 200)
        assert response["Cache-Control"] == "no-store"


def test_who_is_not_signed_in_is_sent_to_sign_in(client):
    for address in every_page(client):
        assert Client().get(address)["Location"].startswith("/sign-in/?next=")


def test_a_form_of_another_site_is_not_taken(client, sign_in):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    assert strict.post(page("write"), WORDS).status_code == 403


def test_the_menu_leads_there(client):
    assert page("theories") in client.get("/staff/").content.decode()
