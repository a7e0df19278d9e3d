"""A contradiction between two parts of a protocol."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """A contradiction at one place of the protocol."""

    path: Place
    found: str
    expected: str
    remedy: str


def undeclared(place: Place, used: Iterable[str], declared: Iterable[str], *, block: str) -> Iterator[Problem]:
    """Yield a problem for each name that is used and not declared in `block`."""
    known = list(declared)
    for value in used:
        if value not in known:
            yield Problem(
                place,
                f"`{value}`",
                f"one of {', '.join(known)}" if known else f"a name declared in {block}; there is none",
                f"Correct the spelling, or declare it in {block}.",
            )
