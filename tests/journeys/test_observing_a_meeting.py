"""Two researchers observe a meeting in a real browser: timed as it happens, kept by itself, closed, and settled."""

import pytest
from playwright.sync_api import expect

from tests.support.looking import look, told
from tests.support.web import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "vault"])]
ITEMS = (
    "The young person's own view", "Needs are named", "The formulation is used", "What is agreed",
    "It is safe to speak", "All disciplines speak",
)  # fmt: skip


def rate(page, place: int) -> None:
    for item in ITEMS:
        page.get_by_role("group", name=item).locator("label").nth(place).click()


def about_the_meeting(page) -> None:
    page.get_by_label("Minutes it took").fill("40")
    page.get_by_label("Members of staff").fill("6")
    page.get_by_role("group", name="Were a young person's needs").get_by_text("Yes").click()
    page.get_by_role("group", name="Was a young person present").get_by_text("No").click()


def begin(page, live_server) -> str:
    """Begin a meeting, and return the address of its page."""
    page.goto(f"{live_server.url}/staff/observations/")
    page.get_by_role("link", name="Observe a meeting").click()
    page.get_by_label("Site").select_option("S01")
    page.get_by_label("Kind of meeting").select_option("formulation")
    page.get_by_label("Wave").select_option("w3")
    look(page, "meetings-begin")
    page.get_by_role("button", name="Begin").click()
    return page.url.removesuffix("sheet/")


def time_twice_and_take_one_back(page) -> None:
    field = page.get_by_label("The meeting is interrupted")
    card = page.locator(".observed-timed", has=field)
    card.get_by_role("button", name="Now").click()
    card.get_by_role("button", name="Now").click()
    card.get_by_role("button", name="Take the last one back").click()
    assert field.input_value().startswith("0:0")
    assert "," not in field.input_value()


def test_from_the_first_sheet_to_what_both_stand_for(new_page, live_server, make_account, example_study) -> None:
    anna, ben = new_page(), new_page()
    for page, name in ((anna, "anna"), (ben, "ben")):
        sign_in_page(page, live_server, make_account("researcher", username=name))
    meeting = begin(anna, live_server)
    time_twice_and_take_one_back(anna)
    rate(anna, 1)
    about_the_meeting(anna)
    anna.get_by_text("Kept at").wait_for()
    look(anna, "meetings-sheet")
    anna.get_by_role("button", name="Close my sheet").click()
    assert "Your sheet is closed" in told(anna)

    ben.goto(meeting)
    ben.get_by_role("button", name="Join with a sheet of my own").click()
    rate(ben, 1)
    ben.get_by_role("group", name="What is agreed").locator("label").nth(3).click()
    ben.get_by_role("button", name="Close my sheet").click()
    settle(ben)

    assert "The meeting is settled" in told(ben)
    look(ben, "meetings-settled")


def settle(page) -> None:
    page.get_by_role("link", name="Settle the meeting").click()
    page.get_by_role("button", name="This is what we saw").click()
    look(page, "meetings-settle")
    page.get_by_role("group", name="What is agreed").locator("label").nth(2).click()
    page.get_by_role("button", name="This is what we saw").click()


def test_a_sheet_is_not_called_kept_while_the_newest_entry_is_on_its_way(
    page, live_server, make_account, example_study
) -> None:
    sign_in_page(page, live_server, make_account("researcher", username="anna"))
    begin(page, live_server)
    sent = []

    def hold(route):
        sent.append(route)

    page.route("**/sheet/", hold)
    with page.expect_request("**/sheet/"):
        page.get_by_label("Minutes it took").fill("40")
    page.get_by_label("Members of staff").fill("6")
    with page.expect_request("**/sheet/"):  # by then the first answer has been read
        sent[0].continue_()

    expect(page.locator("#kept")).to_have_text("Not kept yet.")
    sent[1].continue_()
    expect(page.locator("#kept")).to_contain_text("Kept at")


def test_without_a_script_moments_are_typed_and_the_sheet_is_kept_by_its_button(
    new_page, live_server, make_account, example_study
) -> None:
    page = new_page(java_script_enabled=False)
    sign_in_page(page, live_server, make_account("researcher", username="anna"))
    page.goto(f"{live_server.url}/staff/observations/begin/")
    page.get_by_label("Site").select_option("S01")
    page.get_by_label("Kind of meeting").select_option("handover")
    page.get_by_label("Wave").select_option("w3")
    page.get_by_role("button", name="Begin").click()
    assert page.get_by_role("button", name="Now").count() == 0

    page.get_by_label("The meeting is interrupted").fill("4:30 12:05")
    page.get_by_role("button", name="Keep, and go on later").click()

    assert "Your sheet is kept" in told(page)
    assert page.get_by_label("The meeting is interrupted").input_value() == "4:30, 12:05"
