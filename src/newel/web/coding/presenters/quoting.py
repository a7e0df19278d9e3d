"""Codings with their words: each read from the text as it stands, and only of sources that the reader may code."""

from collections.abc import Iterable
from dataclasses import dataclass

from newel.web.coding.models import Coding
from newel.web.coding.texts import SourceRow, Text, text_of


@dataclass(frozen=True)
class Quoted:
    """A coding with its words and the words around it."""

    coding: Coding
    source: SourceRow
    unit: int
    before: str
    words: str
    after: str


AROUND = 60


def quoted(codings: Iterable[Coding], sources: Iterable[SourceRow]) -> list[Quoted]:
    """Return codings with their words; those on sources that may not be coded any more are left out."""
    rows = {row.source_id: row for row in sources}
    texts: dict[str, Text] = {}
    found = []
    for coding in codings:
        row = rows.get(coding.source_id)
        if row is None:
            continue
        text = texts.setdefault(coding.source_id, texts.get(coding.source_id) or text_of(coding.source_id))
        found.append(_quoted(coding, row, text))
    return found


def _quoted(coding: Coding, row: SourceRow, text: Text) -> Quoted:
    touched = text.touched(coding.start, coding.end)
    before = text.words[max(0, coding.start - AROUND) : coding.start].rpartition("\n")[2]
    after = text.words[coding.end : coding.end + AROUND].partition("\n")[0]
    number = touched[0].number if touched else 0
    return Quoted(coding, row, number, before, text.quote(coding.start, coding.end), after)
