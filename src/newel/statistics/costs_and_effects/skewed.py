"""Costs as costs are: never negative, and a few of them very large.

Sources: Manning WG, Mullahy J. J Health Econ 2001;20:461-494 (which family, the modified Park test); Basu A, Rathouz
PJ. Biostatistics 2005;6:93-109 (recycled predictions).
"""

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
import statsmodels.api as sm

from newel.statistics.arrays import Levels, Numbers

Errors = Literal["model", "CR0", "CR0 G/(G-1)", "CR1"]
GAMMA, POISSON = 2.0, 1.0
"""How the variance grows with the mean, as a power of it."""


@dataclass(frozen=True)
class LogLinkFit:
    """A model of costs with a log link; coefficients (p,) multiply."""

    power: float
    """The variance of a cost is the dispersion times its mean to this power: 1 Poisson, 2 gamma."""
    coefficients: Numbers
    covariates: Numbers
    fitted: Numbers
    costs: Numbers
    dispersion: float
    deviance: float
    converged: bool

    def covariance(self, errors: Errors, clusters: Levels | None = None) -> Numbers:
        """Return the covariance by a named estimator, all with the expected information.

        `CR0` adds up scores by cluster; `CR0 G/(G-1)` is that times G/(G-1), what R's sandwich calls HC0; `CR1` has
        (N - 1)/(N - p) too, what it calls HC1. Raises ValueError for those without two clusters.
        """
        weights = self.fitted ** (2 - self.power)
        bread = np.linalg.inv(self.covariates.T @ (weights[:, None] * self.covariates))
        if errors == "model":
            return np.asarray(self.dispersion * bread)
        if clusters is None:
            raise ValueError(f"Standard errors by {errors} need to know who is in which cluster.")
        if int(clusters.max()) < 1:
            raise ValueError(f"Standard errors by {errors} need two clusters at least.")
        sums = np.zeros((int(clusters.max()) + 1, self.covariates.shape[1]))
        left = (self.costs - self.fitted) * self.fitted ** (1 - self.power)
        np.add.at(sums, clusters, self.covariates * left[:, None])
        people, columns = self.covariates.shape
        factor = 1.0 if errors == "CR0" else len(sums) / (len(sums) - 1)
        factor *= (people - 1) / (people - columns) if errors == "CR1" else 1.0
        return np.asarray(factor * bread @ sums.T @ sums @ bread)

    def recycled(self, column: int, *, low: float = 0.0, high: float = 1.0) -> float:
        """Return the mean difference in cost were everyone at `high` of a covariate rather than at `low`."""
        below, above = (np.exp(each @ self.coefficients) for each in self._shifted(column, low, high))
        return float((above - below).mean())

    def recycled_error(self, column: int, covariance: Numbers, *, low: float = 0.0, high: float = 1.0) -> float:
        """Return the standard error of that difference by the delta method, from a covariance of the coefficients."""
        below, above = self._shifted(column, low, high)
        slopes = [np.exp(each @ self.coefficients) @ each / len(each) for each in (below, above)]
        apart = slopes[1] - slopes[0]
        return float(np.sqrt(apart @ covariance @ apart))

    def _shifted(self, column: int, low: float, high: float) -> tuple[Numbers, Numbers]:
        below, above = self.covariates.copy(), self.covariates.copy()
        below[:, column], above[:, column] = low, high
        return below, above


def gamma_costs(costs: Numbers, covariates: Numbers) -> LogLinkFit:
    """Fit costs (N,) on covariates (N, p), which include the column of ones, by a gamma model with a log link.

    Raises ValueError for a cost that is not above 0: model whether there is a cost apart from how much it is, or take
    `poisson_costs`.
    """
    low = np.flatnonzero(costs <= 0)
    if len(low):
        raise ValueError(
            f"Person {low[0] + 1} has a cost of {costs[low[0]]:g}: a gamma model needs costs above 0. Model whether "
            "there is a cost apart from how large it is."
        )
    return _fit(costs, covariates, GAMMA)


def poisson_costs(costs: Numbers, covariates: Numbers) -> LogLinkFit:
    """Fit the same with a variance that grows with the mean, where some people cost nothing (quasi-likelihood).

    Its coefficients are right whatever the variance is, its errors with clusters too. Raises ValueError for a cost
    below 0.
    """
    low = np.flatnonzero(costs < 0)
    if len(low):
        raise ValueError(f"Person {low[0] + 1} has a cost of {costs[low[0]]:g}: costs are never below 0.")
    return _fit(costs, covariates, POISSON)


def _fit(costs: Numbers, covariates: Numbers, power: float) -> LogLinkFit:
    link = sm.families.links.Log()
    family = sm.families.Gamma(link) if power == GAMMA else sm.families.Poisson(link)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = sm.GLM(costs, covariates, family=family).fit(maxiter=200, tol=1e-14)
    return LogLinkFit(
        power,
        np.asarray(fit.params),
        covariates,
        np.asarray(fit.fittedvalues),
        costs,
        float(fit.pearson_chi2 / fit.df_resid),
        float(fit.deviance),
        bool(fit.converged),
    )


def park_slope(costs: Numbers, fitted: Numbers) -> float:
    """Return how the variance grows with the mean, as a power: about 0 normal, 1 Poisson, 2 gamma, 3 inverse Gaussian.

    The modified Park test: a gamma model of the squared residuals on the logarithm of the fitted costs.
    """
    squares = np.maximum((costs - fitted) ** 2, 1e-12 * fitted**2)
    design = np.column_stack([np.ones(len(fitted)), np.log(fitted)])
    return float(gamma_costs(squares, design).coefficients[1])
