"""The door from the database to the freeze: sources and their units as records. No word of a text goes through it."""

import re
from collections.abc import Iterator

import polars as pl

from newel.records import KINDS, conform
from newel.transcripts import Unit
from newel.web.sessions.queries.history import VersionRow, versions_of
from newel.web.sessions.queries.sources import SourceRow, all_sources, units

INTERVIEWER = "interviewer"
_INTERVIEWERS = re.compile(r"(interviewer|int|i|researcher|facilitator|moderator|observer|q|question)[ _#-]?\d*", re.I)


def session_frames() -> dict[str, pl.DataFrame]:
    """Return a frame for each of source and unit, in the shape `newel.records` states.

    Sources whose people have withdrawn are left out. One that is not signed off yet is there without units, by the hash
    of its original, and may not be coded.
    """
    rows = [row for row in all_sources() if not row.withdrawn]
    sources = [_source(row) for row in rows]
    spoken = [_unit(row, unit) for row in rows if row.may_be_coded for unit in units(row.source_id)]
    return {
        name: conform(KINDS[name], pl.DataFrame(found, schema=KINDS[name].schema, orient="row"))
        for name, found in {"source": sources, "unit": spoken}.items()
    }


def _source(row: SourceRow) -> tuple[object, ...]:
    return tuple(_source_fields(row))


def _source_fields(row: SourceRow) -> Iterator[object]:
    yield from (row.source_id, row.session_id or None, row.observation_id or None, row.site_id, row.wave)
    yield from (row.group or None, row.kind, row.case_id or None, row.held_on)
    original = None if row.version else _original(row.source_id)
    yield from (original.words, 1, original.sha256) if original else (row.words, row.version, row.sha256)
    yield from (row.redacted_on, row.may_be_coded, row.may_be_quoted)


def _original(source_id: str) -> VersionRow:
    return versions_of(source_id)[-1]


def _unit(row: SourceRow, unit: Unit) -> tuple[object, ...]:
    return (row.source_id, unit.number, unit.kind, unit.start, unit.end, role_of(unit.speaker, row.group))


def role_of(speaker: str | None, group: str) -> str | None:
    """Return the role of who speaks: who asks, or the group that answers; None where no label says who."""
    if speaker is None:
        return None
    return INTERVIEWER if _INTERVIEWERS.fullmatch(speaker.strip()) else group or "participant"
