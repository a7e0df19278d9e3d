"""What a search found as plain data: the unit with the words that fit marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newel.coding import Hit
from newel.web.coding.texts import Text


@dataclass(frozen=True)
class HitRow:
    """One unit that has the words: pieces of it, each fitting or not."""

    source_id: str
    title: str
    unit: int
    speaker: str
    pieces: tuple[tuple[str, bool], ...]


def hit_rows(hits: Iterable[Hit], texts: Mapping[str, Text], titles: Mapping[str, str]) -> list[HitRow]:
    """Return what was found for a page."""
    return [_row(hit, texts[hit.source], titles[hit.source]) for hit in hits]


def _row(hit: Hit, text: Text, title: str) -> HitRow:
    return HitRow(hit.source, title, hit.unit.number, hit.unit.speaker or "", tuple(_pieces(text, hit)))


def _pieces(text: Text, hit: Hit) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    done = hit.unit.start
    for start, end in hit.spans:
        if start < done:
            continue
        pieces += [(text.words[done:start], False), (text.words[start:end], True)]
        done = end
    return [piece for piece in (*pieces, (text.words[done : hit.unit.end], False)) if piece[0]]
