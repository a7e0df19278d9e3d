"""The annotated copy of a sender's own file: its faulty cells marked, and a list of what to put right."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from newel.faults import Refused
from newel.importers._identifiers import holds_nhs_number
from newel.importers._plugin import TO_PUT_RIGHT_SHEET, Grid
from newel.importers.reading import read_grid
from newel.importers.returns.checking import CheckedReturn, Places
from newel.importers.returns.faults import CellFault
from newel.importers.returns.sheets import fit_columns, lay_out

_HEADER = ("Where", "Row", "Column", "What is there", "What is expected", "How to put it right", "Kind")
_WIDTHS = (34, 12, 26, 34, 46, 60, 12)
_FAULT, _QUESTION = "F8D7A8", "FFF3C4"
"""Fills of what must be put right and of what is asked about. The comment says which, so colour is never alone."""
_PUT_RIGHT, _CHECK = "put right", "please check"
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?%?")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_TAKEN_OUT = "(taken out: it looks like an NHS number)"
_NO_NAME = re.compile(r"[\[\]:*?/\\']")
_MOST_COMMENTS = 5_000
"""Marked cells beyond this have a fill and no comment: a spreadsheet opens thousands of comments slowly."""


def annotated(name: str, content: bytes, checked: CheckedReturn) -> bytes:
    """Return an XLSX copy of a sender's file: first what to put right, then the table with each faulty cell marked.

    Every cell is text at its own place; what would start a formula has an apostrophe before it, and an NHS number is
    taken out. A corrected copy can be sent as it is. Of a file that cannot be read the copy has the list only.
    """
    import openpyxl

    workbook = openpyxl.Workbook()
    _list_faults(workbook.active, checked)
    try:
        grid = read_grid(name, content)
    except Refused:
        return _packed(workbook)
    sheet = workbook.create_sheet(_sheet_name(grid))
    for row, cells in grid.rows:
        for position, cell in enumerate(cells, start=1):
            if cell is not None:
                _write(sheet.cell(row, position), cell)
    fit_columns(sheet)
    if checked.places:
        _mark(sheet, checked, checked.places)
    sheet.freeze_panes = f"A{(checked.places.header_row if checked.places else 1) + 1}"
    return _packed(workbook)


def _packed(workbook: Any) -> bytes:
    packed = BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def _sheet_name(grid: Grid) -> str:
    name = _NO_NAME.sub(" ", grid.sheet)[:31].strip()
    return name if name and name != TO_PUT_RIGHT_SHEET else "Return"


def _list_faults(sheet: Any, checked: CheckedReturn) -> None:
    from openpyxl.styles import Font

    sheet.title = TO_PUT_RIGHT_SHEET
    for column, heading in enumerate(_HEADER, start=1):
        _write(sheet.cell(1, column), heading)
        sheet.cell(1, column).font = Font(bold=True)
    for number, (fault, kind) in enumerate(_faults(checked), start=2):
        for column, text in enumerate(_fault_row(fault, kind), start=1):
            _write(sheet.cell(number, column), text)
    lay_out(sheet, _WIDTHS)
    sheet.freeze_panes = "A2"


def _faults(checked: CheckedReturn) -> Iterator[tuple[CellFault, str]]:
    yield from ((fault, _PUT_RIGHT) for fault in checked.faults)
    yield from ((fault, _CHECK) for fault in checked.warnings)


def _fault_row(fault: CellFault, kind: str) -> Iterable[str]:
    rows = ", ".join(str(row) for row in fault.rows[:50]) + (" and more" if len(fault.rows) > 50 else "")
    column = f"{fault.column or ''} ({fault.letter})" if fault.column and fault.letter else fault.column or fault.letter
    return fault.place, rows, column, fault.found, fault.expected, fault.remedy, kind


def _mark(sheet: Any, checked: CheckedReturn, places: Places) -> None:
    """Mark every cell of every fault. A fault of a whole row is marked in the row's first column."""
    from openpyxl.styles import PatternFill

    words: dict[tuple[int, int], list[str]] = {}
    errors: set[tuple[int, int]] = set()
    for fault, kind in _faults(checked):
        position = _position(fault, places)
        for row in fault.rows:
            words.setdefault((row, position), []).append(f"Expected: {fault.expected}.\n{fault.remedy}")
            errors |= {(row, position)} if kind == _PUT_RIGHT else set()
    for order, (at, says) in enumerate(words.items()):
        cell = sheet.cell(*at)
        cell.fill = PatternFill("solid", fgColor=_FAULT if at in errors else _QUESTION)
        if order < _MOST_COMMENTS:
            cell.comment = _comment("Put this right" if at in errors else "Please check", says)


def _position(fault: CellFault, places: Places) -> int:
    from openpyxl.utils import column_index_from_string

    if fault.letter:
        return int(column_index_from_string(fault.letter))
    return min(places.columns.values(), default=1)


def _comment(title: str, says: list[str]) -> Any:
    from openpyxl.comments import Comment

    return Comment("\n\n".join((title, *says)), "Newel", width=340, height=60 + 90 * len(says))


def _write(cell: Any, text: str) -> None:
    """Write a cell as text that no spreadsheet runs or turns into something else."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    plain = ILLEGAL_CHARACTERS_RE.sub(" ", _TAKEN_OUT if holds_nhs_number(text) else text)
    cell.value = _guarded(plain)
    cell.data_type = "s"  # openpyxl would make a formula or an error of some texts
    cell.number_format = "@"


def _guarded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.lstrip(" "))
    starts = plain.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(plain)
    return f"'{text}" if starts else text
