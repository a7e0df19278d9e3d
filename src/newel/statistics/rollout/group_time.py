"""The effect of a staggered start, group by group and period by period: ATT(g,t).

A two-way fixed-effects regression compares late starters with early ones and can turn a sign round where effects grow.
Here every group is compared only with units that are not treated yet, or never.
Source: Callaway B, Sant'Anna PHC. Difference-in-differences with multiple time periods. J Econom 2021;225:200-230.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.rollout.nuisance import Effect, Method, effect_on_treated
from newel.statistics.rollout.panel import Panel

Comparison = Literal["never", "not_yet"]


@dataclass(frozen=True)
class GroupTime:
    """Effects by group and period; `influence` has a row a unit of the panel and a column a cell."""

    panel: Panel
    group: Numbers
    period: Numbers
    effect: Numbers
    influence: Numbers
    notes: tuple[str, ...] = ()

    @property
    def standard_error(self) -> Numbers:
        """Standard errors over independent units; nan where none can be had, as with a single treated unit."""
        return standard_errors(self.influence)

    @property
    def after(self) -> "np.typing.NDArray[np.bool_]":
        """Which cells are of treated periods."""
        return self.period >= self.group


def standard_errors(influence: Numbers) -> Numbers:
    """Return sqrt(sum of squared influence) / N for each column; nan where the units do not differ at all."""
    errors = np.sqrt((influence**2).sum(axis=0)) / len(influence)
    return np.where(errors > 1e-14, errors, np.nan)


def group_time(panel: Panel, *, comparison: Comparison = "never", method: Method = "dr") -> GroupTime:
    """Estimate every ATT(g,t) against the last period before g, and before g against the period before.

    Cells that have no comparison unit are left out and named. Raises ValueError where no group can be compared.
    """
    cells, notes = [], []
    for start in panel.groups:
        for at in range(1, len(panel.periods)):
            found = _cell(panel, start, at, comparison=comparison, method=method)
            if isinstance(found, str):
                notes.append(f"Group {start:g}, period {panel.periods[at]:g}: {found}.")
            else:
                cells.append((start, panel.periods[at], found))
    if not cells:
        raise ValueError("No group can be compared: " + (" ".join(notes) or "no unit started after the first period."))
    return GroupTime(
        panel,
        np.array([start for start, _, _ in cells]),
        np.array([period for _, period, _ in cells]),
        np.array([effect.value for _, _, effect in cells]),
        np.column_stack([effect.influence for _, _, effect in cells]),
        tuple(notes),
    )


def _cell(panel: Panel, start: float, at: int, *, comparison: Comparison, method: Method) -> Effect | str:
    base = int(np.searchsorted(panel.periods, start)) - 1 if panel.periods[at] >= start else at - 1
    in_group = panel.first == start
    waits = panel.first > max(panel.periods[at], panel.periods[base]) if comparison == "not_yet" else False
    others = ((panel.first > panel.periods[-1]) | waits) & ~in_group
    if not others.any():
        return "nobody is left untreated to compare with"
    chosen = in_group | others
    found = effect_on_treated(
        (panel.outcomes[:, at] - panel.outcomes[:, base])[chosen],
        in_group[chosen].astype(np.float64),
        panel.covariates[chosen],
        method=method,
    )
    if found.note:
        return found.note
    influence = np.zeros(len(in_group))
    influence[chosen] = found.influence * len(in_group) / chosen.sum()
    return Effect(found.value, influence)
