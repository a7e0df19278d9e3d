"""The curvature of a penalised likelihood in its random effects: H = Z'WZ + I, factored with its largest part first.

The blocks of the largest term are small and stand alone, so they are eliminated level by level; what is left of the
other terms is one dense matrix (a Schur complement). Only entries of the inverse that some row needs are worked out.
"""

from typing import NamedTuple

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.generalised.layout import Bands

_PANEL = 48


class Curvature(NamedTuple):
    """H, or its factor, or the entries of its inverse, by turns."""

    blocks: Numbers
    """Blocks of the largest term, shape (q k, k): lower triangles."""
    crosses: Numbers
    """Cross-products of the largest term with the dense block, shape (kept, k)."""
    rest: Numbers
    """The dense block, lower triangle."""


@compiled
def room(bands: Bands) -> Curvature:
    """Return the room that H takes."""
    width = bands.widths[0] if len(bands.widths) else 1
    levels = len(bands.pointers) - 1
    return Curvature(
        np.zeros((levels * width, width)), np.zeros((len(bands.touched), width)), np.zeros((bands.dense, bands.dense))
    )


@compiled
def clear(numbers: Numbers) -> None:
    """Set a matrix to 0."""
    for row in range(len(numbers)):
        for column in range(numbers.shape[1]):
            numbers[row, column] = 0.0


@compiled
def gather(bands: Bands, weights: Numbers, into: Curvature) -> None:
    """Set `into` to Z'WZ + I."""
    width = into.blocks.shape[1]
    clear(into.blocks)
    clear(into.crosses)
    clear(into.rest)
    for effect in range(len(into.blocks)):
        into.blocks[effect, effect % width] = 1.0
    for effect in range(bands.dense):
        into.rest[effect, effect] = 1.0
    if bands.columns.shape[1] == 2 and len(bands.widths) == 2:
        _gather_two(bands, weights, into)
        return
    if len(bands.widths):
        for row in range(len(weights)):
            _gather_row(bands, (row, weights[row]), into)


@compiled
def _gather_two(bands: Bands, weights: Numbers, into: Curvature) -> None:
    """Do the same for two scalar terms, the usual case of crossed factors, with nothing to loop over in a row."""
    first_dense = len(into.blocks)
    for row in range(len(weights)):
        one, two = bands.columns[row, 0], bands.columns[row, 1]
        weighted = weights[row] * two
        place = bands.places[row, 1] - first_dense
        into.blocks[bands.places[row, 0], 0] += weights[row] * one * one
        into.crosses[bands.touches[row, 0], 0] += weighted * one
        into.rest[place, place] += weighted * two


@compiled
def _gather_row(bands: Bands, weighted: tuple[int, float], into: Curvature) -> None:
    row, weight = weighted
    width = into.blocks.shape[1]
    columns = bands.columns[row]
    place = bands.places[row, 0]
    for a in range(width):
        for b in range(a + 1):
            into.blocks[place + a, b] += weight * columns[a] * columns[b]
    for term in range(1, len(bands.widths)):
        touch = bands.touches[row, term - 1]
        for c in range(bands.widths[term]):
            amount = weight * columns[bands.starts[term] + c]
            for a in range(width):
                into.crosses[touch + c, a] += amount * columns[a]
            _gather_dense(bands, (row, term, c, amount), into)


@compiled
def _gather_dense(bands: Bands, where: tuple[int, int, int, float], into: Curvature) -> None:
    row, term, column, amount = where
    first_dense = len(into.blocks)
    at = bands.places[row, term] - first_dense + column
    for other in range(1, term + 1):
        upto = bands.widths[other] if other < term else column + 1
        place = bands.places[row, other] - first_dense
        for d in range(upto):
            into.rest[at, place + d] += amount * bands.columns[row, bands.starts[other] + d]


@compiled
def factorise(bands: Bands, h: Curvature) -> float:
    """Turn H into its factor in place and return half its log-determinant; -1e300 where H is not positive definite."""
    width = h.blocks.shape[1]
    half = 0.0
    for level in range(len(bands.pointers) - 1):
        part = _factorise_block(h.blocks, level * width, width)
        if part < -0.5e300:
            return -1e300
        half += part
        if width == 1:
            _eliminate_one(bands, level, h)
        else:
            _eliminate(bands, level, h)
    if bands.dense == 0:
        return half
    part = _factorise_dense(h.rest)
    return half + part if part > -0.5e300 else -1e300


@compiled
def _factorise_block(blocks: Numbers, first: int, width: int) -> float:
    """Cholesky in place; half the log-determinant, or -1e300 where the block is not positive definite."""
    half = 0.0
    for a in range(width):
        for b in range(a + 1):
            left = blocks[first + a, b]
            for c in range(b):
                left -= blocks[first + a, c] * blocks[first + b, c]
            if b < a:
                blocks[first + a, b] = left / blocks[first + b, b]
            elif left > 0:
                blocks[first + a, a] = np.sqrt(left)
                half += 0.5 * np.log(left)
            else:
                return -1e300
    return half


@compiled
def _factorise_dense(rest: Numbers) -> float:
    """The same for the dense block, panel by panel, so that most of the work is one product of matrices each."""
    half = 0.0
    for first in range(0, len(rest), _PANEL):
        last = min(first + _PANEL, len(rest))
        part = _factorise_block(rest[first:last, first:last], 0, last - first)
        if part < -0.5e300:
            return -1e300
        half += part
        for below in range(last, len(rest)):
            lower_solve(rest[first:last, first:last], 0, rest[below, first:last])
        panel = rest[last:, first:last].copy()
        for below in range(last, len(rest), _PANEL):
            upto = min(below + _PANEL, len(rest))
            own = panel[below - last : upto - last]
            product = np.dot(own, np.ascontiguousarray(panel[: upto - last].T))
            _subtract(product, rest[below:upto, last:upto])
    return half


