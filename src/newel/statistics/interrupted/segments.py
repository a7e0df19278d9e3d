"""What may change at an interruption: the level, the slope, and a pulse while it lasts; and the seasons beside it.

Source: Lopez Bernal J, Cummins S, Gasparrini A. Int J Epidemiol 2017;46:348-355.
"""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers


@dataclass(frozen=True)
class Interruption:
    """Something that began at a time, and may have ended. What it may have changed is said beforehand."""

    name: str
    starts: float
    ends: float = np.inf
    level: bool = True
    """The level after `starts` may differ for good."""
    slope: bool = True
    """The slope after `starts` may differ for good."""
    pulse: bool = False
    """The level from `starts` until just before `ends` may differ for that time."""


def segments(times: Numbers, interruptions: tuple[Interruption, ...]) -> tuple[Numbers, tuple[str, ...]]:
    """Return the columns (n, k) and their names: a trend, then level, slope and pulse of each interruption.

    The trend counts from the first time; a slope counts from the start of its interruption, so that a level change is
    the change at that time.
    """
    columns, names = [times - times.min()], ["trend"]
    for one in interruptions:
        after = (times >= one.starts).astype(np.float64)
        during = after * (times < one.ends)
        for wanted, name, column in (
            (one.level, "level", after),
            (one.slope, "slope", after * (times - one.starts)),
            (one.pulse, "pulse", during),
        ):
            if wanted:
                columns.append(column)
                names.append(f"{one.name}_{name}")
    return np.column_stack(columns), tuple(names)


def seasons(months: Numbers, *, pairs: int = 2) -> tuple[Numbers, tuple[str, ...]]:
    """Return `pairs` sine and cosine waves of a year, from calendar months 1 to 12."""
    columns, names = [], []
    for harmonic in range(1, pairs + 1):
        angle = 2 * np.pi * harmonic * months / 12
        columns += [np.sin(angle), np.cos(angle)]
        names += [f"sine_{harmonic}", f"cosine_{harmonic}"]
    return np.column_stack(columns) if columns else np.empty((len(months), 0)), tuple(names)


def without(fixed: Numbers, names: tuple[str, ...], interruption: str) -> Numbers:
    """Return the columns as they would be had the interruption not come: the counterfactual's design."""
    silent = [name.startswith(f"{interruption}_") for name in names]
    return np.where(silent, 0.0, fixed)
