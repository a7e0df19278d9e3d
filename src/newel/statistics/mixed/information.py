"""How sharply the data tell variances apart: the average of observed and expected information.

Source: Gilmour AR, Thompson R, Cullis BR. Biometrics 1995;51:1440-1450. V_i Py is Z times a vector v of as many numbers
as there are levels and columns, so that y'P V_i P V_j Py needs no matrix of n rows.
"""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.crossproducts import CrossProducts
from newel.statistics.mixed.dense import add_scaled, dot

Pulls = tuple[Numbers, Numbers]
"""A number for each level and column: of factor 0, shape (q, k), and of the others, shape (size,)."""


@compiled
def part_of(pulls: Pulls, factors: Levels, f: int) -> Numbers:
    """Return the numbers of one factor, shape (q, k)."""
    if f == 0:
        return pulls[0]
    count, width, first = factors[f, 0], factors[f, 1], factors[f, 3]
    return pulls[1][first : first + count * width].reshape((count, width))


@compiled
def variates(layout: tuple[Levels, Levels], factor: Numbers, pulls: Pulls) -> Pulls:
    """Return v of each number in theta: of factor 0, shape (m, q, k), and of the others, shape (m, size)."""
    factors, parameters = layout
    count = parameters.shape[0]
    first = np.zeros((count, pulls[0].shape[0], pulls[0].shape[1]))
    rest = np.zeros((count, pulls[1].shape[0]))
    for i in range(count):
        f = parameters[i, 0]
        pull, target = part_of(pulls, factors, f), part_of((first[i], rest[i]), factors, f)
        for level in range(pull.shape[0]):
            _variate(factor[f], (parameters[i, 1], parameters[i, 2]), (pull[level], target[level]))
    return first, rest


@compiled
def _variate(factor: Numbers, place: tuple[int, int], pair: tuple[Numbers, Numbers]) -> None:
    """Write v of one level: e_row (L_column's) + L_column s_row."""
    row, column = place
    pull, target = pair
    for a in range(pull.shape[0]):
        target[row] += factor[a, column] * pull[a]
        target[a] += factor[a, column] * pull[row]


@compiled
def information(sums: CrossProducts, known: tuple[Numbers, Numbers, Numbers], vectors: Pulls) -> Numbers:
    """Return y'P V_i P V_j Py of all pairs: v'Z'H1^-1 Zv, less what the rest's equations take out of it."""
    keep, matrix, inner = known
    first, rest = vectors
    count = rest.shape[0]
    through = np.zeros((count, inner.shape[0]))
    product = np.zeros((count, count))
    for i in range(count):
        if rest[i].any():
            _spread(matrix, rest[i], through[i])
        else:
            _add_first(sums, keep, (i, first, through[i], product[i]))
    for j in range(count):
        if rest[j].any():
            _add_rest(through, rest[j], product[j])
            product[:, j] = product[j]
    _take_out(through, inner, product)
    return product


@compiled
def _spread(matrix: Numbers, rest: Numbers, through: Numbers) -> None:
    """Write what one v of the rest has with all columns of the rest."""
    for k in range(rest.shape[0]):
        if rest[k] != 0:
            add_scaled(through, matrix[k], rest[k])


@compiled
def _add_first(sums: CrossProducts, keep: Numbers, target: tuple[int, Numbers, Numbers, Numbers]) -> None:
    """Add what one v of factor 0 has with the rest to `through`, and with the others of factor 0 to `product`."""
    i, first, through, product = target
    kept = np.zeros(keep.shape[1])
    for level in range(keep.shape[0]):
        kept[:] = 0
        for a in range(keep.shape[1]):
            add_scaled(kept, keep[level, a], first[i, level, a])
        for entry in range(sums.start[level], sums.start[level + 1] - 1):
            through[sums.column[entry]] += dot(sums.value[entry], kept)
        for a in range(keep.shape[1]):
            add_scaled(product, first[:, level, a], dot(sums.blocks[level, a], kept))


@compiled
def _add_rest(through: Numbers, rest: Numbers, product: Numbers) -> None:
    """Write what one v of the rest has with all others."""
    for i in range(through.shape[0]):
        product[i] = dot(through[i], rest)


@compiled
def _take_out(through: Numbers, inner: Numbers, product: Numbers) -> None:
    """Subtract through inner through'."""
    half = np.zeros(inner.shape[0])
    for i in range(through.shape[0]):
        for k in range(inner.shape[0]):
            half[k] = dot(inner[k], through[i])
        for j in range(through.shape[0]):
            product[i, j] -= dot(half, through[j])
