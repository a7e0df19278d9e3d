"""From a typed text to the printed report by keys alone: redact, sign, code blind in twos, settle, sum up, theorise."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from newel.disclosure import Released
from newel.pipeline import Build, analyse_freeze, freeze_records, publish_report, release_findings, write_report
from newel.study import read_study
from newel.web.coding.models import Coding, Layer, MatrixCell, Quote
from newel.web.record_source import WebSource
from newel.web.synthesis.queries.theories import every_theory
from newel.web.synthesis.queries.topics import all_topics
from tests.support.coding_on_the_web import TRUST, Work, a_layer, a_talk
from tests.support.keyboard import Hands
from tests.support.looking import look
from tests.support.web import NOON
from tests.support.word_study import write_display, write_word_study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME, NUMBER = "Zbigniew Quokka", "07700 900123"
TEXT = (
    "Interviewer: Whom do you trust?\n"
    f"P1: My key worker, Mr {NAME}. He listens, and I ring him on {NUMBER}.\n"
    "Interviewer: And the mornings?\n"
    f"P1: Some shout. Mr {NAME} and I talk about it in the review, after Monopoly on a Sunday.\n"
)
IDENTIFIERS = (NAME, NUMBER)
SAID = "He listens"
DESCRIBED = {"Kind": "Interview", "Site": "Alder (S01)", "Wave": "Wave 3", "Who speaks": "Young person"}
AGREED = ("Have they agreed that it is used in this study?", "Have they agreed to be quoted?")
GIVEN = {"take_part": "given", "quotes": "given"}
SUMMARY = "Trusts the one who listens."
THEORY = {
    "A few words to call it by": "Somebody who listens",
    "Context": "a young person has lived there for some weeks",
    "Mechanism: what is offered": "one worker who stays the same is offered",
    "Mechanism: how people respond": "they say what troubles them",
    "Outcome": "the review is about what they said",
    "Where evidence against it was looked for": "the interviews in which people shout",
}


@pytest.fixture
def study(tmp_path, serve_study, settings):
    folder = write_word_study(tmp_path / "words")
    serve_study(folder, today=NOON.date())
    settings.NEWEL_PUBLIC = tmp_path / "build" / "public"
    return folder


@pytest.fixture
def hands(new_page, live_server, make_account, study):
    """Return the three who work on it, each at a keyboard of their own."""

    def come_in(role: str) -> Hands:
        page = Hands(new_page())
        page.sign_in(live_server, make_account(role))
        return page

    return come_in


def test_words_come_from_a_typed_text_into_the_report_by_keyboard_alone(hands, study, tmp_path, live_server):
    redactor, lead, researcher = hands("redactor"), hands("lead"), hands("researcher")
    bring_in(redactor)
    redact(redactor)
    sign(lead)
    open_a_blind_round(lead)
    code_apart(researcher, lead)
    compare_and_settle(researcher)
    fill_a_cell(researcher)
    read_the_quote(lead)
    theorise(researcher)
    converge(researcher)
    build = Build(tmp_path / "build")
    released = report_of_what_was_done(study, build)
    see_it_displayed(researcher, live_server)

    report = (build.report / "report.html").read_text(encoding="utf-8")
    for printed in (*THEORY.values(), "Relations", "Trust", SUMMARY, SAID):
        assert printed in report
    assert not any(identifier in report for identifier in IDENTIFIERS)
    assert released["theories"].table("theories").cell(every_theory()[0].id, "status").shown == "Supported"
    assert SAID in released["quotes"].table("quotes_relations").rows[0].cells[0].shown


def bring_in(hands: Hands) -> None:
    hands.go("Sources", "Sources")
    look(hands.page, "01-sources")
    hands.go("Add a source", "Add a source")
    for field, option in DESCRIBED.items():
        hands.choose(field, option)
    hands.write("Pseudonym of the one who speaks (if it is one)", "case1")
    for purpose in AGREED:
        hands.tick(f"{purpose}: Yes, all of them")
    hands.to("Or the text itself")
    hands.page.keyboard.type(TEXT)
    look(hands.page, "02-add-a-source")
    hands.go("Keep it in the vault", "Redact interview 1")


def redact(hands: Hands) -> None:
    """Replace what tells of somebody, leave what does not, and hand it over."""
    look(hands.page, "03-desk")
    for _ in range(12):
        if hands.page.get_by_role("heading", name="Everything is decided").count():
            break
        asked = hands.page.locator(".sources-words").inner_text()
        hands.starts_at("Replace")
        with hands.page.expect_navigation():
            hands.press("a" if any(asked in identifier or identifier in asked for identifier in IDENTIFIERS) else "r")
    look(hands.page, "04-desk-decided")
    hands.starts_at("Give it to a second reader")
    hands.enter("Interview 1")


def sign(hands: Hands) -> None:
    hands.go("Sources", "Sources")
    hands.go("Interview 1", "Interview 1")
    look(hands.page, "05-handed-over")
    hands.go("Read it a second time", "Second reading of interview 1")
    look(hands.page, "06-second-reading")
    hands.tick("I have read the whole text, and it tells of nobody.")
    hands.go("Sign it off", "Interview 1")
    expect(hands.page.get_by_role("status")).to_contain_text("is signed")
    hands.go("Read the text", "Interview 1")
    look(hands.page, "07-redacted-text")
    shown = hands.page.locator("main").inner_text()
    assert SAID in shown
    assert not any(identifier in shown for identifier in IDENTIFIERS)


def open_a_blind_round(hands: Hands) -> None:
    hands.go("Coding", "Coding")
    hands.go("Codebooks", "Codebooks")
    look(hands.page, "08-codebooks")
    hands.go("Start from Ways of working", "Ways of working")
    look(hands.page, "09-codebook")
    for coder, number in (("researcher-all", "a new round"), ("lead-all", "round 1, beside who codes there")):
        hands.go("Rounds", "Rounds of coding")
        hands.choose("Coder", coder)
        hands.choose("Round", number)
        hands.tick("Blind: this coder sees no other layer until the round is over")
        hands.go("Open the layer", "Rounds of coding")
        expect(hands.page.get_by_text(f"Round 1 is open for {coder}.")).to_be_visible()
    look(hands.page, "10-rounds")


def code_apart(researcher: Hands, lead: Hands) -> None:
    """Each codes in a layer of their own, sees nothing of the other's, and locks it."""
    for hands, second in ((researcher, ""), (lead, "shout")):
        hands.go("Coding", "Coding")
        hands.go("Interview 1", "Interview 1")
        expect(hands.page.locator("#find")).to_be_visible()
        expect(hands.page.locator(".bar")).to_have_count(0)
        hands.to("Turn 2, P1")
        code(hands, "trust", of="#u2")
        if second:
            hands.to("Turn 4, P1")
            code(hands, second, of="#u4")
    look(researcher.page, "11-coding-desk")
    for hands, coder in ((researcher, "researcher-all"), (lead, "lead-all")):
        hands.go("Rounds", "Rounds of coding")
        hands.go(f"Lock the layer of {coder} in round 1", "Rounds of coding")
        expect(hands.page.get_by_text("is locked.")).to_be_visible()


