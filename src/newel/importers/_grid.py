"""From the rows of a file to a table of text: one header, no row too short or too long, and limits on the whole."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from newel.faults import Fault, Refused
from newel.importers._plugin import Grid, Row, TextTable

Rows = tuple[tuple[int, list[str | None]], ...]

MAX_BYTES = 25_000_000
MAX_COLUMNS = 5_000
MAX_ROWS = 200_000
MAX_CELLS = 5_000_000
MAX_CHARACTERS = 50_000_000
MAX_FAULTS = 50
"""A file that is wrong in every row is told so fifty times, and then that there are more."""

HEADER_WITHIN = 30
"""Rows among which a header that is not the first row is looked for."""


def build_grid(
    name: str, rows: Iterable[Row], *, sheet: str = "", oddities: Sequence[str] = (), merged: tuple[str, ...] = ()
) -> Grid:
    """Take in (row number, cells) pairs: cells stripped, blank rows left out. Refuses a file beyond the limits."""
    at = f"sheet {shortened(sheet)}, " if sheet else ""
    return Grid(name, tuple(_within_limits(name, _stripped(rows), at=at)), sheet, tuple(oddities), merged)


def build_table(grid: Grid, *, headings: Collection[str] = ()) -> TextTable:
    """Build a table from a grid; the first row is the header.

    With `headings`, the names a column may have in lower case, it is the row that holds most of them, and the rows
    above it are left out and noted. Unnamed columns with nothing in them are left out. In a spreadsheet a row that ends
    early has blank cells; in text it is ragged. Raises Refused for a missing, blank or repeated column name, merged
    cells, or a ragged row.
    """
    at = f"sheet {shortened(grid.sheet)}, " if grid.sheet else ""
    if not grid.rows:
        raise Refused.because(
            grid.name,
            f"{at}all of it" if grid.sheet else "the whole file",
            found="no row with anything in it",
            expected="a row of column names, and rows below it",
            remedy="Send the file that holds the table, or start from the blank template.",
        )
    start = header_index(grid, headings)
    rows = _squared(grid.name, grid.rows[start:], at=at) if grid.sheet else grid.rows[start:]
    (header_row, header), body = rows[0], rows[1:]
    _refuse(_merged_faults(grid, at=at, header_row=header_row))
    columns = [" ".join(cell.split()).lower() if cell else None for cell in header]
    if not grid.sheet:
        columns = _trimmed(columns)
        _refuse(_ragged(grid.name, body, width=len(header), named=len(columns)))
    kept = [index for index, column in enumerate(columns) if column or any(cells[index] for _, cells in body)]
    named = [(index, columns[index]) for index in kept]
    _refuse(_header_faults(grid.name, f"{at}row {header_row}", named, headings=headings))
    return TextTable(
        grid.name,
        tuple(columns[index] or "" for index in kept),
        tuple(tuple(cells[index] for index in kept) for _, cells in body),
        tuple(number for number, _ in body),
        grid.sheet,
        (*grid.oddities, *_left_out(grid, start)),
        tuple(index + 1 for index in kept),
        header_row,
    )


def header_index(grid: Grid, headings: Collection[str]) -> int:
    """Return which of a grid's rows holds the column names: the one with most of `headings`, if it has two or more."""
    known = [
        sum(" ".join(cell.split()).lower() in headings for cell in cells if cell)
        for _, cells in grid.rows[:HEADER_WITHIN]
    ]
    most = max(known, default=0)
    return known.index(most) if most > 1 else 0


def _left_out(grid: Grid, start: int) -> list[str]:
    if not start:
        return []
    first, last = grid.rows[0][0], grid.rows[start - 1][0]
    which = f"row {first}" if first == last else f"rows {first} to {last}"
    return [f"{which}, above the column names, {'was' if first == last else 'were'} left out"]


def _merged_faults(grid: Grid, *, at: str, header_row: int) -> Iterator[Fault]:
    """Yield merged cells below the title: they leave all but one of them blank, and blank means not known."""
    for cells in grid.merged:
        if int(re.findall(r"[0-9]+", cells)[-1]) >= header_row:
            yield Fault(
                grid.name,
                f"{at}cells {cells}",
                "merged cells",
                "a cell of its own for each column and row",
                "Select these cells, choose Unmerge, and write each value in its own cell.",
            )


