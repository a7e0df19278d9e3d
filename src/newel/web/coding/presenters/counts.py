"""Counts of codes as plain data: a table by columns of sources, pairs of codes, and the line of what was new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newel.coding import Codebook, Cooccurrence, Crosstab
from newel.coding.counting import Arrival
from newel.protocol import Protocol
from newel.protocol.coding import Saturation
from newel.statistics.saturation import chao2, saturation

BY = {"group": "Group", "site_type": "Type of site", "wave": "Wave", "kind": "Kind of source", "site": "Site"}
WIDTH, HEIGHT, EDGE = 640, 240, 40


@dataclass(frozen=True)
class CrossRow:
    """One code: (codings, sources) in each column, and in all."""

    path: str
    depth: int
    cells: tuple[tuple[int, int], ...]
    codings: int
    sources: int


@dataclass(frozen=True)
class Point:
    """One source on the line: how many codes were new, and how many there were by then."""

    number: int
    title: str
    codes: int
    new: int
    total: int
    x: float
    y: float


@dataclass(frozen=True)
class Curve:
    """The line of codes found so far, in a picture of WIDTH by HEIGHT."""

    points: tuple[Point, ...]
    line: str
    most: int
    says: str
    width: int = WIDTH
    height: int = HEIGHT
    edge: int = EDGE


def column_names(by: str, found: Crosstab, protocol: Protocol) -> list[tuple[str, int]]:
    """Return (name as print has it, how many sources) of each column."""
    names: dict[str, str] = {
        "group": {group.id: group.plural for group in protocol.groups},
        "site": {site.id: site.pseudonym for site in protocol.sites},
    }.get(by, {})
    shown = [names.get(column, column.replace("_", " ")) for column in found.columns]
    counts = [found.sources_in[column] for column in found.columns]
    return [(name[:1].upper() + name[1:], count) for name, count in zip(shown, counts, strict=True)]


def cross_rows(found: Crosstab, codebook: Codebook) -> list[CrossRow]:
    """Return a row for each code that is used, or that holds one that is."""
    rows = []
    for code in found.codes:
        cells = tuple((found.codings.get((code, at), 0), found.sources.get((code, at), 0)) for at in found.columns)
        depth = len(codebook.path(code)) - 1
        totals = sum(cell[0] for cell in cells), sum(cell[1] for cell in cells)
        rows.append(CrossRow(codebook.code(code).name, depth, cells, *totals))
    return rows


def pair_rows(found: Cooccurrence, codebook: Codebook) -> list[tuple[str, str, int]]:
    """Return (code, code, how often) of the pairs that lie together most often."""
    pairs = sorted(found.together.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(codebook.path_name(one), codebook.path_name(other), count) for (one, other), count in pairs[:100]]


def curve_of(arrivals: Sequence[Arrival], titles: Mapping[str, str]) -> Curve:
    """Return the line of codes found by each source."""
    totals: list[int] = []
    for arrival in arrivals:
        totals.append((totals[-1] if totals else 0) + len(arrival.new))
    most = totals[-1] if totals else 0
    points = []
    for place, (arrival, total) in enumerate(zip(arrivals, totals, strict=True)):
        x = EDGE + (WIDTH - 2 * EDGE) * place / max(len(arrivals) - 1, 1)
        y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * total / max(most, 1)
        title = titles.get(arrival.source, arrival.source)
        points.append(
            Point(place + 1, title, len(arrival.codes), len(arrival.new), total, round(x, 1), round(y, 1))
        )
    line = " ".join(f"{point.x},{point.y}" for point in points)
    says = f"{most} codes in {len(points)} sources; the last source brought {points[-1].new} new." if points else ""
    return Curve(tuple(points), line, most, says)


def verdict_of(arrivals: Sequence[Arrival], plan: Saturation | None) -> list[str]:
    """Return what the planned measure says, and how many codes there may be; in words, and never as proof."""
    rule = plan or Saturation()
    codes = [arrival.codes for arrival in arrivals]
    said = []
    try:
        found = saturation(codes, base=rule.base, run=rule.run, threshold=rule.threshold)
    except ValueError:
        return [f"There are too few coded sources to say: the measure needs {rule.base + rule.run}."]
    if found.reached:
        share = f"{100 * found.reached.ratio:.0f} %"
        said.append(
            f"Sources {found.reached.first} to {found.reached.last} brought {share} new codes, of the {found.in_base} "
            f"in the first {rule.base}; the protocol asks for {100 * rule.threshold:.0f} % or less ({found.notation})."
        )
    else:
        said.append(f"No run of {rule.run} sources brought {100 * rule.threshold:.0f} % or fewer new codes so far.")
    rich = chao2(codes)
    said.append(
        f"{rich.observed} codes were found; Chao's estimate of all there may be is {rich.estimate:.0f} "
        f"({rich.low:.0f} to {rich.high:.0f})."
    )
    return said
