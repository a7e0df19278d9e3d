"""What stands in an identifier's place: the same words for the same person wherever they are named in a project."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, combinations

from newel.transcripts.redaction.suggestion import Kind, Roster, Suggestion

_TITLES = re.compile(
    r"^(?:mr|mrs|ms|miss|mx|dr|doctor|prof|professor|sir|pc|sgt|officer|nurse|judge|auntie|aunty|aunt|uncle|father|sister)"
    r"\.?\s+",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_NUMBERED = re.compile(r"\[name (\d+)\]")
_ALIKE: Mapping[Kind, str] = {
    "place": "[place]",
    "unit": "[unit]",
    "organisation": "[organisation]",
    "date": "[date]",
    "number": "[number]",
    "contact": "[contact]",
    "address": "[address]",
}
"""Only people are told apart by a number: an analysis needs to know that the same person is meant, and no more."""

MOST_PARTS = 5
"""Parts of a name up to which longer and shorter forms of it are taken for one person; more of them are no name."""

Parts = frozenset[str]
_Index = partial(defaultdict[Parts, set[str]], set)


def identifier(words: str) -> str:
    """Return the form under which an identifier is kept in the mapping: no title, possessive, brackets or capitals."""
    plain = _POSSESSIVE.sub("", " ".join(words.strip("[]").split()))
    return _TITLES.sub("", plain).casefold().replace("\u2019", "'")


class Replacements:
    """Gives each identifier its replacement: what the roster says, what was given before, or the next number."""

    def __init__(self, known: Mapping[str, str], roster: Roster) -> None:
        self._names: dict[str, str] = {}
        self._wholly = _Index()
        self._within = _Index()
        self._parts_of: defaultdict[str, set[Parts]] = defaultdict(set)
        for name, stands in ({identifier(name): stands for name, stands in roster.stands_for} | dict(known)).items():
            self._keep(name, stands)
        numbers = [int(found[1]) for stands in self._names.values() if (found := _NUMBERED.fullmatch(stands))]
        self._last = max(numbers, default=0)

    def of(self, kind: Kind, words: str) -> str:
        """Return what stands for words of a kind that can be replaced."""
        key = identifier(words)
        if kind != "name":
            return self._names.get(key, _ALIKE[kind])
        if key not in self._names:
            self._keep(key, self._of_the_same_person(key) or self._next())
        return self._names[key]

    def _keep(self, name: str, stands: str) -> None:
        """Keep a name so that longer and shorter forms of it are found without going through all the others."""
        self._names[name] = stands
        parts = frozenset(name.split())
        if stands in _ALIKE.values() or not 0 < len(parts) <= MOST_PARTS:
            return
        self._parts_of[stands].add(parts)
        self._wholly[parts].add(stands)
        for some in _some_of(parts):
            self._within[some].add(stands)

    def _of_the_same_person(self, key: str) -> str | None:
        """Return what stands for the one person whose name holds this one or is held in it, as "Ada" in "Ada Obi".

        Whoever shares a part of the name and has another part besides, as "Ada Eze", is somebody else.
        """
        parts = frozenset(key.split())
        if not 0 < len(parts) <= MOST_PARTS:
            return None
        same = set(self._within.get(parts, ())).union(*(self._wholly.get(some, ()) for some in _some_of(parts)))
        left = [stands for stands in same if not any(_others(parts, known) for known in self._parts_of[stands])]
        return left[0] if len(left) == 1 else None

    def _next(self) -> str:
        self._last += 1
        return f"[name {self._last}]"


def _some_of(parts: Parts) -> Iterator[Parts]:
    """Yield every choice of one or more of a name's parts."""
    return map(frozenset, chain.from_iterable(combinations(parts, some) for some in range(1, len(parts) + 1)))


def _others(parts: Parts, known: Parts) -> bool:
    """Return whether two names share a part, and each has another one besides."""
    return bool(known & parts) and not (known <= parts or parts <= known)


def identifiers(text: str, suggestions: Iterable[Suggestion]) -> dict[str, str]:
    """Return what the project's mapping should keep of accepted suggestions: identifier → replacement."""
    return {
        identifier(text[each.start : each.end]): each.replacement
        for each in suggestions
        if each.kind == "name" and each.replacement
    }
