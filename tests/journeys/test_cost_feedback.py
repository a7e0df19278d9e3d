"""A site lead sees their own costs and goes to put a slip right; the evaluation lead sees how complete all are."""

import pytest

from tests.support.cost_sheets import keep_a_year
from tests.support.looking import heading, look
from tests.support.web import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]


def test_a_site_lead_looks_at_their_costs_and_goes_to_correct_a_month(page, live_server, make_account):
    keep_a_year()
    sign_in_page(page, live_server, make_account("site_lead", sites=("S01",)))
    page.get_by_role("navigation", name="Staff").get_by_role("link", name="Costs").click()

    assert heading(page) == "Costs of Alder (S01)"
    page.get_by_text("Month by month, in prices of 2020").click()
    look(page, "costs-site")
    page.get_by_label("Month to type in or correct").select_option(label="June 2020: received late")
    page.get_by_role("button", name="Type it in").click()
    assert page.get_by_role("group", name="Row 1").get_by_label("Amount").input_value() != ""


def test_the_evaluation_lead_sees_all_sites(page, live_server, make_account):
    keep_a_year()
    keep_a_year("S05")
    sign_in_page(page, live_server, make_account("lead"))
    page.goto(f"{live_server.url}/staff/costs/")

    look(page, "costs-board")
    page.get_by_role("link", name="Beech (S05)").click()
    assert heading(page) == "Costs of Beech (S05)"
    look(page, "costs-site-lead")
