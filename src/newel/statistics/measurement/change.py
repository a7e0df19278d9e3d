"""Change of single people: is it larger than the instrument's own error, and does it cross a threshold that matters?"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from newel.statistics.arrays import Numbers

CATEGORIES = ("recovered", "improved", "unchanged", "deteriorated")
"""Recovered: improved and across the threshold into the better side. Without a threshold nobody is called recovered."""
CRITICAL = 1.96


@dataclass(frozen=True)
class Norms:
    """What is known of an instrument from its manual or its norm sample."""

    spread: float
    """Standard deviation of scores."""
    reliability: float
    """Between 0 and 1; test-retest, or internal consistency where nothing else is published."""
    lower_is_better: bool
    threshold: float | None = None
    """The score that parts the two sides; scores on it count as the worse side."""

    def __post_init__(self) -> None:
        """Refuse what no instrument has."""
        if not self.spread > 0 or not 0 <= self.reliability < 1:
            raise ValueError(f"A standard deviation above 0 and a reliability from 0 to below 1 are needed; these are "
                             f"{self.spread} and {self.reliability}.")

    @property
    def error_of_difference(self) -> float:
        """Standard error of the difference of two scores of one unchanged person."""
        return self.spread * sqrt(2 * (1 - self.reliability))

    @property
    def smallest_reliable(self) -> float:
        """The smallest change that error alone brings in at most 5 % of unchanged people."""
        return CRITICAL * self.error_of_difference


@dataclass(frozen=True)
class Change:
    """People's changes; n people who have both scores."""

    index: Numbers
    """Reliable change index, shape (n,): above 0 is better."""
    categories: tuple[str, ...]
    counts: Mapping[str, int]
    """How many people of each category, in the order of `CATEGORIES`."""
    smallest_reliable: float


def reliable_change(before: Numbers, after: Numbers, norms: Norms) -> Change:
    """Sort people by whether they changed reliably, and whether they crossed the threshold.

    Source: Jacobson NS, Truax P. J Consult Clin Psychol 1991;59:12-19. Raises ValueError for a missing score.
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"Scores before and after are of the same people, not {first.shape} and {second.shape}.")
    if np.isnan(first).any() or np.isnan(second).any():
        raise ValueError("A score is missing. Leave out who has only one of the two, and say how many.")
    sign = -1.0 if norms.lower_is_better else 1.0
    index = sign * (second - first) / norms.error_of_difference
    reliable = CRITICAL * (1 - 1e-12)  # a change of just `smallest_reliable` must not be lost to rounding
    categories = np.select([index >= reliable, index <= -reliable], ["improved", "deteriorated"], "unchanged")
    if norms.threshold is not None:
        crossed = (sign * (first - norms.threshold) <= 0) & (sign * (second - norms.threshold) > 0)
        categories = np.where((categories == "improved") & crossed, "recovered", categories)
    counts = {category: int((categories == category).sum()) for category in CATEGORIES}
    return Change(index, tuple(str(category) for category in categories), counts, norms.smallest_reliable)


def threshold_between(troubled: tuple[float, float], ordinary: tuple[float, float]) -> float:
    """Return the score that is equally far from both groups' means in their standard deviations: criterion c.

    Each group is (mean, standard deviation).
    """
    (low, low_spread), (high, high_spread) = troubled, ordinary
    if not low_spread > 0 or not high_spread > 0:
        raise ValueError("Both groups need a standard deviation above 0.")
    return (high_spread * low + low_spread * high) / (low_spread + high_spread)
