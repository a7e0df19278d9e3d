"""What one row says: its log-likelihood, and how that bends with the linear predictor and with the other parameters.

A row has a linear predictor and up to two further predictors. For an ordered answer these are the thresholds above and
below the category given (1e3 and -1e3 beyond the ends). For a negative binomial the first is the log of the dispersion;
for a zero-inflated count the second is the logit of an excess zero. Constants of the response alone are left out here.
"""

from math import exp, expm1, log, log1p

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.mixed.generalised.special import log_rising, rising_slopes

BINOMIAL, POISSON, NBINOM2, NBINOM1, ORDINAL = range(5)
INFLATED = 8
"""Added to the number of a count family when zeros may be in excess."""
BEYOND = 1e3
"""The threshold beyond the last category, and minus it before the first."""
_STEEP = 700.0
_LEAST = 1e-90
"""Sizes below this are taken as this, so that their cubes can still be divided by."""

Bend = tuple[float, float, float]
"""Log-likelihood, its slope in the linear predictor, and its weight (minus the curvature)."""
Turns = tuple[float, float, float]
"""Derivatives of log-likelihood, slope and weight in one further predictor."""


@compiled
def bend(kind: int, data: tuple[float, float], at: tuple[float, float, float]) -> Bend:
    """Return log-likelihood, slope and weight of a row with (response, trials) at (linear predictor, first, second)."""
    if kind == ORDINAL:
        return _ordered(at)
    if kind < INFLATED:
        return _plain(kind, data, at)
    value, slope, weight = _plain(kind - INFLATED, data, at)
    none = -max(at[2], 0.0) - log1p(exp(-abs(at[2])))
    if data[0] > 0:
        return value + none, slope, weight
    count = 1 / (1 + exp(min(at[2] - value, _STEEP)))
    top = max(at[2], value)
    return (
        top + log(exp(at[2] - top) + exp(value - top)) + none,
        count * slope,
        count * weight - count * (1 - count) * slope * slope,
    )


@compiled
def _plain(kind: int, data: tuple[float, float], at: tuple[float, float, float]) -> Bend:
    response, trials = data
    linear = at[0]
    if kind == BINOMIAL:
        low = exp(-abs(linear))
        share = (1.0 if linear >= 0 else low) / (1 + low)
        value = response * linear - trials * (max(linear, 0.0) + log1p(low))
        return value, response - trials * share, trials * low / ((1 + low) * (1 + low))
    mean = exp(linear)
    if kind == POISSON:
        return response * linear - mean, response - mean, mean
    if kind == NBINOM2:
        return _nbinom2(response, linear, _exp(at[1]))
    return _nbinom1(response, linear, _exp(at[1]))


@compiled
def _exp(dispersion: float) -> float:
    return exp(min(max(dispersion, -90.0), 90.0))


@compiled
def _nbinom2(response: float, linear: float, size: float) -> Bend:
    mean = exp(linear)
    ratio = (response + size) / (mean + size)
    value = log_rising(response, size) + response * linear - (response + size) * log1p(mean / size)
    return value, response - ratio * mean, ratio * mean * size / (mean + size)


@compiled
def _nbinom1(response: float, linear: float, excess: float) -> Bend:
    size = max(exp(linear) / excess, _LEAST)
    first, second, _ = rising_slopes(response, size)
    level = log1p(excess)
    value = log_rising(response, size) + response * linear - (response + size) * level
    return value, size * (first - level), -size * (first - level + size * second)


@compiled
def _ordered(at: tuple[float, float, float]) -> Bend:
    above, below = _odds(at)
    upper, lower = 1 / (1 + above), 1 / (1 + below)
    chance = upper - lower
    if at[1] <= at[2]:
        return -np.inf, 0.0, 0.0
    # In the tails the difference of two chances loses its digits; the product of three does not.
    value = log(chance) if chance > 0.01 else log(upper) + log(below * lower) + log(-expm1(at[2] - at[1]))
    weight = above * upper * upper + below * lower * lower
    return value, upper - below * lower, weight


