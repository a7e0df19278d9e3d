"""Many effects by group and period put together: all, by time since the start, by group, by calendar period.

The weights are the groups' shares among the units, which are estimated too: their influence is in the standard errors.
Source: Callaway B, Sant'Anna PHC. J Econom 2021;225:200-230, section 3.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.rollout.group_time import GroupTime, standard_errors

Way = Literal["simple", "since_start", "group", "calendar"]


@dataclass(frozen=True)
class Aggregate:
    """An overall effect, and the effects it is made of: `at` says of which time since the start, group or period."""

    overall: float
    standard_error: float
    at: Numbers
    effect: Numbers
    standard_errors: Numbers
    influence: Numbers
    """Influence of each unit on the overall effect, shape (N,)."""


def aggregate(cells: GroupTime, way: Way, *, as_did: bool = False) -> Aggregate:
    """Put the effects of treated periods together; `since_start` shows those before the start too.

    `as_did` repeats the overall standard error by group of the R package did 2.1.2, which looks up the groups of the
    first cells where it means the groups themselves: for comparing with it alone. Raises ValueError where there is no
    treated period.
    """
    if not cells.after.any():
        raise ValueError("No cell is of a treated period, so there is no effect to put together.")
    if way == "simple":
        value, influence = _weighted(cells, cells.after)
        none = np.empty(0)
        return Aggregate(value, float(standard_errors(influence[:, None])[0]), none, none, none, influence)
    at, parts = _parts(cells, way)
    effects = np.array([value for value, _ in parts])
    influences = np.column_stack([influence for _, influence in parts])
    owners = cells.group[: len(at)] if as_did else at
    overall, influence = _overall(way, at, effects, influences=influences, weighing=_Weighing(cells, at, owners))
    errors = standard_errors(influences)
    return Aggregate(overall, float(standard_errors(influence[:, None])[0]), at, effects, errors, influence)


def _parts(cells: GroupTime, way: Way) -> tuple[Numbers, list[tuple[float, Numbers]]]:
    if way == "since_start":
        place, kept = cells.period - cells.group, np.ones(len(cells.group), dtype=np.bool_)
    elif way == "group":
        place, kept = cells.group, cells.after
    else:
        place, kept = cells.period, cells.after
    at = np.unique(place[kept])
    return at, [_weighted(cells, kept & (place == each)) for each in at]


@dataclass(frozen=True)
class _Weighing:
    """The groups to weigh by their shares, and the groups whose units the shares' influence is taken from."""

    cells: GroupTime
    groups: Numbers
    owners: Numbers

    @property
    def shares(self) -> Numbers:
        return np.array([(self.cells.panel.first == group).mean() for group in self.groups])

    @property
    def weights(self) -> Numbers:
        return np.asarray(self.shares / self.shares.sum())

    @property
    def influence(self) -> Numbers:
        """Influence of each unit on each weight, shape (N, groups)."""
        whole = self.shares.sum()
        belongs = (self.cells.panel.first[:, None] == self.owners[None, :]) - self.shares
        return np.asarray(belongs / whole - belongs.sum(axis=1)[:, None] * self.shares / whole**2)


def _overall(
    way: Way, at: Numbers, effects: Numbers, *, influences: Numbers, weighing: _Weighing
) -> tuple[float, Numbers]:
    """Average what was put together: groups by their shares, times alike."""
    if way == "group":
        return float(weighing.weights @ effects), influences @ weighing.weights + weighing.influence @ effects
    counted = at >= 0 if way == "since_start" else np.ones(len(at), dtype=np.bool_)
    return float(effects[counted].mean()), np.asarray(influences[:, counted].mean(axis=1))


def _weighted(cells: GroupTime, kept: "np.typing.NDArray[np.bool_]") -> tuple[float, Numbers]:
    weighing = _Weighing(cells, cells.group[kept], cells.group[kept])
    effects = cells.effect[kept]
    return float(weighing.weights @ effects), cells.influence[:, kept] @ weighing.weights + weighing.influence @ effects
