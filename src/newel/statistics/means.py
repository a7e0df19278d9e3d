"""The mean of people's scores, with an interval that knows which site each person was in."""

from math import fsum

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.ratios import Interval, ratio_interval


def clustered_mean(values: Numbers, clusters: "np.typing.NDArray[np.str_]") -> Interval:
    """Return the mean of `values` with a CR2 interval; `clusters` names each value's site, in the same order.

    Source: see `ratios.clustered_ratio`. Raises ValueError where there is no value.
    """
    names, place = np.unique(clusters, return_inverse=True)
    sums = np.array([fsum(values[place == position]) for position in range(len(names))])
    counts = np.bincount(place, minlength=len(names)).astype(np.float64)
    return ratio_interval(sums, counts)
