"""Places carried from a text as it came to the same text in Newel's form, beside the plain way to work them out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from newel.exchange.html_text import html_text
from newel.exchange.offsets import Normalised, Placed
from newel.transcripts import normal
from tests.support.coding_projects import TEXTS


def parts_there(text: str, place: int) -> bool:
    """Return whether a text may be cut at a place without its letters becoming others."""
    return normal(text[:place]) + normal(text[place:]) == normal(text)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_the_text_is_the_one_in_normal_form(text: str) -> None:
    assert Normalised(text).text == normal(text)


@settings(max_examples=500, deadline=None)
@given(TEXTS, st.data())
def test_a_span_has_the_same_words_afterwards(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    placed = Normalised(text).span(start, end)

    wide_start, wide_end = start, end
    while not parts_there(text, wide_start):
        wide_start -= 1
    while not parts_there(text, wide_end):
        wide_end += 1

    assert placed == Placed(
        len(normal(text[:wide_start])), len(normal(text[:wide_end])), (start, end) == (wide_start, wide_end)
    )


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(-5, 60), st.integers(-5, 60))
def test_what_is_outside_the_text_has_no_place(text: str, start: int, end: int) -> None:
    inside = 0 <= start <= end <= len(text)

    assert (Normalised(text).span(start, end) is not None) == inside


def as_taguette_counts(paragraphs: list[str], start: int, end: int) -> str:
    """Return the words between two byte offsets over paragraphs without any break, the plain way."""
    return "".join(paragraphs).encode()[start:end].decode()


WORDS = st.text(st.sampled_from("ab é😀&<>\u0301-"), min_size=1, max_size=8).filter(lambda text: not text.isspace())


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_bytes_of_html_lead_to_the_same_words(paragraphs: list[str], data: st.DataObject) -> None:
    paragraphs = [paragraphs[0].lstrip() or "a", *paragraphs[1:]]
    escaped = [one.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for one in paragraphs]
    read = html_text("".join(f"<p>{one}</p>" for one in escaped))
    whole = "".join(paragraphs)
    first = data.draw(st.integers(0, len(whole) - 1))
    last = data.draw(st.integers(first + 1, len(whole)))
    start, end = (len(whole[:place].encode()) for place in (first, last))
    placed = read.span(start, end)

    assert placed is not None
    assert placed.exact
    said = read.text[placed.start : placed.end]
    assert said.replace("\n", "") == as_taguette_counts(paragraphs, start, end)
    assert not said.startswith("\n")
    assert not said.endswith("\n")
    assert read.text.split("\n") == paragraphs
