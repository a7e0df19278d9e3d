"""One interview all the way: brought in, redacted, signed by another, coded with the keys, and seen in the matrix."""

import pytest
from playwright.sync_api import expect

from newel.web.coding.models import Coding, Layer
from newel.web.coding.texts import text_of
from tests.support.browser import shows_heading
from tests.support.filed_sources import IDENTIFIERS, TEXT
from tests.support.web import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]


@pytest.fixture
def signed_in(new_page, live_server, make_account):
    def make(role):
        page = new_page()
        sign_in_page(page, live_server, make_account(role))
        return page

    return make


def bring_in_and_redact(page, live_server):
    page.goto(f"{live_server.url}/staff/sources/add/")
    chosen = {"Kind": "Interview", "Site": "Alder (S01)", "Wave": "Wave 3", "Who speaks": "Young person"}
    for field, option in chosen.items():
        page.get_by_label(field, exact=True).select_option(label=option)
    for asked in ("used in this study", "to be quoted"):
        page.get_by_role("group", name=asked).get_by_text("Yes, all of them").click()
    page.get_by_label("Or the text itself").fill(TEXT)
    page.get_by_role("button", name="Keep it in the vault").press("Enter")
    shows_heading(page, "Redact interview 1")
    for _ in range(20):
        if page.get_by_role("heading", name="Everything is decided").count():
            break
        with page.expect_navigation():
            page.get_by_role("button", name="Replace", exact=True).press("Enter")
    page.get_by_role("button", name="Give it to a second reader").press("Enter")
    shows_heading(page, "Interview 1")


def sign_off(page, live_server):
    page.goto(f"{live_server.url}/staff/sources/")
    page.get_by_role("link", name="Interview 1").press("Enter")
    page.get_by_role("link", name="Read it a second time").press("Enter")
    page.get_by_label("I have read the whole text").press("Space")
    page.get_by_role("button", name="Sign it off").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is signed")


def open_a_round(page, live_server):
    page.goto(f"{live_server.url}/staff/codebook/")
    page.get_by_label("Or an empty one, with the title").fill("What they said")
    page.get_by_role("button", name="Start empty").press("Enter")
    shows_heading(page, "What they said")
    page.get_by_label("Name", exact=True).fill("Good times")
    page.get_by_role("button", name="Add the code").press("Enter")
    expect(page.get_by_role("link", name="Good times")).to_be_visible()
    page.goto(f"{live_server.url}/staff/coding/rounds/")
    page.get_by_label("Coder", exact=True).select_option("researcher-all")
    page.get_by_role("button", name="Open the layer").press("Enter")
    expect(page.get_by_text("Round 1 is open for researcher-all.")).to_be_visible()


def test_an_interview_is_brought_in_redacted_coded_and_summed_up(signed_in, live_server):
    bring_in_and_redact(signed_in("redactor"), live_server)
    coder = signed_in("researcher")
    coder.goto(f"{live_server.url}/staff/coding/")
    expect(coder.get_by_text("No source may be coded yet.")).to_be_visible()
    lead = signed_in("lead")
    sign_off(lead, live_server)
    open_a_round(lead, live_server)

    coder.reload()
    coder.get_by_role("link", name="Interview 1").press("Enter")
    shows_heading(coder, "Interview 1")
    coder.locator("#find").wait_for()
    shown = coder.locator("main").inner_text()
    assert not any(identifier in shown for identifier in IDENTIFIERS)
    coder.locator("#u2").focus()
    coder.keyboard.press("ArrowRight")
    coder.keyboard.press("/")
    coder.keyboard.type("good")
    coder.keyboard.press("Enter")
    expect(coder.locator("#said")).to_have_text("coded: Good times, 1 code")

    row = Coding.objects.get()
    assert text_of(row.source_id).quote(row.start, row.end) == "Fine"
    assert row.layer == Layer.objects.get()
    coder.goto(f"{live_server.url}/staff/coding/matrix/")
    expect(coder.get_by_role("columnheader", name="Good times")).to_be_visible()
    expect(coder.get_by_role("link", name="1 coding, ")).to_be_visible()
