"""What is written into a file of any format comes out of it: the same words, the same speakers, in order."""

import csv
from html import escape
from io import StringIO
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from newel.importers.transcripts import ReadSource, read_answers, read_source
from newel.transcripts import normal
from tests.support.sources import docx_file
from tests.support.workbooks import xlsx

SAID = ("we", "went", "home", "café", "e\u0301", "👩🏽‍🚀", "don't", "Yes.", "no?", "5", "ど", "“so”", "&", "<b")
WORDS = st.lists(st.sampled_from(SAID), min_size=1, max_size=12).map(" ".join)
SPEAKERS = st.sampled_from(["Interviewer", "P1", "P2", "Ada Obi", "Zoë"])
TURNS = st.lists(st.tuples(SPEAKERS, WORDS), min_size=1, max_size=8).filter(
    lambda turns: all(one[0] != other[0] for one, other in pairwise(turns))
)


def said(source: ReadSource) -> list[tuple[str | None, str]]:
    return [(unit.speaker, source.text[unit.start : unit.end]) for unit in source.units]


def as_turns(turns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(normal(speaker), normal(words)) for speaker, words in turns]


def twice(turns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return turns in which every speaker speaks at least twice, as text alone asks for."""
    closing = [(speaker, "Bye.") for speaker in dict.fromkeys(speaker for speaker, _ in turns)]
    return [*turns, *(closing[1:] + closing[:1] if closing[0][0] == turns[-1][0] else closing)]


@settings(max_examples=80, deadline=None)
@given(TURNS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_plain_text(turns: list[tuple[str, str]], end: str) -> None:
    spoken = twice(turns)
    text = end.join(f"{speaker}: {words}" for speaker, words in spoken)

    assert said(read_source("a.txt", text.encode())) == as_turns(spoken)


@settings(max_examples=30, deadline=None)
@given(TURNS)
def test_word_paragraphs_and_tables(turns: list[tuple[str, str]]) -> None:
    spoken = twice(turns)

    paragraphs = read_source("a.docx", docx_file(*(f"{speaker}: {words}" for speaker, words in spoken)))
    table = read_source("a.docx", docx_file(rows=spoken))

    assert said(paragraphs) == said(table) == as_turns(spoken)


@settings(max_examples=80, deadline=None)
@given(TURNS)
def test_subtitles_with_voices(turns: list[tuple[str, str]]) -> None:
    cues = [
        f"00:00:{place:02}.000 --> 00:00:{place:02}.900\n<v {speaker}>{escape(words)}"
        for place, (speaker, words) in enumerate(turns)
    ]

    source = read_source("a.vtt", ("WEBVTT\n\n" + "\n\n".join(cues)).encode())

    assert said(source) == as_turns(turns)
    assert [anchor.number for anchor in source.anchors] == list(range(len(turns)))
    assert [anchor.start for anchor in source.anchors] == [unit.start for unit in source.units]


@settings(max_examples=60, deadline=None)
@given(TURNS)
def test_spreadsheets_of_transcripts(turns: list[tuple[str, str]]) -> None:
    written = StringIO()
    csv.writer(written).writerows([("speaker", "text"), *turns])

    assert said(read_source("a.csv", written.getvalue().encode())) == as_turns(turns)
    assert said(read_source("a.xlsx", xlsx(("speaker", "text"), *turns))) == as_turns(turns)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(WORDS, st.just("")), min_size=1, max_size=8).filter(any))
def test_open_answers(answers: list[str]) -> None:
    written = StringIO()
    csv.writer(written).writerows([("id", "why"), *((place, words) for place, words in enumerate(answers))])

    read = read_answers("a.csv", written.getvalue().encode(), "why", respondent="id")

    assert [(each.respondent, each.words) for each in read] == [
        (str(place), normal(words)) for place, words in enumerate(answers) if words
    ]
