"""What a young person reads on their own page is read at about nine; what staff read is plain."""

import html
import re

import pytest
from django.template.loader import render_to_string

from newel.care.wording import read_wording
from newel.protocol import read_protocol
from tests.support.care import a_young_person
from tests.support.readability import dale_chall, flesch_kincaid, hard_words, longest, sentences_of
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
WORDING = read_wording(STUDY, read_protocol(STUDY))
ENDS = re.compile(r"</(?:p|h1|h2|li|label|button|a|title|legend|dt|dd)>")


def sentences(page):
    """Return the sentences a page shows. A paragraph, a button and a heading end like a sentence."""
    body = re.search(r"<main.*?</main>", page, re.DOTALL)
    text = ENDS.sub(".\n", body[0] if body else page)
    text = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<textarea.*?</textarea>", "", text, flags=re.DOTALL)))
    return sentences_of(re.sub(r"[ \t]+", " ", text.replace("..", ".")))


@pytest.fixture
def young_pages(example_study, db, sign_in):
    """Return every page of the young person's, as text by name, with each of its shapes."""
    person, client = a_young_person(), sign_in("practitioner")
    pages = {"start": client.post(person.address("hand_over")).content.decode()}
    sealed = re.search(r'name="ticket" value="([^"]+)"', pages["start"])[1]

    def press(go, at="/my-words/", **fields):
        return client.post(at, {"ticket": sealed, "go": go} | fields).content.decode()

    pages["first question"] = press("start")
    press("not_say", place="0")
    pages["did not want to say"] = press("back", place="1")
    pages["too long"] = press("next", place="0", words="a" * 20_001)
    pages["check"] = press("next", place="7", words="")
    pages["take back"] = press("", "/my-words/take-back/")
    pages["stopped"] = press("stop")
    pages["closed"] = press("start")
    pages["done"] = render_to_string("care/young/stopped.html", {"finished": True})
    pages["taken back"] = render_to_string("care/young/stopped.html", {"taken_back": True})
    return pages


def easy(text):
    assert dale_chall(text) <= 4.9, f"hard words: {sorted(hard_words(text))}"
    assert flesch_kincaid(text) <= 4.0
    assert longest(text) <= 20, "a sentence of more than twenty words"


def test_every_page_of_the_young_person_is_read_at_nine(young_pages):
    for name, page in young_pages.items():
        words = sentences(page)
        assert len(words) >= 4, name
        easy(words)


def test_the_page_of_a_study_without_an_introduction_of_its_own_is_read_at_nine():
    easy(sentences(render_to_string("care/young/_introduction.html")))


def test_every_question_and_its_help_is_read_at_nine():
    assert {words.id for words in WORDING.domains} == set(read_protocol(STUDY).needs)
    easy(
        [sentence for words in WORDING.domains for text in (words.asks, words.helps) for sentence in sentences_of(text)]
    )


def test_the_pages_of_staff_are_plain(example_study, db, sign_in):
    person, client = a_young_person(), sign_in("practitioner")
    text = [
        sentence
        for page in ("pathway", "hand_over", "formulate", "targets", "interventions", "reviews", "transition", "leave")
        for sentence in sentences(client.get(person.address(page)).content.decode())
    ]
    assert flesch_kincaid(text) <= 8.0, f"hard words: {sorted(hard_words(text))}"
