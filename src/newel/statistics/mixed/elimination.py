"""Solves a mixed model's equations at given variances: the largest factor level by level, the rest as one matrix."""

from typing import NamedTuple

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.crossproducts import CrossProducts
from newel.statistics.mixed.dense import (
    add_outer,
    add_scaled,
    bilinear,
    cholesky,
    dot,
    inverse_factor,
    inverse_product,
    turned,
)

FLOOR = 1e-8
"""The least diagonal of a Cholesky factor in the computations: what it adds to a variance, 1e-16, nobody can see."""
SMALL = 40
"""Up to this size loops are faster than LAPACK."""


class Model(NamedTuple):
    """A model ready to be solved at any variances."""

    sums: CrossProducts
    factors: Levels
    """Per factor: levels q, columns k, its first column of all, its first dense column; shape (f, 4)."""
    parameters: Levels
    """Per free number of the Cholesky factors: factor, row, column; shape (m, 3)."""
    rows: int
    predictors: int
    reml: bool


class Reduced(NamedTuple):
    """What is left when factor 0 is eliminated: with H1 = I + Z0 G0 Z0', the rest's products through H1's inverse."""

    matrix: Numbers
    """[Z X y]' H1^-1 [Z X y], shape (size + p + 1, size + p + 1)."""
    keep: Numbers
    """I - B L (L'BL + I)^-1 L' of each level of factor 0, B its Z'Z; shape (q, k, k)."""
    log_determinant: float
    """log|H1|."""


class Inverse(NamedTuple):
    """The inverse of the rest's equations, A = [L'ML + I, L'X; X'L, X'X] through H1's inverse."""

    left: Numbers
    """L A^-1, needed only of factors with several columns."""
    inner: Numbers
    """L A^-1 L', where L leaves X alone; its last p rows and columns are (X'H^-1 X)^-1; shape (size + p, size + p)."""
    log_determinant: float
    """log|H| - log|H1|."""
    log_determinant_fixed: float
    """log|X'H^-1 X|."""


def factors_of(model: Model, theta: Numbers) -> Numbers:
    """Return the Cholesky factor of each factor's relative covariance, shape (f, k, k)."""
    width = int(model.factors[:, 1].max())
    factor = np.zeros((len(model.factors), width, width))
    for (f, row, column), value in zip(model.parameters.tolist(), theta.tolist(), strict=True):
        factor[f, row, column] = FLOOR if row == column and abs(value) < FLOOR else value
    return factor


@compiled
def eliminate(sums: CrossProducts, factor: Numbers) -> Reduced:
    """Eliminate factor 0, whose levels do not meet. `factor` is its Cholesky factor, shape (k, k)."""
    matrix = sums.dense.copy()
    keep = np.zeros(sums.blocks.shape)
    shrink = np.zeros(factor.shape)
    across = turned(factor)
    log_determinant = 0.0
    for level in range(sums.blocks.shape[0]):
        log_determinant += _shrink(sums.blocks[level], across, shrink)
        _subtract(sums, level, (shrink, matrix))
        _keep(sums.blocks[level], shrink, keep[level])
    _mirror_lower(matrix)
    return Reduced(matrix, keep, log_determinant)


@compiled
def _mirror_lower(matrix: Numbers) -> None:
    """Copy the lower triangle over the upper one."""
    for i in range(matrix.shape[0]):
        for j in range(i):
            matrix[j, i] = matrix[i, j]


@compiled
def _keep(block: Numbers, shrink: Numbers, target: Numbers) -> None:
    """Write I - BN, both symmetric, into `target`."""
    for a in range(block.shape[0]):
        for b in range(block.shape[0]):
            target[a, b] = -dot(block[a], shrink[b])
        target[a, a] += 1


@compiled
def _shrink(block: Numbers, across: Numbers, target: Numbers) -> float:
    """Write L (L'BL + I)^-1 L' into `target`, and return log|L'BL + I|; `across` is L'."""
    width = block.shape[0]
    if width == 1:
        pivot = 1 + across[0, 0] ** 2 * block[0, 0]
        target[0, 0] = across[0, 0] ** 2 / pivot
        return float(np.log(pivot))
    root = cholesky(_pivot(block, across))
    half = across.copy()
    log_determinant = 0.0
    target[:] = 0
    for a in range(width):
        for b in range(a):
            add_scaled(half[a], half[b], -root[a, b])
        half[a] /= root[a, a]
        add_outer(target, half[a], half[a])
        log_determinant += 2 * np.log(root[a, a])
    return log_determinant


@compiled
def _pivot(block: Numbers, across: Numbers) -> Numbers:
    """Return L'BL + I."""
    pivot = np.eye(block.shape[0])
    for a in range(block.shape[0]):
        for b in range(block.shape[0]):
            pivot[a, b] += bilinear(across[a], block, across[b])
    return pivot


@compiled
def _subtract(sums: CrossProducts, level: int, target: tuple[Numbers, Numbers]) -> None:
    """Take one level's share out of the dense matrix; lower triangle only."""
    shrink, matrix = target
    start, stop = sums.start[level], sums.start[level + 1]
    for i in range(start, stop):
        for a in range(shrink.shape[0]):
            weight = dot(shrink[a], sums.value[i])
            _subtract_row(matrix[sums.column[i]], (sums.column[start : i + 1], sums.value[start : i + 1, a]), weight)


@compiled
def _subtract_row(row: Numbers, entries: tuple[Levels, Numbers], weight: float) -> None:
    """Take a multiple of some entries out of one row."""
    column, value = entries
    for j in range(column.shape[0]):
        row[column[j]] -= weight * value[j]


