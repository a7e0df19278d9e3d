"""How far the missing would have to lie from those like them who answered before a conclusion changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from newel.statistics.imputation.pooling import Pooled

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class TippingRow:
    """The pooled result of one parameter when imputed values are moved by `delta`."""

    delta: float
    estimate: float
    standard_error: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class TippingPoints:
    """One row a delta, in rising order, and the deltas between which the conclusion changes."""

    rows: tuple[TippingRow, ...]
    changes: tuple[tuple[float, float], ...]
    """Neighbouring deltas with different conclusions: significant or not, and if so on which side of 0."""

    @property
    def sentence(self) -> str:
        """What the table says, in words."""
        if not self.changes:
            span = f"{self.rows[0].delta:g} to {self.rows[-1].delta:g}"
            return f"The conclusion is the same for every shift of the imputed values from {span}."
        where = " and ".join(f"between {low:g} and {high:g}" for low, high in self.changes)
        return f"The conclusion changes where imputed values are shifted by {where}."


def tipping_points(deltas: Sequence[float], analyse: Callable[[float], Pooled], *, parameter: int = 0) -> TippingPoints:
    """Analyse the imputations once a delta, `analyse(delta)`, and tabulate one parameter of the pooled results.

    Raises ValueError where there is no delta.
    """
    if not len(deltas):
        raise ValueError("A tipping-point table needs a delta at least.")
    rows = tuple(_row(float(delta), analyse(float(delta)), parameter) for delta in sorted(set(deltas)))
    changes = [(before.delta, after.delta) for before, after in pairwise(rows) if _verdict(before) != _verdict(after)]
    return TippingPoints(rows, tuple(changes))


def _row(delta: float, pooled: Pooled, parameter: int) -> TippingRow:
    found = pooled.inference
    columns = (found.estimate, found.standard_error, found.low, found.high, found.p)
    return TippingRow(delta, *(float(column[parameter]) for column in columns))


def _verdict(row: TippingRow) -> float:
    """The sign of a significant estimate, otherwise 0."""
    return float(np.sign(row.estimate)) if row.p < SIGNIFICANT else 0.0
