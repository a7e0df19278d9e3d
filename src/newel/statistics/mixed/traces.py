"""The sums over levels of Z'PZ (for ML of Z'H^-1 Z): how much each factor's levels weigh in the likelihood."""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.crossproducts import CrossProducts
from newel.statistics.mixed.dense import add_outer, add_scaled, bilinear, dot


@compiled
def trace_first(sums: CrossProducts, keep: Numbers, inner: Numbers) -> Numbers:
    """Factor 0: with J = keep and the level's row C of products with the rest, the sum of JB - J C inner C' J'."""
    width = keep.shape[1]
    trace = np.zeros((width, width))
    through = np.zeros((width, width))
    for level in range(keep.shape[0]):
        through[:] = 0
        _add_quadratic(sums, inner, (level, through))
        _add_level(trace, keep[level], (sums.blocks[level], through))
    return trace


@compiled
def _add_level(trace: Numbers, keep: Numbers, products: tuple[Numbers, Numbers]) -> None:
    """Add JB - J Q J' of one level."""
    block, through = products
    for a in range(trace.shape[0]):
        for b in range(trace.shape[0]):
            trace[a, b] += dot(keep[a], block[b]) - bilinear(keep[a], through, keep[b])


@compiled
def _add_quadratic(sums: CrossProducts, inner: Numbers, target: tuple[int, Numbers]) -> None:
    """Add C inner C' of one level; its last entry is y, which is left out. Pairs count once and are then mirrored."""
    level, total = target
    start, last = sums.start[level], sums.start[level + 1] - 1
    if total.shape[0] == 1:
        total[0, 0] += _quadratic(inner, sums.column[start:last], sums.value[start:last])
        return
    weights = np.zeros(total.shape[0])
    for i in range(start, last):
        row, own = inner[sums.column[i]], sums.value[i]
        weights[:] = 0
        for j in range(start, i):
            add_scaled(weights, sums.value[j], row[sums.column[j]])
        add_outer(total, weights, own)
        add_scaled(weights, own, row[sums.column[i]])
        add_outer(total, own, weights)


@compiled
def _quadratic(inner: Numbers, column: Levels, value: Numbers) -> float:
    """The same for a single column."""
    total = 0.0
    for i in range(column.shape[0]):
        row, weight = inner[column[i]], 0.0
        for j in range(i):
            weight += row[column[j]] * value[j, 0]
        total += value[i, 0] * (2 * weight + row[column[i]] * value[i, 0])
    return total


@compiled
def trace_rest(matrix: Numbers, factors: Levels, known: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """The other factors: TL is the sum over levels of M (L A^-1), and L is divided out again.

    Of a single column it is simpler to take TLL', the sum of M (L A^-1 L').
    """
    left, inner, factor = known
    traces = np.zeros(factor.shape)
    for f in range(1, factors.shape[0]):
        width, first = factors[f, 1], factors[f, 3]
        stop = first + factors[f, 0] * width
        if width == 1:
            traces[f, 0, 0] = _sum_products(matrix, inner, (first, stop)) / factor[f, 0, 0] ** 2
        else:
            _add_blocks(matrix[:, first:stop], left[:, first:stop], traces[f, :width, :width])
            _divide(traces[f], factor[f], width)
    return traces


@compiled
def _sum_products(matrix: Numbers, inner: Numbers, span: tuple[int, int]) -> float:
    """Return the sum of the products of some rows of two matrices."""
    total = 0.0
    for i in range(span[0], span[1]):
        total += dot(matrix[i], inner[i])
    return total


@compiled
def _add_blocks(matrix: Numbers, left: Numbers, trace: Numbers) -> None:
    """Add up M (L A^-1) over the levels of one factor."""
    width = trace.shape[0]
    for i in range(left.shape[0]):
        for block in range(0, left.shape[1], width):
            add_outer(trace, matrix[i, block : block + width], left[i, block : block + width])


@compiled
def _divide(trace: Numbers, factor: Numbers, width: int) -> None:
    """Divide by L from the right."""
    for a in range(width):
        for c in range(width - 1, -1, -1):
            trace[a, c] /= factor[c, c]
            add_scaled(trace[a, :c], factor[c], -trace[a, c])
