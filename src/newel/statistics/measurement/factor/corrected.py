"""Robust fit indices where answers are missing: what complete data with the same moments would have said.

Source: Zhang X, Savalei V. New computations for RMSEA and CFI following FIML and TS estimation with missing data.
Psychol Methods 2023;28:263-283.
"""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.factor.indices import Corrected
from newel.statistics.measurement.factor.misfit import Unrestricted
from newel.statistics.measurement.factor.normal import NormalProblem
from newel.statistics.measurement.factor.patterns import Patterns, deviance, information


def corrected(
    problem: NormalProblem, theta: Numbers, spread: tuple[Unrestricted, ...], *, freedom: int, normal: bool
) -> Corrected:
    """Return the chi-square of the saturated moments taken as complete data, and the factor of its expectation.

    `normal` takes answers as normal (the paper's version 6); otherwise their own spread decides (version 3).
    """
    items = [_Part(problem.jacobian(theta, group), _complete_information(problem, found, group), found)
             for group, found in enumerate(spread)]
    chi_square = _complete_chi_square(problem, theta, spread)
    observed = sum((part.over(part.found.observed) for part in items), np.zeros((len(theta), len(theta))))
    inverse = np.asarray(np.linalg.pinv(observed, hermitian=True))
    trace = sum(part.trace(inverse) for part in items) if normal else _robust_trace(items, inverse)
    return Corrected(chi_square, trace / freedom if freedom > 0 else 1.0)


@dataclass(frozen=True)
class _Part:
    """One group's jacobian, the information its moments would carry as complete data, and what they do carry."""

    jacobian: Numbers
    whole: Numbers
    found: Unrestricted

    def over(self, moments: Numbers) -> Numbers:
        """Return a matrix over moments as one over parameters."""
        return np.asarray(self.jacobian.T @ moments @ self.jacobian)

    def trace(self, inverse: Numbers) -> float:
        """Return this group's share of the expectation, answers being normal."""
        free = float(np.trace(np.linalg.solve(self.found.observed, self.whole)))
        return free - float(np.sum(inverse * self.over(self.whole)))


def _robust_trace(items: list[_Part], inverse: Numbers) -> float:
    trace = 0.0
    for part in items:
        spread = np.linalg.solve(part.found.observed, part.found.meat)
        trace += float(np.sum(np.linalg.solve(part.found.observed, part.whole) * spread.T))
        trace -= 2 * float(np.sum(inverse * part.over(part.whole @ spread)))
    of_whole = sum((part.over(part.whole) for part in items), np.zeros_like(inverse))
    of_meat = sum((part.over(part.found.meat) for part in items), np.zeros_like(inverse))
    return trace + float(np.trace(inverse @ of_whole @ inverse @ of_meat))


def _as_complete(problem: NormalProblem, found: Unrestricted, group: int) -> Patterns:
    everything = np.ones((1, len(found.mean)), dtype=bool)
    people = np.array([problem.groups[group].total])
    return Patterns(everything, people, found.mean[None], found.covariance[None], np.empty((0, len(found.mean))))


def _complete_information(problem: NormalProblem, found: Unrestricted, group: int) -> Numbers:
    return information(_as_complete(problem, found, group), found.mean, found.covariance, observed=True)


def _complete_chi_square(problem: NormalProblem, theta: Numbers, spread: tuple[Unrestricted, ...]) -> float:
    total = 0.0
    for group, found in enumerate(spread):
        whole = _as_complete(problem, found, group)
        total += deviance(whole, *problem.moments(theta, group)) - deviance(whole, found.mean, found.covariance)
    return total
