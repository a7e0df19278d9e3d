"""A text from the file to the second reader's signature, in a browser: by keys, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from newel.web.sessions.queries.sources import current_text
from newel.web.vault.actions.save_roster import save_roster
from newel.web.vault.queries.roster import Listed
from tests.support.browser import shows_heading
from tests.support.filed_sources import IDENTIFIERS, NAME, TEXT, a_ready_source, a_source
from tests.support.looking import heading, look, told
from tests.support.web import NOON, sign_in_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("example_study"),
]


@pytest.fixture
def signed_in(new_page, live_server, make_account):
    def make(role, username=None, **options):
        page = new_page(**options)
        sign_in_page(page, live_server, make_account(role, username=username))
        return page

    return make


def fill_in_a_source(page, address):
    page.goto(address)
    shows_heading(page, "Add a source")
    chosen = {"Kind": "Interview", "Site": "Alder (S01)", "Wave": "Wave 3", "Who speaks": "Young person"}
    for field, option in chosen.items():
        page.get_by_label(field, exact=True).select_option(label=option)
    for asked in ("used in this study", "to be quoted"):
        page.get_by_role("group", name=asked).get_by_text("Yes, all of them").click()
    page.get_by_label("Or the text itself").fill(TEXT)
    page.get_by_role("button", name="Keep it in the vault").click()


def second_reading(page, *, name=""):
    page.get_by_role("link", name="Sources", exact=True).first.click()
    page.get_by_role("link", name="Interview 1").click()
    page.get_by_role("link", name="Read it a second time").click()
    if name:
        look(page, name)
    page.get_by_role("button", name="Sign it off").click()
    expect(page.get_by_role("link", name="Tick the box")).to_be_visible()
    page.get_by_label("I have read the whole text").check()
    page.get_by_role("button", name="Sign it off").click()
    assert "is signed" in told(page)


def test_a_text_is_redacted_by_keys_and_signed_by_another_person(signed_in, live_server):
    page = signed_in("redactor")
    page.goto(f"{live_server.url}/staff/sources/")
    look(page, "sources-empty")
    page.goto(f"{live_server.url}/staff/sources/add/")
    look(page, "sources-add")
    page.get_by_role("button", name="Keep it in the vault").click()
    look(page, "sources-add-faults")
    fill_in_a_source(page, f"{live_server.url}/staff/sources/add/")
    shows_heading(page, "Redact interview 1")
    look(page, "sources-desk")

    for _ in range(20):
        if page.get_by_role("heading", name="Everything is decided").count():
            break
        before = page.url
        expect(page.get_by_role("button", name="Replace", exact=True)).to_be_focused()
        page.keyboard.press("a")
        page.wait_for_url(lambda url, before=before: url != before)
    look(page, "sources-desk-decided")
    expect(page.get_by_role("button", name="Give it to a second reader")).to_be_focused()
    page.keyboard.press("Enter")
    shows_heading(page, "Interview 1")
    look(page, "sources-handed-over")

    reader = signed_in("lead")
    second_reading(reader, name="sources-second")
    look(reader, "sources-source")
    reader.get_by_role("link", name="Read the text").click()
    look(reader, "sources-text")
    words = reader.locator("main").inner_text()
    assert not any(identifier in words for identifier in IDENTIFIERS)


def test_a_text_is_redacted_without_javascript(signed_in, live_server):
    filed = a_source()
    filed.look()
    page = signed_in("redactor", username="hands", java_script_enabled=False)
    page.goto(f"{live_server.url}{filed.address('desk')}")

    page.get_by_label("What stands in its place", exact=True).fill("[the chess teacher]")
    page.get_by_role("button", name="Replace", exact=True).click()
    page.get_by_text("Mark other words").click()
    page.get_by_label("Words, as they stand in the text").fill("chess")
    page.get_by_label("Where").select_option("2")
    page.get_by_label("What it is").select_option("deductive")
    page.locator("#f-instead").fill("[a game]")
    page.get_by_role("button", name="Mark", exact=True).click()
    assert "marked" in told(page)
    for _ in filed.desk.open:
        page.get_by_role("button", name="Replace", exact=True).click()
    page.get_by_role("button", name="Give it to a second reader").click()
    assert heading(page) == "Interview 1"

    second_reading(signed_in("lead", java_script_enabled=False))
    text = current_text(filed.id).text
    assert "[the chess teacher]" in text
    assert "we played [a game]" in text
    assert NAME not in text


def test_what_is_selected_stands_ready_to_be_marked(signed_in, live_server):
    filed = a_source()
    filed.look()
    page = signed_in("redactor")
    page.goto(f"{live_server.url}{filed.address('desk')}")
    page.get_by_text("and we played chess", exact=False).last.click(click_count=1)
    page.evaluate(
        "() => { const node = [...document.querySelectorAll('#text p')].flatMap(p => [...p.childNodes])"
        ".find(n => n.nodeType === 3 && n.data.includes('chess')); const range = document.createRange();"
        "const at = node.data.indexOf('chess'); range.setStart(node, at); range.setEnd(node, at + 5);"
        "document.getSelection().removeAllRanges(); document.getSelection().addRange(range); }"
    )

    expect(page.get_by_label("Words, as they stand in the text")).to_have_value("chess")
    expect(page.get_by_label("Where")).to_have_value("2")


def test_the_other_pages_pass_everywhere(signed_in, live_server):
    ready = a_ready_source()
    again = a_ready_source(kind="focus_group")
    gone = a_ready_source(consents={})
    gone.say(interview="withdrawn")
    save_roster(actor="tests", listed=Listed(("Ada Obi",), ("Stoke",), ()), now=NOON)
    page = signed_in("lead")
    for address, name in [
        ("/staff/sources/", "sources-board"),
        ("/staff/sources/roster/", "sources-roster"),
        (ready.address("original"), "sources-original-why"),
        (gone.address("source"), "sources-withdrawn"),
    ]:
        page.goto(f"{live_server.url}{address}")
        look(page, name)
    page.goto(f"{live_server.url}{again.address('source')}")
    page.get_by_role("button", name="Redact more").click()
    look(page, "sources-desk-again")
    page.goto(f"{live_server.url}{ready.address('original')}")
    page.get_by_label("You need to read it").select_option("redaction")
    page.get_by_role("button", name="Read it", exact=True).click()
    look(page, "sources-original")
    page.goto(f"{live_server.url}/staff/sources/recall/")
    look(page, "sources-recall-empty")
    page.get_by_role("button", name="Measure on 2 texts").click()
    look(page, "sources-recall")
