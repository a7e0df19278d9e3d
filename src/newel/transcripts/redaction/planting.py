"""Plants identifiers of stated kinds into texts, by a seed, so that it is known what there is to find.

Half of the names go where the text itself speaks of somebody ("he said", "my key worker"); the rest, and all else, come
in short sentences of their own. No planted person exists.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from newel.transcripts.redaction.drawing import Draw

WORDS_FOR_EACH = 40
"""Planted identifiers stand this many words apart on average."""

_SOMEBODY = "key ?worker|mate|friend|psychologist|nurse|manager|teacher|officer|brother|sister|cousin|lad"
_SLOTS = re.compile(
    r"\b(?P<instead>(?:[Hh]e|[Ss]he)(?= [a-z])|(?<=with )(?:him|her|them)\b(?! )|(?<=\btold )(?:him|her)(?= ))"
    rf"|\b(?:my|the|our|a) (?:{_SOMEBODY})(?P<after>)(?= [a-z]|[.,?])"
)
_SENTENCE_ENDS = re.compile(r"(?<=[a-z][.?!])(?=[ \n]|$)")
_IN_TEXT = 0.5
_SAYINGS: Mapping[str, str] = {
    "names_british": "name",
    "names_indian": "name",
    "names_nigerian": "name",
    "names_polish": "name",
    "names_short": "name",
    "names_that_are_words": "name",
    "towns": "place",
    "towns_that_are_words": "place",
    "services": "service",
    "dates": "date",
    "numbers": "number",
    "contacts": "contact",
    "addresses": "address",
}
KINDS = tuple(_SAYINGS)
"""The kinds that are planted, in turn, so that each is planted about equally often."""

_Place = tuple[int, int, str, str]
"""Where a saying is planted, in place of which letters, its kind, and its words with {} for the identifier."""


@dataclass(frozen=True)
class Planted:
    """One identifier in a planted text: `kind` is the name of its list, and `words` stand at `start` to `end`."""

    start: int
    end: int
    kind: str
    words: str


def plant(text: str, *, random: np.random.Generator) -> tuple[str, tuple[Planted, ...]]:
    """Return a text with identifiers planted in it, and where they stand."""
    draw = Draw(random)
    first = int(random.integers(len(KINDS)))
    wanted = max(1, len(text.split()) // WORDS_FOR_EACH)
    kinds = [KINDS[(first + index) % len(KINDS)] for index in range(wanted)]
    return _written(text, _places(text, kinds, random=random), draw)


def _places(text: str, kinds: Sequence[str], *, random: np.random.Generator) -> list[_Place]:
    """Give each kind a place, as long as the text has places, and none twice."""
    draw = Draw(random)
    found, stops = list(_SLOTS.finditer(text)), [match.start() for match in _SENTENCE_ENDS.finditer(text)]
    slots = [found[int(place)] for place in random.permutation(len(found))]
    ends = [stops[int(place)] for place in random.permutation(len(stops))]
    places: list[_Place] = []
    for kind in kinds:
        if _SAYINGS[kind] == "name" and slots and random.random() < _IN_TEXT:
            slot = slots.pop()
            group, saying = ("after", " {}") if slot["instead"] is None else ("instead", "{}")
            places.append((slot.start(group), slot.end(group), kind, saying))
        elif ends:
            end = ends.pop()
            places.append((end, end, kind, f" {draw.saying(_SAYINGS[kind])}"))
    return sorted(places)


def _written(text: str, places: Sequence[_Place], draw: Draw) -> tuple[str, tuple[Planted, ...]]:
    pieces: list[str] = []
    planted: list[Planted] = []
    length = done = 0
    for start, end, kind, saying in places:
        before, after = saying.split("{}")
        words = draw.identifier(kind)
        if saying.startswith(" {} "):
            words = words[0].upper() + words[1:]
        at = length + start - done + len(before)
        planted.append(Planted(at, at + len(words), kind, words))
        pieces += [text[done:start], before, words, after]
        length, done = at + len(words) + len(after), end
    return "".join([*pieces, text[done:]]), tuple(planted)
