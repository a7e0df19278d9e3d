"""The door to the sources: what may be coded, the text as it stands, and its units."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from newel.coding import Source
from newel.transcripts import Unit
from newel.web.accounts.permissions import Person
from newel.web.sessions.dividing import units_in
from newel.web.sessions.queries.sources import (
    SourceRow,
    all_sources,
    source,
    sources_for,
    standing_words,
    text_and_units,
    texts,
)

__all__ = [
    "SourceRow",
    "Text",
    "codable_source",
    "codable_sources",
    "core_source",
    "every_codable_source",
    "lengths_of",
    "text_behind",
    "text_of",
    "texts_of",
]


_LENGTHS: dict[str, int] = {}


@dataclass(frozen=True)
class Text:
    """The words of a source as they stand, and the units codings are counted on. `units` are in their order."""

    source_id: str
    version: int
    words: str
    units: tuple[Unit, ...]

    @cached_property
    def by_number(self) -> dict[int, Unit]:
        """Return {number: unit}."""
        return {unit.number: unit for unit in self.units}

    def quote(self, start: int, end: int) -> str:
        """Return the words of a span, in code points."""
        return self.words[start:end]

    def touched(self, start: int, end: int) -> tuple[Unit, ...]:
        """Return the units a span reaches into."""
        return tuple(unit for unit in self.units if unit.start < end and start < unit.end)


def codable_sources(user: Person) -> tuple[SourceRow, ...]:
    """Return the sources this person may code: redacted, signed off, and with consent."""
    return tuple(row for row in sources_for(user) if row.may_be_coded)


def codable_source(user: Person, source_id: str) -> SourceRow | None:
    """Return one of them, or None."""
    row = source(user, source_id)
    return row if row and row.may_be_coded else None


def every_codable_source() -> tuple[SourceRow, ...]:
    """Return every source that may be coded, for the freeze."""
    return tuple(row for row in all_sources() if row.may_be_coded)


def text_of(source_id: str) -> Text:
    """Return the text of a source as it stands."""
    version, units = text_and_units(source_id)
    return Text(source_id, version.number, version.text, units)


def text_behind(row: SourceRow) -> Text:
    """Return the text of a source that was let through the door in this request, as it stands."""
    version, words = standing_words(row)
    return Text(row.source_id, version, words, units_in(row.kind, words))


def texts_of(rows: Collection[SourceRow]) -> dict[str, Text]:
    """Return the texts of sources that may be coded, by their ids."""
    known = {row.source_id: row for row in rows}
    found = texts(rows)
    return {
        key: Text(key, known[key].version, words, units_in(known[key].kind, words)) for key, words in found.items()
    }


def lengths_of(rows: Iterable[SourceRow]) -> dict[str, int]:
    """Return {source: code points of its text}. A length is known by the hash of its text, and is counted once."""
    every = list(rows)
    unknown = [row for row in every if row.sha256 not in _LENGTHS]
    read = texts(unknown) if unknown else {}
    _LENGTHS.update({row.sha256: len(read[row.source_id]) for row in unknown})
    return {row.source_id: _LENGTHS[row.sha256] for row in every}


def core_source(row: SourceRow, text: Text | None = None) -> Source:
    """Return a source in the shape of `newel.coding`, with its words where they are given."""
    return Source(
        id=row.source_id,
        title=row.title,
        kind=row.kind,
        text=text.words if text else "",
        units=text.units if text else (),
        case=row.case_id or None,
        group=row.group or None,
        site=row.site_id or None,
        wave=row.wave or None,
        held_on=row.held_on,
        may_be_quoted=row.may_be_quoted,
        version=row.version,
    )
