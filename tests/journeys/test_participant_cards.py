"""A site lead makes cards in a real browser, and a person who was given one comes in with it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import NARROW, passes_everywhere
from tests.support.people import come_in, press
from tests.support.web import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_STUDY = Path(__file__).resolve().parents[1] / "web" / "capture" / "study"


def is_fine(page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    passes_everywhere(page)


def stop(lead, code: str, *, at: str) -> None:
    """Stop the card with this code, on a page that is itself fine."""
    lead.goto(f"{at}/staff/invitations/stop/")
    is_fine(lead, "Stop a card")
    lead.get_by_label("Code on the card").fill(code)
    press(lead, "Stop this card")


def print_out(lead) -> tuple[str, list[str]]:
    """Return what the page would be on paper, and the codes on the cards; those on the stubs open nothing."""
    lead.emulate_media(media="print")
    on_paper = lead.inner_text("body")
    lead.emulate_media(media="screen")
    return on_paper, re.findall(r"Your code:\s+([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z])\b", on_paper)


def test_a_site_lead_makes_cards_prints_them_and_stops_one_that_was_lost(
    live_server, new_page, serve_study, make_account
) -> None:
    serve_study(SMALL_STUDY)
    lead, person = new_page(), new_page(java_script_enabled=False, viewport=NARROW)
    sign_in_page(lead, live_server, make_account("site_lead"))
    lead.get_by_role("link", name="Invitations").first.click()
    is_fine(lead, "Invite people")
    press(lead, "Continue")
    is_fine(lead, "Invite people")
    lead.get_by_label("Group").select_option("Young people")
    lead.get_by_label("How many people").fill("4")
    press(lead, "Continue")
    is_fine(lead, "Make 4 cards?")
    press(lead, "Make the cards")
    is_fine(lead, "4 cards to print")

    on_paper, codes = print_out(lead)
    assert len(set(codes)) == 4
    assert "Print this page now" in lead.inner_text("main")
    for not_on_a_card in ("Print this page now", "Young people", "Alder", "Sign out"):
        assert not_on_a_card not in on_paper

    come_in(person, codes[0], at=live_server.url)
    expect(person.get_by_role("heading", level=1)).to_have_text("We would like to hear from you")
    assert person.context.cookies() == []

    stop(lead, "GKTF-MHRK-2", at=live_server.url)
    is_fine(lead, "Stop a card")
    stop(lead, codes[0], at=live_server.url)
    is_fine(lead, "The card is stopped")
    press(person, "Continue")
    expect(person.get_by_role("heading", level=1)).to_have_text("This card has been stopped")
