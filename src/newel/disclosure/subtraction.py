"""Whether a withheld number can be worked out from the numbers beside it, and what to withhold so that it cannot.

The attack, along every row and column that has a total: the reader knows the rule, so a withheld count lies from one to
just below the rule's smallest, a rounded one within its band, an exact one is itself; no part is larger than the total
less the smallest the other parts can be, and where the parts add up none is smaller than the total less the largest.
What one line teaches is used in the next until nothing more is learnt. Where the parts are sites, the same is tried
with one of them known exactly, because a site knows its own number. A withheld count must keep three possible values in
all of it.

The remedy, while one does not: withhold the smallest printed part of its line as well; when no part is left, withhold
the total. All carry the same asterisk, so that a reader cannot tell which is small. Zeros stay printed. A percentage or
rate is one more sight of its numerator: it is attacked in its own column, and withheld with a count it would give away.

Not seen here: sums over several tables or findings, and linear combinations that no single line shows. The attacker's
problem is that of Fischetti and Salazar, *Management Science* 2000; this is its simplest case.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newel.disclosure.judging import WITHHELD, Judge, UnableToProtect, Verdict, printed_count
from newel.disclosure.released import UnableToRelease
from newel.findings import Estimate, Table

_SITE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
ENOUGH = 3
"""A withheld count must keep this many possible values."""

Place = tuple[int, int]
Band = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A total and its parts. `adds_up`: nothing is in the total that is in no part."""

    total: Place
    parts: tuple[Place, ...]
    adds_up: bool


@dataclass
class Grid:
    """A table under judgement: its estimates and what may be printed of each."""

    table: Table
    judge: Judge
    verdicts: dict[Place, Verdict]

    def __post_init__(self) -> None:
        self.counts = {
            place: count for place in self.verdicts if (count := printed_count(self.estimate(place))) is not None
        }
        self.lines = tuple(_lines(self))

    def estimate(self, place: Place) -> Estimate:
        """Return the estimate at (row, column), both counted from zero."""
        return self.table.rows[place[0]].cells[place[1]]

    def withhold_totals(self, totals: set[float]) -> None:
        """Withhold every national count that is withheld elsewhere in the finding."""
        for place, count in self.counts.items():
            if count in totals and self.verdicts[place] is Verdict.EXACT:
                self.verdicts[place] = Verdict.COVERING

    def bands(self) -> dict[Place, Band]:
        """Return what a reader knows of every count before doing any sum."""
        return {place: self.judge.band(self.verdicts[place], count) for place, count in self.counts.items()}


def judged_grid(table: Table, judge: Judge) -> Grid:
    """Judge every number of a table by itself and then as a reader with a pencil would."""
    verdicts = {}
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells.cells):
            try:
                verdicts[row, column] = judge.verdict(cell)
            except UnableToProtect as error:
                place = f"{table.id}.{cells.id}.{table.columns[column].id}"
                raise UnableToRelease(f"{place}: {error}") from error
    grid = Grid(table, judge, verdicts)
    cover(grid)
    return grid


def cover(grid: Grid) -> None:
    """Withhold more numbers until no withheld one can be worked out."""
    while (exposed := next(_exposed(grid), None)) is not None:
        _withhold(grid, _cheapest_cover(grid, exposed))


def _lines(grid: Grid) -> Iterator[Line]:
    """Find every total of the table that has parts: one named `all` or `total`, or a national number among others."""
    for total, count in grid.counts.items():
        for along_rows in (True, False):
            parts = _parts(grid, total, along_rows=along_rows)
            rest = count - sum(grid.counts[part] for part in parts)
            if parts and rest >= 0:
                yield Line(total, parts, adds_up=rest == 0)


def _parts(grid: Grid, total: Place, *, along_rows: bool) -> tuple[Place, ...]:
    """Return the parts of a total down its column (`along_rows`) or along its row; none where it is no total.

    Parts are of the total's own kind. `all_w1` is the total of what ends in `_w1`, and `all` of everything.
    """
    axis, other = (0, 1) if along_rows else (1, 0)
    names = [line.id for line in (grid.table.rows if along_rows else grid.table.columns)]
    name = names[total[axis]]
    if not (_named_total(name) or grid.estimate(total).national):
        return ()
    ending = name.removeprefix("all").removeprefix("total") if _named_total(name) else ""
    return tuple(
        place
        for place in grid.counts
        if place[other] == total[other]
        and not _named_total(names[place[axis]])
        and (_named_total(name) or not grid.estimate(place).national)
        and names[place[axis]].endswith(ending)
        and grid.estimate(place).kind == grid.estimate(total).kind
    )


