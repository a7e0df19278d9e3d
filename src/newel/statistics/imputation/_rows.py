"""One step's pass over the rows with something to draw: their fitted values, and the sums that the next step needs."""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers
from newel.statistics.imputation._algebra import mirrored
from newel.statistics.imputation._cells import draw_gaps
from newel.statistics.imputation._state import Gaps, Rows


@compiled
def fit_rows(rows: Rows, coefficients: Numbers, effects: Numbers) -> Numbers:
    """What fixed and random effects make of each row, (w, q)."""
    fixed, random, cluster = rows.fixed, rows.random, rows.cluster
    fitted = np.empty((len(fixed), coefficients.shape[1]))
    for i in range(fitted.shape[0]):
        g = cluster[i]
        for k in range(fitted.shape[1]):
            value = 0.0
            for column in range(fixed.shape[1]):
                value += fixed[i, column] * coefficients[column, k]
            for r in range(random.shape[1]):
                value += random[i, r] * effects[g, k * random.shape[1] + r]
            fitted[i, k] = value
    return fitted


@compiled
def fill_gaps(gaps: Gaps, rows: tuple[Numbers, Numbers], given: tuple[Numbers, Numbers]) -> None:
    """Draw the gaps of `rows`, fitted and current values, given precision and normals."""
    fitted, latent = rows
    residual = latent - fitted
    draw_gaps(gaps, residual, given)
    latent[:] = fitted + residual


@compiled
def add_up(rows: Rows, latent: Numbers, sums: tuple[Numbers, Numbers, Numbers]) -> None:
    """Add the products of these rows to the sums Y'Y, X'Y and, by cluster, Z'Y."""
    fixed, random, cluster = rows.fixed, rows.random, rows.cluster
    squares, with_fixed, with_random = sums
    for i in range(latent.shape[0]):
        g = cluster[i]
        for k in range(latent.shape[1]):
            value = latent[i, k]
            for j in range(k + 1):
                squares[k, j] += value * latent[i, j]
            for column in range(fixed.shape[1]):
                with_fixed[column, k] += fixed[i, column] * value
            for r in range(random.shape[1]):
                with_random[g, r, k] += random[i, r] * value
    mirrored(squares)
