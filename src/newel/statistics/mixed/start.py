"""First guesses of variances: from how far the sums of residuals by level lie from 0."""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.crossproducts import CrossProducts
from newel.statistics.mixed.dense import add_outer, dot, turned
from newel.statistics.mixed.elimination import Model, dense_columns

LEAST, MOST = 0.05, 20.0
"""Guesses of SDs relative to the residual one stay between these: a start need not be right, but must not be 0."""


def first_guess(model: Model) -> Numbers:
    """Return theta without correlations, one SD a factor, by equating sums of squares with their expectations.

    Source: Rao CR. J Multivariate Anal 1971;1:445-456 (MINQUE with prior weights of 0). With M = I - XX' the unknown
    variances solve y'My = sum of tr(V_i M) variance_i and y'M V_j M y = sum of tr(V_j M V_i M) variance_i.
    """
    system, right = _expectations(model.sums, model.factors)
    system[0, 0] = model.rows - model.predictors
    right[0] = model.sums.dense[-1, -1]
    variance = np.linalg.lstsq(system, right, rcond=None)[0]
    ratio = variance[1:] / max(float(variance[0]), 1e-3)
    guess = np.sqrt(np.clip(ratio, LEAST**2, MOST**2))
    factor, row, column = model.parameters.T
    return np.where(row == column, guess[factor], 0.0)


@compiled
def _expectations(sums: CrossProducts, factors: Levels) -> tuple[Numbers, Numbers]:
    """Return the system and its right side, but for the residual's own share."""
    count, size = factors.shape[0], dense_columns(factors)
    predictors = sums.dense.shape[0] - 1 - size
    system = np.zeros((count + 1, count + 1))
    right = np.zeros(count + 1)
    grams = np.zeros((count, predictors, predictors))
    for level in range(sums.blocks.shape[0]):
        last = sums.start[level + 1] - predictors - 1
        border = turned(sums.value[last : last + predictors + 1])
        _add_level(sums.blocks[level], border, (system, right, grams[0]))
        _add_meetings(sums, factors, ((sums.start[level], last), border, system))
    for f in range(1, count):
        for i in range(factors[f, 3], factors[f, 3] + factors[f, 0] * factors[f, 1]):
            _add_column(sums.dense, factors, (i, f, system, right))
            border = sums.dense[i, size : size + predictors]
            add_outer(grams[f], border, border)
    for f in range(count):
        system[1, f + 1] += np.sum(grams[0] * grams[f])
    for i in range(count + 1):
        system[i:, i] = system[i, i:]
    return system, right


@compiled
def _add_level(block: Numbers, border: Numbers, target: tuple[Numbers, Numbers, Numbers]) -> None:
    """One level of factor 0 with itself, with the residual and with y; the last of `border` is y."""
    system, right, gram = target
    predictors = gram.shape[0]
    for a in range(block.shape[0]):
        fixed = border[a, :predictors]
        right[1] += border[a, predictors] ** 2
        system[0, 1] += block[a, a] - dot(fixed, fixed)
        add_outer(gram, fixed, fixed)
        for b in range(block.shape[0]):
            system[1, 1] += block[a, b] * (block[a, b] - 2 * dot(border[b], fixed))


@compiled
def _add_meetings(sums: CrossProducts, factors: Levels, target: tuple[tuple[int, int], Numbers, Numbers]) -> None:
    """One level of factor 0 with the levels of other factors that it meets."""
    span, border, system = target
    size = dense_columns(factors)
    for entry in range(span[0], span[1]):
        f = 1
        while sums.column[entry] >= factors[f, 3] + factors[f, 0] * factors[f, 1]:
            f += 1
        other = sums.dense[sums.column[entry], size : size + border.shape[1] - 1]
        for a in range(border.shape[0]):
            met = sums.value[entry, a]
            system[1, f + 1] += met * (met - 2 * dot(border[a], other))


@compiled
def _add_column(dense: Numbers, factors: Levels, target: tuple[int, int, Numbers, Numbers]) -> None:
    """One level of another factor with itself and those after it, with the residual and with y."""
    i, f, system, right = target
    size, last = dense_columns(factors), dense.shape[0] - 1
    fixed = dense[i, size:last]
    right[f + 1] += dense[i, last] ** 2
    system[0, f + 1] += dense[i, i] - dot(fixed, fixed)
    for g in range(f, factors.shape[0]):
        for j in range(factors[g, 3], factors[g, 3] + factors[g, 0] * factors[g, 1]):
            system[f + 1, g + 1] += (dense[i, j] - dot(dense[j, size:last], fixed)) ** 2
