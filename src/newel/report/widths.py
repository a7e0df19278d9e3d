"""Makes tables fit a sheet of paper: how wide each column is, and where a table is too wide to be one."""

from dataclasses import replace
from math import ceil

from newel.report.document import Cell, DataTable, TableRow

MOST_COLUMNS = 7
"""More columns than this beside the row names are set as a second table below the first."""
PADDING, WIDEST, BOLD = 2, 36, 1.2
LINES_OF_HEADER = 4
"""A heading asks for room enough to be broken into no more lines than this."""
LETTERS, LINES = 120, 24
"""Letters of a line across a page, and the most lines of a table that is kept whole on one."""


def column_widths(table: DataTable) -> list[float]:
    """Return how wide each column wants to be, the row names first, in letters.

    A cell wants to stand on one line, within limits; a heading may be broken between words, and is set in bold.
    """
    columns = [(table.row_header, [row.label for row in table.rows])]
    for index, column in enumerate(table.columns):
        columns.append((column, [_written(row.cells[index]) for row in table.rows]))
    return [
        max(BOLD * _least(header), *(min(WIDEST, len(text)) for text in cells), 1) + PADDING
        for header, cells in columns
    ]


def fits_a_page(table: DataTable) -> bool:
    """Whether a table is kept whole on one page: by its lines of words, not by its rows alone."""
    wanted = column_widths(table)
    room = [max(1.0, LETTERS * width / sum(wanted) - PADDING) for width in wanted]
    lines = 0
    for row in table.rows:
        texts = (row.label, *map(_written, row.cells))
        lines += max(ceil(len(text) / width) or 1 for text, width in zip(texts, room, strict=True))
    return lines <= LINES


def _least(header: str) -> float:
    """Return the letters a heading cannot do without: its longest word, or its share of the lines it may take."""
    return max(max(map(len, header.split()), default=0), len(header) / LINES_OF_HEADER)


def pieces(table: DataTable) -> list[DataTable]:
    """Return the table as tables that fit a page, each with the row names and a part of the columns."""
    number = -(-len(table.columns) // MOST_COLUMNS)
    if number == 1:
        return [table]
    size = -(-len(table.columns) // number)
    return [
        replace(
            table,
            title=f"{table.title} (part {part + 1} of {number})",
            columns=table.columns[part * size : (part + 1) * size],
            rows=tuple(TableRow(row.label, row.cells[part * size : (part + 1) * size]) for row in table.rows),
            notes=table.notes if part == number - 1 else (),
        )
        for part in range(number)
    ]


def _written(cell: Cell) -> str:
    text = " ".join([*(link.text for link in cell.links), cell.text])
    return f"{text} ({cell.interval})" if cell.interval else text
