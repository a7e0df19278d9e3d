"""Whether several parameters are all 0, asked of several completed data sets at once: the tests D1, D2 and D3.

Sources: D1 Li KH, Raghunathan TE, Rubin DB. JASA 1991;86:1065-1073, and Reiter JP. Biometrika 2007;94:502-508 for
small samples; D2 Li KH, Meng XL, Raghunathan TE, Rubin DB. Statistica Sinica 1991;1:65-92; D3 Meng XL, Rubin DB.
Biometrika 1992;79:103-111.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.inference import JointTest


@dataclass(frozen=True)
class PooledTest(JointTest):
    """An F test over m completed data sets."""

    increase: float = field(kw_only=True)
    """Average relative increase in variance due to what is missing."""


def wald_test(estimates: Numbers, covariances: Numbers, *, complete_freedom: float | None = None) -> PooledTest:
    """D1: k estimates (m, k) with their covariance matrices (m, k, k). The best of the three: prefer it.

    With `complete_freedom` the denominator is Reiter's, otherwise that of a large sample. Raises ValueError for fewer
    than two data sets and for a covariance that has no inverse.
    """
    draws, parameters = _shape(estimates)
    if covariances.shape != (draws, parameters, parameters):
        raise ValueError(f"Covariances {covariances.shape} do not fit estimates {estimates.shape}.")
    mean, within = estimates.mean(axis=0), covariances.mean(axis=0)
    between = np.atleast_2d(np.cov(estimates, rowvar=False))
    if np.linalg.matrix_rank(within) < parameters:
        raise ValueError("The parameters tested are not all estimated: their covariance has no inverse.")
    increase = (1 + 1 / draws) * float(np.trace(np.linalg.solve(within, between))) / parameters
    statistic = float(mean @ np.linalg.solve(within, mean)) / parameters / (1 + increase)
    degrees = parameters * (draws - 1)
    denominator = (
        _large_sample(degrees, parameters, increase)
        if complete_freedom is None or degrees <= 4
        else _reiter(degrees, increase, complete_freedom)
    )
    return PooledTest(statistic, parameters, denominator, "D1", increase=increase)


def statistics_test(statistics: Numbers, parameters: int) -> PooledTest:
    """D2: m Wald (or likelihood-ratio) chi-square statistics of the same k parameters, and nothing else.

    For analyses that hand out nothing but a statistic; D1 uses more of the data.
    """
    draws = len(statistics)
    _two_sets(draws)
    increase = (1 + 1 / draws) * float(np.sqrt(statistics).var(ddof=1))
    statistic = (float(statistics.mean()) / parameters - (draws + 1) / (draws - 1) * increase) / (1 + increase)
    with np.errstate(divide="ignore"):
        denominator = parameters ** (-3 / draws) * (draws - 1) * (1 + np.divide(1.0, increase)) ** 2
    return PooledTest(statistic, parameters, float(denominator), "D2", increase=increase)


def likelihood_test(own: Numbers, pooled: Numbers, parameters: int) -> PooledTest:
    """D3: m likelihood-ratio statistics, each at its own estimates (`own`) and each at the pooled ones (`pooled`).

    A statistic is twice the difference in log-likelihood between the larger and the smaller model. Of the coefficients
    in `pooled`, each model has its own pooled ones; the variance is the best for them.
    """
    draws = len(own)
    _two_sets(draws)
    if own.shape != pooled.shape:
        raise ValueError(f"There are {len(own)} statistics at own estimates but {len(pooled)} at pooled ones.")
    apart = max(float(own.mean() - pooled.mean()), 0.0)
    increase = (draws + 1) / (parameters * (draws - 1)) * apart
    statistic = float(pooled.mean()) / (parameters * (1 + increase))
    denominator = _large_sample(parameters * (draws - 1), parameters, increase)
    return PooledTest(statistic, parameters, denominator, "D3", increase=increase)


def _shape(estimates: Numbers) -> tuple[int, int]:
    if estimates.ndim != 2:
        raise ValueError(f"Estimates must be a table of data sets by parameters; their shape is {estimates.shape}.")
    _two_sets(len(estimates))
    return estimates.shape[0], estimates.shape[1]


def _two_sets(draws: int) -> None:
    if draws < 2:
        raise ValueError("A joint test needs at least two completed data sets.")


def _large_sample(degrees: int, parameters: int, increase: float) -> float:
    """Denominator freedom by Li, Raghunathan and Rubin 1991, equation 1.17 and its companion for few data sets."""
    if increase == 0:
        return np.inf
    if degrees > 4:
        return float(4 + (degrees - 4) * (1 + (1 - 2 / degrees) / increase) ** 2)
    return float(degrees * (1 + 1 / parameters) * (1 + 1 / increase) ** 2 / 2)


def _reiter(degrees: int, increase: float, complete: float) -> float:
    """Denominator freedom by Reiter 2007: never above what the complete data would have."""
    a = increase * degrees / (degrees - 2)
    seen = (complete + 1) / (complete + 3) * complete
    first, second = seen - 2 * (1 + a), seen - 4 * (1 + a)
    if second <= 0:
        return 4.0
    terms = (
        a**2 * first / ((1 + a) ** 2 * second)
        + 8 * a**2 * first / ((1 + a) * second**2)
        + 4 * a**2 / ((1 + a) * second)
        + 4 * a**2 / (second * first)
        + 16 * a**2 * first / second**3
        + 8 * a**2 / second**2
    )
    return 4 + 1 / (1 / second + terms / (degrees - 4))


def linear_statistics(
    full: Sequence[Numbers], fewer: Sequence[Numbers], responses: Sequence[Numbers]
) -> tuple[Numbers, Numbers]:
    """Likelihood-ratio statistics of nested least-squares fits, ready for `likelihood_test`: own, and at pooled ones.

    Each list holds one array a completed data set: columns (n, p) and (n, p - k), the intercept first, and responses
    (n,). At pooled coefficients intercept and variance are fitted anew, as mice does it.
    """
    larger, smaller = _residuals(full, responses), _residuals(fewer, responses)
    rows = np.array([len(response) for response in responses])
    own, pooled = (rows * np.log(small / large) for small, large in zip(smaller, larger, strict=True))
    return own, pooled


def _residuals(designs: Sequence[Numbers], responses: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Residual sums of squares of each data set at its own coefficients, and at their mean."""
    fits = [np.linalg.lstsq(x, y, rcond=None)[0] for x, y in zip(designs, responses, strict=True)]
    mean = np.mean(fits, axis=0)
    own = [((y - x @ b) ** 2).sum() for x, y, b in zip(designs, responses, fits, strict=True)]
    pooled = [len(y) * (y - x @ mean).var() for x, y in zip(designs, responses, strict=True)]
    return np.array(own), np.array(pooled)
