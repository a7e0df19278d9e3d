"""Where two layers agree and differ on one source, unit by unit: what a person has to decide, and what not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from newel.transcripts import Unit

Place = tuple[int, int]


class Spanned(Protocol):
    """What a coding must tell to be compared: a row of the table tells it, and so does one of `newel.coding`."""

    @property
    def code(self) -> str:
        """Its code."""
        ...

    @property
    def start(self) -> int:
        """Its first code point."""
        ...

    @property
    def end(self) -> int:
        """The one after its last."""
        ...


@dataclass(frozen=True)
class Differing:
    """One code in one unit on which two coders differ. `kind`: who has it, `places` for both.

    The spans are cut at the edges of the unit, which is what coders are compared on.
    """

    unit: Unit
    code: str
    kind: str
    first: tuple[Place, ...]
    second: tuple[Place, ...]

    def spans(self, choice: str) -> tuple[Place, ...]:
        """Return the spans that a choice leads to: first, second, both or neither."""
        chosen = {"first": self.first, "second": self.second, "both": (*self.first, *self.second)}
        return tuple(_union(chosen.get(choice, ())))


@dataclass(frozen=True)
class Compared:
    """One source in two layers. `agreed` holds (code, start, end) of the words both put the code on."""

    agreed: tuple[tuple[str, int, int], ...]
    differing: tuple[Differing, ...]


def compare(units: Sequence[Unit], first: Iterable[Spanned], second: Iterable[Spanned]) -> Compared:
    """Lay two layers' codings of one source side by side."""
    ours, theirs = list(first), list(second)
    agreed: list[tuple[str, int, int]] = []
    differing: list[Differing] = []
    for unit in units:
        one, other = _in_unit(unit, ours), _in_unit(unit, theirs)
        for code in sorted(one.keys() | other.keys()):
            both = tuple(_overlap(one.get(code, ()), other.get(code, ())))
            agreed += [(code, start, end) for start, end in both]
            if not both:
                kind = "places" if code in one and code in other else "first" if code in one else "second"
                differing.append(Differing(unit, code, kind, one.get(code, ()), other.get(code, ())))
    return Compared(tuple(agreed), tuple(differing))


def _in_unit(unit: Unit, codings: Iterable[Spanned]) -> dict[str, tuple[Place, ...]]:
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for coding in codings:
        if coding.start < unit.end and unit.start < coding.end:
            found[coding.code].append((max(coding.start, unit.start), min(coding.end, unit.end)))
    return {code: tuple(_union(places)) for code, places in found.items()}


def _union(places: Iterable[Place]) -> list[Place]:
    joined: list[Place] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _overlap(first: Iterable[Place], second: Sequence[Place]) -> Iterator[Place]:
    for start, end in first:
        for begins, ends in second:
            if begins < end and start < ends:
                yield max(start, begins), min(end, ends)
