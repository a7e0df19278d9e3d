"""Seventy-two answers from eight sites, made by formula: the same numbers in any program, and nobody's data."""

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed import Design, LinearFit, RandomTerm, linear_at

ROW = np.arange(72)
SITE: Levels = ROW % 8
RATER: Levels = (ROW // 8) % 5
GROUP: Levels = ROW % 3
X: Numbers = np.sin(3 * ROW)
ARM: Numbers = (SITE < 3).astype(np.float64)
WEIGHTS: Numbers = 1.5 + np.cos(ROW)
NAMES = ("(Intercept)", "x", "gb", "gc", "arm")
FIXED: Numbers = np.column_stack([np.ones(72), X, GROUP == 1, GROUP == 2, ARM]).astype(np.float64)
RESPONSE: Numbers = (
    1 + 0.6 * X + 0.5 * ARM + 0.8 * np.sin(11 * SITE) + 0.5 * X * np.cos(5 * SITE) + 0.4 * np.cos(2 * RATER)
    + 0.9 * np.sin(ROW**2)
)  # fmt: skip
NOISE: Numbers = np.sin(ROW**2)
YES: Numbers = (RESPONSE + np.sin(7 * ROW) > 1.2).astype(np.float64)
COUNT: Numbers = np.maximum(0, np.round(2 + RESPONSE))
JOINT: Numbers = np.eye(5)[1:4]
"""That x and g do nothing."""


def intercept(name: str, levels: Levels) -> RandomTerm:
    """Return (1 | name)."""
    return RandomTerm(name, levels, np.ones((len(levels), 1)), ("(Intercept)",))


SLOPE = RandomTerm("site", SITE, np.column_stack([np.ones(72), X]), ("(Intercept)", "x"))
TERMS = {
    "slope_and_crossed": (SLOPE, intercept("rater", RATER)),
    "nested": (intercept("site:g", SITE * 3 + GROUP), intercept("site", SITE)),
    "at_the_edge": (SLOPE,),
    "one": (intercept("site", SITE),),
}


def triangles(terms: tuple[RandomTerm, ...], theta: list[float]) -> tuple[Numbers, ...]:
    """Return lme4's theta as one lower triangle a term: it lists columns of the triangle, term after term."""
    found, left = [], list(theta)
    for term in terms:
        size = term.columns.shape[1]
        factor = np.zeros((size, size))
        for column in range(size):
            for row in range(column, size):
                factor[row, column] = left.pop(0)
        found.append(factor)
    return tuple(found)


def fit_at(name: str, theta: list[float], sigma: float) -> LinearFit:
    """Return the mixed model of this name at R's parameters."""
    response = NOISE if name == "at_the_edge" else RESPONSE
    design = Design(FIXED, NAMES, TERMS[name])
    return linear_at(design, response, theta=triangles(TERMS[name], theta), sigma=sigma, reml=True)
