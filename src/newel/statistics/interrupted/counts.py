"""One series of counts: over-dispersed, seasonal, and each month like the one before.

statsmodels fits; what it has not, or computes otherwise than the field's reference, is here.
"""

import warnings
from dataclasses import dataclass, replace

import numpy as np
import statsmodels.api as sm
from scipy.special import digamma, gammaln, polygamma
from statsmodels.stats.sandwich_covariance import cov_hac_simple

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference


@dataclass(frozen=True)
class CountSeries:
    """A log-linear model of counts; p coefficients."""

    coefficients: Numbers
    covariance: Numbers
    freedom: float
    method: str
    fitted: Numbers
    """Expected count of each time."""
    dispersion: float
    """Pearson chi-squared by degrees of freedom, 1 where counts scatter as Poisson; theta of a negative binomial."""
    log_likelihood: float
    deviance: float
    autocorrelation: float
    """Of the deviance residuals, from one time to the next."""
    dispersion_error: float = float("nan")
    converged: bool = True
    notes: tuple[str, ...] = ()

    def inference(self, contrasts: Numbers) -> Inference:
        """Return m contrasts, shape (m, p), on the log scale."""
        spread = np.sqrt(np.einsum("mp,pq,mq->m", contrasts, self.covariance, contrasts))
        return Inference(contrasts @ self.coefficients, spread, np.full(len(contrasts), self.freedom), self.method)


def quasi_poisson(counts: Numbers, fixed: Numbers, *, offset: Numbers | None = None) -> CountSeries:
    """Fit a Poisson model whose variance is a multiple of its mean; t intervals."""
    fit = _poisson(counts, fixed, offset)
    return _series(fit, fit.cov_params() * _dispersion(fit), "quasi-Poisson")


def newey_west(
    counts: Numbers, fixed: Numbers, *, lag: int, adjusted: bool = True, offset: Numbers | None = None
) -> CountSeries:
    """Fit a Poisson model with standard errors that allow each time to resemble those up to `lag` before it.

    Source: Newey WK, West KD. Econometrica 1987;55:703-708, Bartlett weights. `adjusted` multiplies by n / (n - p).
    Raises ValueError for a lag that is not below the number of times.
    """
    if not 0 <= lag < len(counts):
        raise ValueError(f"A lag of {lag} needs more than {lag} times, and there are {len(counts)}.")
    fit = _poisson(counts, fixed, offset)
    covariance = cov_hac_simple(fit, nlags=lag, use_correction=adjusted)
    return _series(fit, covariance, f"Newey-West, lag {lag}")


def negative_binomial(counts: Numbers, fixed: Numbers, *, offset: Numbers | None = None) -> CountSeries:
    """Fit counts whose variance is mu + mu^2 / theta, by maximum likelihood in turns: coefficients, then theta.

    The standard errors take theta as known, as those of MASS glm.nb do. Where counts scatter no more than Poisson,
    theta has no estimate and a note says so.
    """
    theta, fit = 1.0, _poisson(counts, fixed, offset)
    settled = False
    for _ in range(200):
        before, theta = theta, _theta(counts, np.asarray(fit.fittedvalues), start=theta)
        if not np.isfinite(theta):
            note = "The counts scatter no more than chance alone would have them: a Poisson model says as much."
            return _series(fit, fit.cov_params(), "Poisson", notes=(note,))
        fit = _fitted(counts, fixed, offset, family=sm.families.NegativeBinomial(alpha=1 / theta))
        settled = abs(theta - before) <= 1e-11 * theta
        if settled:
            break
    mu = np.asarray(fit.fittedvalues)
    error = 1 / np.sqrt(_theta_information(counts, mu, theta))
    likelihood = float(_log_likelihood(counts, mu, theta).sum())
    notes = () if settled else ("The dispersion did not settle.",)
    series = _series(fit, fit.cov_params(), "negative binomial", notes=notes)
    return replace(
        series,
        dispersion=theta,
        dispersion_error=float(error),
        log_likelihood=likelihood,
        converged=settled and series.converged,
        freedom=np.inf,
    )


def _poisson(counts: Numbers, fixed: Numbers, offset: Numbers | None) -> sm.GLM:
    return _fitted(counts, fixed, offset, family=sm.families.Poisson())


def _fitted(counts: Numbers, fixed: Numbers, offset: Numbers | None, *, family: sm.families.Family) -> sm.GLM:
    if (counts < 0).any():
        raise ValueError(f"A count cannot be negative, and one is {counts.min():g}.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # statsmodels warns of the alpha it is given, and of what we report ourselves
        return sm.GLM(counts, fixed, family=family, offset=offset).fit(maxiter=200, tol=1e-13, scale=1.0)


def _series(fit: sm.GLM, covariance: Numbers, method: str, *, notes: tuple[str, ...] = ()) -> CountSeries:
    residuals = np.asarray(fit.resid_deviance)
    if not fit.converged:
        notes = (*notes, "The coefficients did not settle.")
    return CountSeries(
        coefficients=np.asarray(fit.params),
        covariance=np.asarray(covariance),
        freedom=float(fit.df_resid),
        method=method,
        fitted=np.asarray(fit.fittedvalues),
        dispersion=_dispersion(fit),
        log_likelihood=float(fit.llf),
        deviance=float(fit.deviance),
        autocorrelation=_lag_one(residuals),
        converged=bool(fit.converged),
        notes=notes,
    )


def _dispersion(fit: sm.GLM) -> float:
    return float(fit.pearson_chi2 / fit.df_resid)


def _lag_one(residuals: Numbers) -> float:
    centred = residuals - residuals.mean()
    whole = centred @ centred
    return float(centred[1:] @ centred[:-1] / whole) if whole > 0 else float("nan")


def _theta(counts: Numbers, mu: Numbers, *, start: float) -> float:
    """Return theta at which the score is 0, by Newton steps on its logarithm; infinite where there is none."""
    theta = start
    for _ in range(100):
        score = np.sum(
            digamma(theta + counts)
            - digamma(theta)
            + np.log(theta)
            + 1
            - np.log(theta + mu)
            - (counts + theta) / (mu + theta)
        )
        step = score / (theta * _theta_information(counts, mu, theta) - score)
        theta *= float(np.exp(np.clip(step, -2, 2)))
        if theta > 1e8:
            return float("inf")
        if abs(step) < 1e-13:
            break
    return theta


def _theta_information(counts: Numbers, mu: Numbers, theta: float) -> float:
    return float(
        np.sum(
            polygamma(1, theta)
            - polygamma(1, theta + counts)
            - 1 / theta
            + 2 / (mu + theta)
            - (counts + theta) / (mu + theta) ** 2
        )
    )


def _log_likelihood(counts: Numbers, mu: Numbers, theta: float) -> Numbers:
    return np.asarray(
        gammaln(theta + counts)
        - gammaln(theta)
        - gammaln(counts + 1)
        + theta * np.log(theta / (theta + mu))
        + counts * np.log(mu / (theta + mu))
    )
