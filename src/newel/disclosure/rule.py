"""What every disclosure rule declares: the smallest number that may be printed, and what the others are rounded to.

A rule is data. How it is applied is the same for all of them, in `judging.py` and `subtraction.py`.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A published disclosure rule. Every limit holds below national level; national numbers are printed as they are."""

    title: str
    says: str
    """What the rule does, for the methods section of the report."""
    source: str
    smallest: int
    """The smallest count of people, or of what happened to people, that may be printed. Below it stands `*`."""
    base: int = 5
    """Every other count is rounded to the nearest multiple of this, halves up."""
    smallest_bed_days: float = 0.0
    """A rate over fewer days in care than this is withheld. A rate's denominator is in years of care."""

    def withholds(self, count: float) -> bool:
        """Whether a count is too small to print. Zero is not: it is about nobody."""
        return 0 < count < self.smallest

    def rounded(self, count: float) -> int:
        """Return a count as it may be printed."""
        return self.base * math.floor(count / self.base + 0.5)

    def band(self, rounded: float) -> tuple[float, float]:
        """Return the lowest and the highest whole count that a reader knows may lie behind a rounded one."""
        if rounded == 0:
            return (0, 0)
        return (max(self.smallest, rounded - self.base // 2), rounded + (self.base - 1) // 2)
