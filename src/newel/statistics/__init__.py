"""Estimators on plain arrays: each names its source and has an oracle test. Sums are exact, so order never matters.

Every interval is a 95 % interval and lets people of one site resemble each other: sites, not people, are what varies.
"""

from newel.statistics.arrays import Numbers
from newel.statistics.means import clustered_mean
from newel.statistics.proportions import clustered_percentage, percentage, wilson
from newel.statistics.rates import clustered_rate, rate_per_100_per_year
from newel.statistics.ratios import ClusteredRatio, Interval, clustered_ratio, ratio_interval

__all__ = [
    "ClusteredRatio",
    "Interval",
    "Numbers",
    "clustered_mean",
    "clustered_percentage",
    "clustered_rate",
    "clustered_ratio",
    "percentage",
    "rate_per_100_per_year",
    "ratio_interval",
    "wilson",
]
