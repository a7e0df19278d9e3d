"""One step's draws of level 2: coefficients of the sites' variables, given the random effects of the answers'."""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers
from newel.statistics.imputation._algebra import solve_lower, solve_upper
from newel.statistics.imputation._cells import joint_regression


@compiled
def draw_site_coefficients(
    fixed: Numbers, level: tuple[Numbers, Numbers, Numbers], chance: tuple[Numbers, Numbers]
) -> Numbers:
    """Draw the fixed effects on the sites' variables, (s, t): least squares on what the random effects leave over.

    `level` holds the effects and residuals of level 2, its precision and the values of its variables; `chance` the
    factor of the fixed columns' products and the normals.
    """
    effects, precision, latent = level
    root, noise = chance
    columns, width = noise.shape
    weights, spread = np.zeros(precision.shape), np.zeros(precision.shape)
    order = (np.arange(len(precision)) + len(precision) - width) % len(precision)
    joint_regression(precision, (order, width), (weights, spread))
    drawn = np.zeros((columns, width))
    solution = np.empty(columns)
    for j in range(width):
        solution[:] = 0.0
        for g in range(len(latent)):
            left = latent[g, j]
            for k in range(len(precision) - width):
                left -= weights[j, width + k] * effects[g, k]
            for column in range(columns):
                solution[column] += fixed[g, column] * left
        solve_lower(root, solution)
        for k in range(j + 1):
            for column in range(columns):
                solution[column] += spread[j, k] * noise[column, k]
        solve_upper(root, solution)
        drawn[:, j] = solution
    return drawn