def code(hands: Hands, typed: str, *, of: str) -> None:
    """Take a turn whole, find a code by typing, and stay in the text."""
    hands.press("a", "/")
    hands.page.keyboard.type(typed)
    hands.press("Enter")
    expect(hands.page.locator(f"{of} .bar")).to_have_count(1)
    expect(hands.page.locator("#said")).to_contain_text("coded: ")
    expect(hands.page.locator(of)).to_be_focused()


def compare_and_settle(hands: Hands) -> None:
    hands.go("Compare", "Compare two coders")
    look(hands.page, "12-compare")
    hands.go("researcher-all and lead-all", "researcher-all and lead-all")
    look(hands.page, "13-pair")
    hands.go("Interview 1", "Interview 1")
    look(hands.page, "14-side-by-side")
    hands.write("Because (may be left out)", "It is said of others.")
    hands.go("Relations / Shouting in turn 4: It counts", "Interview 1")
    expect(hands.page.get_by_text("1 disagreement, 0 to decide")).to_be_visible()
    look(hands.page, "15-settled")
    settled = Layer.objects.get(purpose="reconciled")
    assert set(Coding.objects.filter(layer=settled).values_list("code", flat=True)) == {"trust", "shouting"}


def fill_a_cell(hands: Hands) -> None:
    """Sum a case up, pin what the summary rests on, and choose it as a quote."""
    hands.go("Matrix", "Framework matrix")
    look(hands.page, "16-matrix")
    hands.go(hands.page.locator("td a").inner_text(), "Relations: Interview 1")
    hands.write("What it comes to, in your words", SUMMARY)
    hands.to(SAID, whole=False)
    hands.press("Space")
    look(hands.page, "17-cell")
    hands.go("Keep the summary", "Framework matrix")
    expect(hands.page.get_by_text(SUMMARY)).to_be_visible()
    hands.go(hands.page.locator("td a").inner_text(), "Relations: Interview 1")
    hands.go("Choose one of these as a quote")
    hands.go("Choose quote 1", "Quotes")
    look(hands.page, "18-quotes")
    assert MatrixCell.objects.get().pinned.get() == Quote.objects.get().coding


