"""A researcher writes a theory, links a released number for and one against it, judges it, and sees the displays."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import shows_heading
from tests.support.looking import look
from tests.support.publications import publish_numbers
from tests.support.web import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "A few words to call it by": "A seat at the table",
    "Context": "young people stay long enough for a second meeting",
    "Mechanism: what is offered": "a seat at their own formulation meeting is offered",
    "Mechanism: how people respond": "they bring their own words",
    "Outcome": "the plan is one they know as theirs",
    "Where evidence against it was looked for": "the interviews of sites that began late",
}
"""What is typed, by the label of its field."""


@pytest.fixture
def at_synthesis(page, live_server, example_study, make_account, settings, tmp_path):
    """Sign a researcher in and open the theories."""
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "public")
    sign_in_page(page, live_server, make_account("researcher"))
    page.get_by_role("navigation", name="Staff").get_by_role("link", name="Synthesis").click()
    shows_heading(page, "Programme theories")
    return page


def test_a_theory_from_its_first_words_to_the_display(at_synthesis):
    page = at_synthesis
    look(page, "synthesis-1")
    _write(page)
    _link(page, "assaults", bears="Supports it", says="Where the framework is delivered there are fewer.")
    _link(page, "share_trained", bears="Contradicts it", says="Few are trained, and it happens all the same.")
    expect(page.get_by_role("heading", name="Contradicts it (1)")).to_be_visible()
    look(page, "synthesis-theory")
    _judge(page)
    _converge(page)
    page.get_by_role("link", name="Joint displays").click()
    page.get_by_role("link", name="Topics across the strands, with their fit").click()
    expect(page.get_by_role("cell", name="59% (47% to 69%)")).to_be_visible()
    look(page, "synthesis-display")


def _write(page):
    page.get_by_role("link", name="Write a theory").click()
    page.get_by_role("button", name="Keep it as a draft").click()
    expect(page.get_by_role("heading", name="This was not kept yet")).to_be_visible()
    look(page, "synthesis-2")
    for label, words in WORDS.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Keep it as a draft").click()
    shows_heading(page, "A seat at the table")
    look(page, "synthesis-3")


def _link(page, find, *, bears, says):
    page.get_by_role("link", name="A number of the report").click()
    page.get_by_label("Look a number up").fill(f"all {find}")
    page.get_by_role("button", name="Look it up").click()
    page.get_by_role("list").get_by_role("link", name=find).click()
    page.get_by_label("Which way does it bear on the theory?").select_option(label=bears)
    page.get_by_label("What does it say about the theory?").fill(says)
    look(page, "synthesis-4")
    page.get_by_role("button", name="Link it").click()
    shows_heading(page, "A seat at the table")


def _judge(page):
    for status, strength in (("Proposed", "Not judged"), ("Supported", "Weak")):
        page.get_by_role("link", name="Say where it stands").click()
        page.get_by_label("Status").select_option(label=status)
        page.get_by_label("Strength of its evidence").select_option(label=strength)
        page.get_by_label("Why?").fill("Two researchers read the evidence on both sides.")
        look(page, "synthesis-5")
        page.get_by_role("button", name="Keep where it stands").click()
    expect(page.get_by_text("The theory is supported now.")).to_be_visible()


def _converge(page):
    page.get_by_role("link", name="Convergence").click()
    page.get_by_role("link", name="Begin a topic").click()
    page.get_by_label("The topic in words").fill("Safety of young people")
    page.get_by_label("How does it stand to the other strands?").select_option(value="agreement")
    page.get_by_label("What does it say?").fill("Assaults are fewer.")
    page.get_by_label("The number it rests on").fill("incidents.rates_by_type.all.assaults")
    look(page, "synthesis-6")
    page.get_by_role("button", name="Begin the topic").click()
    shows_heading(page, "Safety of young people")
    look(page, "synthesis-7")
    page.get_by_role("link", name="Judge it (All together)").click()
    page.get_by_label("How does it stand to the other strands?").select_option(value="agreement")
    page.get_by_label("What does it say?").fill("Only the numbers speak of it.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Confirm", exact=True)).to_be_visible()
    page.get_by_role("link", name="All topics").click()
    look(page, "synthesis-topics")
