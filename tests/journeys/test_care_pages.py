"""Pages of the care pathway beside the long journey: by keyboard, on a small screen, on paper, for other roles."""

import pytest
from playwright.sync_api import expect

from newel.web.care.models import Admission, OwnWords
from tests.support.browser import NARROW, shows_heading
from tests.support.care import OWN_WORDS, a_young_person
from tests.support.looking import choose, look, told
from tests.support.web import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]


def test_a_young_person_says_and_stops_with_the_keyboard_alone(new_page, live_server, make_account):
    person = a_young_person()
    page = new_page()
    sign_in_page(page, live_server, make_account("practitioner"))
    page.goto(f"{live_server.url}{person.address('hand_over')}")
    page.get_by_role("button", name="Sign me out and open their page").press("Enter")
    page.get_by_role("button", name="Start").press("Enter")
    words = page.get_by_role("textbox")
    for _ in range(5):  # past the link that skips to the main part
        page.keyboard.press("Tab")
        if words.evaluate("box => box === document.activeElement"):
            break
    expect(words).to_be_focused()
    page.keyboard.type(OWN_WORDS)
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.innerText"))
    assert seen == ["Next", "I don't want to say", "Back", "Stop for now"]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")

    shows_heading(page, "Thank you")
    assert OwnWords.objects.count() == 1


def test_targets_of_the_young_persons_page_are_big_on_a_narrow_screen(new_page, live_server, make_account):
    person = a_young_person()
    page = new_page(viewport=NARROW)
    sign_in_page(page, live_server, make_account("practitioner"))
    page.goto(f"{live_server.url}{person.address('hand_over')}")
    page.get_by_role("button", name="Sign me out and open their page").click()
    page.get_by_role("button", name="Start").click()

    boxes = [target.bounding_box() for target in page.locator("button, textarea").all()]
    assert len(boxes) == 6
    assert min(box["height"] for box in boxes) >= 44
    assert min(box["width"] for box in boxes) >= 200


def test_the_pages_that_ask_before_they_act_pass_too(page, live_server, make_account):
    person = a_young_person(days_here=60)
    person.assess("safety", "identified")
    sign_in_page(page, live_server, make_account("site_lead"))
    page.goto(f"{live_server.url}{person.address('remove')}")
    page.get_by_role("button", name="Remove").click()
    look(page, "remove-refused")
    choose(page, "Why was it wrong?", "It was only tried out")
    page.get_by_text("Yes, remove it for good").click()
    page.get_by_role("button", name="Remove").click()
    assert "removed with everything on it" in told(page)
    page.get_by_role("link", name="Those who have left").click()
    look(page, "left")
    assert not Admission.objects.exists()


def test_the_evaluation_leads_counts_pass_too(page, live_server, make_account):
    a_young_person()
    sign_in_page(page, live_server, make_account("lead"))
    page.get_by_role("link", name="Care pathway").first.click()
    look(page, "counts")

    assert "B12" not in page.get_by_role("main").inner_text()


def test_the_board_on_paper_has_rows_and_no_buttons(page, live_server, make_account):
    a_young_person()
    sign_in_page(page, live_server, make_account("practitioner"))
    page.get_by_role("link", name="Care pathway").first.click()
    page.emulate_media(media="print")

    expect(page.get_by_role("row", name="B12")).to_be_visible()
    expect(page.get_by_role("link", name="Admit a young person")).not_to_be_visible()
    expect(page.get_by_role("link", name="Everybody here")).not_to_be_visible()
