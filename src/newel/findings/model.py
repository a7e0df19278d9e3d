"""Estimates in tables, figures that draw those tables, and the finding that binds them to a question and a freeze.

A number never travels alone: an Estimate carries its unit, the people behind it and its interval.
"""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["count", "percentage", "mean", "rate", "amount", "difference", "coefficient", "p_value", "words"]
"""What a number is. A `difference` is between two means or of a change; a `coefficient` has no unit: an effect size, an
intraclass correlation. `words` stand where a verdict is: they pass the disclosure rule like the numbers behind them."""


@dataclass(frozen=True)
class Estimate:
    """One number as an analysis computed it, not yet fit to print.

    `people` is the number of people the number speaks of, which the disclosure rules look at: for a percentage its
    denominator, for a mean everyone averaged, for a rate the distinct people counted where known, for a difference, a p
    value or a verdict the fewest of those it compares. It is None for a number that is not about people (sites,
    sessions of staff training, pounds).
    """

    kind: Kind
    value: float | None
    unit: str
    people: int | None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    national: bool = False
    """Speaks of the whole study, not of a part of it; some rules print such counts exactly."""
    why_missing: str = ""
    """Where `value` is None: why, in words for the reader."""
    says: str = ""
    """The words, where the kind is `words`; `value` is then 0 and is not printed."""
    points_at: str = ""
    """The address of another finding's number, finding.table.row.column. What was released there is printed here, in
    words and beside its name, so that nothing is worked out or protected a second time."""


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    id: str
    label: str


@dataclass(frozen=True)
class Row:
    """One row of a table: its name and a cell for each column."""

    id: str
    label: str
    cells: tuple[Estimate, ...]


@dataclass(frozen=True)
class Table:
    """A named grid of estimates."""

    id: str
    title: str
    row_header: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    printed_in: Literal["section", "methods"] = "section"
    """Where a finding printed whole has it: with its question, or in the appendix of methods, as checks of a method."""
    shape: Literal["grid", "quotations"] = "grid"
    """As a grid, or each row as a quotation: its one cell holds the words, its label says who spoke."""

    def __post_init__(self) -> None:
        """Refuse a ragged table, where a number would stand under a wrong heading."""
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"Row {row.id} of table {self.id} has {len(row.cells)} cells for {len(self.columns)} columns."
                )


@dataclass(frozen=True)
class Figure:
    """A drawing of one table: what is printed is drawn, nothing else.

    `intervals`: rows as points with their intervals. `differences`: the same, with a line at no difference. `bars`:
    rows as bars. `lines`: rows along the horizontal axis in order, one line a column. `plane`: the first row as a point
    and the others as a closed line around it, the first column to the right and the second up. `columns` are the column
    ids to draw.
    """

    id: str
    title: str
    drawn_as: Literal["intervals", "differences", "bars", "lines", "plane"]
    table: str
    columns: tuple[str, ...]
    axis: str
    alt: str
    """What the figure shows, in one sentence without numbers; the table beside it holds those."""


@dataclass(frozen=True)
class Answer:
    """What an analysis returns for one question."""

    population: str
    n: Estimate
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader must know to read the tables: denominators, what was left out, what cannot be said."""


@dataclass(frozen=True)
class Finding:
    """An answer bound to its question, its analysis, the freeze it was computed from and the software that did it."""

    id: str
    question: str
    strand: str
    analysis: str
    method: str
    planned: bool
    answer: Answer
    freeze: str
    protocol: str
    software: str
    synthetic: bool
    files: dict[str, str] = field(default_factory=dict)
    """The sealed files the answer was computed from: {file: hash}."""