def read_the_quote(hands: Hands) -> None:
    hands.go("Quotes", "Quotes")
    hands.go("I have read quote 1: it gives nobody away", "Quotes")
    assert Quote.objects.get().checked_by == "lead-all"


def theorise(hands: Hands) -> None:
    hands.go("Synthesis", "Programme theories")
    hands.go("Write a theory", "Write a theory")
    for field, words in THEORY.items():
        hands.write(field, words)
    look(hands.page, "19-write-a-theory")
    hands.go("Keep it as a draft", "Somebody who listens")
    for kind, thing in (("A code", "Relations: Trust"), ("A quote", "Trust")):
        hands.go(kind, f"Link {kind.lower()}")
        hands.choose("Which one", thing, whole=False)
        hands.choose("Which way does it bear on the theory?", "Supports it")
        hands.write("What does it say about the theory?", "Whom they trust is the one who listens.")
        look(hands.page, f"20-link-{kind[2:]}")
        hands.go("Link it", "Somebody who listens")
    for status, strength in (("Proposed", "Not judged"), ("Supported", "Weak")):
        hands.go("Say where it stands", "Where does “Somebody who listens” stand?")
        hands.choose("Status", status)
        hands.choose("Strength of its evidence", strength)
        hands.write("Why?", "Two of us read the evidence on both sides.")
        look(hands.page, "21-where-it-stands")
        hands.go("Keep where it stands", "Somebody who listens")
    expect(hands.page.get_by_text("The theory is supported now.")).to_be_visible()
    look(hands.page, "22-theory")


def converge(hands: Hands) -> None:
    hands.go("Convergence", "Convergence")
    hands.go("Begin a topic", "Begin a topic")
    hands.write("The topic in words", "Being listened to")
    hands.choose("Which strand speaks first?", "Qualitative")
    hands.choose("How does it stand to the other strands?", "Agreement: it says the same")
    hands.write("What does it say?", "They speak of one who listens.")
    look(hands.page, "23-begin-a-topic")
    hands.go("Begin the topic", "Being listened to")
    hands.go("Judge it (All together)", "All together: Being listened to")
    hands.choose("How does it stand to the other strands?", "Silence: it has nothing to say")
    hands.write("What does it say?", "Only the conversations speak of it.")
    look(hands.page, "24-judge")
    hands.go("Keep it", "Being listened to")
    look(hands.page, "25-topic")


def report_of_what_was_done(folder: Path, build: Build) -> dict[str, Released]:
    """Let others be heard and coded, so that a quote stands in a crowd; then freeze the web's records, and publish."""
    layer = a_layer()
    for number in range(2, 10):
        Work(layer, a_talk(case_id=f"case{number}", consents=GIVEN).id).code(TRUST, "trust")
    write_display(folder, theory=every_theory()[0].id, topic=all_topics()[0].id)
    study = read_study(folder)
    freeze_records(study, build, WebSource())
    analyse_freeze(study, build, progress=print)
    write_report(study, build)
    publish_report(study, build)
    return release_findings(study, build)


def see_it_displayed(hands: Hands, live_server: Any) -> None:
    hands.go("Joint displays", "Joint displays")
    look(hands.page, "26-displays")
    hands.go("The theory and its topic", "The theory and its topic")
    for words in ("100%", "Supported", "Weak", "Silence", "Agreement"):
        expect(hands.page.get_by_role("cell", name=words, exact=True)).to_be_visible()
    look(hands.page, "27-display")
    hands.page.goto(f"{live_server.url}/")
    hands.go("Read the report", "A study of words")
    expect(hands.page.get_by_role("blockquote").get_by_text(SAID)).to_be_visible()
    look(hands.page, "28-report")
