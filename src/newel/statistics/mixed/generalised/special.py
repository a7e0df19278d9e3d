"""Sums over the steps of a count instead of differences of gamma functions: exact for small counts, quick for large."""

from math import log, log1p

from newel.statistics._compiled import compiled

_SUMMED = 16
"""Counts up to here are summed term by term; beyond, the asymptotic series at 16 and more has all digits."""


@compiled
def digamma(x: float) -> float:
    """The digamma function at x >= 16, by its asymptotic series (Abramowitz and Stegun 1964, 6.3.18)."""
    square = 1.0 / (x * x)
    series = 1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))
    return log(x) - 0.5 / x - square * (1 / 12 - square * series)


@compiled
def trigamma(x: float) -> float:
    """The trigamma function at x >= 16 (Abramowitz and Stegun 1964, 6.4.12)."""
    square = 1.0 / (x * x)
    series = 1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - square * 5 / 66)))
    return 1.0 / x + square * 0.5 + square / x * series


@compiled
def tetragamma(x: float) -> float:
    """The derivative of the trigamma function at x >= 16 (Abramowitz and Stegun 1964, 6.4.13)."""
    square = 1.0 / (x * x)
    series = 0.5 - square * (1 / 6 - square * (1 / 6 - square * (0.3 - square * 5 / 6)))
    return -square - square / x - square * square * series


@compiled
def log_rising(count: float, size: float) -> float:
    """Return log(Gamma(count + size) / Gamma(size) / size^count), the sum of log(1 + j/size) over j < count."""
    total = 0.0
    summed = int(min(count, _SUMMED))
    for step in range(summed):
        total += log1p(step / size)
    if count > summed:
        low, high = size + summed, size + count
        # Stirling's series from `low` to `high`, without the cancellation of two large logarithms of gamma.
        total += (high - 0.5) * log1p((high - low) / low) + (count - summed) * (log1p(summed / size) - 1)
        total += _stirling(high) - _stirling(low)
    return total


@compiled
def _stirling(x: float) -> float:
    square = 1.0 / (x * x)
    return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / x


@compiled
def rising_slopes(count: float, size: float) -> tuple[float, float, float]:
    """Return digamma(count + size) - digamma(size), and the same of trigamma and tetragamma."""
    first, second, third = 0.0, 0.0, 0.0
    summed = int(min(count, _SUMMED))
    for step in range(summed):
        part = 1.0 / (size + step)
        first += part
        second -= part * part
        third += 2 * part * part * part
    if count > summed:
        low, high = size + summed, size + count
        first += digamma(high) - digamma(low)
        second += trigamma(high) - trigamma(low)
        third += tetragamma(high) - tetragamma(low)
    return first, second, third
