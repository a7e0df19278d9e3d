"""Coding with the keyboard alone, in a real browser: code, code blind beside another, compare, reconcile, sum up."""

import pytest
from playwright.sync_api import expect

from newel.web.coding.models import Coding, Layer, MatrixCell, Memo
from tests.support.browser import shows_heading
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk
from tests.support.looking import look
from tests.support.web import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]


@pytest.fixture
def mine(example_study, db):
    a_codebook()
    return Work(a_layer(blind=True), a_talk(case_id="case1").id)


def said(page, words):
    expect(page.locator("#said")).to_have_text(words)


def open_desk(page, live_server, work):
    page.goto(f"{live_server.url}{work.address()}")
    page.locator("#find").wait_for()


def come_in(page, live_server, make_account, work):
    sign_in_page(page, live_server, make_account(work.layer.coder.split("-", maxsplit=1)[0]))
    open_desk(page, live_server, work)


def find_and_code(page, typed):
    page.keyboard.press("/")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def tab_to(page, name, *, most=60):
    """Press Tab until the focus is on what a screen reader would call this."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(
            "() => { const at = document.activeElement;"
            " return at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText }"
        ).strip() == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def go(page, name, heading=""):
    """Reach something with Tab, press Enter, and wait for the page it leads to."""
    tab_to(page, name)
    page.keyboard.press("Enter")
    if heading:
        shows_heading(page, heading)


def code_turn(page, turn, typed):
    """Code a whole turn with the code that is found by typing."""
    page.locator(turn).focus()
    page.keyboard.press("a")
    find_and_code(page, typed)
    expect(page.locator(f"{turn} .bar")).to_have_count(1)


def test_words_are_chosen_coded_and_undone_with_the_keyboard_alone(page, live_server, make_account, mine):
    come_in(page, live_server, make_account, mine)
    tab_to(page, "Turn 4, P1")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#chosen")).to_have_text("4 words: “trust my key worker”")
    page.keyboard.press("/")
    page.keyboard.type("tru")
    expect(page.locator("#found li")).to_have_text(["Relations / Trust"])
    page.keyboard.press("Enter")

    said(page, "coded: Trust, 1 code")
    assert mine.codes() == [("trust", "trust my key worker")]
    expect(page.locator("#u4 .bar-name")).to_have_text(["Trust"])
    expect(page.locator("#u4")).to_be_focused()
    expect(page.locator("#state")).to_have_text("Saved")
    look(page, "coding-desk")

    page.keyboard.press("u")
    said(page, "taken back: the last coding")
    assert mine.codes() == []
    expect(page.locator("#u4 .bar-name")).to_have_count(0)
    page.keyboard.press("r")
    said(page, "done again: the last coding")
    assert mine.codes() == [("trust", "trust my key worker")]
    expect(page.locator("#u4 .bar-name")).to_have_text(["Trust"])


def test_a_sentence_a_turn_and_several_turns_are_taken_in(page, live_server, make_account, mine):
    come_in(page, live_server, make_account, mine)
    page.locator("#u2").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    find_and_code(page, "morn")
    said(page, "coded: Morning, 1 code")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    page.keyboard.press("Shift+PageDown")
    page.keyboard.press("1")
    expect(page.locator("#u3 .bar, #u4 .bar")).to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator("#u4 .bar")).to_have_count(2)

    text = mine.text
    third, fourth = text.units[2], text.units[3]
    assert [quote for _, quote in mine.codes()] == [
        "Nobody greets me, so I keep quiet.",
        text.words[third.start : fourth.end],
        text.words[fourth.start : fourth.end],
    ]
    page.keyboard.press("Delete")
    said(page, "taken away: Morning")
    expect(page.locator("#u4 .bar")).to_have_count(1)


def test_an_emoji_before_the_words_moves_nothing(page, live_server, make_account, mine):
    come_in(page, live_server, make_account, mine)
    page.locator("#u2").focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#chosen")).to_have_text("1 word: “Café”")
    find_and_code(page, "morn")

    said(page, "coded: Morning, 1 code")
    assert mine.codes() == [("morning", "Café")]


def test_keys_do_nothing_outside_the_text_and_the_list_of_keys_opens(page, live_server, make_account, mine):
    come_in(page, live_server, make_account, mine)
    page.locator("#u1").focus()
    page.keyboard.press("m")
    page.keyboard.type("u1a/ is only written here")
    tab_to(page, "Keep the memo", most=3)
    page.keyboard.press("Enter")
    said(page, "Memo kept.")
    assert Memo.objects.get().words == "u1a/ is only written here"
    assert Coding.objects.count() == 0

    page.locator("#u1").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    look(page, "coding-keys")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_two_coders_work_apart_compare_and_settle_with_the_keyboard_alone(new_page, live_server, make_account, mine):
    theirs = Work(a_layer("lead-all", number=1, blind=True), mine.source_id)
    first, second = new_page(), new_page()
    come_in(first, live_server, make_account, mine)
    code_turn(first, "#u4", "trust")
    come_in(second, live_server, make_account, theirs)
    expect(second.locator(".bar")).to_have_count(0)
    code_turn(second, "#u6", "shout")
    for page, coder in ((first, "researcher-all"), (second, "lead-all")):
        page.goto(f"{live_server.url}/staff/coding/rounds/")
        go(page, f"Lock the layer of {coder} in round 1")
        expect(page.get_by_text("is locked.")).to_be_visible()

    second.goto(f"{live_server.url}/staff/coding/compare/")
    go(second, "researcher-all and lead-all", "researcher-all and lead-all")
    look(second, "coding-pair")
    go(second, "Interview 1", "Interview 1")
    look(second, "coding-side-by-side")
    go(second, "Relations / Trust in turn 4: It counts")
    expect(second.get_by_text("2 disagreements, 1 to decide")).to_be_visible()
    go(second, "Relations / Shouting in turn 6: It does not count")
    expect(second.get_by_text("2 disagreements, 0 to decide")).to_be_visible()

    settled = Work(Layer.objects.get(purpose="reconciled"), mine.source_id)
    assert [code for code, _ in settled.codes()] == ["trust"]
    assert [code for code, _ in mine.codes() + theirs.codes()] == ["trust", "shouting"]


def test_a_cell_of_the_matrix_is_filled_with_the_keyboard_alone(page, live_server, make_account, mine):
    mine.code(TRUST, "trust")
    mine.lock()
    sign_in_page(page, live_server, make_account("researcher"))
    page.goto(f"{live_server.url}/staff/coding/matrix/")
    look(page, "coding-matrix")
    go(page, "1 coding, 8 %", "Relations: Interview 1")
    tab_to(page, "What it comes to, in your words")
    page.keyboard.type("Trusts the key worker.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    look(page, "coding-cell")
    go(page, "Keep the summary", "Framework matrix")

    expect(page.get_by_text("Trusts the key worker.")).to_be_visible()
    assert MatrixCell.objects.get().pinned.count() == 1


def test_what_a_colleague_codes_appears_by_itself(page, live_server, make_account, example_study):
    a_codebook()
    mine = Work(a_layer(), a_talk().id)
    theirs = Work(a_layer("lead-all", number=1), mine.source_id)
    come_in(page, live_server, make_account, mine)
    theirs.code(TRUST, "trust")

    expect(page.locator("#u4 .bar-coder")).to_have_text("lead-all", timeout=12_000)
    said(page, "lead-all changed codings")
    look(page, "coding-two-people")


def test_what_was_coded_while_the_connection_was_gone_is_kept_when_it_is_back(page, live_server, make_account, mine):
    come_in(page, live_server, make_account, mine)
    page.locator("#u4").focus()
    page.context.set_offline(True)
    page.keyboard.press("a")
    find_and_code(page, "trust")
    expect(page.locator("#state")).to_have_text("Not saved: no connection. Trying again.")
    assert Coding.objects.count() == 0
    page.context.set_offline(False)

    expect(page.locator("#state")).to_have_text("Saved", timeout=15_000)
    expect(page.locator("#u4 .bar-name")).to_have_text(["Trust"])
    assert [code for code, _ in mine.codes()] == ["trust"]
    assert Coding.objects.count() == 1


def test_what_the_mouse_selected_is_coded(page, live_server, make_account, mine):
    come_in(page, live_server, make_account, mine)
    words = page.locator("#u4 .words")
    box = words.bounding_box()
    page.mouse.move(box["x"] + 1, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 12, steps=5)
    page.mouse.up()
    expect(page.locator("#chosen")).to_contain_text("I trust")
    chosen = page.locator("#chosen").inner_text()
    page.locator("label[for=c-trust]").click()
    page.get_by_role("button", name="Code the selection").click()

    said(page, "coded: Trust, 1 code")
    quote = mine.codes()[0][1]
    assert TRUST.startswith(quote) or quote.startswith(TRUST)
    assert f"“{quote}”" in chosen
    assert quote == quote.strip()


def test_without_a_script_a_whole_turn_is_coded_and_taken_away(new_page, live_server, make_account, mine):
    page = new_page(java_script_enabled=False)
    sign_in_page(page, live_server, make_account("researcher"))
    page.goto(f"{live_server.url}{mine.address()}")
    page.locator("#c-trust").check()
    page.get_by_role("button", name="Code the whole of Turn 4, P1").click()
    expect(page.locator("#u4 .bar-name")).to_have_text(["Trust"])
    assert len(mine.codes()) == 1

    page.get_by_role("button", name="Take Trust away from Turn 4, P1").click()
    expect(page.locator(".bar")).to_have_count(0)
    assert mine.codes() == []
    page.get_by_role("button", name="Undo my last act").click()
    page.get_by_role("button", name="Redo").click()
    expect(page.get_by_text("Done again: taking a coding away")).to_be_visible()
    assert mine.codes() == []
    expect(page.get_by_label("Find a code")).to_be_hidden()
