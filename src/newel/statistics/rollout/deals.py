"""The overall effect of a staggered start for many deals of the start dates at once, for a randomisation test."""

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.rollout.panel import Panel


def overall_effects(panel: Panel, firsts: Numbers) -> Numbers:
    """Return what `aggregate(group_time(panel, comparison="not_yet"), "simple")` gives for each deal, shape (deals,).

    `firsts` holds the first treated period of every unit in every deal, shape (deals, N). Plain differences of means,
    without covariates; nan for a deal in which nobody can be compared.
    """
    weighed, weights = np.zeros(len(firsts)), np.zeros(len(firsts))
    for start in np.unique(firsts[(firsts > panel.periods[0]) & (firsts <= panel.periods[-1])]):
        inside = (firsts == start).astype(np.float64)
        share, base = inside.mean(axis=1), int(np.searchsorted(panel.periods, start)) - 1
        for at in range(base + 1, len(panel.periods)):
            waiting = (firsts > panel.periods[at]).astype(np.float64)
            change = panel.outcomes[:, at] - panel.outcomes[:, base]
            counted = (inside.sum(axis=1) > 0) & (waiting.sum(axis=1) > 0)
            with np.errstate(invalid="ignore", divide="ignore"):
                effect = inside @ change / inside.sum(axis=1) - waiting @ change / waiting.sum(axis=1)
            weighed += np.where(counted, share * effect, 0.0)
            weights += np.where(counted, share, 0.0)
    return np.asarray(np.divide(weighed, weights, out=np.full(len(firsts), np.nan), where=weights > 0))
