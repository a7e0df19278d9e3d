"""A finding that has passed its disclosure rule. The report accepts nothing else.

The numbers of a Released finding are the protected ones. The true ones are not in it, so nothing downstream can print
them.
"""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from typing import Final, Literal

from newel.findings import Column, Figure

_SEAL: Final = object()
CURRENCIES: Final = {"GBP": "£"}
"""How a unit that begins with a currency is written before its number."""


class UnableToRelease(Exception):
    """Something tried to call a finding released that has not passed `disclosure.control`."""


@dataclass(frozen=True)
class ReleasedCell:
    """One number as it may be printed. `value` is the protected number, for drawing; None if withheld or missing."""

    shown: str
    value: float | None
    low: float | None
    high: float | None
    interval: str
    """The interval as it may be printed, or an empty text."""
    note: str
    """Why a cell is withheld or empty, or an empty text."""
    unit: str
    words: bool = False
    """Whether `shown` is a verdict in words."""
    points_at: str = ""
    """The address of the number that `shown` repeats, or an empty text."""

    @property
    def unit_beside(self) -> str:
        """The unit as it is written beside the number; empty where the number carries it, as % and £ are carried."""
        currency, _, rest = self.unit.partition(" ")
        if self.words or self.shown.endswith(self.unit):
            return ""
        return rest if CURRENCIES.get(currency, "\0") in self.shown else self.unit


@dataclass(frozen=True)
class ReleasedRow:
    """One row of a released table."""

    id: str
    label: str
    cells: tuple[ReleasedCell, ...]


@dataclass(frozen=True)
class ReleasedTable:
    """A table as it may be printed."""

    id: str
    title: str
    row_header: str
    columns: tuple[Column, ...]
    rows: tuple[ReleasedRow, ...]
    printed_in: Literal["section", "methods"] = "section"
    shape: Literal["grid", "quotations"] = "grid"

    def cell(self, row: str, column: str) -> ReleasedCell:
        """Return one cell by the ids of its row and column. Raises KeyError for an unknown one."""
        position = [candidate.id for candidate in self.columns].index(column) if column in self.column_ids else -1
        if position < 0:
            raise KeyError(column)
        return {candidate.id: candidate for candidate in self.rows}[row].cells[position]

    @property
    def column_ids(self) -> tuple[str, ...]:
        """The ids of the columns, in order."""
        return tuple(column.id for column in self.columns)


@dataclass(frozen=True)
class Released:
    """A finding that may be printed."""

    id: str
    question: str
    strand: str
    analysis: str
    method: str
    planned: bool
    population: str
    n: ReleasedCell
    tables: tuple[ReleasedTable, ...]
    figures: tuple[Figure, ...]
    notes: tuple[str, ...]
    freeze: str
    files: Mapping[str, str]
    """The sealed files it was computed from: {file: hash}."""
    protocol: str
    software: str
    synthetic: bool
    rule: str
    """The disclosure rule it passed, by id."""
    rule_says: str
    """What the rule does, for the methods section."""
    seal: InitVar[object]
    """Asked for at every making and kept nowhere, so that no copy with other numbers can be made of a released one."""

    def __post_init__(self, seal: object) -> None:
        """Refuse anything that does not carry disclosure's own seal."""
        if seal is not _SEAL:
            raise UnableToRelease(
                f"Finding {self.id} has passed no disclosure rule. Only newel.disclosure.control makes a Released one."
            )

    def table(self, table_id: str) -> ReleasedTable:
        """Return one table. Raises KeyError for an unknown one."""
        return {table.id: table for table in self.tables}[table_id]
