"""Everything a mixed model needs of the rows of data: summed in one pass, after which no row is looked at again."""

from typing import NamedTuple

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.dense import add_outer, add_scaled


class Rows(NamedTuple):
    """The rows of data, laid out for summing. A factor holds the columns of all terms with the same grouping."""

    levels: Levels
    """Level of each row in each factor, the largest factor first, shape (f, n)."""
    columns: Numbers
    """What varies by level, all factors side by side, shape (n, columns)."""
    border: Numbers
    """X' with orthonormal rows, and below it the response, orthogonal to them: shape (p + 1, n)."""
    factors: Levels
    """Per factor: levels q, columns k, its first column in `columns`, its first column in `dense`; shape (f, 4)."""


class CrossProducts(NamedTuple):
    """Sums over rows. Factor 0 is kept level by level; the other factors, X and y make up one dense matrix.

    The dense order is: factor 1 (each level's k columns side by side), factor 2, ..., the p columns of X, y.
    Of factor 0 with another factor, only the levels that meet in some row are kept.
    """

    blocks: Numbers
    """Z'Z of each level of factor 0, shape (q, k, k)."""
    start: Levels
    """Where each level's entries begin in `column` and `value`, shape (q + 1,)."""
    column: Levels
    """The dense column that the level meets, ascending within a level; the last p + 1 of each are X and y."""
    value: Numbers
    """Z'z with that column, shape (entries, k)."""
    dense: Numbers
    """The rest with itself, shape (size + p + 1, size + p + 1)."""


@compiled
def cross_products(rows: Rows) -> CrossProducts:
    """Sum over rows: one pass for every pair of factors, and one for every column of X."""
    orders, start = _entries(rows)
    column = np.empty(start[-1], dtype=np.int64)
    value = np.zeros((start[-1], max(rows.factors[0, 1], 1)))
    end = start[:-1].copy()
    for factor in range(1, len(rows.factors)):
        _sum_entries(rows, factor, (orders[factor], end, column, value))
    dense = _sum_dense(rows)
    _sum_border(rows, len(dense) - len(rows.border), (end, column, value))
    return CrossProducts(_sum_blocks(rows), start, column, value, dense)


@compiled
def _sort_by(levels: Levels, order: Levels, count: int) -> Levels:
    """Sort the rows in `order` by level, keeping ties as they are (a counting sort)."""
    place = np.zeros(count + 1, dtype=np.int64)
    for level in levels:
        place[level + 1] += 1
    place = np.cumsum(place)
    result = np.empty_like(order)
    for row in order:
        result[place[levels[row]]] = row
        place[levels[row]] += 1
    return result


@compiled
def _entries(rows: Rows) -> tuple[Levels, Levels]:
    """Return each factor's rows sorted by (level of factor 0, own level), and where each level's entries will begin."""
    factors = rows.factors
    width = rows.levels.shape[1]
    orders = np.zeros((len(factors), width), dtype=np.int64)
    start = np.full(factors[0, 0] + 1, len(rows.border))
    start[0] = 0
    for factor in range(1, len(factors)):
        own = _sort_by(rows.levels[factor], np.arange(width), factors[factor, 0])
        orders[factor] = _sort_by(rows.levels[0], own, factors[0, 0])
        _count_pairs(rows, (factor, orders[factor]), start)
    return orders, np.cumsum(start)


@compiled
def _count_pairs(rows: Rows, sorted_by: tuple[int, Levels], start: Levels) -> None:
    """Count behind each level of factor 0 how many columns of another factor it meets."""
    factor, order = sorted_by
    last, last_own = -1, -1
    for row in order:
        if rows.levels[0, row] != last or rows.levels[factor, row] != last_own:
            last, last_own = rows.levels[0, row], rows.levels[factor, row]
            start[last + 1] += rows.factors[factor, 1]


