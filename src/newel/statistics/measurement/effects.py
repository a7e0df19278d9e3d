"""Standardised effects: differences in units of a standard deviation, always saying of which one."""

from dataclasses import dataclass
from math import exp, inf, isnan, lgamma, log, nan, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.stats import nct, norm, t

from newel.statistics.arrays import Numbers


@dataclass(frozen=True)
class Standardised:
    """A standardised difference with its 95 % interval and the standard deviation it is measured in."""

    value: float
    low: float
    high: float
    standard_error: float
    name: str
    basis: str
    """Which standard deviation: `pooled within groups`, `total`, `within clusters`, `between clusters`."""


def cohens_d(first: Numbers, second: Numbers) -> Standardised:
    """Return Cohen's d of two groups of independent people, with the exact interval from the noncentral t.

    Source: Hedges LV, Olkin I. Statistical methods for meta-analysis, 1985; Steiger JH, Fouladi RT. 1997.
    """
    one, other = _scores(first), _scores(second)
    freedom = len(one) + len(other) - 2
    squares = ((one - one.mean()) ** 2).sum() + ((other - other.mean()) ** 2).sum()
    if freedom < 1 or not squares > 0:
        raise ValueError("The scores do not vary within the groups, so there is no standard deviation to divide by.")
    value = float((one.mean() - other.mean()) / np.sqrt(squares / freedom))
    unit = sqrt(1 / len(one) + 1 / len(other))
    low, high = noncentral_interval(value / unit, freedom)
    error = sqrt(unit**2 + value**2 / (2 * freedom))
    return Standardised(value, low * unit, high * unit, error, "Cohen's d", "pooled within groups")


def hedges_g(first: Numbers, second: Numbers, *, exact: bool = True) -> Standardised:
    """Return Hedges' g: Cohen's d without its small-sample bias. `exact=False` uses the usual approximate factor."""
    found = cohens_d(first, second)
    factor = small_sample_factor(len(first) + len(second) - 2.0, exact=exact)
    return Standardised(
        factor * found.value, factor * found.low, factor * found.high, factor * found.standard_error, "Hedges' g",
        found.basis,
    )


def small_sample_factor(freedom: float, *, exact: bool = True) -> float:
    """Return what a standardised difference is multiplied by so that it is right on average.

    Source: Hedges LV. J Educ Stat 1981;6:107-128. Not defined for one degree of freedom or fewer.
    """
    if freedom == inf:
        return 1.0
    if freedom <= 1:
        return nan
    if not exact:
        return 1 - 3 / (4 * freedom - 1)
    return exp(lgamma(freedom / 2) - lgamma((freedom - 1) / 2) - log(freedom / 2) / 2)


def noncentral_interval(statistic: float, freedom: float) -> tuple[float, float]:
    """Return the 95 % interval of the noncentrality of a t statistic."""

    size = abs(statistic)

    def end(share: float) -> float:
        def apart(noncentrality: float) -> float:
            found = float(nct.cdf(size, freedom, noncentrality))
            # Far out scipy gives nan, though rarely: there the probability is 0 or 1 to all digits that matter here.
            return (float(noncentrality < size) if isnan(found) else found) - share

        # With one degree of freedom a standard deviation may be less than half of the true one: hence 3.
        return float(brentq(apart, -2.5, 5.0 + 3 * size, xtol=1e-12, rtol=1e-14))

    low, high = end(0.975), end(0.025)
    return (low, high) if statistic >= 0 else (-high, -low)


@dataclass(frozen=True)
class Components:
    """Variance components of a mixed model of repeated answers: whose differences make up the variance of a score."""

    site: float
    residual: float
    person: float = 0.0
    site_by_wave: float = 0.0
    """How much a site's waves differ beyond its lasting difference."""

    @property
    def total(self) -> float:
        """Variance of one answer of one person picked at random."""
        return self.site + self.site_by_wave + self.person + self.residual

    @property
    def within(self) -> float:
        """Variance among people of one site and wave."""
        return self.person + self.residual

    @property
    def between(self) -> float:
        """Variance among sites, in one wave."""
        return self.site + self.site_by_wave

    @property
    def intraclass(self) -> float:
        """Correlation of two people of one site in one wave."""
        return self.between / self.total if self.total > 0 else nan

    @property
    def cluster_autocorrelation(self) -> float:
        """Correlation of a site's true means in two waves: 1 where waves bring nothing of their own."""
        return self.site / self.between if self.between > 0 else nan

    @property
    def individual_autocorrelation(self) -> float:
        """Correlation of one person's two answers within their site and wave."""
        return self.person / self.within if self.within > 0 else nan


BASES = {"total": "total", "within": "within clusters", "between": "between clusters"}


