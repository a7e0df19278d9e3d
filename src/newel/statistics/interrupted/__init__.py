"""Series that were interrupted: what was before, what changed, and what would have been."""

from newel.statistics.interrupted.counts import CountSeries, negative_binomial, newey_west, quasi_poisson
from newel.statistics.interrupted.residuals import Autoregressive, one_series, several_series
from newel.statistics.interrupted.segments import Interruption, seasons, segments, without

__all__ = [
    "Autoregressive",
    "CountSeries",
    "Interruption",
    "negative_binomial",
    "newey_west",
    "one_series",
    "quasi_poisson",
    "seasons",
    "segments",
    "several_series",
    "without",
]
