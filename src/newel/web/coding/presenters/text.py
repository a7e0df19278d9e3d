"""A text with its codings as plain data: units, the pieces their words fall into, and a bar for each coding."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from newel.transcripts import Unit
from newel.web.coding.models import Coding
from newel.web.coding.presenters.tree import Row
from newel.web.coding.texts import Text


@dataclass(frozen=True)
class Bar:
    """One coding in the margin of a unit. `whole` says that it covers the unit from end to end."""

    key: str
    code: str
    name: str
    path: str
    hue: int
    pattern: int
    own: bool
    coder: str
    whole: bool
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """Some words that carry the same codings; `depth` is how many, and `marks` their names for who cannot see them."""

    words: str
    depth: int
    marks: str
    hue: int


@dataclass(frozen=True)
class UnitView:
    """A unit as the page shows it. `gap` is the text from its end to the next unit, which spans may run across."""

    number: int
    kind: str
    speaker: str
    start: int
    end: int
    gap: str
    pieces: tuple[Piece, ...]
    bars: tuple[Bar, ...]

    @property
    def title(self) -> str:
        """What a screen reader calls it."""
        who = f", {self.speaker}" if self.speaker else ""
        return f"{self.kind.capitalize()} {self.number}{who}"

    @property
    def codes(self) -> str:
        """The codes it carries, in words."""
        names = list(dict.fromkeys(bar.name for bar in self.bars))
        return ", ".join(names) if names else "not coded"


def unit_views(text: Text, codings: Iterable[Coding], rows: Mapping[str, Row], *, own: int) -> list[UnitView]:
    """Return every unit of a text with the codings that reach into it. `own` is the layer that is worked in."""
    bars = bars_of(codings, rows, own=own)
    return [
        _unit_view(text, unit, bars, after=after) for unit, after in zip_longest(text.units, text.units[1:])
    ]


def unit_view(text: Text, unit: Unit, bars: Iterable[Bar]) -> UnitView:
    """Return one unit with those of the bars that reach into it; without the gap behind it."""
    return _unit_view(text, unit, bars)


def bars_of(codings: Iterable[Coding], rows: Mapping[str, Row], *, own: int) -> list[Bar]:
    """Return the codings as bars of the margin."""
    return [_bar(coding, rows.get(coding.code), own) for coding in codings]


def _unit_view(text: Text, unit: Unit, bars: Iterable[Bar], *, after: Unit | None = None) -> UnitView:
    here = tuple(_within(bar, unit) for bar in bars if bar.start < unit.end and unit.start < bar.end)
    return UnitView(
        number=unit.number,
        kind=unit.kind,
        speaker=unit.speaker or "",
        start=unit.start,
        end=unit.end,
        gap=text.words[unit.end : after.start] if after else "",
        pieces=tuple(_pieces(text, unit, here)),
        bars=here,
    )


def _within(bar: Bar, unit: Unit) -> Bar:
    whole = bar.start <= unit.start and unit.end <= bar.end
    return replace(bar, whole=whole, start=max(bar.start, unit.start), end=min(bar.end, unit.end))


def _bar(coding: Coding, row: Row | None, own: int) -> Bar:
    return Bar(
        key=coding.key,
        code=coding.code,
        name=row.name if row else coding.code,
        path=row.path if row else coding.code,
        hue=row.hue if row else 0,
        pattern=row.pattern if row else 0,
        own=coding.layer_id == own,
        coder=coding.layer.coder,
        whole=False,
        start=coding.start,
        end=coding.end,
    )


def _pieces(text: Text, unit: Unit, bars: Sequence[Bar]) -> Iterator[Piece]:
    """Cut the words of a unit wherever a coding starts or ends."""
    cuts = sorted({unit.start, unit.end, *(bar.start for bar in bars), *(bar.end for bar in bars)})
    for start, end in pairwise(cuts):
        here = [bar for bar in bars if bar.start <= start and end <= bar.end]
        names = ", ".join(dict.fromkeys(bar.name for bar in here))
        yield Piece(text.words[start:end], min(len(here), 3), names, here[0].hue if here else 0)
