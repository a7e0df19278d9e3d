"""Units of a source, which codings are counted on: turns of speakers, paragraphs, or answers to an open question."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from newel.transcripts.speakers import Label, labels, speakers, unclear_lines
from newel.transcripts.versions import Span

UnitKind = Literal["turn", "paragraph", "answer"]
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n")
_MOST_LINES = 10
_Draft = tuple[UnitKind, Span, str | None]


@dataclass(frozen=True)
class Unit:
    """One unit of a text, numbered from 1: `text[start:end]` are its words, without the label of who says them.

    `speaker` is the label as the text has it ("P1", "Interviewer"), or the role that stands for it.
    """

    number: int
    kind: UnitKind
    start: int
    end: int
    speaker: str | None = None


def units_of(text: str, *, known: Collection[str] = ()) -> tuple[Unit, ...]:
    """Return a text's turns, where lines begin with speakers' labels, and its paragraphs where nobody is named.

    A turn runs to the next label. Paragraphs stand between blank lines; in a text without blank lines each line is one.
    `known` names speakers of whom it is known that they speak, so that they count even if they speak once.
    """
    found = labels(text, known=known)
    if not found:
        return _numbered(("paragraph", span, None) for span in _paragraphs(text, Span(0, len(text))))
    before: list[_Draft] = [
        ("paragraph", span, None) for span in _paragraphs(text, Span(0, _line_start(text, found[0])))
    ]
    return _numbered([*before, *_turns(text, found)])


def _numbered(drafts: Iterable[_Draft]) -> tuple[Unit, ...]:
    return tuple(
        Unit(number, kind, span.start, span.end, speaker)
        for number, (kind, span, speaker) in enumerate(drafts, start=1)
    )


def _turns(text: str, found: Sequence[Label]) -> Iterator[_Draft]:
    ends = [_line_start(text, label) for label in found[1:]] + [len(text)]
    for label, end in zip(found, ends, strict=True):
        span = _trimmed(text, label.words, end)
        if span.start < span.end:
            yield "turn", span, label.name


def _line_start(text: str, label: Label) -> int:
    return text.rfind("\n", 0, label.start) + 1


def _paragraphs(text: str, within: Span) -> Iterator[Span]:
    stretch = text[within.start : within.end]
    between = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE
    breaks = [(within.start + gap.start(), within.start + gap.end()) for gap in between.finditer(stretch)]
    for (_, start), (end, _) in pairwise([(0, within.start), *breaks, (within.end, 0)]):
        span = _trimmed(text, start, end)
        if span.start < span.end:
            yield span


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return Span(start + left, max(start + left, start + len(words.rstrip())))


def units_seen(text: str, units: Sequence[Unit], *, known: Collection[str] = ()) -> tuple[str, ...]:
    """Say in words how a text was divided, and which lines were in doubt. No word of the text is repeated."""
    turns = [unit for unit in units if unit.kind == "turn"]
    rest = len(units) - len(turns)
    notes = []
    if turns:
        people = len(speakers(unit.speaker for unit in turns))
        who = f"{_counted(len(turns), 'turn')} of {_counted(people, 'speaker')}"
        notes.append(f"{who}, read from labels at the start of lines")
    if rest:
        where = "before the first speaker" if turns else "because no line begins with a speaker's label"
        notes.append(f"{_counted(rest, 'paragraph')} {where}")
    if unclear := unclear_lines(text, known=known):
        lines = ", ".join(str(line) for line in unclear[:_MOST_LINES]) + (" …" if len(unclear) > _MOST_LINES else "")
        notes.append(
            f"{_counted(len(unclear), 'line')} not taken for a speaker's, though a word and a colon stand first, "
            f"because the word was seen once and names no role: {lines}"
        )
    return tuple(notes)


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
