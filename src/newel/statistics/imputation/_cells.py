"""One step's draw of what is missing, and of the latent normals behind observed categories, given what is known."""

import math

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation._algebra import factor, solve_upper
from newel.statistics.imputation._normal import between
from newel.statistics.imputation._state import Gaps, Held


@compiled
def draw_gaps(gaps: Gaps, residual: Numbers, given: tuple[Numbers, Numbers]) -> None:
    """Draw the missing cells of each row together.

    `residual` is what rows deviate from their fitted values, (w, columns), rewritten in place; `given` holds the
    precision of the columns and a normal for every gap.
    """
    precision, normals = given
    weights, roots = regressions(gaps, precision)
    for i in range(residual.shape[0]):
        pattern = gaps.pattern[i]
        free = gaps.free[pattern]
        for j in range(free):
            value = 0.0
            for k in range(j + 1):
                value += roots[pattern, j, k] * normals[gaps.slot[i, k]]
            for k in range(free, residual.shape[1]):
                value += weights[pattern, j, k] * residual[i, gaps.order[pattern, k]]
            residual[i, gaps.order[pattern, j]] = value


@compiled
def regressions(gaps: Gaps, precision: Numbers) -> tuple[Numbers, Numbers]:
    """By pattern, what the columns with gaps are given the others: weights, and a root of what is left."""
    patterns, width = gaps.order.shape
    weights = np.zeros((patterns, width, width))
    roots = np.zeros((patterns, width, width))
    for p in range(patterns):
        joint_regression(precision, (gaps.order[p], gaps.free[p]), (weights[p], roots[p]))
    return weights, roots


@compiled
def joint_regression(precision: Numbers, pattern: tuple[Levels, int], out: tuple[Numbers, Numbers]) -> None:
    """Write the weights and the root of the f first columns of an order, given those after them.

    With P the precision, they have the mean -P_ff^-1 P_fo e_o and the covariance P_ff^-1 = L L', L lower triangular.
    P_ff is factored from its last column to its first, which makes the inverse of the factor the root wanted.
    """
    order, free = pattern
    root = out[1]
    backwards, lower = np.empty((free, free)), np.zeros((free, free))
    for j in range(free):
        for k in range(free):
            backwards[j, k] = precision[order[free - 1 - j], order[free - 1 - k]]
    factor(backwards, lower)
    column = np.empty(free)
    for k in range(free):
        column[:] = 0.0
        column[free - 1 - k] = 1.0
        solve_upper(lower, column)
        for j in range(free):
            root[j, k] = column[free - 1 - j]
    _weigh(precision, pattern, out)


@compiled
def _weigh(precision: Numbers, pattern: tuple[Levels, int], out: tuple[Numbers, Numbers]) -> None:
    """Write the weights -P_ff^-1 P_fo, with P_ff^-1 = L L'."""
    order, free = pattern
    weights, root = out
    for k in range(free, len(order)):
        for a in range(free):
            for j in range(free):
                for b in range(min(j, a) + 1):
                    weights[j, k] -= root[j, b] * root[a, b] * precision[order[a], order[k]]


@compiled
def draw_held(held: Held, rows: tuple[Numbers, Numbers], given: tuple[Numbers, Numbers, Numbers]) -> None:
    """Draw the latent normals behind observed categories, one column after another, each given the others.

    `rows` are fitted values and residuals (rewritten in place); `given` holds precision, thresholds and a uniform for
    every cell held.
    """
    fitted, residual = rows
    precision, thresholds, uniforms = given
    for column in range(residual.shape[1]):
        spread = 1.0 / math.sqrt(precision[column, column])
        at = held.offset[column]
        for i in range(len(residual)):
            category = held.category[i, column]
            if category >= 0:
                mean = fitted[i, column] + conditional_mean(precision[column], column, residual[i])
                low, high = _limits((category, column), held.block[column], (fitted[i], residual[i], thresholds))
                value = mean + spread * between((low - mean) / spread, (high - mean) / spread, uniforms[at])
                residual[i, column] = value - fitted[i, column]
                at += 1


@compiled
def conditional_mean(precision: Numbers, column: int, residual: Numbers) -> float:
    """Mean of a row's residual in one column given those in the others."""
    mean = 0.0
    for k in range(len(precision)):
        if k != column:
            mean -= precision[k] * residual[k]
    return float(mean / precision[column])


@compiled
def _limits(cell: tuple[int, int], block: Levels, row: tuple[Numbers, Numbers, Numbers]) -> tuple[float, float]:
    """Where a latent value may lie: between thresholds, or below the largest of its block unless it is the largest.

    A nominal variable has a latent column for each category but the first, which is seen where all are below 0.
    """
    category, column = cell
    first, size = block[0], block[1]
    fitted, residual, thresholds = row
    if size == 1:
        return thresholds[column, category], thresholds[column, category + 1]
    if category == 0:
        return -np.inf, 0.0
    largest = first + category - 1
    if column != largest:
        return -np.inf, fitted[largest] + residual[largest]
    low = 0.0
    for k in range(first, first + size):
        if k != largest:
            low = max(low, fitted[k] + residual[k])
    return low, np.inf
