"""A ratio of two totals over sites, and how sure we can be of it when only a few sites were seen.

A mean, a percentage and a rate are all such ratios: scores over people, people over people, incidents over child-years.
"""

from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
from scipy.special import stdtrit

from newel.statistics.arrays import Numbers

CONFIDENCE = 0.95
ONE_SITE = "it rests on one site, and an interval would have to come from how sites differ"
NO_SPREAD = "the sites do not differ at all, so their spread cannot be estimated"


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % interval; without one, `why_none` says why."""

    value: float
    low: float | None = None
    high: float | None = None
    why_none: str = ""


@dataclass(frozen=True)
class ClusteredRatio:
    """A ratio of totals; its standard error and degrees of freedom are None where fewer than two clusters were seen."""

    value: float
    clusters: int
    standard_error: float | None
    freedom: float | None

    @property
    def critical(self) -> float:
        """The t quantile of a 95 % interval. Raises ValueError where there are no degrees of freedom."""
        if self.freedom is None:
            raise ValueError("A single cluster has no degrees of freedom, so there is no t quantile.")
        return float(stdtrit(self.freedom, 0.5 + CONFIDENCE / 2))


def clustered_ratio(numerators: Numbers, denominators: Numbers) -> ClusteredRatio:
    """Estimate sum(numerators) / sum(denominators); one entry a cluster, in any order.

    This is the intercept of the model with a mean and nothing else, so the bias-reduced cluster-robust variance CR2 and
    its Satterthwaite degrees of freedom have a short closed form: with share h of cluster g in the denominator and its
    residual e, the variance is the sum of e^2 / (1 - h), divided by the squared total. Equal clusters give clusters - 1
    degrees of freedom; one that outweighs the rest gives fewer.

    Source: Bell RM, McCaffrey DF. Survey Methodology 2002;28:169-181; Pustejovsky JE, Tipton E. JBES 2018;36:672-683.
    Clusters with a denominator of 0 say nothing and are left out. Raises ValueError where none is left.
    """
    seen = denominators > 0
    numerators, denominators = numerators[seen], denominators[seen]
    total = fsum(denominators)
    if not total:
        raise ValueError("A ratio needs a denominator: every cluster's is 0.")
    value = fsum(numerators) / total
    if len(denominators) < 2:
        return ClusteredRatio(value, len(denominators), None, None)
    share = denominators / total
    residual = numerators - value * denominators
    variance = fsum(residual**2 / (1 - share)) / total**2
    return ClusteredRatio(value, len(denominators), sqrt(variance), _satterthwaite(share))


def _satterthwaite(share: Numbers) -> float:
    """Return tr(G)^2 / sum(G^2) of the Bell-McCaffrey matrix G, written out for a single mean."""
    weight = share**2 / (1 - share)
    off_diagonal = fsum(weight) ** 2 - fsum(weight**2)
    return 1 / (fsum(share**2) + off_diagonal)


def ratio_interval(numerators: Numbers, denominators: Numbers) -> Interval:
    """Return the ratio with a symmetric t interval, for means and for amounts per unit."""
    return _interval(clustered_ratio(numerators, denominators))


def _interval(ratio: ClusteredRatio) -> Interval:
    reason = no_interval(ratio)
    if reason or ratio.standard_error is None:
        return Interval(ratio.value, why_none=reason)
    margin = ratio.critical * ratio.standard_error
    return Interval(ratio.value, ratio.value - margin, ratio.value + margin)


def no_interval(ratio: ClusteredRatio) -> str:
    """Return why a ratio can have no interval, or an empty text. Rounding alone is not a spread."""
    if ratio.standard_error is None:
        return ONE_SITE
    return NO_SPREAD if ratio.standard_error <= 1e-12 * abs(ratio.value) else ""


def sum_of_ratios(numerators: Numbers, denominators: Numbers, weights: Numbers) -> ClusteredRatio:
    """Estimate the sum of ratios of totals, each times its weight; one row a cluster, one column a ratio.

    Each cluster's part in the error of every ratio is taken as CR2 takes it, e / sqrt(1 - h), and the parts are added
    before they are squared, so that ratios of the same clusters go together. Of one ratio this is `clustered_ratio`.
    The degrees of freedom are the fewest of the ratios'. Raises ValueError where a ratio has no denominator.
    """
    parts = [clustered_ratio(numerators[:, place], denominators[:, place]) for place in range(len(weights))]
    value = fsum(weight * part.value for weight, part in zip(weights, parts, strict=True))
    freedoms = [part.freedom for part in parts if part.freedom is not None]
    clusters = min(part.clusters for part in parts)
    if len(freedoms) < len(parts):
        return ClusteredRatio(value, clusters, None, None)
    totals = denominators.sum(axis=0)
    residuals = numerators - np.array([part.value for part in parts]) * denominators
    residuals[denominators <= 0] = 0.0  # such a cluster says nothing, as in `clustered_ratio`
    errors = (weights * residuals / (totals * np.sqrt(1 - denominators / totals))).sum(axis=1)
    return ClusteredRatio(value, clusters, sqrt(fsum(errors**2)), min(freedoms))


def sum_interval(numerators: Numbers, denominators: Numbers, weights: Numbers) -> Interval:
    """Return a sum of ratios with a symmetric t interval."""
    return _interval(sum_of_ratios(numerators, denominators, weights))