@compiled
def _sum_entries(rows: Rows, factor: int, target: tuple[Levels, Levels, Levels, Numbers]) -> None:
    """Add one factor's entries behind those of the factors before it; `end` is where each level has got to."""
    order, end, column, value = target
    width, dense = rows.factors[factor, 1], rows.factors[factor, 3]
    last, last_own = -1, -1
    for row in order:
        big, own = rows.levels[0, row], rows.levels[factor, row]
        if big != last or own != last_own:
            last, last_own = big, own
            _number(column[end[big] : end[big] + width], dense + own * width)
            end[big] += width
        add_outer(value[end[big] - width : end[big]], _columns(rows, row, factor), _columns(rows, row, 0))


@compiled
def _number(column: Levels, first: int) -> None:
    """Number columns from the first one on."""
    for b in range(column.shape[0]):
        column[b] = first + b


@compiled
def _columns(rows: Rows, row: int, factor: int) -> Numbers:
    """Return what one row has of one factor's columns."""
    first = rows.factors[factor, 2]
    return rows.columns[row, first : first + rows.factors[factor, 1]]


@compiled
def _sum_blocks(rows: Rows) -> Numbers:
    """Return Z'Z of each level of factor 0."""
    count, width = rows.factors[0, 0], rows.factors[0, 1]
    blocks = np.zeros((count, width, width))
    for row in range(rows.levels.shape[1]):
        own = _columns(rows, row, 0)
        add_outer(blocks[rows.levels[0, row]], own, own)
    return blocks


@compiled
def _sum_border(rows: Rows, size: int, target: tuple[Levels, Levels, Numbers]) -> None:
    """Add X and y as the last entries of each level."""
    end, column, value = target
    for j in range(len(rows.border)):
        for level in range(rows.factors[0, 0]):
            column[end[level] + j] = size + j
        for row in range(rows.levels.shape[1]):
            add_scaled(value[end[rows.levels[0, row]] + j], _columns(rows, row, 0), rows.border[j, row])


@compiled
def _sum_dense(rows: Rows) -> Numbers:
    """Return the other factors, X and y with themselves. X'X is the identity, and X'y is 0."""
    size = 0
    for factor in range(1, len(rows.factors)):
        size += rows.factors[factor, 0] * rows.factors[factor, 1]
    predictors = len(rows.border) - 1
    dense = np.zeros((size + predictors + 1, size + predictors + 1))
    for j in range(predictors):
        dense[size + j, size + j] = 1
    dense[-1, -1] = np.dot(rows.border[-1], rows.border[-1])
    for factor in range(1, len(rows.factors)):
        for other in range(1, factor + 1):
            _add_pair(rows, (factor, other), dense)
        for j in range(len(rows.border)):
            _add_border(rows, (factor, j), dense)
    return dense


@compiled
def _add_pair(rows: Rows, pair: tuple[int, int], dense: Numbers) -> None:
    """Add the products of two factors' columns, at both places of the symmetric matrix."""
    width, offset = rows.factors[pair[0], 1], rows.factors[pair[0], 3]
    other_width, other_offset = rows.factors[pair[1], 1], rows.factors[pair[1], 3]
    for row in range(rows.levels.shape[1]):
        one, other = _columns(rows, row, pair[0]), _columns(rows, row, pair[1])
        i = offset + rows.levels[pair[0], row] * width
        j = other_offset + rows.levels[pair[1], row] * other_width
        add_outer(dense[i : i + width, j : j + other_width], one, other)
        if pair[0] != pair[1]:
            add_outer(dense[j : j + other_width, i : i + width], other, one)


@compiled
def _add_border(rows: Rows, pair: tuple[int, int], dense: Numbers) -> None:
    """Add the products of one factor with one column of X or y, at both places of the symmetric matrix."""
    factor, j = pair
    width, offset = rows.factors[factor, 1], rows.factors[factor, 3]
    place = len(dense) - len(rows.border) + j
    for row in range(rows.levels.shape[1]):
        i = offset + rows.levels[factor, row] * width
        add_scaled(dense[place, i : i + width], _columns(rows, row, factor), rows.border[j, row])
    for i in range(offset, offset + rows.factors[factor, 0] * width):
        dense[i, place] = dense[place, i]
