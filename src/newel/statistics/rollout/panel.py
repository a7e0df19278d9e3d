"""Units seen in every period, and the period in which each was first treated."""

from dataclasses import dataclass, field

import numpy as np

from newel.statistics.arrays import Numbers

NEVER = np.inf
"""The first treated period of a unit that was never treated."""


@dataclass(frozen=True)
class Panel:
    """N units over T periods. `covariates` holds what is known before treatment, with the column of ones."""

    outcomes: Numbers
    """Outcome of each unit in each period, shape (N, T)."""
    periods: Numbers
    """The periods in order, shape (T,)."""
    first: Numbers
    """First treated period of each unit, shape (N,); `NEVER` where it never was."""
    covariates: Numbers = field(default_factory=lambda: np.empty((0, 0)))

    def __post_init__(self) -> None:
        """Refuse what is not a panel. Without covariates the column of ones is put in."""
        units, periods = self.outcomes.shape
        if len(self.periods) != periods or len(self.first) != units:
            raise ValueError(
                f"The outcomes are {units} units by {periods} periods, but {len(self.first)} first treated periods and "
                f"{len(self.periods)} periods were given."
            )
        if not np.isfinite(self.outcomes).all():
            raise ValueError("Every unit needs an outcome in every period: leave out the units that have not.")
        if np.any(np.diff(self.periods) <= 0):
            raise ValueError("The periods must rise.")
        if not self.covariates.size:
            object.__setattr__(self, "covariates", np.ones((units, 1)))

    @property
    def groups(self) -> Numbers:
        """The periods in which units were first treated, after the first period: whoever was treated from the start
        has nothing to be compared with."""
        starts = np.unique(self.first[np.isfinite(self.first)])
        return np.asarray(starts[(starts > self.periods[0]) & (starts <= self.periods[-1])])
