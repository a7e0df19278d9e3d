"""Percentages of people, with intervals that stay between 0 and 100 and know which site each person was in."""

from math import fsum, sqrt

from scipy.special import ndtri

from newel.statistics.arrays import Numbers
from newel.statistics.ratios import CONFIDENCE, ONE_SITE, ClusteredRatio, Interval, clustered_ratio

NORMAL = float(ndtri(0.5 + CONFIDENCE / 2))


def percentage(numerator: float, denominator: float) -> float:
    """Return numerator in 100 of denominator."""
    return 100 * numerator / denominator


def wilson(proportion: float, trials: float, *, critical: float = NORMAL) -> tuple[float, float]:
    """Return the score interval of a proportion. `trials` may be an effective sample size, so need not be whole.

    Source: Wilson EB. JASA 1927;22:209-212; figures in Newcombe RG. Stat Med 1998;17:857-872, method 3.
    """
    square = critical**2
    middle = (proportion + square / (2 * trials)) / (1 + square / trials)
    margin = critical * sqrt(proportion * (1 - proportion) / trials + square / (4 * trials**2)) / (1 + square / trials)
    low = 0.0 if proportion == 0 else middle - margin
    high = 1.0 if proportion == 1 else middle + margin
    return low, high


def clustered_percentage(successes: Numbers, trials: Numbers) -> Interval:
    """Return the percentage over all clusters with a Wilson interval for clustered people; one entry a cluster.

    The trials are shrunk to the effective sample size that the CR2 variance implies, never enlarged, and the t quantile
    of its degrees of freedom replaces the normal one. At 0 and 100 % no spread is seen: the trials stand as they are.

    Source: Korn EL, Graubard BI. Survey Methodology 1998;24:193-201; Dean N, Pagano M. JSSAM 2015;3:484-503.
    Raises ValueError where there is no trial.
    """
    ratio = clustered_ratio(successes, trials)
    value = percentage(fsum(successes), fsum(trials))
    if ratio.standard_error is None:
        return Interval(value, why_none=ONE_SITE)
    low, high = wilson(ratio.value, _effective(ratio, fsum(trials)), critical=ratio.critical)
    return Interval(value, 100 * low, 100 * high)


def _effective(ratio: ClusteredRatio, trials: float) -> float:
    """Return how many independent people would give this variance, at most those who were seen."""
    if not ratio.standard_error:
        return trials
    return min(trials, ratio.value * (1 - ratio.value) / ratio.standard_error**2)
