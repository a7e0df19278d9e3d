"""A site lead types the costs of a month in, in a real browser, and puts a slip right."""

import pytest
from playwright.sync_api import expect

from tests.support.looking import look
from tests.support.web import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_month_of_costs_from_the_page_of_returns_to_thank_you(page, live_server, make_account, example_study) -> None:
    sign_in_page(page, live_server, make_account("site_lead", sites=("S01",)))
    page.goto(f"{live_server.url}/staff/returns/costs/")
    page.get_by_label("Month to type in").select_option(label="August 2020, Alder")
    page.get_by_role("button", name="Type it in").click()
    first = page.get_by_role("group", name="Row 1")
    first.get_by_label("Set-up or running").select_option("Running")
    first.get_by_label("Item").select_option("Trainers")
    first.get_by_label("Quantity").fill("2")
    first.get_by_label("Unit").select_option("Days")
    first.get_by_label("Amount").fill("minus one")
    first.get_by_label("Currency").select_option("GBP")
    first.get_by_label("Price year").fill("2020")
    first.get_by_label("Borne by").select_option("justice")
    first.get_by_label("Source").select_option(index=1)
    page.get_by_role("button", name="Send").click()

    assert "Found text of 9 characters" in page.get_by_role("group", name="Nothing was kept yet").inner_text()
    look(page, "type-a-return")
    page.get_by_role("link", name="Found text of 9 characters").click()
    expect(first.get_by_label("Amount")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("900")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("We have your return for August 2020")
