"""Completed data sets, kept as what they do not share: the missing cells."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation.diagnostics import Trace
from newel.statistics.imputation.model import Flags


@dataclass(frozen=True)
class Imputations:
    """m completed data sets of n rows and v variables."""

    names: tuple[str, ...]
    values: Numbers
    """What was observed, (n, v), nan where it was not."""
    rows: tuple[Levels, ...]
    """Rows imputed, by variable."""
    cells: tuple[Numbers, ...]
    """Imputed values, by variable (m, rows)."""
    trace: Trace
    notes: tuple[str, ...]
    """What could not be imputed, what rests on the model alone, whether the chain has settled: in sentences."""
    converged: bool
    """Nothing asked for was left out, and the chain has settled."""

    def __len__(self) -> int:
        return len(self.cells[0]) if self.cells else 0

    def __iter__(self) -> Iterator[Numbers]:
        """Completed tables (n, v), one after another."""
        return (self.completed(draw) for draw in range(len(self)))

    def completed(self, draw: int) -> Numbers:
        """Return one completed table, (n, v); a cell that could not be imputed stays nan."""
        table = self.values.copy()
        for column, (rows, cells) in enumerate(zip(self.rows, self.cells, strict=True)):
            table[rows, column] = cells[draw]
        return table

    def column(self, name: str) -> Numbers:
        """Return one variable of every completed data set, (n, m): the responses that `fit_many` takes."""
        at = self.place(name)
        table = np.repeat(self.values[:, [at]], len(self), axis=1)
        table[self.rows[at]] = self.cells[at].T
        return table

    def place(self, name: str) -> int:
        """Return where a variable stands. Raises ValueError for a name that is none."""
        if name not in self.names:
            raise ValueError(f"`{name}` is not among the variables imputed: {', '.join(self.names)}.")
        return self.names.index(name)


def shifted(imputations: Imputations, variable: str, *, where: Flags, delta: float) -> Imputations:
    """Return the same imputations with one variable's imputed values moved by `delta` in the rows `where` (n,).

    The missing are thus taken to differ from those like them who answered: delta adjustment, after imputation. Observed
    values stay. Other variables do not notice; a `Shift` of the imputation model lets them.
    """
    at = imputations.place(variable)
    if np.shape(where) != (len(imputations.values),):
        raise ValueError(f"`where` has the shape {np.shape(where)}, but there are {len(imputations.values)} rows.")
    moved = imputations.cells[at] + delta * np.asarray(where, dtype=float)[imputations.rows[at]]
    cells = tuple(moved if column == at else cells for column, cells in enumerate(imputations.cells))
    return replace(imputations, cells=cells)
