"""Looks for the best variances, and calls them best only when every check has passed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.criterion import Point, evaluate
from newel.statistics.mixed.elimination import Model
from newel.statistics.mixed.newton import PERFECT, lean, minimise, settle, steepest_rise, thinner
from newel.statistics.mixed.start import first_guess

TOLERANCE, COARSE = 1e-13, 1e-8
"""Deviance that may still be to be gained when the search ends; the coarse one where a step costs much."""
LARGE = 200
"""A step costs much with more columns than this beside the largest factor."""
ACCEPTED = 1e-7
RISE = 1e-5
FLAT = 1e-6
OTHER_STARTS = (1.0, 0.2, 4.0)


@dataclass(frozen=True)
class Found:
    """The best point, and what the checks say of it."""

    point: Point
    best: bool
    """The gradient is 0, and no variance of 0 wants to be more."""
    perfect: bool = False
    """Nothing is left for the residual."""
    flat: tuple[int, ...] = ()
    """Places in theta that can be changed without the deviance noticing."""


def search(model: Model) -> Found:
    """Minimise the deviance from several starts until the checks pass, in the end by another optimiser."""
    if not len(model.parameters):
        return Found(evaluate(model, np.zeros(0)), best=True)
    found: Point | None = None
    for attempt in _attempts(model):
        settled, decrement = _settled(model, *attempt)
        if settled.variance < PERFECT:
            return Found(settled, best=False, perfect=True)
        if _best_possible(model, settled, decrement):
            return _unless_flat(model, settled)
        if found is None or settled.criterion < found.criterion:
            found = settled
    assert found is not None  # noqa: S101 - there is always a first attempt
    return Found(found, best=False, flat=flat_places(model.parameters, found))


def _unless_flat(model: Model, point: Point) -> Found:
    """Return the point if the deviance bends there in every direction; else try a thinner covariance.

    Where two effects are nearly in step the deviance is nearly flat, although they are best exactly in step.
    """
    flat = flat_places(model.parameters, point)
    if not flat:
        return Found(point, best=True)
    moved, decrement = minimise(model, thinner(model, point, flat), TOLERANCE)
    moved = settle(model, moved)
    if moved.criterion <= point.criterion + ACCEPTED and _best_possible(model, moved, decrement):
        return Found(moved, best=True, flat=flat_places(model.parameters, moved))
    return Found(point, best=True, flat=flat)


def _attempts(model: Model) -> Iterator[tuple[Point, float]]:
    """Search by Newton's method from one start after another; from the best end by BFGS, and Newton's method again."""
    tolerance = COARSE if len(model.sums.dense) > LARGE else TOLERANCE
    ends = [minimise(model, first_guess(model), tolerance)]
    yield ends[0]
    for size in OTHER_STARTS:
        start = np.where(model.parameters[:, 1] == model.parameters[:, 2], size, 0.0)
        ends.append(minimise(model, start, tolerance))
        yield ends[-1]
    best = min((point for point, _ in ends), key=lambda point: point.criterion)
    yield minimise(model, _by_bfgs(model, best.theta), tolerance)


def _settled(model: Model, point: Point, decrement: float) -> tuple[Point, float]:
    """Settle a point, and search on where an effect of variance 0 should lean on others."""
    settled = settle(model, point)
    for _ in range(3):
        leaning = None if settled.variance < PERFECT else lean(model, settled)
        if leaning is None:
            break
        point, decrement = minimise(model, leaning, TOLERANCE)
        settled = settle(model, point)
    return settled, decrement


def _by_bfgs(model: Model, theta: Numbers) -> Numbers:
    """Return where SciPy's BFGS ends, by criterion and exact gradient alone."""

    def criterion_and_gradient(at: Numbers) -> tuple[float, Numbers]:
        point = evaluate(model, at)
        return point.criterion, point.gradient

    return np.asarray(minimize(criterion_and_gradient, theta, jac=True, method="BFGS", options={"gtol": 1e-9}).x)


def _best_possible(model: Model, point: Point, decrement: float) -> bool:
    """Say whether the point passes: nothing to be gained along the gradient, and no variance that should be larger."""
    if decrement >= ACCEPTED:
        return False
    return steepest_rise(model.factors, point.derivatives.slope, point.derivatives.trace) < RISE


def flat_places(parameters: Levels, point: Point) -> tuple[int, ...]:
    """Return places in theta along which the deviance does not bend, in a column that is not 0 anyway."""
    factors, columns = parameters[:, 0], parameters[:, 2]
    free = np.flatnonzero(point.factor[factors, columns, columns] > RISE)
    size = np.maximum(np.abs(point.factor).max(axis=(1, 2)), 0.1)[factors[free]]
    values, vectors = np.linalg.eigh(point.derivatives.information[np.ix_(free, free)] * np.outer(size, size))
    heavy = np.abs(vectors[:, values < FLAT]).max(axis=1, initial=0) > 0.1
    return tuple(free[heavy].tolist())
