"""What stands in an identifier's place: the same words for the same person wherever they are named in a project."""

import re
from collections.abc import Iterable, Mapping

from newel.transcripts.redaction.suggestion import Kind, Roster, Suggestion
from newel.transcripts.versions import Edit

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


def identifier(words: str) -> str:
    """Return the form under which an identifier is kept in the mapping: no title, possessive, brackets or capitals."""
    plain = _POSSESSIVE.sub("", " ".join(words.strip("[]").split()))
    return _TITLES.sub("", plain).casefold().replace("\u2019", "'")


class Replacements:
    """Gives each identifier its replacement: what the roster says, what was given before, or the next number."""

    def __init__(self, known: Mapping[str, str], roster: Roster) -> None:
        self._names = {identifier(name): stands for name, stands in roster.stands_for} | dict(known)
        numbers = [int(found[1]) for stands in self._names.values() if (found := _NUMBERED.fullmatch(stands))]
        self._last = max(numbers, default=0)

    def of(self, kind: Kind, words: str) -> str:
        """Return what stands for words of a kind that can be replaced."""
        key = identifier(words)
        if kind != "name":
            return self._names.get(key, _ALIKE[kind])
        if key not in self._names:
            self._names[key] = self._of_the_same_person(key) or self._next()
        return self._names[key]

    def _of_the_same_person(self, key: str) -> str | None:
        """Return what stands for the one person whose name holds this one or is held in it, as "Ada" in "Ada Obi".

        Whoever shares a part of the name and has another part besides, as "Ada Eze", is somebody else.
        """
        parts = set(key.split())
        same: set[str] = set()
        others: set[str] = set()
        for name, stands in self._names.items():
            known = set(name.split())
            if known & parts and stands not in _ALIKE.values():
                (same if known <= parts or parts <= known else others).add(stands)
        left = same - others
        return left.pop() if len(left) == 1 else None

    def _next(self) -> str:
        self._last += 1
        return f"[name {self._last}]"


def identifiers(text: str, suggestions: Iterable[Suggestion]) -> dict[str, str]:
    """Return what the project's mapping should keep of accepted suggestions: identifier → replacement."""
    return {
        identifier(text[each.start : each.end]): each.replacement
        for each in suggestions
        if each.kind == "name" and each.replacement
    }


def redacting_edits(suggestions: Iterable[Suggestion]) -> tuple[Edit, ...]:
    """Return the edits of accepted suggestions, in order. What has no replacement is a flag, and makes no edit."""
    edits = (Edit(each.start, each.end, each.replacement) for each in suggestions if each.replacement is not None)
    return tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))
