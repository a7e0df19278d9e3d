"""Finds what the study knows to be named: participants, staff, sites, units, and the towns around them."""

import re
from collections.abc import Iterable, Iterator

from newel.transcripts.redaction.capitals import few_capitals
from newel.transcripts.redaction.suggestion import Found, Kind, Roster
from newel.transcripts.redaction.words import is_common

_SHORT = 3
"""Names up to this length are words or ends of words too often ("tell 'em") to be found without their capital."""

_OF_A_NAME = 2
"""The shortest part of a person's name that is looked for by itself."""


def on_roster(text: str, roster: Roster) -> Iterator[Found]:
    """Yield each name of the roster, whatever its capitals; one that is short or also a word needs them as written,
    unless the whole text is written without.

    Of a person's name each part counts by itself, for people are rarely called by all of it.
    """
    as_written = not few_capitals(text)
    for kind, names in _wanted(roster):
        for name in names:
            for match in _pattern(name, as_written=as_written).finditer(text):
                yield Found(match.start(), match.end(), kind, "it is on the study's roster")


def _wanted(roster: Roster) -> Iterator[tuple[Kind, Iterable[str]]]:
    people = {*roster.names, *(name for name, _ in roster.stands_for)}
    parts = {part for name in people for part in re.split(r"[\s-]+", name) if len(part) >= _OF_A_NAME}
    yield "name", sorted(people | parts, key=lambda name: (-len(name), name))
    yield "place", roster.places
    yield "unit", roster.units


def _pattern(name: str, *, as_written: bool) -> re.Pattern[str]:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name.strip()) if word)
    exact = as_written and (is_common(name) or len(name) <= _SHORT)
    return re.compile(rf"(?<!\w){words}(?!\w)" if words else r"(?!)", 0 if exact else re.IGNORECASE)
