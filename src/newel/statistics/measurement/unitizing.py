"""Agreement of coders who mark stretches of a text: on each character, and on where stretches begin and end.

Three coefficients go by the name of u-alpha, and they can differ in sign on the same text; each is named by its year.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise, permutations

import numpy as np

from newel.statistics.arrays import Numbers

Segment = tuple[int, int, int]
"""Start, end (exclusive) and the number of a code, from 0."""
Line = tuple[int, Sequence[Sequence[Segment]]]
"""How many characters a text has, and each coder's stretches on it."""
GAP = 0


@dataclass(frozen=True)
class Unitized:
    """A coefficient of agreement on stretches of text; its interval comes from resampling texts."""

    name: str
    variant: str
    value: float
    observed: float
    """Disagreement seen, in the coefficient's own unit."""
    expected: float
    """Disagreement that chance would bring."""
    experimental: bool = True
    """Not to be the only coefficient that is printed: no publication was at hand to compare every step with."""


@dataclass(frozen=True)
class _Coincidences:
    """Over pairs of coders: how many characters have value c and value k. Value 0 is a gap, code 0 is value 1."""

    table: Numbers
    squares: Numbers
    """By value: sum of squared lengths of stretches; of a gap the sum of lengths."""


def character_alpha(lines: Sequence[Line]) -> Unitized:
    """Return Krippendorff's nominal alpha with every character as a unit; no code is a category of its own.

    Characters beside each other are not independent, so no standard error is given. Source: as `krippendorff_alpha`.
    """
    table = _coincidences(lines).table
    total, own = table.sum(), table.sum(axis=1)
    observed = float(1 - np.trace(table) / total)
    expected = float((total**2 - own @ own) / (total * (total - 1)))
    name = "Krippendorff's alpha on characters"
    return _unitized(name, "characters", observed, expected=expected, experimental=False)


def u_alpha(lines: Sequence[Line]) -> Unitized:
    """Return the nominal u-alpha of 2016: gaps are a value, and a stretch cannot agree with itself.

    Source: Krippendorff K, Mathet Y, Bouvry S, Widloecher A. Qual Quant 2016;50:2347-2364; Krippendorff K. Content
    analysis, 4th ed, 2019, section 12.6, equations 32 to 34. Its figure 12.11 was had from the tests of the R package
    quallmer, not from the book.
    """
    observed, expected = _disagreements(lines, binary=False)
    return _unitized("u-alpha, nominal", "2016", observed, expected=expected)


def u_alpha_binary(lines: Sequence[Line]) -> Unitized:
    """Return the binary u-alpha of 2016: coded or not, whichever the code. Source: as `u_alpha`, equation 35."""
    observed, expected = _disagreements(lines, binary=True)
    return _unitized("u-alpha, binary", "2016", observed, expected=expected)


def u_alpha_1995(lines: Sequence[Line], code: int) -> Unitized:
    """Return the u-alpha of 1995 for one code: squared distances of ends, against all ways to place the stretches.

    Source: Krippendorff K. Sociol Methodol 1995;25:47-76, as DKPro Statistics computes it.
    """
    length, coders = _joined(lines, only=code)
    parts = [_with_gaps(stretches, lines) for stretches in coders]
    pairs = len(coders) * (len(coders) - 1)
    distance = 2 * sum(_squared_distances(one, other) for one, other in combinations(parts, 2))
    observed = distance / (pairs * length**2)
    coded = [end - start for part in parts for start, end, value in part if value != GAP]
    gaps = np.array([end - start for part in parts for start, end, value in part if value == GAP])
    among_units = sum((len(coded) - 1) * (2 * size**3 - 3 * size**2 + size) / 3 for size in coded)
    in_gaps = sum(size**2 * float((gaps[gaps >= size] - size + 1).sum()) for size in coded)
    places = len(coders) * length
    ways = places * (places - 1) - sum(size * (size - 1) for size in coded)
    expected = 2 / length * (among_units + in_gaps) / ways
    return _unitized("u-alpha", "1995", observed, expected=expected)


def u_alpha_2013(lines: Sequence[Line]) -> Unitized:
    """Return the u-alpha of 2013: of stretches that touch, what they do not share; gaps are not compared.

    Source: Krippendorff K. Content analysis, 3rd ed, 2013, revised section 12.4, as qdaPy computes it.
    """
    _, coders = _joined(lines)
    found = [each for one, other in combinations(coders, 2) for each in _misfits(one, other)]
    units = [stretch for stretches in coders for stretch in stretches]
    if not found or len(units) < 2:
        raise ValueError("Fewer than two stretches were coded, so agreement on stretches cannot be judged.")
    sizes = np.array([end - start for start, end, _ in units], dtype=float)
    values = np.array([value for _, _, value in units])
    apart = values[:, None] != values
    squares = sizes[:, None] ** 2 + sizes**2 + np.outer(sizes, sizes) * apart
    spans = sizes[:, None] + sizes
    np.fill_diagonal(squares, 0.0)
    np.fill_diagonal(spans, 0.0)
    expected = float(squares.sum() / spans.sum())
    return _unitized("u-alpha", "2013", sum(found) / len(found), expected=expected)


