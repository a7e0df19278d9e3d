"""Finds the variances that fit best: Newton's method on the Cholesky factors, which need no bounds."""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.criterion import Point, evaluate
from newel.statistics.mixed.dense import add_outer, dot, eigen, solve_positive
from newel.statistics.mixed.elimination import FLOOR, Model

STEPS = 100
HALVINGS = 30
PERFECT = 1e-10
"""A residual variance below this share of the response's own has lost too many digits: the search is over."""
LONGEST = 2.0
"""The longest step, in units of the largest number in theta."""
GAIN = 1e-9
NEARLY_ZERO = 1e-3
"""An SD below this share of the residual one is tried at 0."""
ROUNDING = 1e-10
"""A share of the criterion that may be rounding."""


def minimise(model: Model, theta: Numbers, tolerance: float) -> tuple[Point, float]:
    """Return the best point found from theta, and its decrement: about twice the deviance still to be gained."""
    point = evaluate(model, theta)
    step, decrement = newton_step(model.parameters, point.theta, (point.gradient, point.curvature))
    for _ in range(STEPS):
        if decrement < tolerance or point.variance < PERFECT:
            break
        moved = _descend(model, point, (step, decrement))
        if moved is None:
            break
        curvature = learn(moved.curvature, moved.theta - point.theta, moved.gradient - point.gradient)
        if leans(model.parameters, moved.factor):
            moved = settle(model, moved)
            curvature = moved.curvature
        point = moved
        step, decrement = newton_step(model.parameters, point.theta, (point.gradient, curvature))
        if decrement < tolerance:
            step, decrement = newton_step(model.parameters, point.theta, (point.gradient, point.curvature))
    return point, decrement


def _descend(model: Model, point: Point, advice: tuple[Numbers, float]) -> Point | None:
    """Go the step, or a half of it, or a quarter, until that gains something; None if nothing does.

    Near the end the criterion is only rounding, and the gradient decides alone.
    """
    step, decrement = advice
    rounding = ROUNDING * (1 + abs(point.criterion))
    for _ in range(HALVINGS):
        moved = evaluate(model, point.theta + step)
        gain = point.criterion - moved.criterion
        if gain >= 1e-4 * decrement or (decrement < 1e-4 and abs(gain) < rounding):
            return moved
        step, decrement = step / 2, decrement / 2
    return None


@compiled
def learn(curvature: Numbers, moved: Numbers, changed: Numbers) -> Numbers:
    """Correct the curvature by what the last step has shown of it (a BFGS update)."""
    result = curvature.copy()
    bent = np.zeros(moved.shape[0])
    for i in range(moved.shape[0]):
        bent[i] = dot(curvature[i], moved)
    seen, expected = dot(moved, changed), dot(moved, bent)
    if expected > 0 and seen > 0.1 * expected:
        add_outer(result, changed / seen, changed)
        add_outer(result, bent / -expected, bent)
    return result


@compiled
def leans(parameters: Levels, factor: Numbers) -> bool:
    """Say whether a column of L rests on a diagonal that is nearly 0, beside a column that does not.

    What stands below the one might as well stand in the other: the deviance has a curved valley, along which Newton's
    method would creep.
    """
    for i in range(parameters.shape[0]):
        f, row, column = parameters[i, 0], parameters[i, 1], parameters[i, 2]
        diagonal = abs(factor[f, column, column])
        if diagonal < NEARLY_ZERO and diagonal < min(abs(factor[f, row, column]), abs(factor[f, row, row])):
            return True
    return False


@compiled
def newton_step(parameters: Levels, theta: Numbers, model: tuple[Numbers, Numbers]) -> tuple[Numbers, float]:
    """Return the step, no longer than is sensible, and its decrement, for a gradient and a curvature."""
    gradient, curvature = model
    damped = curvature.copy()
    largest = 0.05
    sharpest = np.zeros(theta.shape[0])
    for i in range(theta.shape[0]):
        sharpest[parameters[i, 0]] = max(sharpest[parameters[i, 0]], curvature[i, i])
        largest = max(largest, abs(theta[i]))
    for i in range(theta.shape[0]):
        damped[i, i] += 1e-8 * sharpest[parameters[i, 0]] + 1e-14
    step = -solve_positive(damped, gradient)
    longest = 0.0
    for i in range(step.shape[0]):
        longest = max(longest, abs(step[i]))
    step *= min(1.0, LONGEST * largest / max(longest, 1e-300))
    return step, abs(dot(step, gradient))


