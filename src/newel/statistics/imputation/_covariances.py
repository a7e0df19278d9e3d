"""One step's draw of a covariance matrix in which latent variables have the variance 1.

A latent normal behind categories has no unit, so its variance is fixed. The draw takes the fixing off and puts it back:
parameter expansion with a group move. Source: Liu JS, Wu YN. JASA 1999;94:1264-1274; Talhouk A, Doucet A, Murphy K.
Journal of Computational and Graphical Statistics 2012;21:739-757.
"""

import math

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation._algebra import inverse_wishart


@compiled
def draw_covariance(products: Numbers, bartlett: Numbers, now: tuple[Numbers, Numbers, float]) -> None:
    """Draw a covariance matrix given the products of its residuals (used up); prior inverse Wishart, scale `prior` x 1.

    `now` holds its root and its inverse, rewritten in place, and the prior.
    """
    root, precision, prior = now
    for k in range(len(products)):
        products[k, k] += prior
    precision[:] = inverse_wishart(products, bartlett, root)


@compiled
def draw_held_covariance(
    products: Numbers,
    chance: tuple[Numbers, Numbers],
    now: tuple[Numbers, Numbers, float, Levels, Numbers],
) -> Numbers:
    """The same where latent columns are held; return the factors by which the columns have to be multiplied.

    `held` is h > 0 where a block of h latent columns opens whose mean variance is 1. Each block is blown up by a factor
    drawn given the current matrix, the matrix is drawn freely, and the block is brought back to 1: its values, its
    coefficients and its effects with it, so that only the priors of those decide whether the move is taken. `chance`
    is a Bartlett matrix and, by column, a chi-square and a uniform; `now` holds root, precision, prior, `held` and
    what the priors say of each column, (k, 3): see `_log_ratio`.
    """
    bartlett, scales = chance
    root, precision, prior, held, opinion = now
    blown = _blow_ups(precision, held, prior / scales[:, 0])
    for j in range(len(blown)):
        for k in range(len(blown)):
            products[j, k] *= blown[j] * blown[k]
        products[j, j] += prior
    drawn = np.empty(root.shape)
    inverse = inverse_wishart(products, bartlett, drawn)
    back = _way_back(drawn, held)
    factors = blown * back
    if math.log(scales[held.argmax(), 1]) >= _log_ratio(factors, opinion):
        return np.ones(len(blown))
    for j in range(len(blown)):
        for k in range(len(blown)):
            root[j, k] = drawn[j, k] * back[j]
            precision[j, k] = inverse[j, k] / (back[j] * back[k])
    return factors


@compiled
def _blow_ups(precision: Numbers, held: Levels, over: Numbers) -> Numbers:
    """By column 1, or its block's factor: squared, it is inverse gamma about the trace of the block's precision."""
    factors = np.ones(len(held))
    for first in range(len(held)):
        trace = 0.0
        for k in range(first, first + held[first]):
            trace += precision[k, k]
        for k in range(first, first + held[first]):
            factors[k] = math.sqrt(trace * over[first])
    return factors


@compiled
def _way_back(root: Numbers, held: Levels) -> Numbers:
    """By column 1, or one over the root of its block's mean variance."""
    factors = np.ones(len(held))
    for first in range(len(held)):
        total = 0.0
        for k in range(first, first + held[first]):
            for column in range(len(root)):
                total += root[k, column] ** 2
        for k in range(first, first + held[first]):
            factors[k] = math.sqrt(held[first] / total)
    return factors


@compiled
def _log_ratio(factors: Numbers, opinion: Numbers) -> float:
    """Log acceptance ratio of the move: what changes in the priors when columns are multiplied by the factors.

    By column, `opinion` holds a power of the factor; the coefficients' sum of squares times their prior precision; and
    the scale of the level-2 prior times the trace of the column's level-2 precision.
    """
    total = 0.0
    for k in range(len(factors)):
        square = factors[k] ** 2
        total += opinion[k, 0] * math.log(factors[k])
        total -= 0.5 * (opinion[k, 1] * (square - 1.0) + opinion[k, 2] * (1.0 / square - 1.0))
    return total
