"""Lays a level's cells out for the chain: which are drawn freely, which are held to a category, in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation._coding import Coding
from newel.statistics.imputation._state import Gaps, Held
from newel.statistics.imputation.model import Flags


@dataclass(frozen=True)
class Cells:
    """The values of one level, as latent columns: one column a measured variable, one or more a categorical one."""

    codings: tuple[Coding, ...]
    values: Numbers
    """(n, variables), nan where missing."""
    effects: int = 0
    """Columns before the first variable's: the random effects, on level 2."""

    @property
    def width(self) -> int:
        return self.effects + sum(coding.width for coding in self.codings)

    @property
    def columns(self) -> list[slice]:
        """Latent columns of each variable."""
        ends = self.effects + np.cumsum([0] + [coding.width for coding in self.codings])
        return [slice(int(a), int(b)) for a, b in pairwise(ends)]

    @property
    def start(self) -> Numbers:
        """Latent columns of the variables to start from, (n, latent columns)."""
        parts = [coding.start(column) for coding, column in zip(self.codings, self.values.T, strict=True)]
        return np.ascontiguousarray(np.concatenate([np.empty((len(self.values), 0)), *parts], axis=1))

    @property
    def missing(self) -> Flags:
        """Which latent cells are drawn freely, (n, width)."""
        return self._spread(np.isnan(self.values).T, 0).astype(bool)

    @property
    def category(self) -> Levels:
        """Category that a latent cell is held to, or -1, (n, width)."""
        found = [coding.category(column) for coding, column in zip(self.codings, self.values.T, strict=True)]
        return self._spread(found, -1)

    def _spread(self, by_variable: Iterable[Levels | Flags], otherwise: int) -> Levels:
        spread = np.full((len(self.values), self.width), otherwise, dtype=np.int64)
        for at, column in zip(self.columns, by_variable, strict=True):
            spread[:, at] = column[:, None]
        return spread

    @property
    def thresholds(self) -> Numbers:
        """Finite thresholds between minus and plus infinity, by latent column."""
        most = max([len(coding.thresholds) for coding in self.codings], default=0)
        table = np.full((self.width, most + 2), np.inf)
        table[:, 0] = -np.inf
        for at, coding in zip(self.columns, self.codings, strict=True):
            table[at, 1 : len(coding.thresholds) + 1] = coding.thresholds
        return table


def lay_out_gaps(cells: Cells, touched: Levels) -> Gaps:
    """Return the cells to be drawn freely in the rows `touched`."""
    missing = cells.missing[touched]
    patterns, pattern = np.unique(missing, axis=0, return_inverse=True)
    pattern = pattern.reshape(-1).astype(np.int64)
    order = np.argsort(~patterns, axis=1, kind="stable").astype(np.int64)
    starts = np.cumsum(missing.sum(axis=0)) - missing.sum(axis=0)
    place = starts + np.cumsum(missing, axis=0) - 1
    return Gaps(
        pattern=pattern,
        order=order,
        free=patterns.sum(axis=1).astype(np.int64),
        slot=np.ascontiguousarray(np.take_along_axis(place, order[pattern], axis=1).astype(np.int64)),
    )


def lay_out_held(cells: Cells, touched: Levels) -> Held:
    """Return the latent cells that an observed category holds in the rows `touched`."""
    category = np.ascontiguousarray(cells.category[touched])
    block = np.zeros((cells.width, 2), dtype=np.int64)
    for at, coding in zip(cells.columns, cells.codings, strict=True):
        block[at] = at.start, coding.block
    offset = np.concatenate([[0], np.cumsum((category >= 0).sum(axis=0))]).astype(np.int64)
    return Held(category, block, offset)


def held_variances(cells: Cells) -> Levels:
    """By column: how many latent columns, from it on, have the mean residual variance 1."""
    held = np.zeros(cells.width, dtype=np.int64)
    for at, coding in zip(cells.columns, cells.codings, strict=True):
        held[at.start] = coding.held
    return held
