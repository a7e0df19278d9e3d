"""Search: any case, with or without accents, phrases, beginnings of words, within a code; places in code points."""

import pytest

from newel.coding import search
from newel.faults import Refused
from tests.support.coding import a_coding, a_source

CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"


def found_in(text: str, words: str) -> list[str]:
    """Return the words of a one-turn source that a search marks."""
    return [text[start:end] for hit in search([a_source("s1", text)], words) for start, end in hit.spans]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("We TRUST each other", "trust", ["TRUST"]),
        ("A café, a CAFÉ and a cafe", "cafe", ["café", "CAFÉ", "cafe"]),
        ("A cafe\N{COMBINING ACUTE ACCENT} here", "café", ["cafe\N{COMBINING ACUTE ACCENT}"]),
        ("Die Straße ist lang", "strasse", ["Straße"]),
        (f"\N{GRINNING FACE} I don{CURLY}t know", "don't", [f"don{CURLY}t"]),
        ("untrusting people who trust", "trust", ["trust"]),
        ("formulated a formulation", "formul*", ["formulated", "formulation"]),
        ("time to train, time for training", '"time for"', ["time for"]),
        ("no  \t time", '"no time"', ["no  \t time"]),
        ("what? (a+b)", '"a+b"', ["a+b"]),
        ("a co\N{EN DASH}produced plan", "co-produced", ["co\N{EN DASH}produced"]),
        ("İstanbul is far", "far", ["far"]),
        ("xno no no time", '"no no"', ["no no"]),
        ("_time time", "time", ["time"]),
    ],
)
def test_words_are_found_where_they_stand(text: str, words: str, found: list[str]) -> None:
    assert found_in(text, words) == found


def test_every_word_has_to_be_in_the_same_turn() -> None:
    source = a_source("s1", "trust takes time", "trust only", "time only")

    assert [hit.unit.number for hit in search([source], "time trust")] == [1]


def test_hits_are_in_the_order_of_sources_and_text() -> None:
    sources = [a_source("s1", "no", "time"), a_source("s2", "time", "time")]

    assert [(hit.source, hit.unit.number) for hit in search(sources, "TIME")] == [("s1", 2), ("s2", 1), ("s2", 2)]


def test_a_search_within_a_code_looks_at_coded_words_only() -> None:
    source = a_source("s1", "time and trust", "time again")
    coded = [a_coding(source, "trust", "and trust"), a_coding(source, "trust", "time again")]

    assert [hit.unit.number for hit in search([source, a_source("s2", "time")], "time", within=coded)] == [2]


def test_a_source_without_units_is_searched_whole() -> None:
    source = a_source("s1", "one", "two")
    bare = type(source)("s3", "Bare", "minutes", "line one\nline two")

    assert [hit.spans for hit in search([bare], "one two")] == [((5, 8), (14, 17))]


@pytest.mark.parametrize("words", ["", "  ", "?!", '""'])
def test_a_search_needs_a_word(words: str) -> None:
    with pytest.raises(Refused, match="at least one word"):
        search([a_source()], words)
