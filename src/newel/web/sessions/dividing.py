"""How a source is divided into the units that codings are counted on."""

import re
from itertools import pairwise

from newel.transcripts import Unit, units_of

ANSWERS = "answers"
_BLANK_LINE = re.compile(r"\n\s*\n")


def units_in(kind: str, text: str) -> tuple[Unit, ...]:
    """Return the units of a text: of open answers each one, between blank lines; else turns or paragraphs.

    A text in which nothing can be divided is one paragraph.
    """
    if kind != ANSWERS:
        return units_of(text) or (Unit(1, "paragraph", 0, len(text)),)
    gaps = [(0, 0), *(gap.span() for gap in _BLANK_LINE.finditer(text)), (len(text), len(text))]
    spans = [(before[1], after[0]) for before, after in pairwise(gaps)]
    said = [(start, end) for start, end in spans if text[start:end].strip()]
    return tuple(Unit(number, "answer", start, end) for number, (start, end) in enumerate(said, start=1))


def as_one_answer(words: str) -> str:
    """Return one answer without blank lines in it, so that it stays one unit."""
    return _BLANK_LINE.sub("\n", words.strip())
