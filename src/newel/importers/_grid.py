"""From the rows of a file to a table of text: one header, no row too short or too long, and limits on the whole."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from newel.faults import Fault, Refused
from newel.importers._plugin import TextTable

MAX_BYTES = 25_000_000
MAX_COLUMNS = 5_000
MAX_ROWS = 200_000
MAX_CELLS = 5_000_000
MAX_CHARACTERS = 50_000_000
MAX_FAULTS = 50
"""A file that is wrong in every row is told so fifty times, and then that there are more."""

Row = tuple[int, Sequence[str | None]]


def build_table(name: str, grid: Iterable[Row], *, sheet: str = "", oddities: Sequence[str] = ()) -> TextTable:
    """Build a table from (row number, cells) pairs; the first row that is not blank is the header.

    Blank rows and unnamed columns with nothing in them are left out. With `sheet`, rows come from a spreadsheet, where
    a row that ends early has blank cells; in text it is ragged. Raises Refused for a missing, blank or repeated column
    name, a ragged row, or a file beyond the limits.
    """
    at = f"sheet {shortened(sheet)}, " if sheet else ""
    rows = list(_within_limits(name, _stripped(grid), at=at))
    if not rows:
        raise Refused.because(
            name,
            f"{at}all of it" if sheet else "the whole file",
            found="no row with anything in it",
            expected="a row of column names, and rows below it",
            remedy="Send the file that holds the table, or start from the blank template.",
        )
    if sheet:
        rows = _squared(name, rows, at=at)
    (header_row, header), body = rows[0], rows[1:]
    columns = [cell.lower() if cell else None for cell in header]
    if not sheet:
        columns = _trimmed(columns)
        _refuse(_ragged(name, body, width=len(header), named=len(columns)))
    kept = [index for index, column in enumerate(columns) if column or any(cells[index] for _, cells in body)]
    _refuse(_header_faults(name, f"{at}row {header_row}", [(index, columns[index]) for index in kept]))
    return TextTable(
        name,
        tuple(columns[index] or "" for index in kept),
        tuple(tuple(cells[index] for index in kept) for _, cells in body),
        tuple(number for number, _ in body),
        sheet,
        tuple(oddities),
    )


def _stripped(grid: Iterable[Row]) -> Iterator[tuple[int, list[str | None]]]:
    for number, cells in grid:
        yield number, [(cell.strip() or None) if cell else None for cell in cells]


def _squared(name: str, rows: list[tuple[int, list[str | None]]], *, at: str) -> list[tuple[int, list[str | None]]]:
    """Give every row the width of the widest: a spreadsheet keeps no blank cells at the end of a row."""
    width = max(len(cells) for _, cells in rows)
    if width * len(rows) > MAX_CELLS:
        raise _too_large(name, f"{at}row {rows[-1][0]}", what="cells", limit=MAX_CELLS)
    return [(number, cells + [None] * (width - len(cells))) for number, cells in rows]


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


def _ragged(name: str, body: list[tuple[int, list[str | None]]], *, width: int, named: int) -> Iterator[Fault]:
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


def _header_faults(name: str, place: str, columns: list[tuple[int, str | None]]) -> Iterator[Fault]:
    for index, column in columns:
        if column is None:
            yield Fault(
                name,
                f"{place}, cell {index + 1}",
                "a column without a name",
                "a name for every column that holds values",
                "Name the column or empty it.",
            )
    for column, times in Counter(column for _, column in columns).items():
        if column is not None and times > 1:
            yield Fault(
                name,
                f"{place}, column {shortened(column)}",
                f"this name {times} times",
                "each column name once",
                "Rename or delete one of the columns.",
            )


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
