"""Incidents per 100 children per year, the way the field's bulletins count them."""

from math import exp, fsum

from newel.statistics.arrays import Numbers
from newel.statistics.ratios import Interval, clustered_ratio, no_interval

NO_INCIDENT = "no incident happened, so how sites differ cannot be seen"


def rate_per_100_per_year(incidents: float, child_years: float) -> float:
    """Return incidents / child-years x 100. A mean population of 480 over a quarter is 120 child-years.

    Source: Youth Custody Service, Safety in the children and young people secure estate, update to March 2022.
    """
    return 100 * incidents / child_years


def clustered_rate(incidents: Numbers, child_years: Numbers) -> Interval:
    """Return the pooled rate per 100 children per year with its interval; one entry a site.

    Incidents come in bursts and sites differ, so their counts are far more scattered than chance alone would have them:
    the interval comes from how the sites' counts differ from the pooled rate (`clustered_ratio`), not from a Poisson
    assumption. It is taken on the log scale, because a rate cannot be negative.
    Source: Cochran WG. Sampling Techniques, 3rd ed. 1977, chapter 6 (ratio estimator); see `ratios.clustered_ratio`.
    Raises ValueError where there is no child-year.
    """
    ratio = clustered_ratio(incidents, child_years)
    value = rate_per_100_per_year(fsum(incidents), fsum(child_years))
    reason = no_interval(ratio) if ratio.value else NO_INCIDENT
    if reason or ratio.standard_error is None:
        return Interval(value, why_none=reason)
    spread = exp(ratio.critical * ratio.standard_error / ratio.value)
    return Interval(value, value / spread, value * spread)
