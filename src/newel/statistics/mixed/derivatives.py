"""The exact gradient of a linear mixed model's deviance, and a curvature that is never negative.

With s = Z'Py and T = sum over levels of Z'PZ (for ML Z'H^-1 Z), the derivative with respect to the relative covariance
LL' of a factor is T - ss'/variance, and that with respect to L is twice this times L.
"""

from typing import NamedTuple

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.crossproducts import CrossProducts
from newel.statistics.mixed.dense import add_scaled, dot, positive_part
from newel.statistics.mixed.elimination import Reduced, dense_columns
from newel.statistics.mixed.information import Pulls, information, part_of, variates
from newel.statistics.mixed.traces import trace_first, trace_rest

Layout = tuple[CrossProducts, Levels, Levels]
"""Sums, factors, parameters."""
Known = tuple[Reduced, Numbers, Numbers]
"""What is left of the rest, the inverse of its equations with L on both sides, and their solution."""
Scales = tuple[Numbers, Numbers, Numbers, Numbers]
"""For the traces (for ML without X) the inverse with L on its left, and on both sides; L; the variance and y'Py."""


class Derivatives(NamedTuple):
    """First and second derivatives at a point."""

    gradient: Numbers
    """With respect to theta, shape (m,)."""
    information: Numbers
    """Average information on theta, shape (m, m)."""
    curvature: Numbers
    """The same plus the positive part of what LL' bends by itself."""
    slope: Numbers
    """With respect to each term's relative covariance, shape (f, k, k): 0 where a variance is inside its range."""
    trace: Numbers
    """T of each factor, shape (f, k, k): the scale on which `slope` is small or not."""
    pull0: Numbers
    """s of factor 0, shape (q, k)."""
    pull: Numbers
    """s of the other factors, shape (size,)."""
    fall: Numbers
    """Minus the derivative of y'Py with respect to theta, shape (m,)."""


@compiled
def differentiate(layout: Layout, known: Known, scales: Scales) -> Derivatives:
    """Return the derivatives at a point that has been solved."""
    sums, factors, parameters = layout
    reduced, inner, solution = known
    left, traced, factor, numbers = scales
    size = dense_columns(factors)
    pulls = _pull_first(sums, reduced.keep, solution), _pull_rest(reduced.matrix, solution, size)
    trace = trace_rest(reduced.matrix, factors, (left, traced, factor))
    width = factors[0, 1]
    trace[0, :width, :width] = trace_first(sums, reduced.keep, traced)
    slope = _slope((factors, parameters), pulls, (trace, numbers[0]))
    vectors = variates((factors, parameters), factor, pulls)
    fall = _fall(pulls, vectors)
    found = information(sums, (reduced.keep, reduced.matrix, inner), vectors)
    for i in range(fall.shape[0]):
        for j in range(fall.shape[0]):
            found[i, j] = (found[i, j] - fall[i] * fall[j] / numbers[1]) / numbers[0]
    gradient, curvature = _finish(parameters, (factor, slope), found)
    return Derivatives(gradient, found, curvature, slope, trace, pulls[0], pulls[1], fall)


@compiled
def _pull_rest(matrix: Numbers, solution: Numbers, size: int) -> Numbers:
    """Return Z'Py of the other factors."""
    pull = np.zeros(size)
    for i in range(size):
        pull[i] = matrix[i, matrix.shape[1] - 1] - dot(matrix[i], solution)
    return pull


@compiled
def _pull_first(sums: CrossProducts, keep: Numbers, solution: Numbers) -> Numbers:
    """Return Z'Py of factor 0, level by level."""
    count, width = keep.shape[0], keep.shape[1]
    pull = np.zeros((count, width))
    for level in range(count):
        last = sums.start[level + 1] - 1
        rest = sums.value[last].copy()
        for i in range(sums.start[level], last):
            add_scaled(rest, sums.value[i], -solution[sums.column[i]])
        for a in range(width):
            pull[level, a] = dot(keep[level, a], rest)
    return pull


@compiled
def _slope(layout: tuple[Levels, Levels], pulls: Pulls, scale: tuple[Numbers, float]) -> Numbers:
    """Return the derivative of the deviance with respect to each term's relative covariance; 0 between terms."""
    factors, parameters = layout
    trace, variance = scale
    slope = np.zeros(trace.shape)
    for i in range(parameters.shape[0]):
        f, row, column = parameters[i, 0], parameters[i, 1], parameters[i, 2]
        pull, total = part_of(pulls, factors, f), 0.0
        for level in range(pull.shape[0]):
            total += pull[level, row] * pull[level, column]
        slope[f, row, column] = trace[f, row, column] - total / variance
        slope[f, column, row] = trace[f, column, row] - total / variance
    return slope


@compiled
def _fall(pulls: Pulls, vectors: Pulls) -> Numbers:
    """Return y'P V_i Py of each number in theta."""
    first, rest = vectors
    fall = np.zeros(rest.shape[0])
    for i in range(rest.shape[0]):
        fall[i] = dot(first[i].ravel(), pulls[0].ravel()) + dot(rest[i], pulls[1])
    return fall


@compiled
def _finish(parameters: Levels, pair: tuple[Numbers, Numbers], found: Numbers) -> tuple[Numbers, Numbers]:
    """Return the gradient, twice the slope times L, and the information plus what LL' bends upward by itself."""
    factor, slope = pair
    gradient = np.zeros(parameters.shape[0])
    curvature = found.copy()
    bends = np.zeros(slope.shape)
    for f in range(slope.shape[0]):
        bends[f] = positive_part(slope[f])
    for i in range(parameters.shape[0]):
        f, row, column = parameters[i, 0], parameters[i, 1], parameters[i, 2]
        for a in range(slope.shape[1]):
            gradient[i] += 2 * slope[f, row, a] * factor[f, a, column]
        _add_bend(parameters, (i, bends[f, row]), curvature[i])
    return gradient, curvature


@compiled
def _add_bend(parameters: Levels, bend: tuple[int, Numbers], curvature: Numbers) -> None:
    """Add to one row of the curvature what numbers of the same column of L bend together."""
    i, row = bend
    for j in range(parameters.shape[0]):
        if parameters[j, 0] == parameters[i, 0] and parameters[j, 2] == parameters[i, 2]:
            curvature[j] += 2 * row[parameters[j, 1]]
