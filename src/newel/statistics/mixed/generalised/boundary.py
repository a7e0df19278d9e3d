"""The edge of the parameter space: a variance that heads to 0 is set to exactly 0, if the likelihood agrees."""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.columns import Flags
from newel.statistics.mixed.generalised.information import curvature
from newel.statistics.mixed.generalised.problem import Problem
from newel.statistics.mixed.generalised.search import Criterion, Optimum, search

_TINY = 3e-3
"""A standard deviation below this, for a column of mean square 1, is tried at 0."""
_SAME = 1e-7
"""Log-likelihood that 0 may cost."""


@dataclass(frozen=True)
class Settled:
    """An optimum, and which parameters are free: the others stand at exactly 0."""

    optimum: Optimum
    free: Flags
    """True for each parameter that was searched over, shape (P,)."""

    @property
    def parameters(self) -> Numbers:
        """All parameters, those at 0 included."""
        return spread_out(self.optimum.parameters, self.free)


def spread_out(values: Numbers, free: Flags) -> Numbers:
    """Put the values of the free parameters in their places, 0 in the others."""
    found = np.zeros(len(free))
    found[free] = values
    return found


def free_only(problem: Problem, free: Flags) -> Criterion:
    """Return the problem as a function of its free parameters."""

    def criterion(values: Numbers) -> tuple[float, Numbers]:
        value, slope = problem(spread_out(values, free))
        return value, slope[free]

    return criterion


def settle(problem: Problem, optimum: Optimum) -> Settled:
    """Set variances near 0 to 0 and search on with them there; keep the optimum where there are none."""
    everything = np.ones(problem.shape.count, dtype=bool)
    flat, free = _flattened(problem, optimum.parameters)
    if np.all(free):
        return Settled(optimum, everything)
    value, _ = problem(flat)
    if not value <= optimum.value + 100 * _SAME:
        return Settled(optimum, everything)
    again = search(free_only(problem, free), flat[free], curvature(problem, np.flatnonzero(free)))
    if again.value <= optimum.value + _SAME:
        return Settled(again, free)
    return Settled(optimum, everything)


def _flattened(problem: Problem, parameters: Numbers) -> tuple[Numbers, Flags]:
    """Return the parameters with tiny directions of the random effects taken out, and which may still move."""
    entries, free = [], []
    for factor in problem.factors(parameters):
        left, sizes, _ = np.linalg.svd(factor)
        small = sizes < _TINY
        if np.any(small):
            kept = left * np.where(small, 0.0, sizes)
            factor = _semidefinite_factor(kept @ kept.T)  # noqa: PLW2901 - the same factor, flattened
        lower = np.tril_indices(len(factor))
        entries.append(factor[lower])
        free.append(factor[lower] != 0 if np.any(small) else np.ones(len(lower[0]), dtype=bool))
    others = problem.shape.count - problem.shape.factors
    found = np.concatenate([parameters[:others], *entries])
    return found, np.concatenate([np.ones(others, dtype=bool), *free])


def _semidefinite_factor(covariance: Numbers) -> Numbers:
    """Return the lower Cholesky factor, with columns of 0 where the covariance adds nothing."""
    left = covariance.copy()
    factor = np.zeros_like(left)
    for column in range(len(left)):
        if left[column, column] > _TINY**2:
            factor[column:, column] = left[column:, column] / np.sqrt(left[column, column])
            left -= np.outer(factor[:, column], factor[:, column])
    return factor