@compiled
def _odds(at: tuple[float, float, float]) -> tuple[float, float]:
    """Return the odds of lying above the upper and above the lower threshold."""
    above = exp(min(max(at[0] - at[1], -_STEEP), _STEEP))
    below = exp(min(max(at[0] - at[2], -_STEEP), _STEEP))
    return above, below


@compiled
def turn(kind: int, data: tuple[float, float], at: tuple[float, float, float]) -> tuple[float, Turns, Turns]:
    """Return the weight's slope in the linear predictor, and the turns in the first and in the second predictor."""
    if kind == ORDINAL:
        return _ordered_turn(at)
    if kind < INFLATED:
        swing, first = _plain_turn(kind, data, at)
        return swing, first, (0.0, 0.0, 0.0)
    swing, first = _plain_turn(kind - INFLATED, data, at)
    excess = 1 / (1 + exp(-at[2]))
    if data[0] > 0:
        return swing, first, (-excess, 0.0, 0.0)
    value, slope, weight = _plain(kind - INFLATED, data, at)
    count = 1 / (1 + exp(min(at[2] - value, _STEEP)))
    both = count * (1 - count)
    skew = both * (1 - 2 * count)
    swing = count * swing + 3 * both * slope * weight - skew * slope * slope * slope
    second = (1 - count - excess, -both * slope, -both * weight + skew * slope * slope)
    turned = (
        count * first[0],
        count * first[1] + both * slope * first[0],
        count * first[2] - both * (2 * slope * first[1] - first[0] * weight) - skew * slope * slope * first[0],
    )
    return swing, turned, second


@compiled
def _plain_turn(kind: int, data: tuple[float, float], at: tuple[float, float, float]) -> tuple[float, Turns]:
    _, slope, weight = _plain(kind, data, at)
    mean = exp(at[0])
    if kind == BINOMIAL:
        return weight * (1 - mean) / (1 + mean) if at[0] < _STEEP else -weight, (0.0, 0.0, 0.0)
    if kind == POISSON:
        return weight, (0.0, 0.0, 0.0)
    if kind == NBINOM2:
        return _nbinom2_turn(data[0], mean, _exp(at[1]))
    return _nbinom1_turn(data[0], (max(mean / _exp(at[1]), _LEAST), _exp(at[1])), (slope, weight))


@compiled
def _nbinom2_turn(response: float, mean: float, size: float) -> tuple[float, Turns]:
    both = mean + size
    weight = (response + size) * mean * size / (both * both)
    first, _, _ = rising_slopes(response, size)
    turned = (
        size * (first - log1p(mean / size) + (mean - response) / both),
        -size * mean * (mean - response) / (both * both),
        weight * (size / (response + size) + 1 - 2 * size / both),
    )
    return weight * (size - mean) / both, turned


@compiled
def _nbinom1_turn(response: float, sizes: tuple[float, float], so_far: tuple[float, float]) -> tuple[float, Turns]:
    size, excess = sizes
    slope, weight = so_far
    first, second, third = rising_slopes(response, size)
    swing = -size * (first - log1p(excess) + 3 * size * second + size * size * third)
    share = excess / (1 + excess)
    turned = (response * (1 - share) - size * share - slope, weight - size * share, size * share - swing)
    return swing, turned


@compiled
def _ordered_turn(at: tuple[float, float, float]) -> tuple[float, Turns, Turns]:
    above, below = _odds(at)
    upper, lower = 1 / (1 + above), 1 / (1 + below)
    gap = -expm1(at[2] - at[1])
    spread, low_spread = above * upper * upper, below * lower * lower
    tilt, low_tilt = spread * (above - 1) * upper, low_spread * (below - 1) * lower
    first = (above * upper / (below * lower * gap), spread, tilt)
    second = (-lower / (upper * gap), low_spread, low_tilt)
    return -tilt - low_tilt, first, second
