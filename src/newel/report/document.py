"""The report as a tree of blocks, before it is a page, a PDF or a Word file.

It holds printed text and released numbers only, and nothing of it depends on the day or the machine it was made on.
Headings of level 1 are the report's sections; the title stands above them.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

SYNTHETIC = "Synthetic data"
SYNTHETIC_SAYS = (
    "The records behind this report were made up by a computer to rehearse the evaluation. "
    "They describe no real person and no real place, and nothing can be concluded from them."
)


@dataclass(frozen=True)
class Run:
    """A piece of text in one style. `source` is the address of a printed number: finding.table.row.column."""

    text: str
    style: Literal["plain", "strong", "emphasis", "code", "number"] = "plain"
    source: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading. Levels never skip."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    id: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    kind: ClassVar[str] = "paragraph"
    runs: Runs


@dataclass(frozen=True)
class BulletList:
    """A list of short texts, with a line above it; `ordered` ones carry numbers."""

    kind: ClassVar[str] = "list"
    items: tuple[Runs, ...]
    ordered: bool = False
    title: str = ""


@dataclass(frozen=True)
class Callout:
    """A boxed text: the question a section answers, a warning that a finding was not planned, a remark."""

    kind: ClassVar[str] = "callout"
    role: Literal["question", "exploratory", "remark"]
    title: str
    runs: Runs


@dataclass(frozen=True)
class Link:
    """A title that leads to a heading of this report, by the heading's id."""

    text: str
    to: str


@dataclass(frozen=True)
class Cell:
    """One printed cell of a table."""

    text: str
    interval: str = ""
    words: bool = False
    """Whether it is a verdict in words among numbers, to be set like words."""
    links: tuple[Link, ...] = ()
    """Where in the report to read on; printed before the text."""


@dataclass(frozen=True)
class TableRow:
    """One row of a printed table, by its name."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class DataTable:
    """A printed table. `file` is where its numbers lie as CSV, beside the report; empty for tables of words."""

    kind: ClassVar[str] = "table"
    id: str
    number: int
    title: str
    row_header: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    file: str = ""
    quotations: bool = False
    """Whether each row is printed as a quotation: its one cell holds the words, its label who said them."""

    @property
    def caption(self) -> str:
        """The number and the title."""
        return f"Table {self.number}. {self.title}"

    @property
    def of_numbers(self) -> bool:
        """Whether its cells are numbers, to be set right-aligned."""
        return bool(self.file)

    @property
    def word_columns(self) -> tuple[int, ...]:
        """The places, from zero, of the columns that hold words and not numbers."""
        places = range(len(self.columns))
        return tuple(place for place in places if any(row.cells[place].words for row in self.rows))


@dataclass(frozen=True)
class Point:
    """One drawn number, already protected; None where it is withheld or missing."""

    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """One column of a table as drawn, a point for each row."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Chart:
    """What a drawing shows: rows as bars, as points with intervals, along a line, or as a point in a plane."""

    drawn_as: Literal["intervals", "differences", "bars", "lines", "plane"]
    axis: str
    rows: tuple[str, ...]
    series: tuple[Series, ...]
    span: tuple[float, float] | None = None
    """Where the axis of numbers begins and ends, the same in all parts of a figure; None: what is drawn decides."""


@dataclass(frozen=True)
class FigureBlock:
    """A drawing with its words. `table` holds the numbers it draws and is printed with it, unless printed before."""

    kind: ClassVar[str] = "figure"
    id: str
    number: int
    title: str
    alt: str
    chart: Chart
    notes: tuple[str, ...]
    file: str
    table: DataTable | None = None

    @property
    def caption(self) -> str:
        """The number and the title."""
        return f"Figure {self.number}. {self.title}"


Block = Heading | Paragraph | BulletList | Callout | DataTable | FigureBlock


@dataclass(frozen=True)
class PrintedNumber:
    """One number of the report: where it is printed and where it comes from."""

    address: str
    shown: str
    interval: str
    unit: str
    printed_in: str


@dataclass(frozen=True)
class Document:
    """The whole report."""

    title: str
    short_title: str
    language: str
    synthetic: bool
    facts: tuple[tuple[str, str], ...]
    """What the title page says: for whom, by whom, about when, from which freeze."""
    blocks: tuple[Block, ...]
    numbers: tuple[PrintedNumber, ...]
    study: str
    freeze: str
    rule: str
    brief_sections: tuple[str, ...] = ()
    """The ids of the headings whose sections are the report in brief; none where there is no brief."""
    is_brief: bool = False
    """Whether it is the report in brief: its facts stand above its text, and it lists no contents."""

    @property
    def contents(self) -> tuple[Heading, ...]:
        """The headings of the sections, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading) and block.level == 1)

    @property
    def tables(self) -> tuple[DataTable, ...]:
        """Every printed table, in order."""
        printed = []
        for block in self.blocks:
            if isinstance(block, DataTable):
                printed.append(block)
            elif isinstance(block, FigureBlock) and block.table is not None:
                printed.append(block.table)
        return tuple(printed)

    @property
    def figures(self) -> tuple[FigureBlock, ...]:
        """Every figure, in order."""
        return tuple(block for block in self.blocks if isinstance(block, FigureBlock))
