"""Cells that repeat another finding's number: they print what was released there, and nothing is protected twice.

An analysis never sees another's answer, so it can only point. Taking the released number, and not the true one through
the rule again, is what keeps a number that was withheld to cover another from being printed in a second place.
"""

from collections.abc import Mapping
from dataclasses import replace

from newel.disclosure.released import _SEAL, Released, ReleasedCell, ReleasedRow, ReleasedTable

GONE = "No number of this report stands at this address any more"
WITHHELD_MARK = "*"


def with_pointed(released: Mapping[str, Released]) -> dict[str, Released]:
    """Return the findings with the number in every cell that points at one. Findings without such cells are the same.

    A cell whose address is of nothing, or of another pointing cell, says so.
    """
    return {name: _filled(finding, released) for name, finding in released.items()}


def numbers_of(released: Mapping[str, Released]) -> dict[str, ReleasedCell]:
    """Return every released cell of every table by its address."""
    return {
        f"{name}.{table.id}.{row.id}.{column.id}": cell
        for name, finding in released.items()
        for table in finding.tables
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    }


def _filled(finding: Released, released: Mapping[str, Released]) -> Released:
    if not any(cell.points_at for table in finding.tables for row in table.rows for cell in row.cells):
        return finding
    tables = tuple(_filled_table(table, released) for table in finding.tables)
    return replace(finding, tables=tables, seal=_SEAL)


def _filled_table(table: ReleasedTable, released: Mapping[str, Released]) -> ReleasedTable:
    rows = tuple(
        ReleasedRow(row.id, row.label, tuple(_filled_cell(cell, released) for cell in row.cells)) for row in table.rows
    )
    return replace(table, rows=rows)


def _filled_cell(cell: ReleasedCell, released: Mapping[str, Released]) -> ReleasedCell:
    if not cell.points_at:
        return cell
    otherwise = cell.shown if cell.shown != cell.points_at else f"{GONE}: {cell.points_at}"
    return replace(cell, shown=_says(cell.points_at, released) or otherwise)


def _says(address: str, released: Mapping[str, Released]) -> str:
    """Return a number with its name and its address: what it is of, for whom, how much, and where it stands.

    An empty text, where nothing stands at the address that could be repeated.
    """
    finding, _, place = address.partition(".")
    found = _found(released[finding], place.split(".")) if finding in released else None
    if found is None or found[2].points_at:
        return ""
    table, of_what, cell = found
    return f"{table.title} ({of_what}): {_in_words(cell)} [{address}]"


def _found(finding: Released, place: list[str]) -> tuple[ReleasedTable, str, ReleasedCell] | None:
    try:
        name, row, column = place
        table = finding.table(name)
        cell = table.cell(row, column)
    except (ValueError, KeyError):
        return None
    of_row = next(each.label for each in table.rows if each.id == row)
    of_column = next(each.label for each in table.columns if each.id == column)
    return table, f"{of_row}; {of_column}", cell


def _in_words(cell: ReleasedCell) -> str:
    if cell.shown == WITHHELD_MARK or cell.note:
        return cell.note[:1].lower() + cell.note[1:].removesuffix(".")
    interval = f"({cell.interval})" if cell.interval else ""
    return " ".join(part for part in (cell.shown, cell.unit_beside, interval) if part)