@dataclass(frozen=True)
class Estimated:
    """A model's estimate of an effect, in points of the score."""

    value: float
    standard_error: float
    freedom: float = inf


def standardised(
    effect: Estimated, components: Components, *, basis: str = "total", corrected: bool = True
) -> Standardised:
    """Divide a mixed model's effect by the square root of the variance it is to be measured in.

    The components are taken as known, so the interval is the effect's own; `corrected` multiplies by Hedges' factor
    with the effect's degrees of freedom. Source: Hedges LV. J Educ Behav Stat 2007;32:341-370.
    """
    if basis not in BASES:
        raise ValueError(f"{basis} is not a variance to measure in. Use one of {', '.join(BASES)}.")
    variance = {"total": components.total, "within": components.within, "between": components.between}[basis]
    if not variance > 0:
        raise ValueError(f"The variance {BASES[basis]} is estimated as 0, so an effect cannot be measured in it.")
    factor = small_sample_factor(effect.freedom) if corrected else 1.0
    unit = factor / sqrt(variance)
    margin = float(t.ppf(0.975, effect.freedom) if effect.freedom < inf else norm.ppf(0.975)) * effect.standard_error
    name = "Hedges' g" if corrected else "standardised difference"
    ends = [(effect.value + sign * margin) * unit for sign in (-1, 1)]
    return Standardised(effect.value * unit, ends[0], ends[1], effect.standard_error * unit, name, BASES[basis])


@dataclass(frozen=True)
class Arms:
    """Two arms of whole clusters: how many clusters and people each has, and how alike people of a cluster are."""

    clusters: tuple[int, int]
    people: tuple[int, int]
    intraclass: float

    @property
    def size(self) -> float:
        """Average people per cluster."""
        return sum(self.people) / sum(self.clusters)


def cluster_difference(difference: float, spread: float, arms: Arms, *, basis: str = "total") -> Standardised:
    """Return the standardised difference of two arms of whole clusters.

    `spread` is a standard deviation pooled within arms: of people (`total`), of people about their cluster's mean
    (`within`), or of cluster means (`between`). Source: Hedges LV. J Educ Behav Stat 2007;32:341-370, equations 10 to
    20, clusters of equal size. The interval is normal.
    """
    if basis not in BASES:
        raise ValueError(f"{basis} is not a variance to measure in. Use one of {', '.join(BASES)}.")
    if not spread > 0 or not 0 <= arms.intraclass < 1 or min(arms.clusters) < 1 or sum(arms.clusters) < 3:
        raise ValueError("A spread above 0, an intraclass correlation from 0 to below 1 and three clusters are needed.")
    value, variance = _HEDGES[basis](difference / spread, arms)
    margin = float(norm.ppf(0.975)) * sqrt(variance)
    return Standardised(value, value - margin, value + margin, sqrt(variance), "Hedges' d", BASES[basis])


def _total(ratio: float, arms: Arms) -> tuple[float, float]:
    people, size, alike = sum(arms.people), arms.size, arms.intraclass
    value = ratio * sqrt(1 - 2 * (size - 1) * alike / (people - 2))
    harmonic = people / (arms.people[0] * arms.people[1])
    top = (people - 2) * (1 - alike) ** 2 + size * (people - 2 * size) * alike**2
    top += 2 * (people - 2 * size) * alike * (1 - alike)
    spread = value**2 * top / (2 * (people - 2) * (people - 2 - 2 * (size - 1) * alike))
    return value, harmonic * (1 + (size - 1) * alike) + spread


def _within(ratio: float, arms: Arms) -> tuple[float, float]:
    people, size, alike = sum(arms.people), arms.size, arms.intraclass
    harmonic = people / (arms.people[0] * arms.people[1])
    freedom = people - sum(arms.clusters)
    return ratio, harmonic * (1 + (size - 1) * alike) / (1 - alike) + ratio**2 / (2 * freedom)


def _between(ratio: float, arms: Arms) -> tuple[float, float]:
    size, alike, clusters = arms.size, arms.intraclass, sum(arms.clusters)
    if alike == 0:
        raise ValueError("Clusters do not differ (an intraclass correlation of 0), so there is no spread between them.")
    share = (1 + (size - 1) * alike) / (size * alike)
    value = ratio * sqrt(share)
    harmonic = clusters / (arms.clusters[0] * arms.clusters[1])
    return value, harmonic * share + value**2 * share / (2 * (clusters - 2))


_HEDGES = {"total": _total, "within": _within, "between": _between}


def _scores(values: Numbers) -> Numbers:
    scores = np.asarray(values, dtype=float)
    if scores.ndim != 1 or len(scores) < 1 or np.isnan(scores).any():
        raise ValueError("A group needs scores, without gaps: leave out who has none, and say how many.")
    return scores
