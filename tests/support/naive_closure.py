"""Families of tests by the closure principle: an outcome is found where every family it belongs to is rejected.

Source: Marcus R, Peritz E, Gabriel KR. Biometrika 1976;63:655-660. Every one of the 2^m - 1 sub-families is tried.
"""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from newel.statistics.arrays import Numbers


def bonferroni_of_a_family(p: Numbers) -> float:
    """Return the p value that nothing at all is going on in a family: the smallest times how many there are."""
    return min(1.0, len(p) * float(p.min()))


def simes_of_a_family(p: Numbers) -> float:
    """Return Simes' p value of a family. Source: Simes RJ. Biometrika 1986;73:751-754."""
    ranked = np.sort(p)
    return min(1.0, float(min(len(p) * value / (rank + 1) for rank, value in enumerate(ranked))))


def closed(p: Numbers, of_a_family: Callable[[Numbers], float]) -> Numbers:
    """Return each outcome's adjusted p value: the largest among all families that hold it."""
    adjusted = np.zeros(len(p))
    for size in range(1, len(p) + 1):
        for family in combinations(range(len(p)), size):
            found = of_a_family(p[list(family)])
            for outcome in family:
                adjusted[outcome] = max(adjusted[outcome], found)
    return adjusted


def hochberg(p: Numbers) -> Numbers:
    """Return Hochberg's adjusted p values, outcome by outcome from the largest."""
    adjusted, running = np.empty(len(p)), 1.0
    for rank, place in enumerate(np.argsort(-p, kind="stable")):
        running = min(running, (rank + 1) * float(p[place]))
        adjusted[place] = running
    return adjusted


def benjamini_yekutieli(p: Numbers) -> Numbers:
    """Return Benjamini and Yekutieli's adjusted p values: those of Benjamini and Hochberg, a harmonic sum larger."""
    penalty = sum(1 / count for count in range(1, len(p) + 1))
    adjusted, running = np.empty(len(p)), 1.0
    for rank, place in enumerate(np.argsort(-p, kind="stable")):
        running = min(running, penalty * len(p) / (len(p) - rank) * float(p[place]))
        adjusted[place] = running
    return adjusted
