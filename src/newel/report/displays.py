"""Joint displays filled with released numbers: each cell is printed as it stands in its own section, and says where."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from newel.disclosure import Released, ReleasedCell, numbers_of
from newel.faults import Fault, Refused
from newel.report.document import Block, Cell, DataTable, Paragraph, Run, TableRow
from newel.report.filling import Filling, cell_of, notes_of
from newel.synthesis.displays import FOLDER, Display, DisplayRow

EMPTY = ReleasedCell("", None, None, None, "", "", "")
"""A cell that its display leaves empty."""
Cells = tuple[ReleasedCell, ...]


def filled(name: str, display: Display, released: Mapping[str, Released], *, filling: Filling) -> Iterator[Block]:
    """Print a display: what to look for, then its grid. Raises Refused for an address at which nothing stands."""
    rows = list(_rows(name, display, released))
    yield Paragraph((Run(display.says),))
    filling.tables += 1
    for row, cells in rows:
        for column, cell in zip(display.columns, cells, strict=True):
            address = display.address(row, column)
            if address:
                filling.record(str(address), cell)
    yield DataTable(
        id=f"table-{filling.tables}",
        number=filling.tables,
        title=display.title,
        row_header=display.row_header,
        columns=tuple(column.label for column in display.columns),
        rows=tuple(_printed(row.label, cells) for row, cells in rows),
        notes=tuple(notes_of(cells for _, cells in rows)),
        file=f"tables/display-{name}.csv",
    )


def _rows(name: str, display: Display, released: Mapping[str, Released]) -> Iterator[tuple[DisplayRow, Cells]]:
    numbers = numbers_of(released)
    places = [(row, column, display.address(row, column)) for row in display.rows for column in display.columns]
    faults = [
        Fault(
            f"{FOLDER}/{name}.toml",
            f"rows, {row.id}, {column.id}",
            f"`{address}`, at which no number stands",
            "an address of this report",
            "Copy it from the table “Numbers in tables and figures”, or from tables/every-number.csv.",
        )
        for row, column, address in places
        if address and str(address) not in numbers
    ]
    if faults:
        raise Refused(faults)
    for row in display.rows:
        at = [display.address(row, column) for column in display.columns]
        yield row, tuple(numbers[str(address)] if address else EMPTY for address in at)


def _printed(label: str, cells: Cells) -> TableRow:
    """Return a row as it is printed: its unit stands by its label where its numbers share one, else by each number."""
    units = {cell.unit_beside for cell in cells if cell.value is not None}
    if len(units) > 1:
        return TableRow(label, tuple(_with_unit(cell) for cell in cells))
    unit = next(iter(units), "")
    return TableRow(label if unit in label else f"{label} ({unit})", tuple(cell_of(cell) for cell in cells))


def _with_unit(cell: ReleasedCell) -> Cell:
    printed = cell_of(cell)
    return replace(printed, text=f"{printed.text} {cell.unit_beside}".strip()) if cell.value is not None else printed
