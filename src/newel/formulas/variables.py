"""What a variable of a formula is: numbers, or levels; each knows where it is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from newel.formulas.refusing import refuse
from newel.statistics.arrays import Levels, Numbers

MISSING = -1
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Measure:
    """A variable of numbers: one column, or the several that `poly` makes. A missing value is nan."""

    columns: Numbers
    """Shape (n, k)."""
    suffixes: tuple[str, ...] = ("",)

    @property
    def missing(self) -> Flags:
        """Which rows lack a value."""
        return np.asarray(np.isnan(self.columns).any(axis=1))

    def rows(self, chosen: Levels) -> "Measure":
        """Return the chosen rows only."""
        return Measure(self.columns[chosen], self.suffixes)


@dataclass(frozen=True)
class Factor:
    """A variable of levels. A missing one is -1."""

    codes: Levels
    labels: tuple[str, ...]
    ordered: bool = False

    @property
    def missing(self) -> Flags:
        """Which rows lack a level."""
        return np.asarray(self.codes == MISSING)

    def rows(self, chosen: Levels) -> "Factor":
        """Return the chosen rows only, with every level still there."""
        return Factor(self.codes[chosen], self.labels, self.ordered)

    def used(self) -> "Factor":
        """Return the factor without the levels that no row has."""
        seen = np.unique(self.codes[~self.missing])
        codes = np.where(self.missing, MISSING, np.searchsorted(seen, self.codes))
        return Factor(codes.astype(np.int64), tuple(self.labels[level] for level in seen), self.ordered)


Variable = Measure | Factor


def measure(values: Numbers) -> Measure:
    """Return one column of numbers as a variable."""
    return Measure(values[:, None])


def truth(values: Numbers) -> Factor:
    """Return 0 and 1 as FALSE and TRUE; both levels are there, whether seen or not."""
    codes = np.where(np.isnan(values), MISSING, np.nan_to_num(values))
    return Factor(codes.astype(np.int64), ("FALSE", "TRUE"))


def as_factor(variable: Variable) -> Factor:
    """Return numbers as levels in the order of their size; a factor is one already."""
    if isinstance(variable, Factor):
        return variable
    values = variable.columns[:, 0]
    sizes = np.unique(values[~np.isnan(values)])
    codes = np.where(np.isnan(values), MISSING, np.searchsorted(sizes, values))
    return Factor(codes.astype(np.int64), tuple(_label(float(size)) for size in sizes))


def read_column(column: pl.Series, levels: Sequence[str] | None, *, ordered: bool) -> Variable:
    """Return a column of a frame as a variable: numbers stay numbers where no order of levels is declared for them.

    Raises Refused for a value that is none of the declared levels, and for a kind of column that is neither.
    """
    kind = column.dtype
    if levels is None and isinstance(kind, pl.Enum):
        levels = kind.categories.to_list()
    if levels is None and kind in {pl.String, pl.Categorical, pl.Null}:
        levels = sorted(column.cast(pl.String).drop_nulls().unique().to_list())
    if levels is not None:
        return _declared(column, tuple(levels), ordered=ordered)
    if not (kind.is_numeric() or kind == pl.Boolean):
        refuse(column.name, found=f"the kind {kind}", expected="numbers or levels", remedy="Turn it into a number.")
    values = column.cast(pl.Float64).to_numpy().astype(np.float64)  # a missing value is nan
    variable = measure(values) if kind.is_numeric() else truth(values)
    return Factor(as_factor(variable).codes, as_factor(variable).labels, ordered=True) if ordered else variable


def _declared(column: pl.Series, labels: tuple[str, ...], *, ordered: bool) -> Factor:
    place = {label: code for code, label in enumerate(labels)}
    texts = [None if value is None or value != value else _label(value) for value in column.to_list()]  # noqa: PLR0124 - nan is not itself
    unknown = sorted({text for text in texts if text is not None and text not in place})
    if unknown:
        refuse(
            column.name,
            found=", ".join(unknown[:5]),
            expected=f"one of the levels {', '.join(labels[:20])}",
            remedy="Add the level, or correct the value.",
        )
    codes = [MISSING if text is None else place[text] for text in texts]
    return Factor(np.array(codes, dtype=np.int64), labels, ordered)


def _label(value: object) -> str:
    """Return how R writes a value as the name of a level: 1, not 1.0."""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
