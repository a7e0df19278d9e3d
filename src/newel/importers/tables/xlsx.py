"""XLSX as sites send it: the one sheet with a table, dates and numbers as plain text, and every doubt named."""

import re
import struct
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from newel.faults import Fault, Refused
from newel.importers._currencies import foreign_sign
from newel.importers._grid import MAX_FAULTS, build_grid, shortened
from newel.importers._plugin import EXPLANATION_SHEET, TO_PUT_RIGHT_SHEET, Grid, Row, TableReader
from newel.importers._workbook_guard import OLE, ZIP, ZIP_ERRORS, refuse_unsafe, unreadable

SUFFIXES = (".xlsx",)
LAST_ROW = 1_048_576
LONGEST_CELL = 32_767
"""The limits of the format itself; a file beyond them was not made by a spreadsheet."""

_PARSER_ERRORS = (
    *ZIP_ERRORS,
    ArithmeticError,
    AssertionError,
    AttributeError,
    StopIteration,
    SyntaxError,
    TypeError,
    struct.error,
)
"""What openpyxl and the XML parser raise on parts that do not fit together."""

_OURS = (EXPLANATION_SHEET, TO_PUT_RIGHT_SHEET)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z0-9:]{1,30})[\"']")
_HIDDEN = re.compile(rb"<(?:\w+:)?(row|col)\b[^>]*?\bhidden=[\"'](?:1|true)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def recognise(name: str, content: bytes) -> bool:
    """Return whether the name or the first bytes say XLSX, or one of the kinds that are taken for it."""
    return name.lower().endswith(SUFFIXES) or content.startswith((ZIP, OLE))


def read(name: str, content: bytes) -> Grid:
    """Read the one visible sheet that holds something. Raises Refused and nothing else."""
    refuse_unsafe(name, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and print set-up, which are not read here
            return _read(name, content)
    except _PARSER_ERRORS as error:
        raise unreadable(name, "the whole file") from error


def _read(name: str, content: bytes) -> Grid:
    workbook = _open(content, data_only=True)
    sheet, oddities = _only_sheet(name, workbook)
    title = str(sheet.title)
    with ZipFile(BytesIO(content)) as archive:
        part = archive.read(str(sheet._worksheet_path).lstrip("/"))  # noqa: SLF001 - openpyxl names a sheet's part nowhere else
    if _FORMULA.search(part):
        _refuse_unsolved(name, solved=sheet, written=_open(content, data_only=False)[title])
        oddities.append("formulas were read as the results stored in the file")
    oddities += [f"hidden {what} were read too" for what in _hidden(part)]
    merged = tuple(found[1].decode() for found in _MERGED.finditer(part))
    return build_grid(name, _rows(name, title, sheet), sheet=title, oddities=oddities, merged=merged)


def _open(content: bytes, *, data_only: bool) -> Any:
    import openpyxl

    workbook = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()  # a false `dimension` would otherwise add or hide cells
    return workbook


def _only_sheet(name: str, workbook: Any) -> tuple[Any, list[str]]:
    """Return the one visible sheet that holds something, and what is said about the others."""
    filled = [sheet for sheet in workbook.worksheets if _holds_something(sheet)]
    hidden = [sheet for sheet in filled if sheet.sheet_state != "visible"]
    tables = [sheet for sheet in filled if sheet not in hidden and sheet.title not in _OURS]
    oddities = [f"the hidden sheet {shortened(sheet.title)} was not read" for sheet in hidden]
    if len(tables) == 1:
        return tables[0], oddities
    names = ", ".join(shortened(sheet.title) for sheet in tables[:10])
    raise Refused.because(
        name,
        f"sheets {names}" if tables else "the whole file",
        found=f"{len(tables)} sheets that hold something" if tables else "no visible sheet that holds something",
        expected="one visible sheet that holds the table",
        remedy="Delete or empty the sheets that do not belong to it, or hide them; hidden sheets are not read."
        if tables
        else "Send the file that holds the table, or show the sheet that does.",
    )


def _holds_something(sheet: Any) -> bool:
    return any(cell not in (None, "") for row in _within_format(sheet, values_only=True) for cell in row)


def _within_format(sheet: Any, *, values_only: bool) -> Iterator[Sequence[Any]]:
    """Yield rows as far as the format reaches: a false row number would otherwise make blank rows without end."""
    for number, row in enumerate(sheet.iter_rows(values_only=values_only), start=1):
        if number > LAST_ROW:
            raise ValueError(number)
        yield row


def _refuse_unsolved(name: str, *, solved: Any, written: Any) -> None:
    """Refuse a formula without a stored result, which would be read as blank."""
    rows = zip(_within_format(solved, values_only=False), _within_format(written, values_only=False), strict=True)
    unsolved = [
        source.coordinate
        for results, sources in rows
        for result, source in zip(results, sources, strict=True)
        if source.data_type == "f" and result.value is None
    ]
    if unsolved:
        raise Refused(
            Fault(
                name,
                f"sheet {shortened(solved.title)}, cell {cell}",
                "a formula whose result is not in the file",
                "a value",
                "Open the file in your spreadsheet, let it calculate, save it and send it again.",
            )
            for cell in unsolved[:MAX_FAULTS]
        )


def _hidden(part: bytes) -> list[str]:
    kinds = {found[1] for found in _HIDDEN.finditer(part)}
    return [word for kind, word in ((b"row", "rows"), (b"col", "columns")) if kind in kinds]


def _rows(name: str, title: str, sheet: Any) -> Iterator[Row]:
    for place, row in enumerate(_within_format(sheet, values_only=False), start=1):
        number = next((cell.row for cell in row if cell.value is not None), place)
        yield number, [_shown(name, f"sheet {shortened(title)}, row {number}", cell) for cell in row]


def _shown(name: str, place: str, cell: Any) -> str | None:
    """Return what a cell holds, with the sign of another currency where it shows one: 1200 as euros is no 1200."""
    text = _text(name, place, cell.value)
    sign = foreign_sign(cell.number_format) if isinstance(cell.value, int | float) else ""
    return f"{sign}{text}" if sign else text


def _text(name: str, place: str, value: Any) -> str | None:
    """Write a cell's value as a person would type it: no float noise, dates as ISO text."""
    if value is None:
        return None
    if isinstance(value, datetime | date | time):
        return _moment(value)
    if isinstance(value, float):
        return format(value, ".15g")  # the digits a spreadsheet keeps and shows
    text = str(value).upper() if isinstance(value, bool) else str(value)
    if len(text) > LONGEST_CELL:
        raise Refused.because(
            name,
            place,
            found=f"a cell of {len(text):,} characters",
            expected=f"at most {LONGEST_CELL:,}",
            remedy="Shorten it; the table holds numbers and short words.",
        )
    return text


def _moment(value: datetime | date | time) -> str:
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()


reader = TableReader(title="Excel workbook", suffixes=SUFFIXES, recognise=recognise, read=read)