@compiled
def _subtract(product: Numbers, into: Numbers) -> None:
    """Take the product off the lower triangle that ends where `into` ends."""
    ahead = into.shape[1] - len(into)
    for a in range(len(into)):
        for b in range(ahead + a + 1):
            into[a, b] -= product[a, b]


@compiled
def _eliminate_one(bands: Bands, level: int, h: Curvature) -> None:
    """Take one level of a scalar largest term out of the dense block; its cross-products become C / L."""
    low, high = bands.pointers[level], bands.pointers[level + 1]
    pivot = h.blocks[level, 0]
    for kept in range(low, high):
        h.crosses[kept, 0] /= pivot
    for kept in range(low, high):
        at, amount = bands.touched[kept], h.crosses[kept, 0]
        for other in range(low, kept + 1):
            h.rest[at, bands.touched[other]] -= amount * h.crosses[other, 0]


@compiled
def _eliminate(bands: Bands, level: int, h: Curvature) -> None:
    """Do the same for a level with several effects: its cross-products become L^-1 C."""
    width = h.blocks.shape[1]
    low, high = bands.pointers[level], bands.pointers[level + 1]
    for kept in range(low, high):
        lower_solve(h.blocks, level * width, h.crosses[kept])
    for kept in range(low, high):
        at = bands.touched[kept]
        for other in range(low, kept + 1):
            product = 0.0
            for a in range(width):
                product += h.crosses[kept, a] * h.crosses[other, a]
            h.rest[at, bands.touched[other]] -= product


@compiled
def lower_solve(blocks: Numbers, first: int, x: Numbers) -> None:
    """Solve L x = x in place, L being the square block that starts in row `first`."""
    for a in range(len(x)):
        left = x[a]
        for b in range(a):
            left -= blocks[first + a, b] * x[b]
        x[a] = left / blocks[first + a, a]


@compiled
def upper_solve(blocks: Numbers, first: int, x: Numbers) -> None:
    """Solve L' x = x in place."""
    for a in range(len(x) - 1, -1, -1):
        left = x[a]
        for b in range(a + 1, len(x)):
            left -= blocks[first + b, a] * x[b]
        x[a] = left / blocks[first + a, a]


@compiled
def solve(bands: Bands, factor: Curvature, x: Numbers) -> None:
    """Solve H x = x in place, from the factor."""
    width, first_dense = factor.blocks.shape[1], len(factor.blocks)
    for level in range(len(bands.pointers) - 1):
        first = level * width
        lower_solve(factor.blocks, first, x[first : first + width])
        for kept in range(bands.pointers[level], bands.pointers[level + 1]):
            for a in range(width):
                x[first_dense + bands.touched[kept]] -= factor.crosses[kept, a] * x[first + a]
    lower_solve(factor.rest, 0, x[first_dense:])
    upper_solve(factor.rest, 0, x[first_dense:])
    for level in range(len(bands.pointers) - 1):
        first = level * width
        for kept in range(bands.pointers[level], bands.pointers[level + 1]):
            for a in range(width):
                x[first + a] -= factor.crosses[kept, a] * x[first_dense + bands.touched[kept]]
        upper_solve(factor.blocks, first, x[first : first + width])


@compiled
def invert(bands: Bands, factor: Curvature) -> Curvature:
    """Return the entries of H^-1 that rows need, the dense block and the blocks in full (both triangles)."""
    width = factor.blocks.shape[1]
    inverse = Curvature(np.zeros(factor.blocks.shape), np.zeros(factor.crosses.shape), _invert_dense(factor.rest))
    scaled = factor.crosses.copy()
    for level in range(len(bands.pointers) - 1):
        first, low, high = level * width, bands.pointers[level], bands.pointers[level + 1]
        for kept in range(low, high):
            upper_solve(factor.blocks, first, scaled[kept])
        if width == 1:
            _invert_crosses_of_one(bands.touched[low:high], scaled[low:high], (inverse.crosses[low:high], inverse.rest))
        else:
            _invert_crosses(bands.touched[low:high], scaled[low:high], (inverse.crosses[low:high], inverse.rest))
        for a in range(width):
            inverse.blocks[first + a, a] = 1.0
            lower_solve(factor.blocks, first, inverse.blocks[first + a])
            upper_solve(factor.blocks, first, inverse.blocks[first + a])
            for kept in range(low, high):
                for b in range(width):
                    inverse.blocks[first + a, b] -= inverse.crosses[kept, a] * scaled[kept, b]
    return inverse


@compiled
def _invert_dense(factor: Numbers) -> Numbers:
    if len(factor) == 0:
        return factor.copy()
    inverse = np.ascontiguousarray(np.linalg.inv(factor))
    whole: Numbers = np.dot(np.ascontiguousarray(inverse.T), inverse)
    return whole


@compiled
def _invert_crosses_of_one(touched: Levels, scaled: Numbers, into: tuple[Numbers, Numbers]) -> None:
    crosses, rest = into
    for kept in range(len(touched)):
        total = 0.0
        for other in range(len(touched)):
            total += rest[touched[kept], touched[other]] * scaled[other, 0]
        crosses[kept, 0] = -total


@compiled
def _invert_crosses(touched: Levels, scaled: Numbers, into: tuple[Numbers, Numbers]) -> None:
    crosses, rest = into
    for kept in range(len(touched)):
        for other in range(len(touched)):
            share = rest[touched[kept], touched[other]]
            for a in range(scaled.shape[1]):
                crosses[kept, a] -= share * scaled[other, a]
