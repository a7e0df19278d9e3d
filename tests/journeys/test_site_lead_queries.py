"""A late month from the chaser to the closed query: evaluation lead and site lead, each in a browser of their own."""

from datetime import date

import pytest

from newel.web.returns.definition import study_returns
from newel.web.returns.models import Return, SentChaser
from tests.support.browser import passes_everywhere, shows_heading
from tests.support.web import sign_in_page
from tests.support.web_returns import EVENTS, an_event, as_csv, keep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]
JULY = "/staff/progress/S01/monthly/2020-07/"
QUESTION = "Was every restraint of the new unit counted?"


def told(page):
    return page.get_by_role("status").inner_text()


@pytest.fixture
def lead(new_page, live_server, make_account):
    page = new_page()
    sign_in_page(page, live_server, make_account("lead"))
    return page


@pytest.fixture
def site(new_page, live_server, make_account):
    page = new_page()
    sign_in_page(page, live_server, make_account("site_lead"))
    return page


def test_a_late_month_is_chased_once(lead, site, live_server):
    for month in ("2020-03", "2020-04", "2020-05", "2020-06"):
        keep(month, date(2020, 9, 1))
    lead.get_by_role("link", name="Progress").first.click()
    passes_everywhere(lead)
    lead.get_by_role("link", name="Chasers to send today").click()
    passes_everywhere(lead)
    letter = lead.get_by_role("region", name="Alder (S01): 30 days late or more")
    assert "July 2020: was due on 15 August 2020" in letter.get_by_role("textbox").input_value()
    letter.get_by_role("button", name="Mark as sent").click()

    assert "Marked as sent" in told(lead)
    assert SentChaser.objects.filter(site_id="S01", kind="monthly_return").count() == 1
    assert lead.get_by_role("region", name="Alder (S01): 30 days late or more").count() == 0
    site.goto(f"{live_server.url}{JULY}")
    assert "15 September 2020: to the evaluation lead, for 30 days late" in site.get_by_role("main").inner_text()
    passes_everywhere(site)


def test_a_question_is_asked_answered_and_closed(lead, site, live_server):
    lead.goto(f"{live_server.url}{JULY}")
    passes_everywhere(lead)
    lead.get_by_label("Your question").fill("It is about 943 476 5919")
    lead.get_by_role("button", name="Ask").click()
    lead.wait_for_function("document.activeElement.getAttribute('aria-labelledby') === 'fault'")
    passes_everywhere(lead)
    lead.get_by_label("Your question").fill(QUESTION)
    lead.get_by_role("button", name="Ask").click()
    assert "Your question is here for the site to answer" in told(lead)

    site.get_by_role("main").get_by_role("link", name="Returns").click()
    site.get_by_role("link", name="1 question").click()
    assert QUESTION in site.get_by_role("main").inner_text()
    passes_everywhere(site)
    site.get_by_label("Your answer").fill("Yes, all eleven.")
    site.get_by_role("button", name="Send the answer").click()
    assert "Your answer is kept" in told(site)
    passes_everywhere(site)

    lead.get_by_role("link", name="Progress").first.click()
    lead.get_by_role("link", name="Queries").click()
    assert "Yes, all eleven." in lead.get_by_role("main").inner_text()
    passes_everywhere(lead)
    lead.get_by_role("button", name="Close this question").click()
    assert "The question is closed" in told(lead)
    passes_everywhere(lead)


def test_every_return_has_a_page_that_passes_everywhere(site, live_server):
    site.get_by_role("main").get_by_role("link", name="Returns").click()
    for definition in study_returns().values():
        site.get_by_role("link", name=definition.title).click()
        shows_heading(site, definition.title)
        passes_everywhere(site)
        site.get_by_role("link", name="All returns").click()


def test_events_are_corrected_row_by_row_and_a_month_can_be_empty(site, live_server, tmp_path):
    def send(*rows):
        path = tmp_path / "events.csv"
        path.write_bytes(as_csv(*rows).read())
        site.goto(f"{live_server.url}{EVENTS}")
        site.get_by_label("Your file").set_input_files(path)
        site.get_by_role("button", name="Send", exact=True).click()

    send(an_event(), an_event(event="2"))
    assert "We have your return for August 2020" in told(site)
    send(an_event(minutes=15), an_event(event="3"))
    shows_heading(site, "Is this correction right?")
    passes_everywhere(site)
    site.get_by_role("button", name="Yes, keep the new figures").click()
    assert "Your correction for August 2020 is kept" in told(site)

    site.get_by_label("Month in which nothing happened").select_option("July 2020, Alder")
    site.get_by_role("button", name="Nothing happened in this month").click()
    assert "We have your return for July 2020" in told(site)
    assert [len(kept.rows) for kept in Return.objects.order_by("id")] == [2, 2, 0]


def test_what_is_unusual_is_asked_about_before_it_is_kept(site, live_server, tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes(as_csv(an_event(minutes=400)).read())
    site.goto(f"{live_server.url}{EVENTS}")
    site.get_by_label("Your file").set_input_files(path)
    site.get_by_role("button", name="Send", exact=True).click()
    shows_heading(site, "Is this right?")
    passes_everywhere(site)
    assert Return.objects.count() == 0
    site.get_by_role("button", name="Yes, it is right").click()

    assert "We have your return for August 2020" in told(site)
