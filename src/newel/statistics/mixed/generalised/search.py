"""The search for a maximum of the likelihood: Newton steps, whose curvature is learnt from exact slopes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers

Criterion = Callable[[Numbers], tuple[float, Numbers]]
"""Value and slope; the value is infinite where the criterion cannot be computed."""
Guess = Callable[[Criterion, Numbers, Numbers], Numbers]
"""A first idea of the curvature, from the criterion, the place and the slope there."""
SETTLED = 1e-11
"""The search ends where the next step would gain half of this in log-likelihood."""
STEPS = 200
_FRESH = 25
"""Steps after which the curvature is guessed anew."""


@dataclass(frozen=True)
class Optimum:
    """Where the search ended."""

    parameters: Numbers
    value: float
    slope: Numbers
    curvature: Numbers
    settled: bool

    @property
    def gain(self) -> float:
        """Twice what a further Newton step promises in log-likelihood; negative where the curvature is no minimum's."""
        if not len(self.parameters):
            return 0.0
        return float(self.slope @ np.linalg.solve(self.curvature, self.slope))


def search(
    criterion: Criterion, start: Numbers, guess: Guess, *, settled: float = SETTLED, steps: int = STEPS
) -> Optimum:
    """Return the minimum reached from `start`."""
    at = np.array(start, dtype=np.float64)
    value, slope = criterion(at)
    if not len(at):
        return Optimum(at, value, slope, np.zeros((0, 0)), settled=bool(np.isfinite(value)))
    curvature, age = positive(guess(criterion, at, slope)), 0
    for _ in range(steps):
        step: Numbers = -np.linalg.solve(curvature, slope).astype(np.float64)
        gain = float(-step @ slope)
        if gain < settled:
            return Optimum(at, value, slope, curvature, settled=True)
        found = _walk(criterion, at, (value, gain, step))
        if found is None and age == 0:
            break
        if found is None or age >= _FRESH:
            at, value, slope = found or (at, value, slope)
            curvature, age = positive(guess(criterion, at, slope)), 0
            continue
        curvature = _learn(curvature, found[0] - at, found[2] - slope)
        at, value, slope = found
        age += 1
    return Optimum(at, value, slope, curvature, settled=False)


Place = tuple[Numbers, float, Numbers]
"""Parameters, value and slope."""


def _walk(criterion: Criterion, at: Numbers, move: tuple[float, float, Numbers]) -> Place | None:
    """Step, shortening until the criterion falls enough; none where it never does."""
    value, gain, step = move
    length = min(1.0, 5.0 / float(np.abs(step).max()))
    noise = 1e-12 * (1 + abs(value))
    for _ in range(30):
        there = at + length * step
        found, slope = criterion(there)
        if np.isfinite(found) and found <= value - 1e-4 * length * gain + noise and np.all(np.isfinite(slope)):
            return there, found, slope
        length *= _shorter(length * gain, found - value)
    return None


def _shorter(promised: float, rise: float) -> float:
    """Return by how much to shorten a step: to the bottom of the parabola through both ends, within bounds."""
    if not np.isfinite(rise):
        return 0.25
    return float(min(max(0.5 * promised / (promised + rise), 0.1), 0.5))


def _learn(curvature: Numbers, step: Numbers, change: Numbers) -> Numbers:
    """Broyden, Fletcher, Goldfarb and Shanno's update of the curvature, left out where it would not stay positive."""
    along = float(step @ change)
    if along <= 1e-10 * float(np.sqrt((step @ step) * (change @ change))):
        return curvature
    pushed = curvature @ step
    return curvature - np.outer(pushed, pushed) / float(step @ pushed) + np.outer(change, change) / along


def differenced(criterion: Criterion, optimum: Optimum, *, step: float = 1e-5) -> Numbers:
    """Return the curvature at an optimum by differences of the slope, each step a small part of a standard error."""
    at = optimum.parameters
    steps = np.minimum(step * np.sqrt(np.diag(np.linalg.inv(optimum.curvature))), 1e-2)
    found = np.empty((len(at), len(at)))
    for number, size in enumerate(steps):
        there = at.copy()
        there[number] += size
        _, moved = criterion(there)
        found[number] = (moved - optimum.slope) / size
    return (found + found.T) / 2


def positive(curvature: Numbers) -> Numbers:
    """Return the curvature with its negative directions turned round and its flat ones lifted."""
    if not np.all(np.isfinite(curvature)):
        return np.eye(len(curvature))
    scale = np.sqrt(np.maximum(np.abs(np.diag(curvature)), 1e-6 * np.abs(curvature).max() + 1e-12))
    values, vectors = np.linalg.eigh(curvature / np.outer(scale, scale))
    lifted = np.maximum(np.abs(values), 1e-4)
    return np.asarray((vectors * lifted) @ vectors.T * np.outer(scale, scale))