def _named_total(name: str) -> bool:
    return name in ("all", "total") or name.startswith(("all_", "total_"))


def _exposed(grid: Grid) -> Iterator[Place]:
    """Yield the secret counts that keep too few possible values: for any reader, and for a site that knows its own."""
    secret = {place for place, count in grid.counts.items() if grid.judge.is_secret(grid.verdicts[place], count)}
    lines = [line for line in grid.lines if not secret.isdisjoint((line.total, *line.parts))]
    if not lines:
        return
    known = dict.fromkeys(part for line in lines for part in line.parts if _sites(grid.table, part))
    for own in (None, *known):
        bands = grid.bands()
        if own is not None:
            bands[own] = (grid.counts[own], grid.counts[own])
        _learn(bands, grid.lines)
        others = {place for place in secret if own is None or not _sites(grid.table, place) & _sites(grid.table, own)}
        yield from (place for place in sorted(others) if _width(bands[place]) < ENOUGH)


def _sites(table: Table, place: Place) -> set[str]:
    """Return the sites a cell is about, by its row and column: their ids are in capitals, and no other ids are."""
    return {name for name in (table.rows[place[0]].id, table.columns[place[1]].id) if _SITE.fullmatch(name)}


def _width(band: Band) -> float:
    return band[1] - band[0] + 1


def _learn(bands: dict[Place, Band], lines: Iterable[Line]) -> None:
    """Narrow the bands by every line until none narrows any more. Bands hold whole numbers, so this ends."""
    before: dict[Place, Band] = {}
    while before != bands:
        before = dict(bands)
        for line in lines:
            _learn_from(line, bands)


def _learn_from(line: Line, bands: dict[Place, Band]) -> None:
    smallest = sum(bands[part][0] for part in line.parts)
    largest = sum(bands[part][1] for part in line.parts)
    low, high = bands[line.total]
    bands[line.total] = (max(low, smallest), min(high, largest) if line.adds_up else high)
    for part in line.parts:
        own_low, own_high = bands[part]
        at_most = high - (smallest - own_low)
        others = sum(bands[other][1] for other in line.parts if other != part)
        at_least = low - others if line.adds_up else own_low
        bands[part] = (max(own_low, at_least), min(own_high, at_most))


def _cheapest_cover(grid: Grid, exposed: Place) -> Place:
    """Return the smallest printed part of a line of the exposed count; else a total of it; else anything printed.

    Where nothing is printed any more, a total that is itself too small is taken to cover: its asterisk says no more.
    """
    own = [line for line in grid.lines if exposed in (line.total, *line.parts)]
    printed = {
        place
        for place, count in grid.counts.items()
        if grid.verdicts[place] not in WITHHELD and (count or grid.judge.zero_is_withheld)
    }
    totals = {line.total for line in grid.lines if grid.verdicts[line.total] is Verdict.WITHHELD} - {exposed}
    for pool in (
        {part for line in own for part in line.parts} & printed,
        {line.total for line in own} & printed,
        {place for line in grid.lines for place in (line.total, *line.parts)} & printed,
        totals,
    ):
        if pool:
            return min(pool, key=lambda place: (grid.counts[place], place))
    raise UnableToRelease(f"Table {grid.table.id} gives a withheld number away and nothing is left to withhold.")


def _withhold(grid: Grid, place: Place) -> None:
    """Withhold a number, and in its row every percentage and rate that its count could be worked out from."""
    grid.verdicts[place] = Verdict.COVERING
    count = grid.counts[place]
    for column, cell in enumerate(grid.table.rows[place[0]].cells):
        other = (place[0], column)
        printed = grid.verdicts[other] in (Verdict.EXACT, Verdict.ROUNDED)
        if printed and cell.kind in ("percentage", "rate") and count in (cell.numerator, cell.denominator):
            grid.verdicts[other] = Verdict.COVERING