def _unitized(
    name: str, variant: str, observed: float, *, expected: float, experimental: bool = True
) -> Unitized:
    if not expected > 0:
        raise ValueError("Nothing is marked, or everything by all, so agreement beyond chance is not defined.")
    return Unitized(name, variant, 1 - observed / expected, observed, expected, experimental)


def _misfits(one: Sequence[Segment], other: Sequence[Segment]) -> Iterator[float]:
    """Yield the misfit of every two stretches that touch, and twice the length of those that touch none."""
    touched = set()
    for start, end, value in one:
        alone = True
        for place, (left, right, kind) in enumerate(other):
            shared = min(end, right) - max(start, left)
            if shared > 0:
                alone = False
                touched.add(place)
                yield float(max(end, right) - min(start, left) - (shared if value == kind else 0))
        if alone:
            yield 2.0 * (end - start)
    yield from (2.0 * (right - left) for place, (left, right, _) in enumerate(other) if place not in touched)


def _squared_distances(one: Sequence[Segment], other: Sequence[Segment]) -> float:
    """Return the squared distances of two coders' partitions: of stretches that overlap, and of stretches in gaps."""
    total = 0.0
    for start, end, value in one:
        for left, right, kind in other:
            if min(end, right) <= max(start, left):
                continue
            if GAP not in (value, kind):
                total += (start - left) ** 2 + (end - right) ** 2
            elif value != GAP and left <= start and end <= right:
                total += (end - start) ** 2
            elif kind != GAP and start <= left and right <= end:
                total += (right - left) ** 2
    return total


def _disagreements(lines: Sequence[Line], *, binary: bool) -> tuple[float, float]:
    """Return observed and expected disagreement of the family of 2016, as shares of all pairs of characters."""
    found = _coincidences(lines)
    own, total = found.table.sum(axis=1), found.table.sum()
    expected = (np.outer(own, own) - np.diag(found.squares)) * total / (total**2 - found.squares.sum())
    tables = [found.table, expected]
    if binary:
        tables = [np.array([[t[0, 0], t[0, 1:].sum()], [t[1:, 0].sum(), t[1:, 1:].sum()]]) for t in tables]
    observed, chance = (float((t.sum() - np.trace(t)) / total) for t in tables)
    return observed, chance


def _coincidences(lines: Sequence[Line]) -> _Coincidences:
    """Count over all texts how many characters any two coders gave which values, by stretches with constant values."""
    size = 2 + max((code for _, coders in lines for stretches in coders for *_, code in stretches), default=-1)
    table, squares = np.zeros((size, size)), np.zeros(size)
    for length, coders in lines:
        checked = [_in_order(stretches, length) for stretches in _of_two_or_more(coders)]
        ends = np.unique([0, length, *(end for each in checked for stretch in each for end in stretch[:2])])
        values = np.zeros((len(checked), len(ends) - 1), dtype=np.int64)
        for coder, stretches in enumerate(checked):
            squares[GAP] += length
            for start, end, code in stretches:
                values[coder, np.searchsorted(ends, start) : np.searchsorted(ends, end)] = code + 1
                squares[code + 1] += (end - start) ** 2
                squares[GAP] -= end - start
        for one, other in permutations(range(len(checked)), 2):
            np.add.at(table, (values[one], values[other]), np.diff(ends) / (len(checked) - 1))
    return _Coincidences(table, squares)


def _joined(lines: Sequence[Line], *, only: int | None = None) -> tuple[int, list[list[Segment]]]:
    """Put texts behind one another; `only` keeps the stretches of one code. Code 0 becomes value 1."""
    starts = [0, *accumulate(length for length, _ in lines)]
    coders: list[list[Segment]] = [[] for _ in lines[0][1]]
    for before, (length, own) in zip(starts, lines, strict=False):
        if len(own) != len(coders):
            raise ValueError("All texts need the same coders, in the same order.")
        for coder, stretches in zip(coders, _of_two_or_more(own), strict=True):
            for start, end, code in _in_order(stretches, length):
                if only is None or code == only:
                    coder.append((before + start, before + end, code + 1))
    return starts[-1], coders


def _with_gaps(stretches: Sequence[Segment], lines: Sequence[Line]) -> list[Segment]:
    """Fill in what lies between the stretches of one coder; a gap ends where its text ends."""
    ends = [0, *accumulate(length for length, _ in lines)]
    marks = sorted({*ends, *(end for stretch in stretches for end in stretch[:2])})
    coded = {start: (start, end, value) for start, end, value in stretches}
    parts = []
    reached = 0
    for start, end in pairwise(marks):
        if start in coded:
            parts.append(coded[start])
            reached = coded[start][1]
        elif start >= reached:
            parts.append((start, end, GAP))
    return parts


def _of_two_or_more(coders: Sequence[Sequence[Segment]]) -> Sequence[Sequence[Segment]]:
    if len(coders) < 2:
        raise ValueError(f"Agreement needs two coders; this text has {len(coders)}.")
    return coders


def _in_order(stretches: Sequence[Segment], length: int) -> list[Segment]:
    """Return one coder's stretches in order. Raises ValueError where they overlap or leave the text."""
    found = sorted(stretches)
    reached = 0
    for start, end, code in found:
        if not reached <= start < end <= length or code < 0:
            raise ValueError(
                f"The stretch from {start} to {end} is empty, overlaps another of this coder, or leaves the text of "
                f"{length} characters. Take one code at a time where codes may overlap."
            )
        reached = end
    return found
