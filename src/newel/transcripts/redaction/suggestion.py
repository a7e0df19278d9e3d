"""A suggested redaction: where it is, what it may be, why it was flagged, and what would stand in its place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "place", "unit", "date", "number", "contact", "address", "organisation", "deductive"]


@dataclass(frozen=True)
class Found:
    """What one way of looking flagged, before what overlaps is put together."""

    start: int
    end: int
    kind: Kind
    because: str


Finder = Callable[[str], Iterable[Found]]
"""A way to find names in a text that is not a pattern: a language model that runs on this machine."""


@dataclass(frozen=True)
class Suggestion:
    """One stretch of text that a person should look at. Nothing is redacted until a person says so.

    `replacement` is None where nothing can stand for it: what may give a person away by deduction.
    """

    start: int
    end: int
    kind: Kind
    because: tuple[str, ...]
    replacement: str | None


@dataclass(frozen=True)
class Roster:
    """Whom and what the study knows to be named: people, places and units.

    `stands_for` gives what shall replace a name, for people who have a pseudonym in the study.
    """

    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    stands_for: tuple[tuple[str, str], ...] = ()
