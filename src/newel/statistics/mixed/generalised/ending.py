"""The end of a search: exact curvature, one last step, and which parameters the data leave without an end."""

from dataclasses import dataclass, replace

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.boundary import Settled, free_only
from newel.statistics.mixed.generalised.columns import Flags
from newel.statistics.mixed.generalised.information import working_information
from newel.statistics.mixed.generalised.problem import Problem
from newel.statistics.mixed.generalised.rows import INFLATED, NBINOM1, NBINOM2, POISSON
from newel.statistics.mixed.generalised.search import Optimum, differenced

_FLAT = 1e-6
"""A direction is flat where a row adds less than this to the curvature, for parameters of unit scale."""
_SAME = 1e-5
_ENOUGH = 1e-5
"""A search has converged where a further step promises less than half of this in log-likelihood."""


@dataclass(frozen=True)
class Ending:
    """Where a model ended."""

    parameters: Numbers
    free: Flags
    value: float
    covariance: Numbers
    """Of working parameters other than the covariance factors, without the flat directions."""
    flat: Numbers
    """Directions the likelihood does not bend in, one a column, of the same parameters."""
    converged: bool


def finish(problem: Problem, settled: Settled) -> Ending:
    """Difference the curvature at the optimum, step once more with it, and invert it."""
    optimum = settled.optimum
    size = problem.shape.count - problem.shape.factors
    if not len(optimum.parameters):
        none = np.zeros((0, 0))
        return Ending(settled.parameters, settled.free, optimum.value, none, none, bool(np.isfinite(optimum.value)))
    criterion = free_only(problem, settled.free)
    exact = _exact(problem, settled)
    inverse, flat = _inverse(exact, len(problem.data))
    at = optimum.parameters - inverse @ optimum.slope
    value, slope = criterion(at)
    if value <= optimum.value + 1e-9 * (1 + abs(value)):
        settled = replace(settled, optimum=Optimum(at, value, slope, exact, optimum.settled))
    else:
        value, _ = criterion(optimum.parameters)  # puts the modes back
    left = float(settled.optimum.slope @ inverse @ settled.optimum.slope)
    bends_up = bool(np.all(np.linalg.eigvalsh(inverse) > -1e-12 * np.abs(inverse).max()))
    return Ending(
        parameters=settled.parameters,
        free=settled.free,
        value=settled.optimum.value,
        covariance=inverse[:size, :size],
        flat=flat[:size],
        converged=bends_up and bool(np.isfinite(value)) and left < _ENOUGH,
    )


def _exact(problem: Problem, settled: Settled) -> Numbers:
    """Return the curvature at the optimum: in closed form where there are no random effects, as far as that reaches."""
    found = differenced(free_only(problem, settled.free), settled.optimum)
    if not problem.shape.factors:
        known = problem.shape.thresholds + problem.shape.fixed
        closed = working_information(problem, settled.parameters)
        if problem.kind < INFLATED:
            found[:known, :known] = closed
    return found


def _inverse(curvature: Numbers, rows: int) -> tuple[Numbers, Numbers]:
    """Return the inverse without flat directions, and these."""
    values, vectors = np.linalg.eigh(curvature)
    flat = np.abs(values) < _FLAT * rows * min(1.0, float(np.abs(values).max()) / rows)
    kept = vectors[:, ~flat]
    return np.asarray(kept / values[~flat] @ kept.T), vectors[:, flat]


def is_poisson(problem: Problem, ending: Ending) -> bool:
    """Say whether a negative binomial ended where it is a Poisson model, to within rounding."""
    shape = problem.shape
    if not shape.dispersion:
        return False
    _, _, dispersion, _, _ = shape.cut(ending.parameters)
    heading = dispersion[0] if problem.kind % INFLATED == NBINOM2 else -dispersion[0]
    if heading < 6 or problem.kind % INFLATED not in (NBINOM1, NBINOM2):
        return False
    number = shape.thresholds + shape.fixed
    kind = POISSON + (INFLATED if problem.kind >= INFLATED else 0)
    plain = replace(problem, kind=kind, shape=replace(shape, dispersion=0), warm=problem.warm.copy())
    value, _ = plain(np.delete(ending.parameters, number))
    return bool(value <= ending.value + _SAME)


def is_not_inflated(problem: Problem, ending: Ending) -> bool:
    """Say whether a zero-inflated model ended where no zero is an excess one, to within rounding."""
    shape = problem.shape
    if not shape.inflation:
        return False
    first = shape.thresholds + shape.fixed + shape.dispersion
    less = replace(shape, inflation=0)
    plain = replace(problem, kind=problem.kind - INFLATED, shape=less, warm=problem.warm.copy())
    value, _ = plain(np.delete(ending.parameters, np.arange(first, first + shape.inflation)))
    return bool(value <= ending.value + _SAME)
