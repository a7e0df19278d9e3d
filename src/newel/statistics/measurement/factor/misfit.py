"""How far a model is from the data: chi-square, and chi-square corrected for answers that are not normal."""

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from scipy.special import chdtrc

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.factor.normal import NormalProblem
from newel.statistics.measurement.factor.patterns import Patterns, information, scores


@dataclass(frozen=True)
class Misfit:
    """Chi-square of a model against the saturated one, plain and scaled; `scaled` is nan where nothing was scaled."""

    chi_square: float
    freedom: int
    scaled: float = nan
    scaling: float = nan
    """The scaling factor, as tables print it."""
    shift: float = 0.0
    trace: float = nan
    """Sum of the weights of the mixture of chi-squares that the plain statistic follows."""
    traces: tuple[float, float] = (nan, nan)
    """The two parts of the trace per moment and per parameter: scaling factors of the two log-likelihoods."""

    @property
    def p(self) -> float:
        """Return the p value of the plain statistic; nan without degrees of freedom."""
        return float(chdtrc(self.freedom, self.chi_square)) if self.freedom > 0 else nan

    @property
    def scaled_p(self) -> float:
        """Return the p value of the scaled statistic."""
        return float(chdtrc(self.freedom, max(self.scaled, 0.0))) if self.freedom > 0 else nan


@dataclass(frozen=True)
class Unrestricted:
    """One group's saturated moments with the information on them and the spread of the scores, summed over people."""

    mean: Numbers
    covariance: Numbers
    observed: Numbers
    meat: Numbers


def unrestricted(patterns: Patterns, moments: tuple[Numbers, Numbers]) -> Unrestricted:
    """Evaluate the saturated model at its optimum `moments`."""
    found = scores(patterns, *moments)
    return Unrestricted(*moments, information(patterns, *moments, observed=True), found.T @ found)


def yuan_bentler(
    problem: NormalProblem, theta: Numbers, plain: Misfit, *, saturated: tuple[Unrestricted, ...], bread: Numbers
) -> Misfit:
    """Scale a chi-square as Mplus and lavaan's `yuan.bentler.mplus` do; `bread` inverts the observed information.

    Source: Yuan KH, Bentler PM. Sociol Methodol 2000;30:165-200; Asparouhov T, Muthen B. Mplus Web Note 8, 2005.
    """
    of_moments = sum(
        float(np.trace(np.linalg.solve(problem.own(found.observed), problem.own(found.meat)))) for found in saturated
    )
    of_parameters = float(np.sum(meat(problem, theta) * bread) / problem.people)
    count = sum(len(problem.own(found.observed)) for found in saturated)
    trace = of_moments - of_parameters
    traces = (of_moments / count, of_parameters / len(theta))
    if plain.freedom <= 0 or trace <= 0:
        return Misfit(plain.chi_square, plain.freedom, trace=trace, traces=traces)
    scaling = trace / plain.freedom
    return Misfit(plain.chi_square, plain.freedom, plain.chi_square / scaling, scaling, 0.0, trace, traces)


def meat(problem: NormalProblem, theta: Numbers) -> Numbers:
    """Return the summed products of people's scores."""
    whole = np.zeros((len(theta), len(theta)))
    for group in range(len(problem.groups)):
        found = problem.person_scores(theta, group)
        whole += found.T @ found
    return whole


def shifted(plain: Misfit, products: Numbers) -> Misfit:
    """Scale and shift a chi-square so that mean and variance are those of a chi-square; `products` is U Gamma.

    Source: Asparouhov T, Muthen B. Simple second order chi-square correction. Mplus technical appendix, 2010.
    """
    trace, squares = float(np.trace(products)), float(np.sum(products * products.T))
    if plain.freedom <= 0 or squares <= 0:
        return Misfit(plain.chi_square, plain.freedom, trace=trace)
    slope = sqrt(plain.freedom / squares)
    shift = plain.freedom - slope * trace
    return Misfit(plain.chi_square, plain.freedom, plain.chi_square * slope + shift, 1 / slope, shift, trace)
