"""Makes tables fit a sheet of paper: how wide each column is, and where a table is too wide to be one."""

from dataclasses import replace

from newel.report.document import Cell, DataTable, TableRow

MOST_COLUMNS = 7
"""More columns than this beside the row names are set as a second table below the first."""
NARROWEST, WIDEST = 8, 34


def column_widths(table: DataTable) -> list[int]:
    """Return how wide each column wants to be, the row names first, in letters: its longest text within limits."""
    names = [[table.row_header, *(row.label for row in table.rows)]]
    for index, column in enumerate(table.columns):
        names.append([_longest_word(column), *(_written(row.cells[index]) for row in table.rows)])
    return [min(WIDEST, max(NARROWEST, *(len(text) for text in column))) for column in names]


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
    return f"{cell.text} ({cell.interval})" if cell.interval else cell.text


def _longest_word(text: str) -> str:
    return max(text.split(), key=len, default="")
