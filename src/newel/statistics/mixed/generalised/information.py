"""The curvature a search starts from: that of thresholds and coefficients if the working weights stood still."""

from collections.abc import Callable

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.generalised.factor import solve
from newel.statistics.mixed.generalised.layout import Bands
from newel.statistics.mixed.generalised.modes import Rows, find_modes, spread
from newel.statistics.mixed.generalised.problem import Problem
from newel.statistics.mixed.generalised.rows import ORDINAL, turn

_STEP = 1e-4


def curvature(
    problem: Problem, free: Levels
) -> Callable[[Callable[[Numbers], tuple[float, Numbers]], Numbers, Numbers], Numbers]:
    """Return how to guess the curvature of `problem` in its free parameters (their numbers).

    Thresholds and coefficients by the working information; the few other parameters by differences of the exact slope.
    """
    known = problem.shape.thresholds + problem.shape.fixed

    def guess(criterion: Callable[[Numbers], tuple[float, Numbers]], at: Numbers, slope: Numbers) -> Numbers:
        whole = np.zeros(problem.shape.count)
        whole[free] = at
        found = np.zeros((len(at), len(at)))
        found[:known, :known] = working_information(problem, whole)
        for number in range(known, len(at)):
            there = at.copy()
            there[number] += _STEP
            _, moved = criterion(there)
            found[number] = found[:, number] = (moved - slope) / _STEP
        return found

    return guess


def working_information(problem: Problem, parameters: Numbers) -> Numbers:
    """Return J - K'H^-1 K: J of thresholds and coefficients, K between them and the random effects, H of these."""
    weights, mixed, scores, solved = _look_closer(problem, parameters)
    cuts = _cut_columns(problem)
    lean = np.hstack([-(mixed[:, 0, None] * cuts[0] + mixed[:, 1, None] * cuts[1]), weights[:, None] * problem.fixed])
    between = lean.T @ problem.fixed
    both = -scores[:, 0] * scores[:, 1]
    upper, lower = mixed[:, 0] + both, mixed[:, 1] + both
    corner = cuts[0].T @ (upper[:, None] * cuts[0] - both[:, None] * cuts[1])
    corner += cuts[1].T @ (lower[:, None] * cuts[1] - both[:, None] * cuts[0])
    first = problem.shape.thresholds
    found = np.block([[corner, between[:first]], [between[:first].T, between[first:]]])
    return np.asarray(found - solved(lean))


def _look_closer(
    problem: Problem, parameters: Numbers
) -> tuple[Numbers, Numbers, Numbers, Callable[[Numbers], Numbers]]:
    model = problem.model(parameters)
    bands = model.bands
    _, _, state, factor = find_modes(model, problem.warm)
    mixed, scores = np.zeros((len(problem.data), 2)), np.zeros((len(problem.data), 2))
    if problem.kind == ORDINAL:
        _further(model.rows, state.linear, (mixed, scores))

    def solved(lean: Numbers) -> Numbers:
        onto = np.zeros((lean.shape[1], len(problem.warm)))
        _spread_all(bands, lean, onto)
        through = onto.copy()
        for one in through:
            solve(bands, factor, one)
        return onto @ through.T

    return state.weights, mixed, scores, solved


@compiled
def _spread_all(bands: Bands, each: Numbers, into: Numbers) -> None:
    for column in range(len(into)):
        spread(bands, each[:, column], into[column])


@compiled
def _further(rows: Rows, linear: Numbers, into: tuple[Numbers, Numbers]) -> None:
    """Set how rows' slopes turn with their further predictors, and the rows' slopes in these."""
    mixed, scores = into
    for row in range(len(linear)):
        _, first, second = turn(
            rows.kind,
            (rows.data[row, 0], rows.data[row, 1]),
            (linear[row], rows.further[row, 0], rows.further[row, 1]),
        )
        scores[row, 0], mixed[row, 0] = first[0], first[1]
        scores[row, 1], mixed[row, 1] = second[0], second[1]


def _cut_columns(problem: Problem) -> tuple[Numbers, Numbers]:
    """Return each row's columns for the threshold above and below its category, shape (n, thresholds) each."""
    n, boundaries = len(problem.data), problem.shape.boundaries
    if problem.kind != ORDINAL:
        return np.zeros((n, 0)), np.zeros((n, 0))
    answer = problem.data[:, 0].astype(np.int64)
    found = []
    for boundary in (answer, answer - 1):
        chosen = (boundary[:, None] == np.arange(boundaries)).astype(np.float64)
        found.append((chosen[:, :, None] * problem.nominal[:, None, :]).reshape(n, -1))
    return found[0], found[1]
