"""What a generalised mixed model found."""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference
from newel.statistics.mixed.terms import Design


@dataclass(frozen=True)
class GeneralisedFit:
    """One fitted model. Coefficients are on the scale of the link: log odds, or log of a rate."""

    design: Design
    """Without aliased columns; for an ordered answer also without the intercept, which the thresholds replace."""
    response: Numbers
    family: str
    coefficients: Numbers
    """Fixed effects, shape (p,); nan for a column that the data separate."""
    thresholds: Numbers
    """Of an ordered answer, shape (categories - 1, 1 + m): first the threshold, then its m nominal effects."""
    zero_inflation: Numbers
    """Coefficients of the log odds of an excess zero, shape (r,)."""
    all_names: tuple[str, ...]
    """Thresholds (`0|1`, with nominal columns `0|1.name`), fixed effects, then `zero inflation: name`."""
    all_estimates: Numbers
    all_covariance: Numbers
    dispersion: float
    """nbinom2: variance = mean + mean^2 / dispersion. nbinom1: variance = mean (1 + dispersion). Otherwise 1."""
    theta: tuple[Numbers, ...]
    """Lower Cholesky factor of each term's covariance, in the order of design.random; nan for a term left out."""
    effects: tuple[Numbers, ...]
    """Modes of the random effects, shape (q, k) each."""
    log_likelihood: float
    """With every constant; by Laplace's approximation where quadrature is 1."""
    saturated: float
    """Log-likelihood with a parameter for every row (binomial, Poisson; else 0).

    lme4's logLik with nAGQ > 1 leaves it out: there it is log_likelihood - saturated."""
    parameters: int
    quadrature: int
    converged: bool
    singular: bool
    """A variance, or a combination of random effects, is exactly 0."""
    aliased: tuple[str, ...]
    notes: tuple[str, ...]
    """What could not be estimated, and why: sentences."""

    @property
    def _fixed(self) -> slice:
        first = self.thresholds.size
        return slice(first, first + len(self.coefficients))

    @property
    def covariance(self) -> Numbers:
        """Covariance of the fixed effects, shape (p, p)."""
        return self.all_covariance[self._fixed, self._fixed]

    @property
    def standard_errors(self) -> Numbers:
        """Standard errors of the fixed effects."""
        return self.all_standard_errors[self._fixed]

    @property
    def all_standard_errors(self) -> Numbers:
        """Standard errors in the order of all_names."""
        variances = np.diag(self.all_covariance)
        return np.sqrt(np.where(variances >= 0, variances, np.nan))

    @property
    def variances(self) -> tuple[Numbers, ...]:
        """Covariance matrix of each term's random effects, in the order of design.random."""
        return tuple(factor @ factor.T for factor in self.theta)

    @property
    def criterion(self) -> float:
        """Minus twice the log-likelihood."""
        return -2 * self.log_likelihood

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return 2 * self.parameters - 2 * self.log_likelihood

    def inference(self, contrasts: Numbers) -> Inference:
        """Return Wald inference on contrasts (m, p) of the fixed effects, by the normal distribution."""
        return self._wald(contrasts, self.coefficients, self.covariance)

    def all_inference(self, contrasts: Numbers) -> Inference:
        """Return the same for contrasts of everything in all_names."""
        return self._wald(contrasts, self.all_estimates, self.all_covariance)

    def _wald(self, contrasts: Numbers, estimates: Numbers, covariance: Numbers) -> Inference:
        rows = np.atleast_2d(np.asarray(contrasts, dtype=np.float64))
        if rows.shape[1] != len(estimates):
            raise ValueError(f"A contrast has {rows.shape[1]} weights for {len(estimates)} coefficients.")
        # A weight of 0 leaves a coefficient out, even one that could not be estimated.
        used = np.where(rows == 0, 0.0, rows * np.where(rows == 0, 0.0, estimates)).sum(1)
        error = [np.sqrt(row[row != 0] @ covariance[np.ix_(row != 0, row != 0)] @ row[row != 0]) for row in rows]
        return Inference(used, np.array(error), np.full(len(rows), np.inf), "Wald")
