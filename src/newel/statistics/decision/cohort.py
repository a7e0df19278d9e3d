"""A cohort that moves between states, cycle by cycle, in every draw at once: what a long run costs, and gives.

Source: Briggs A, Claxton K, Sculpher M. Decision modelling for health economic evaluation. 2006, chapter 2.
"""

from typing import Literal

import numpy as np

from newel.statistics.arrays import Numbers

Counting = Literal["beginning", "end", "life_table"]


def cohort(start: Numbers, transitions: Numbers, *, cycles: int, counting: Counting = "life_table") -> Numbers:
    """Return how many are in each state in each cycle, shape (n, cycles, S).

    `start` holds who begins where, shape (S,). `transitions` go from rows to columns: shape (n, S, S), or
    (cycles, n, S, S) where they change. People are counted at the `beginning` of a cycle, at its `end`, or as the mean
    of both (`life_table`, the half-cycle correction). Raises ValueError, naming draw and state, where the chances of a
    row are negative or do not add up to 1.
    """
    by_cycle = transitions if transitions.ndim == 4 else np.broadcast_to(transitions, (cycles, *transitions.shape))
    if len(by_cycle) != cycles:
        raise ValueError(f"There are transitions for {len(by_cycle)} cycles, and {cycles} cycles.")
    _check(by_cycle if transitions.ndim == 4 else transitions[None])
    draws, states = by_cycle.shape[1], by_cycle.shape[2]
    here = np.broadcast_to(start.astype(np.float64), (draws, states))
    counted = np.empty((draws, cycles, states))
    for cycle in range(cycles):
        there = np.einsum("ns,nst->nt", here, by_cycle[cycle])
        counted[:, cycle] = {"beginning": here, "end": there, "life_table": (here + there) / 2}[counting]
        here = there
    return counted


def totals(counts: Numbers, values: Numbers, *, rate: float = 0.0) -> Numbers:
    """Return what the cohort adds up to, shape (n,): counts times the value of a cycle in each state, discounted.

    `values` has the shape (S,) or (n, S). The first cycle is not discounted: cycle t by (1 + rate)^-(t - 1).
    """
    factors = (1 + rate) ** -np.arange(counts.shape[1], dtype=np.float64)
    per_draw = np.broadcast_to(values, (len(counts), counts.shape[2]))
    return np.asarray(np.einsum("nts,ns,t->n", counts, per_draw, factors))


def _check(transitions: Numbers) -> None:
    for wrong, what in (
        (transitions < 0, "a chance below 0"),
        (np.abs(transitions.sum(axis=-1, keepdims=True) - 1) > 1e-9, "chances that do not add up to 1"),
    ):
        if wrong.any():
            cycle, draw, state = np.argwhere(wrong)[0][:3]
            raise ValueError(f"Draw {draw + 1}, state {state + 1}, cycle {cycle + 1}: {what}.")
