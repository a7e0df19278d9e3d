"""A site lead invites the same young people again, in a real browser."""

import re
from pathlib import Path

import pytest

from tests.support.looking import look
from tests.support.web import sign_in_page

STUDY = Path(__file__).parents[1] / "web" / "capture" / "study"
LISTED = re.compile(r"For the site's list: ([0-9A-Z-]{11})")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_codes_on_the_list_to_new_cards(page, live_server, make_account, serve_study) -> None:
    serve_study(STUDY)
    sign_in_page(page, live_server, make_account("site_lead", sites=("S01",)))
    page.goto(f"{live_server.url}/staff/invitations/")
    page.get_by_label("Group").select_option("young_person")
    page.get_by_label("Wave").select_option("w2")
    page.get_by_label("How many people").fill("2")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Make the cards").click()
    look(page, "cards-with-a-stub")
    listed = LISTED.findall(page.inner_text("main"))

    page.goto(f"{live_server.url}/staff/invitations/again/")
    page.get_by_label("Codes on your site's list").fill("\n".join([*listed, "nothing"]))
    page.get_by_label("Wave").select_option("w3")
    page.get_by_role("button", name="Continue").click()
    assert "Line 3: this is no code" in page.get_by_role("group", name="Look at this again").inner_text()
    look(page, "again-with-a-fault")
    page.get_by_label("Codes on your site's list").fill("\n".join(listed))
    page.get_by_role("button", name="Continue").click()
    look(page, "again-confirm")
    page.get_by_role("button", name="Make the cards").click()

    look(page, "cards-made-again")
    assert LISTED.findall(page.inner_text("main")) == listed
