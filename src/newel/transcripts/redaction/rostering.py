"""Finds what the study knows to be named: participants, staff, sites, units, and the towns around them."""

import re
from collections.abc import Iterable, Iterator

from newel.transcripts.redaction.capitals import few_capitals
from newel.transcripts.redaction.suggestion import Found, Kind, Roster
from newel.transcripts.redaction.words import is_common

_WORD = re.compile(r"\w+")
_DOTS = str.maketrans("\u0130\u0131", "ii")
"""The two letters i that are told apart by their dots, and that a search without capitals takes for i."""

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
    said = _folded_words(text)
    for kind, names in _wanted(roster):
        for name in (name for name in names if _folded_words(name) <= said):
            for match in _pattern(name, as_written=as_written).finditer(text):
                yield Found(match.start(), match.end(), kind, "it is on the study's roster")


def _wanted(roster: Roster) -> Iterator[tuple[Kind, Iterable[str]]]:
    people = {*roster.names, *(name for name, _ in roster.stands_for)}
    parts = {part for name in people for part in re.split(r"[\s-]+", name) if len(part) >= _OF_A_NAME}
    yield "name", sorted(people | parts, key=lambda name: (-len(name), name))
    yield "place", roster.places
    yield "unit", roster.units


def _folded_words(text: str) -> set[str]:
    """Return the words of a text without their capitals: a name can only stand there if all of its words do.

    A roster has thousands of names; looking through the whole text for each of them takes minutes.
    """
    return {word.translate(_DOTS).casefold() for word in _WORD.findall(text)}


def _pattern(name: str, *, as_written: bool) -> re.Pattern[str]:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name.strip()) if word)
    exact = as_written and (is_common(name) or len(name) <= _SHORT)
    return re.compile(rf"(?<!\w){words}(?!\w)" if words else r"(?!)", 0 if exact else re.IGNORECASE)
