"""Several outcomes tested at once: each p value adjusted for the others of its declared family."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers

METHODS = {
    "none": "",
    "bonferroni": "bonferroni",
    "holm": "holm",
    "hochberg": "simes-hochberg",
    "hommel": "hommel",
    "bh": "fdr_bh",
    "by": "fdr_by",
}
"""Newel's name of a method and the one that `statsmodels.stats.multitest.multipletests` gives it.

Bonferroni, Holm, Hochberg and Hommel hold the chance of any false finding in the family; BH and BY hold the expected
share of false ones among the findings. Hochberg, Hommel and BH assume that the tests are not negatively dependent.
"""


@dataclass(frozen=True)
class Family:
    """The outcomes of one declared family with their p values, as they came and adjusted by each method."""

    name: str
    outcomes: tuple[str, ...]
    p: Numbers
    adjusted: Mapping[str, Numbers]
    """Method to adjusted p values, in the order of `outcomes`."""
    notes: tuple[str, ...] = ()

    def adjusted_p(self, outcome: str, method: str) -> float:
        """Return the adjusted p value of one outcome. Raises ValueError for an outcome or method outside the family."""
        if outcome not in self.outcomes:
            raise ValueError(f"{outcome} is not in the family {self.name}, which holds {', '.join(self.outcomes)}.")
        if method not in self.adjusted:
            raise ValueError(f"The family {self.name} was adjusted by {', '.join(self.adjusted)}, not by {method}.")
        return float(self.adjusted[method][self.outcomes.index(outcome)])


def adjust(p: Numbers, method: str = "holm") -> Numbers:
    """Return adjusted p values, in the order given.

    A nan is an outcome that could not be tested. It stays nan and still counts in the family's size, as a p value of 1
    would: a family was declared before the data came, and a failed model must not make the others look better.
    """
    if method not in METHODS:
        raise ValueError(f"{method} is not a way to adjust p values. Use one of {', '.join(METHODS)}.")
    given = np.asarray(p, dtype=float)
    untested = np.isnan(given)
    filled = np.where(untested, 1.0, given)
    if np.any((filled < 0) | (filled > 1)):
        raise ValueError(f"A p value lies between 0 and 1, but one of these does not: {filled.tolist()}.")
    if method == "none" or not len(filled):
        return given.copy()
    if method == "holm":
        return np.where(untested, np.nan, _holm(filled))
    from statsmodels.stats.multitest import multipletests

    return np.where(untested, np.nan, multipletests(filled, method=METHODS[method])[1])


def _holm(p: Numbers) -> Numbers:
    """Return Holm's adjusted p values; statsmodels collects garbage at each call, which takes longer than all else."""
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1.0)
    return adjusted


def adjust_family(
    name: str, p_values: Mapping[str, float], *, methods: tuple[str, ...] = ("holm", "bh")
) -> Family:
    """Adjust the p values of one family, outcome by outcome, by each of the methods."""
    if not p_values:
        raise ValueError(f"The family {name} holds no outcome, so there is nothing to adjust.")
    p = np.array(list(p_values.values()), dtype=float)
    untested = [outcome for outcome, value in p_values.items() if np.isnan(value)]
    notes = tuple(f"{outcome} could not be tested; it still counts in the family {name}." for outcome in untested)
    return Family(name, tuple(p_values), p, {method: adjust(p, method) for method in methods}, notes)