def _stripped(grid: Iterable[Row]) -> Iterator[tuple[int, list[str | None]]]:
    for number, cells in grid:
        yield number, [(cell.strip() or None) if cell else None for cell in cells]


def _squared(name: str, rows: Rows, *, at: str) -> Rows:
    """Give every row the width of the widest: a spreadsheet keeps no blank cells at the end of a row."""
    width = max(len(cells) for _, cells in rows)
    if width * len(rows) > MAX_CELLS:
        raise _too_large(name, f"{at}row {rows[-1][0]}", what="cells", limit=MAX_CELLS)
    return tuple((number, cells + [None] * (width - len(cells))) for number, cells in rows)


def _within_limits(
    name: str, rows: Iterable[tuple[int, list[str | None]]], *, at: str
) -> Iterator[tuple[int, list[str | None]]]:
    """Pass on the rows that are not blank; refuse as soon as a limit is passed, and read no further."""
    kept = cells_seen = characters = 0
    for number, cells in rows:
        cells_seen += len(cells)
        characters += sum(len(cell) for cell in cells if cell)
        filled = any(cells)
        kept += filled
        width = max((index + 1 for index, cell in enumerate(cells) if cell), default=0)
        for what, size, limit in (
            ("columns", width, MAX_COLUMNS),
            ("rows", kept, MAX_ROWS),
            ("cells", cells_seen, MAX_CELLS),
            ("characters", characters, MAX_CHARACTERS),
        ):
            if size > limit:
                raise _too_large(name, f"{at}row {number}", what=what, limit=limit)
        if filled:
            yield number, cells


def _too_large(name: str, place: str, *, what: str, limit: int) -> Refused:
    return Refused.because(
        name,
        place,
        found=f"more than {limit:,} {what}",
        expected=f"at most {limit:,} {what}",
        remedy="Delete what is not part of the table, or send it in several files.",
    )


def _trimmed(columns: list[str | None]) -> list[str | None]:
    """Drop unnamed columns at the right edge: a spreadsheet adds them where a cell was once formatted."""
    last = max((index for index, column in enumerate(columns) if column), default=-1)
    return columns[: last + 1]


def _ragged(name: str, body: Rows, *, width: int, named: int) -> Iterator[Fault]:
    for number, cells in body:
        if len(cells) != width or any(cells[named:]):
            found = len(cells) if len(cells) != width else max(i + 1 for i, cell in enumerate(cells) if cell)
            yield Fault(
                name,
                f"row {number}",
                f"{found} cells",
                f"{named} cells, as in the row of column names",
                "Look for a missing or an extra separator, or a value that holds one and is not in quotes.",
            )


def _header_faults(
    name: str, place: str, columns: list[tuple[int, str | None]], *, headings: Collection[str]
) -> Iterator[Fault]:
    """Yield columns without a name, and names that stand twice. Where names are known, no other name is shown."""
    positions: dict[str, list[int]] = {}
    for index, column in columns:
        if column is None:
            yield Fault(
                name,
                f"{place}, cell {index + 1}",
                "a column without a name",
                "a name for every column that holds values",
                "Name the column or empty it.",
            )
        else:
            positions.setdefault(column, []).append(index)
    for column, where in positions.items():
        if len(where) > 1:
            is_known = not headings or column in headings
            yield Fault(
                name,
                f"{place}, column {shortened(column)}" if is_known else f"{place}, cells {_letters(where)}",
                f"this name {len(where)} times",
                "each column name once",
                "Rename or delete one of the columns.",
            )


def _letters(columns: Sequence[int]) -> str:
    return " and ".join(letter(index + 1) for index in columns)


def letter(column: int) -> str:
    """Return what a spreadsheet calls a column: A for 1, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def shortened(text: str) -> str:
    """Return a name short enough for a sentence."""
    return text if len(text) <= 40 else text[:39] + "…"


def _refuse(faults: Iterator[Fault]) -> None:
    found = list(faults)
    if len(found) > MAX_FAULTS:
        more = len(found) - MAX_FAULTS
        remedy = "Mend those above first; they may share a cause."
        found[MAX_FAULTS:] = [Fault(found[0].file, "further down", f"{more} more faults", "none", remedy)]
    if found:
        raise Refused(found)
