"""Codings that wait as plain data: the code, where it may belong now, and the units to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass

from newel.web.coding.models import Coding
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.queries.waiting import ToPlace
from newel.web.coding.texts import SourceRow, text_of


@dataclass(frozen=True)
class WaitingCard:
    """One coding to place. `places` are (value of the form, words); `units` (number, how it begins)."""

    coding: Coding
    source: SourceRow
    code: str
    version: int
    places: tuple[tuple[str, str], ...]
    units: tuple[tuple[int, str], ...]


def waiting_cards(waiting: Iterable[ToPlace], sources: Iterable[SourceRow]) -> list[WaitingCard]:
    """Return what waits on sources that may be coded."""
    rows = {row.source_id: row for row in sources}
    return [_card(each, rows[each.coding.source_id]) for each in waiting if each.coding.source_id in rows]


def _card(each: ToPlace, row: SourceRow) -> WaitingCard:
    text = text_of(row.source_id)
    book = codebook_now(each.coding.layer.codebook_id)
    return WaitingCard(
        each.coding,
        row,
        book.path_name(each.coding.code) if each.coding.code in book.by_id else each.coding.code,
        text.version,
        tuple((f"{start}-{end}", text.quote(start, end)) for start, end in each.places),
        tuple((unit.number, text.quote(unit.start, unit.end)[:50]) for unit in text.units),
    )