def settle(model: Model, point: Point) -> Point:
    """Bring the factors into the form that is unique: no negative diagonal, and exactly 0 what is as good as 0.

    A variance is as good as 0 where setting it to 0 costs no more deviance than rounding: tried for all small ones at
    once and, where that costs more, for one after the other.
    """
    limit = np.full(point.factor.shape[:2], FLOOR)
    diagonal = np.abs(np.diagonal(point.factor, axis1=1, axis2=2))
    settled = _canonical_point(model, point, np.where(diagonal < NEARLY_ZERO, NEARLY_ZERO, limit))
    if _as_good(settled, point):
        return settled
    for place in zip(*np.nonzero((diagonal < NEARLY_ZERO) & (diagonal > 0)), strict=True):
        limit[place] = NEARLY_ZERO
        if not _as_good(_canonical_point(model, point, limit), point):
            limit[place] = FLOOR
    return _canonical_point(model, point, limit)


def _canonical_point(model: Model, point: Point, limit: Numbers) -> Point:
    """Return the point in canonical form; the very point where it has it already."""
    theta = canonical(model.parameters, point.factor, limit)
    return point if np.array_equal(theta, point.theta) else evaluate(model, theta)


def _as_good(one: Point, other: Point) -> bool:
    """Say whether one point's deviance is at most rounding above another's."""
    return one.criterion <= other.criterion + 1e-9 + 1e-13 * abs(other.criterion)


def lean(model: Model, point: Point) -> Numbers | None:
    """Return a better theta where an effect of variance 0 should follow the others of its term; None where not.

    With variance 0 an effect is free to correlate with the others: a small one of perfect correlation gains what the
    slope says, at second order only, and the numbers below its diagonal do not see it.
    """
    factor = point.factor.copy()
    gained = 0.0
    for f, column in {(f, column) for f, _, column in model.parameters.tolist()}:
        rest = slice(column + 1, None)
        slope, below = point.derivatives.slope[f], factor[f, rest, rest]
        pulled = -below.T @ slope[rest, column]
        size, steep = float(np.sqrt(pulled @ pulled)), float(slope[column, column])
        if factor[f, column, column] <= FLOOR and steep > 0 and size**2 / steep > GAIN:
            gained += size**2 / steep
            along = below @ pulled / size
            covariance = below @ below.T - np.outer(along, along)
            factor[f, column, column], factor[f, rest, column] = size / steep, along
            factor[f, rest, rest] = semidefinite_root(covariance)
    return np.asarray(factor[tuple(model.parameters.T)]) if gained else None


def thinner(model: Model, point: Point, places: tuple[int, ...]) -> Numbers:
    """Return theta with the smallest part taken out of the covariances to which these places belong.

    A covariance of one part only stays as it is.
    """
    factor = point.factor.copy()
    for f in {int(model.parameters[place, 0]) for place in places}:
        values, vectors = np.linalg.eigh(factor[f] @ factor[f].T)
        positive = np.flatnonzero(values > FLOOR**2)
        if len(positive) > 1:
            values[: positive[0] + 1] = 0
        factor[f] = semidefinite_root((vectors * values) @ vectors.T)
    return np.asarray(factor[tuple(model.parameters.T)])


def semidefinite_root(covariance: Numbers) -> Numbers:
    """Return a lower triangle L with LL' = `covariance`, which may be singular."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(np.linalg.qr((vectors * np.sqrt(np.maximum(values, 0))).T).R.T)


@compiled
def canonical(parameters: Levels, factor: Numbers, limit: Numbers) -> Numbers:
    """Return theta of the Cholesky factors of LL'; a diagonal below its limit, shape (f, k), makes its column 0."""
    theta = np.zeros(parameters.shape[0])
    roots = np.zeros(factor.shape)
    for i in range(parameters.shape[0]):
        f, row, column = parameters[i, 0], parameters[i, 1], parameters[i, 2]
        total = 0.0
        for c in range(column + 1):
            total += factor[f, row, c] * factor[f, column, c]
        for c in range(column):
            total -= roots[f, row, c] * roots[f, column, c]
        if row == column:
            roots[f, row, row] = np.sqrt(total) if total > limit[f, row] ** 2 else 0.0
        elif roots[f, column, column] > 0:
            roots[f, row, column] = total / roots[f, column, column]
        theta[i] = roots[f, row, column]
    return theta


@compiled
def steepest_rise(factors: Levels, slope: Numbers, trace: Numbers) -> float:
    """Return how far the least eigenvalue of the slope is below 0, relative to the trace.

    It is 0 where no variance, and no combination of the effects of a term, would fit better if it were larger.
    """
    worst = 0.0
    for f in range(factors.shape[0]):
        values, _ = eigen(_relative(slope[f], trace[f], factors[f, 1]))
        for value in values:
            worst = max(worst, -value)
    return worst


@compiled
def _relative(slope: Numbers, trace: Numbers, width: int) -> Numbers:
    """Return a factor's slope as a share of the trace of its row and column."""
    result = np.zeros((width, width))
    for a in range(width):
        for b in range(width):
            scale = np.sqrt(max(trace[a, a], 1e-100)) * np.sqrt(max(trace[b, b], 1e-100))
            result[a, b] = (slope[a, b] + slope[b, a]) / (2 * scale)
    return result
