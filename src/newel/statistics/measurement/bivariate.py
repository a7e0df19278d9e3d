"""The normal distribution of two correlated quantities: how likely both stay below given limits."""

from math import pi

import numpy as np
from scipy.special import ndtr, owens_t

from newel.statistics.arrays import Numbers


def cumulative(first: Numbers, second: Numbers, correlation: Numbers) -> Numbers:
    """Return P(X <= first, Y <= second) of standard normal X and Y; limits may be infinite, shapes broadcast.

    Exact but for rounding, by Owen's T function: Owen DB. Ann Math Stat 1956;27:1075-1090.
    """
    first, second, correlation = np.broadcast_arrays(first, second, correlation)
    low = np.clip(first, -40.0, 40.0)
    high = np.clip(second, -40.0, 40.0)
    spread = np.sqrt((1 - correlation) * (1 + correlation))
    sides = np.sign(low) * np.sign(high)  # the product itself may vanish for limits next to 0
    half = np.where((sides > 0) | ((sides == 0) & (low + high >= 0)), 0.0, 0.5)
    return np.asarray(np.where(
        (low == 0) & (high == 0),
        0.25 + np.arcsin(correlation) / (2 * pi),
        (ndtr(low) + ndtr(high)) / 2 - _wedge((low, high), correlation, spread)
        - _wedge((high, low), correlation, spread) - half,
    ))


def _wedge(limits: tuple[Numbers, Numbers], correlation: Numbers, spread: Numbers) -> Numbers:
    """Return Owen's T of the first limit, its slope taken towards the second one."""
    limit, other = limits
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        slope = np.where(limit == 0, np.copysign(np.inf, other), (other / limit - correlation) / spread)
    return np.asarray(owens_t(limit, slope))


def density(first: Numbers, second: Numbers, correlation: Numbers) -> Numbers:
    """Return the joint density, 0 at an infinite limit. It is the derivative of `cumulative` by the correlation."""
    rest = (1 - correlation) * (1 + correlation)
    endless = np.isinf(first) | np.isinf(second)
    first, second = np.where(np.isinf(first), 0.0, first), np.where(np.isinf(second), 0.0, second)
    distance = (first**2 - 2 * correlation * first * second + second**2) / rest
    return np.asarray(np.where(endless, 0.0, np.exp(-distance / 2) / (2 * pi * np.sqrt(rest))))
