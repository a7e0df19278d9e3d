"""The search for the best parameters: scoring steps, halved until each one helps."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from newel.statistics.arrays import Numbers


class Problem(Protocol):
    """Something to make as small as possible."""

    def value(self, theta: Numbers) -> float:
        """Return what is to be made small; infinite where theta is impossible."""
        ...

    def slope(self, theta: Numbers) -> tuple[Numbers, Numbers]:
        """Return the gradient and a positive curvature matrix that stands in for the second derivatives."""
        ...

    def curved(self, theta: Numbers) -> Numbers:
        """Return the exact second derivatives."""
        ...


@dataclass(frozen=True)
class Optimum:
    """Where the search ended."""

    theta: Numbers
    value: float
    gradient: Numbers
    curvature: Numbers
    steps: int
    converged: bool
    identified: bool
    """Whether the curvature at the end is positive in every direction."""


PATIENCE = 15
"""Scoring steps before Newton's."""
SMALL = 1e-15
"""A step that promises to lower the value by less than this, relative to 1 + |value|, is the last."""


def minimise(problem: Problem, start: Numbers, *, most: int = 200) -> Optimum:
    """Take scoring steps from `start`; `converged` is true only where the gradient vanished.

    Scoring slows down where the model fits badly, so after some steps Newton's method takes over wherever it can.
    """
    theta, value = start, problem.value(start)
    if not np.isfinite(value):
        raise ValueError("The search cannot start: the first guess of the model implies impossible covariances.")
    steps, moved = 0, True
    while moved and steps < most:
        steps += 1
        gradient, curvature = problem.slope(theta)
        step = _step(gradient, curvature)
        if steps > PATIENCE:
            bent = problem.curved(theta)
            step = _step(gradient, bent) if is_definite(bent) else step
        promised = float(-gradient @ step)
        if promised < SMALL * (1 + abs(value)):
            break
        theta, value, moved = _descend(problem, (theta, value), (step, promised))
    gradient, curvature = problem.slope(theta)
    left = float(-gradient @ _step(gradient, curvature))
    return Optimum(theta, value, gradient, curvature, steps, left < 1e-11 * (1 + abs(value)), is_definite(curvature))


def search_notes(found: Optimum, *, identified: bool, freedom: int) -> tuple[str, ...]:
    """Say in words why an optimum is not to be trusted."""
    notes = []
    if not found.converged:
        notes.append(f"The search stopped after {found.steps} steps without reaching an optimum.")
    if freedom < 0:
        notes.append("The model has more parameters than the items have variances and covariances.")
    elif not identified:
        notes.append("The data do not identify all parameters of the model: standard errors are not to be trusted.")
    return tuple(notes)


def is_definite(curvature: Numbers) -> bool:
    """Return whether a curvature, each parameter in its own unit, is positive in every direction."""
    unit = np.sqrt(np.abs(np.diag(curvature)))
    if not np.all(unit > 0) or not np.isfinite(curvature).all():
        return False
    return bool(np.linalg.eigvalsh(curvature / np.outer(unit, unit))[0] > 1e-9)


def _step(gradient: Numbers, curvature: Numbers) -> Numbers:
    """Return the scoring step, damped in directions in which the value hardly bends."""
    unit = np.sqrt(np.maximum(np.diag(curvature), 1e-12))
    roots, axes = np.linalg.eigh(curvature / np.outer(unit, unit))
    return np.asarray(-(axes @ ((axes.T @ (gradient / unit)) / np.maximum(roots, 1e-8))) / unit)


def _descend(
    problem: Problem, here: tuple[Numbers, float], way: tuple[Numbers, float]
) -> tuple[Numbers, float, bool]:
    """Return the next point, its value, and whether the value fell: the step is halved until it does."""
    (theta, value), (step, promised) = here, way
    share = 1.0
    for _ in range(40):
        found = problem.value(theta + share * step)
        if found <= value - 1e-4 * share * promised:
            return theta + share * step, found, True
        share /= 2
    # Near the optimum the promise is smaller than the rounding of the value: take the step that does no harm, and stop.
    found = problem.value(theta + step)
    harmless = found <= value + 1e-13 * (1 + abs(value))
    return (theta + step, found, False) if harmless else (theta, value, False)
