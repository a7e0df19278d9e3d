"""Every page a participant can meet: accessible, narrow enough for any phone, easy to press, and with no cookie."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from newel.web.capture.models import AccessGrant
from tests.support.browser import passes_everywhere
from tests.support.people import NOW, card, come_in, press, say_yes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_STUDY = Path(__file__).resolve().parents[1] / "web" / "capture" / "study"
SMALL_TARGETS = """() => [...document.querySelectorAll('main :is(button, a, input, select)')]
  .filter(control => control.type !== 'hidden')
  .map(control => control.labels && control.labels.length && control.type !== 'text' ? control.labels[0] : control)
  .map(target => [target.innerText, target.getBoundingClientRect()])
  .filter(([, place]) => Math.min(place.width, place.height) < 44)
  .map(([words, place]) => `${words}: ${Math.round(place.width)} by ${Math.round(place.height)}`)"""


@pytest.fixture
def at_the_code(live_server, page, serve_study) -> Any:
    """A browser at the page that asks for a code."""
    serve_study(SMALL_STUDY)
    page.goto(f"{live_server.url}/take-part/")
    return page


def is_fine(page: Any, heading: str) -> None:
    """Check that the page with this main heading is up, and that it passes."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert page.title() not in ("", heading)
    passes_everywhere(page)
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.context.cookies() == []


def test_pages_of_coming_in(at_the_code, live_server) -> None:
    page = at_the_code
    is_fine(page, "Type the code on your card")
    come_in(page, "GKTF-MHRK-2", at=live_server.url)
    is_fine(page, "Type the code on your card")
    page.wait_for_function("document.activeElement.className === 'capture-summary'")
    page.goto(f"{live_server.url}/open/{card('staff', 'w2').link_key}/")
    is_fine(page, "You are invited to answer some questions")


def test_pages_of_an_adult(at_the_code, live_server) -> None:
    page = at_the_code
    given = card("staff", "w2")
    come_in(page, given.code, at=live_server.url)
    is_fine(page, "About this small study")
    press(page, "Continue")
    is_fine(page, "What you agree to")
    press(page, "Continue")
    is_fine(page, "What you agree to")
    say_yes(page)
    is_fine(page, "Your team")
    page.get_by_role("radio").first.check()
    press(page, "Continue")
    is_fine(page, "Your team")
    press(page, "Skip what I have not answered")
    page.get_by_label("Your answer").fill("many")
    press(page, "Continue")
    is_fine(page, "Support")


def test_pages_of_an_adult_who_finishes(at_the_code, live_server) -> None:
    page = at_the_code
    given = card("staff", "w2")
    come_in(page, given.code, at=live_server.url)
    press(page, "Continue")
    say_yes(page)
    press(page, "Skip what I have not answered")
    press(page, "Skip what I have not answered")
    is_fine(page, "One last look")
    press(page, "Stop and take back what I said")
    is_fine(page, "Do you want to take back what you said?")
    press(page, "No, go back")
    press(page, "Send my answers")
    is_fine(page, "Thank you")
    come_in(page, given.code, at=live_server.url)
    is_fine(page, "Your answers were sent before")
    press(page, "Take back what I said")
    press(page, "Yes, delete my answers")
    is_fine(page, "Your answers are deleted")


def test_pages_of_a_young_person(at_the_code, live_server) -> None:
    page = at_the_code
    given = card("young_person", "w2")
    come_in(page, given.code, at=live_server.url)
    is_fine(page, "We would like to hear from you")
    press(page, "Continue")
    is_fine(page, "How old are you?")
    page.get_by_label("Under 16").check()
    press(page, "Continue")
    is_fine(page, "For the member of staff: does this young person understand what taking part means?")
    press(page, "Continue")
    is_fine(page, "For the member of staff: does this young person understand what taking part means?")
    say_yes(page)
    is_fine(page, "Do you want to take part?")
    for _ in range(3):
        say_yes(page)
    is_fine(page, "I feel safe here.")
    press(page, "Continue")
    is_fine(page, "I feel safe here.")
    page.get_by_label("A bit true").check()
    press(page, "Continue")
    press(page, "Skip this question")
    is_fine(page, "How was your week?")
    press(page, "Stop and come back later")
    is_fine(page, "You have stopped for now")
    come_in(page, given.code, at=live_server.url)
    is_fine(page, "How was your week?")
    press(page, "Skip this question")
    is_fine(page, "One last look")


def test_pages_of_a_no(at_the_code, live_server) -> None:
    page = at_the_code
    given = card("young_person", "w2")
    come_in(page, given.code, at=live_server.url)
    press(page, "I do not want to take part")
    is_fine(page, "That is fine")
    come_in(page, given.code, at=live_server.url)
    is_fine(page, "We would like to hear from you")
    press(page, "Continue")
    page.get_by_label("Under 16").check()
    press(page, "Continue")
    page.get_by_label("No, not today").check()
    press(page, "Continue")
    is_fine(page, "That is fine")


def test_pages_of_a_form_open_in_two_places(at_the_code, live_server, new_page) -> None:
    given = card("staff", "w2")
    here, there = at_the_code, new_page()
    there.goto(here.url)
    come_in(here, given.code, at=live_server.url)
    press(here, "Continue")
    say_yes(here)
    come_in(there, given.code, at=live_server.url)
    for page, word in ((there, "Agree"), (here, "Disagree")):
        for group in page.get_by_role("group").filter(has=page.get_by_role("radio", name=word, exact=True)).all():
            group.get_by_label(word, exact=True).check()
        press(page, "Skip what I have not answered")
    assert "open in two places" in here.inner_text("main")
    is_fine(here, "Your team")


def test_pages_of_a_form_that_is_closed(at_the_code, live_server, serve_study) -> None:
    page = at_the_code
    over, ahead, stopped, nothing = (card(*who) for who in WHO)
    AccessGrant.objects.filter(wave="w2", group="carer").update(revoked_at=NOW)
    serve_study(SMALL_STUDY, today=date(2024, 5, 6))

    for given, heading in (
        (over, "This form is closed"),
        (ahead, "This form is not open yet"),
        (stopped, "This card has been stopped"),
        (nothing, "There is nothing to answer"),
    ):
        come_in(page, given.code, at=live_server.url)
        is_fine(page, heading)


WHO = (("staff", "w1"), ("staff", "w3"), ("carer", "w2"), ("teacher", "w2"))