def invert(model: Model, reduced: Reduced, factor: Numbers) -> Inverse:
    """Invert the rest's equations: in loops where they are few, else by LAPACK."""
    if len(reduced.matrix) <= SMALL:
        return _invert_small(reduced.matrix, model.factors, factor)
    size = len(reduced.matrix) - 1 - model.predictors
    equations = _equations(reduced.matrix[:-1, :-1], model, factor)
    root, _ = dpotrf(equations.T, lower=0, overwrite_a=1, clean=0)
    logs = 2 * np.log(np.diag(root))
    inverse, _ = dpotri(root, lower=0, overwrite_c=1)
    left, inner = _spread(inverse.T, model, factor)
    return Inverse(left, inner, float(logs[:size].sum()), float(logs[size:].sum()))


def _equations(matrix: Numbers, model: Model, factor: Numbers) -> Numbers:
    """Return L'ML + I, bordered; only its lower triangle counts."""
    scale = _scales(model, factor, len(matrix))
    size = len(matrix) - model.predictors
    if scale is not None:
        equations = scale_lower(matrix, scale)
    else:
        equations = _times(_times(matrix, model, factor).T, model, factor)
    equations[np.arange(size), np.arange(size)] += 1
    return equations


def _spread(lower: Numbers, model: Model, factor: Numbers) -> tuple[Numbers, Numbers]:
    """Return L A^-1 and L A^-1 L', given the lower triangle of A^-1; the first one only where it is needed."""
    scale = _scales(model, factor, len(lower))
    if scale is not None:
        inner = mirror(lower, scale)
        return inner, inner
    turned = np.ascontiguousarray(factor.transpose(0, 2, 1))
    left = np.ascontiguousarray(_times(mirror(lower, np.ones(len(lower))), model, turned).T)
    return left, _times(left, model, turned)


def _scales(model: Model, factor: Numbers, size: int) -> Numbers | None:
    """Return the SD of each column's effect where no factor has correlated effects; else None."""
    if np.any(model.factors[1:, 1] > 1):
        return None
    scale = np.ones(size)
    scale[: size - model.predictors] = np.repeat(factor[1:, 0, 0], model.factors[1:, 0])
    return scale


@compiled
def scale_lower(matrix: Numbers, scale: Numbers) -> Numbers:
    """Return the lower triangle of the matrix times the scales of its row and column."""
    result = np.empty(matrix.shape)
    for i in range(matrix.shape[0]):
        for j in range(i + 1):
            result[i, j] = matrix[i, j] * (scale[i] * scale[j])
    return result


@compiled
def mirror(lower: Numbers, scale: Numbers) -> Numbers:
    """Return the symmetric matrix of a lower triangle times the scales of row and column, tile by tile."""
    size = lower.shape[0]
    result = np.empty((size, size))
    tile = 32
    for low in range(0, size, tile):
        for left in range(0, low + 1, tile):
            _mirror_tile(lower, (scale, result), (low, min(low + tile, size), left, left + tile))
    return result


@compiled
def _mirror_tile(lower: Numbers, target: tuple[Numbers, Numbers], span: tuple[int, int, int, int]) -> None:
    """Fill one tile and its mirror image."""
    scale, result = target
    for i in range(span[0], span[1]):
        for j in range(span[2], min(span[3], i + 1)):
            value = lower[i, j] * (scale[i] * scale[j])
            result[i, j] = value
            result[j, i] = value


def _times(matrix: Numbers, model: Model, factor: Numbers) -> Numbers:
    """Multiply from the right by a block for each level, and by 1 for the columns of X."""
    result = matrix.copy()
    for (count, width, _, first), block in zip(model.factors[1:].tolist(), factor[1:], strict=True):
        own = slice(first, first + count * width)
        if width == 1:
            result[:, own] *= block[0, 0]
        else:
            part = result[:, own].reshape(len(result), count, width) @ block[:width, :width]
            result[:, own] = part.reshape(len(result), -1)
    return np.ascontiguousarray(result)


@compiled
def _invert_small(matrix: Numbers, factors: Levels, factor: Numbers) -> Inverse:
    """The same in loops."""
    size = dense_columns(factors)
    width = matrix.shape[0] - 1
    equations = _times_small(_times_small(matrix[:width, :width].copy(), factors, factor), factors, factor)
    for i in range(size):
        equations[i, i] += 1
    root = cholesky(equations)
    logs = np.zeros(2)
    for i in range(width):
        logs[int(i >= size)] += 2 * np.log(root[i, i])
    across = np.zeros(factor.shape)
    for f in range(factor.shape[0]):
        across[f] = turned(factor[f])
    left = _times_small(inverse_product(inverse_factor(root)), factors, across)
    inner = _times_small(left.copy(), factors, across)
    return Inverse(left, inner, logs[0], logs[1])


@compiled
def dense_columns(factors: Levels) -> int:
    """Return how many columns the levels of all factors but the first have."""
    size = 0
    for f in range(1, factors.shape[0]):
        size += factors[f, 0] * factors[f, 1]
    return size


@compiled
def _times_small(matrix: Numbers, factors: Levels, factor: Numbers) -> Numbers:
    """Return the transpose of: `matrix` times a block for each level, and 1 for the columns of X."""
    for i in range(matrix.shape[0]):
        for f in range(1, factors.shape[0]):
            width, first = factors[f, 1], factors[f, 3]
            _times_levels(matrix[i, first : first + factors[f, 0] * width], factor[f, :width, :width])
    return turned(matrix)


@compiled
def _times_levels(row: Numbers, block: Numbers) -> None:
    """Multiply the numbers of each level by a block, in place."""
    width = block.shape[0]
    for place in range(0, row.shape[0], width):
        before = row[place : place + width].copy()
        row[place : place + width] = 0
        for a in range(width):
            add_scaled(row[place : place + width], block[a], before[a])
