"""A long run in every draw: where a child is cycle by cycle, what that costs, and how far a move must fall to pay."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from newel.protocol import LongRun
from newel.statistics.arrays import Numbers
from newel.statistics.decision.cohort import cohort

SCANNED = np.linspace(1.0, 0.0, 21)
"""Ratios at which it is looked whether delivery pays for itself; between two of them the place is found by halving."""
HALVINGS = 30


@dataclass(frozen=True, eq=False)
class Model:
    """n draws of everything a long run hangs on; with n = 1, everything at its estimate.

    `costs` are of a cycle in each state, without delivery, shape (n, S); `delivery` is what it costs in a cycle in the
    state that it is paid in, shape (n,); both by perspective. Rates are yearly.
    """

    plan: LongRun
    chances: Numbers
    """Of moves from rows to columns in a cycle, without delivery, shape (n, S, S)."""
    costs: Mapping[str, Numbers]
    delivery: Mapping[str, Numbers]
    cost_rate: float
    effect_rate: float

    @cached_property
    def start(self) -> Numbers:
        """Who begins where, shape (S,)."""
        return np.array([state.at_start for state in self.plan.states])

    @cached_property
    def steps(self) -> tuple[float, ...]:
        """The ratios that are shown: 1, then those of the protocol."""
        return (1.0, *(ratio for ratio in self.plan.changes.ratios if ratio < 1))

    def place(self, state: str) -> int:
        """Return the position of a state."""
        return [each.id for each in self.plan.states].index(state)

    def changed(self, ratio: Numbers) -> Numbers:
        """Return the chances where the move has been multiplied by a ratio of each draw; who does not move stays."""
        leaves, enters = self.place(self.plan.changes.out_of), self.place(self.plan.changes.to)
        changed = self.chances.copy()
        kept = (1 - ratio) * changed[:, leaves, enters]
        changed[:, leaves, enters] -= kept
        changed[:, leaves, leaves] += kept
        return changed

    def trace(self) -> Numbers:
        """Return who is where at the beginning of each cycle and at the end, without delivery: (n, cycles + 1, S)."""
        return cohort(self.start, self.chances, cycles=self.plan.cycles + 1, counting="beginning")

    def occupied(self, ratio: Numbers | float, rate: float) -> Numbers:
        """Return the cycles a child spends in each state, later ones discounted at a yearly rate, shape (n, S)."""
        plan, changed = self.plan, self.changed(np.broadcast_to(ratio, len(self.chances)))
        counted = cohort(self.start, changed, cycles=plan.cycles, counting=plan.counting)
        weights = (1 + rate) ** (-np.arange(plan.cycles) * plan.months / 12)
        return np.asarray(np.einsum("nts,t->ns", counted, weights))

    @cached_property
    def shown(self) -> dict[float, Numbers]:
        """Cycles in each state at each ratio that is shown, as costs count."""
        return {ratio: self.occupied(ratio, self.cost_rate) for ratio in self.steps}

    def delivering(self, ratio: float, perspective: str) -> Numbers:
        """Return what delivery costs a perspective over all cycles, shape (n,)."""
        return self.shown[ratio][:, self.place(self.plan.delivered_in)] * self.delivery[perspective]

    def without(self, perspective: str) -> Numbers:
        """Return what all cycles cost a perspective without delivery."""
        return _times(self.shown[1.0], self.costs[perspective])

    def saved(self, ratio: float, perspective: str) -> Numbers:
        """Return what is paid less in all states than without delivery, which is left out; below 0 where it is more."""
        return self.without(perspective) - _times(self.shown[ratio], self.costs[perspective])

    def extra_cost(self, ratio: float, perspective: str) -> Numbers:
        """Return what delivery costs after what is saved."""
        return self.delivering(ratio, perspective) - self.saved(ratio, perspective)

    def months_gained(self, ratio: float) -> Numbers:
        """Return how many more months a child is in the state whose months count, later ones discounted."""
        at = self.place(self.plan.counts_months_in)
        more = self.occupied(ratio, self.effect_rate)[:, at] - self.occupied(1.0, self.effect_rate)[:, at]
        return self.plan.months * more

    @cached_property
    def scanned(self) -> Numbers:
        """Cycles in each state at each of SCANNED, shape (K, n, S)."""
        return np.stack([self.occupied(float(ratio), self.cost_rate) for ratio in SCANNED])

    def break_even(self, perspective: str) -> Numbers:
        """Return the highest ratio at which delivery costs a perspective nothing more, shape (n,); NaN where none does.

        Draws are looked at on a grid from 1 down to 0, and where the sign turns halved until nothing is left of the
        distance. Two turns between two points of the grid would be missed.
        """
        pays = np.stack([self._above(cycles, perspective) <= 0 for cycles in self.scanned])
        first = pays.argmax(axis=0)
        low, high = SCANNED[first], SCANNED[np.maximum(first - 1, 0)]
        for _ in range(HALVINGS):
            if (low == high).all():
                break
            middle = (low + high) / 2
            enough = self._above(self.occupied(middle, self.cost_rate), perspective) <= 0
            low, high = np.where(enough, middle, low), np.where(enough, high, middle)
        return np.where(pays.any(axis=0), low, np.nan)

    def _above(self, cycles: Numbers, perspective: str) -> Numbers:
        delivered = cycles[:, self.place(self.plan.delivered_in)] * self.delivery[perspective]
        return delivered + _times(cycles, self.costs[perspective]) - self.without(perspective)


def _times(cycles: Numbers, costs: Numbers) -> Numbers:
    return np.asarray(np.einsum("ns,ns->n", cycles, costs))
