"""Turns released tables and figures into printed ones, and keeps a list of every number that is printed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from newel.disclosure import Released, ReleasedCell, ReleasedTable
from newel.findings import Figure
from newel.report import charts
from newel.report.document import (
    Block,
    BulletList,
    Callout,
    Cell,
    Chart,
    DataTable,
    FigureBlock,
    Paragraph,
    Point,
    PrintedNumber,
    Run,
    Series,
    TableRow,
)
from newel.report.sections import Reference, SectionText

EXPLORATORY = (
    "This was not planned in the protocol under which the records were sealed. It can suggest a question; it cannot "
    "answer one."
)
GAPS = "Where nothing is drawn, the number is withheld or missing; the table says which."
TOTAL = "The total is in the table; as a bar it would dwarf its parts."
HIGHEST = 9.0
"""Inches. A higher drawing leaves no room for its title and notes on a page."""
QUOTES_WITHHELD = "Other quotes are withheld, so that nobody can be recognised."
NUMBERS_IN = "The numbers behind it are in the report under “{section}”, and in {file}."
INTERVALS = "Lines show the interval of each number."


@dataclass
class Filling:
    """Fills references in order, numbering tables and figures through the whole report."""

    numbers: list[PrintedNumber] = field(default_factory=list)
    tables: int = 0
    figures: int = 0
    warned: set[tuple[str, str]] = field(default_factory=set)

    def finding(self, released: Released, section: SectionText) -> Iterator[Block]:
        """Print a whole finding: of whom, how many, its figures and tables, and what to know to read them."""
        yield from self.warning(released, section)
        self._record(f"{released.id}.n", released.n, f"a sentence of {section.title}")
        yield Paragraph(
            (
                Run("Of whom: ", "strong"),
                Run(f"{released.population}. "),
                Run(released.n.shown, "number", f"{released.id}.n"),
                Run(f" {released.n.unit}."),
            )
        )
        for table in released.tables:
            if table.printed_in == "section":
                yield from self._with_figures(released, table)
        if released.notes:
            yield BulletList(tuple((Run(note),) for note in released.notes), title="To read these numbers")

    def warning(self, released: Released, section: SectionText) -> Iterator[Callout]:
        """Say once in a section that a finding was not planned, where it was not."""
        if not released.planned and (section.file, released.id) not in self.warned:
            self.warned.add((section.file, released.id))
            yield Callout("exploratory", "Exploratory", (Run(EXPLORATORY),))

    def number(self, released: Released, reference: Reference, section: SectionText) -> Run:
        """Print one number, or its interval, in a sentence."""
        table, row, column = reference.names[1:]
        cell = released.table(table).cell(row, column)
        text = "withheld" if cell.shown == "*" else cell.shown
        if reference.what == "interval":
            text = cell.interval or "no interval"
        source = ".".join(reference.names)
        self.numbers.append(PrintedNumber(source, text, "", cell.unit, f"a sentence of {section.title}"))
        return Run(typeset(text), "number", source)

    def figure(self, released: Released, figure: Figure, *, numbers_in: str = "") -> Iterator[FigureBlock | DataTable]:
        """Print a figure with the table it draws; without it where a section of the title `numbers_in` prints it."""
        table = released.table(figure.table)
        if not numbers_in or charts.is_empty(chart_of(table, figure)):
            yield from self._drawn(released, figure, self.table(released, table))
            return
        says = NUMBERS_IN.format(section=numbers_in, file=file_of(released, table))
        for drawn in self._drawn(released, figure, None):
            yield replace(drawn, notes=(*drawn.notes, says)) if isinstance(drawn, FigureBlock) else drawn

    def table(self, released: Released, table: ReleasedTable) -> DataTable:
        """Print a table."""
        self.tables += 1
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                self.record(f"{released.id}.{table.id}.{row.id}.{column.id}", cell)
        if table.shape == "quotations":
            return self._quotations(released, table)
        return DataTable(
            id=f"table-{self.tables}",
            number=self.tables,
            title=table.title,
            row_header=table.row_header,
            columns=tuple(column.label for column in table.columns),
            rows=tuple(TableRow(row.label, tuple(cell_of(cell) for cell in row.cells)) for row in table.rows),
            notes=tuple(notes_of(row.cells for row in table.rows)),
            file=file_of(released, table),
        )

    def _quotations(self, released: Released, table: ReleasedTable) -> DataTable:
        """Return quotations: those that are withheld are no empty boxes, but one sentence below the others."""
        shown = [row for row in table.rows if row.cells[0].words]
        return DataTable(
            id=f"table-{self.tables}",
            number=self.tables,
            title=table.title,
            row_header=table.row_header,
            columns=tuple(column.label for column in table.columns),
            rows=tuple(TableRow(row.label, (cell_of(row.cells[0]),)) for row in shown),
            notes=() if len(shown) == len(table.rows) else (QUOTES_WITHHELD,),
            file=file_of(released, table),
            quotations=True,
        )

    def words(self, title: str, header: tuple[str, ...], rows: tuple[TableRow, ...]) -> DataTable:
        """Return a numbered table of words; the first heading stands over the names of the rows."""
        self.tables += 1
        return DataTable(f"table-{self.tables}", self.tables, title, header[0], header[1:], rows)

    def _with_figures(self, released: Released, table: ReleasedTable) -> Iterator[Block]:
        """Print the figures of a table, the last of them with the table; the table alone where it has none."""
        figures = [figure for figure in released.figures if figure.table == table.id]
        printed = self.table(released, table)
        if not figures:
            yield printed
        for position, figure in enumerate(figures, start=1):
            yield from self._drawn(released, figure, printed if position == len(figures) else None)

    def _drawn(self, released: Released, figure: Figure, table: DataTable | None) -> Iterator[FigureBlock | DataTable]:
        """Draw a figure, in parts where it has more rows than a page can hold; only its table if it has no numbers."""
        whole = chart_of(released.table(figure.table), figure)
        if charts.is_empty(whole):
            yield from () if table is None else (table,)
            return
        charts_of = parts(whole)
        total_left_out = len(released.table(figure.table).rows) > sum(len(chart.rows) for chart in charts_of)
        for part, chart in enumerate(charts_of, start=1):
            last = part == len(charts_of)
            self.figures += 1
            notes = (
                (INTERVALS, _has_intervals(chart)),
                (GAPS, charts.has_gaps(chart)),
                (TOTAL, total_left_out and last),
            )
            of = f"part {part} of {len(charts_of)}" if len(charts_of) > 1 else ""
            yield FigureBlock(
                id=f"figure-{self.figures}",
                number=self.figures,
                title=f"{figure.title} ({of})" if of else figure.title,
                alt=f"{figure.alt} This is {of}." if of else figure.alt,
                chart=chart,
                notes=tuple(note for note, applies in notes if applies),
                file=f"figures/{released.id}-{figure.id}{f'-{part}' if of else ''}.svg",
                table=table if last else None,
            )

    def record(self, address: str, cell: ReleasedCell) -> None:
        """Keep that the table printed last holds the number of an address."""
        self._record(address, cell, f"Table {self.tables}")

    def _record(self, address: str, cell: ReleasedCell, printed_in: str) -> None:
        self.numbers.append(PrintedNumber(address, cell.shown, cell.interval, cell.unit, printed_in))


def file_of(released: Released, table: ReleasedTable) -> str:
    """Return where the numbers of a table lie as CSV, beside the report."""
    return f"tables/{released.id}-{table.id}.csv"


def chart_of(table: ReleasedTable, figure: Figure) -> Chart:
    """Return what a figure draws: the released numbers of its columns. A total is no bar among its parts."""
    labels = {column.id: column.label for column in table.columns}
    rows = [row for row in table.rows if figure.drawn_as != "bars" or row.id != "all"]
    return Chart(
        drawn_as=figure.drawn_as,
        axis=figure.axis,
        rows=tuple(row.label for row in rows),
        series=tuple(
            Series(labels[column], tuple(_point(table.cell(row.id, column)) for row in rows))
            for column in figure.columns
        ),
    )


def parts(chart: Chart) -> list[Chart]:
    """Return a chart as charts that fit a page, all with the same axis. Lines and planes are never parted."""
    number = 1 if chart.drawn_as in ("lines", "plane") else ceil(charts.height(chart) / HIGHEST)
    if number == 1:
        return [chart]
    size = -(-len(chart.rows) // number)
    return [
        replace(
            chart,
            rows=chart.rows[start : start + size],
            series=tuple(Series(series.label, series.points[start : start + size]) for series in chart.series),
            span=_span(chart),
        )
        for start in range(0, len(chart.rows), size)
    ]


def _span(chart: Chart) -> tuple[float, float] | None:
    points = [point for series in chart.series for point in series.points]
    ends = [end for point in points for end in (point.value, point.low, point.high) if end is not None]
    if not ends:
        return None
    if chart.drawn_as in ("bars", "differences"):
        ends.append(0.0)
    margin = (0.15 if chart.drawn_as == "bars" else 0.04) * (max(ends) - min(ends)) or 1.0
    low = min(ends) if chart.drawn_as == "bars" else min(ends) - margin
    return (low, max(ends) + margin)


def _has_intervals(chart: Chart) -> bool:
    return chart.drawn_as in {"intervals", "differences"} and any(
        point.low is not None for series in chart.series for point in series.points
    )


def _point(cell: ReleasedCell) -> Point:
    shown = "withheld" if cell.shown == "*" else typeset(cell.shown)
    return Point(cell.value, shown, cell.low, cell.high)


def cell_of(cell: ReleasedCell) -> Cell:
    """Return a released cell as it is printed."""
    return Cell(cell.shown if cell.words else typeset(cell.shown), typeset(cell.interval), cell.words)


def typeset(number: str) -> str:
    """Return a number with a true minus: a hyphen is overlooked by eyes, and passed over by screen readers."""
    return re.sub(r"(?<![^\s(])-(?=[£$€\d])", "\N{MINUS SIGN}", number)


def notes_of(rows: Iterable[Sequence[ReleasedCell]]) -> Iterator[str]:
    """Say what stands for what: once for the asterisk, once for each reason why there is no number."""
    empty = [cell for cells in rows for cell in cells if cell.note]
    for mark, note in dict.fromkeys((cell.shown, cell.note) for cell in empty):
        text = note if note.endswith(".") else f"{note}."
        yield f"{mark} {text}" if mark == "*" else f"{mark.capitalize()}: {text[0].lower()}{text[1:]}"
