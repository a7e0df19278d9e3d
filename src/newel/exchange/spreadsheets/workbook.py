"""Tables as an Excel workbook: a sheet each, every text a text, the same bytes for the same tables."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from newel.exchange.spreadsheets.cells import Cell, Sheet, cell_text
from newel.exchange.zipping import zipped_again

_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 - the first day a ZIP can name; a workbook's dates have no zone
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_WIDTHS = {"words": 80, "definition": 60, "include": 40, "exclude": 40, "example": 40, "code path": 40, "says": 60}
_MATRIX_WIDTH = 45
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook of these tables; a first sheet says what each of them is."""
    book = Workbook(write_only=True)
    about = Sheet("About", "", ("sheet", "says"), tuple((sheet.title, sheet.says) for sheet in sheets))
    for sheet in (about, *sheets):
        _write(book, sheet)
    book.properties.creator = "Newel"
    book.properties.created = book.properties.modified = _DAY
    saved = BytesIO()
    book.save(saved)
    return zipped_again(saved.getvalue(), changed={"docProps/core.xml": _undated})


def _undated(core: bytes) -> bytes:
    """Return the properties with our day, where the library writes when the file was saved."""
    return _SAVED.sub(rb"\g<1>" + _DAY.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<2>", core)


def _write(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "B2"
    for number, name in enumerate(sheet.header, start=1):
        width = _MATRIX_WIDTH if sheet.title == "Framework matrix" else _WIDTHS.get(name, 14)
        page.column_dimensions[get_column_letter(number)].width = width
    page.append([_cell(page, name, bold=True) for name in sheet.header])
    for row in sheet.rows:
        page.append([_cell(page, each) for each in row])


def _cell(page: Any, content: Cell, *, bold: bool = False) -> Any:
    """Return what to write into a cell. A plain value is much quicker than a cell with a look of its own."""
    value = cell_text(content)
    if not bold and not (isinstance(value, str) and ("\n" in value or value.startswith(("=", "#")))):
        return value
    cell = WriteOnlyCell(page, value=value)
    cell.data_type = "s"  # openpyxl would make a formula or an error of some texts
    cell.alignment = _WRAPPED
    if bold:
        cell.font = _BOLD
    return cell
