"""How the sheets of text that we hand out are laid out, so that every word can be read without widening a column."""

import math
from collections.abc import Sequence
from typing import Any

from newel.importers._grid import letter

_LINE = 15.0
"""Points of one line; a spreadsheet does not make wrapped rows higher of its own accord."""


def lay_out(sheet: Any, widths: Sequence[float], *, from_row: int = 1) -> None:
    """Set the widths of the first columns, and wrap their cells in rows that are high enough for what they hold."""
    from openpyxl.styles import Alignment

    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[letter(position)].width = width
    for cells in sheet.iter_rows(min_row=from_row, max_col=len(widths)):
        lines = [math.ceil(1.1 * len(str(cell.value or "")) / width) for cell, width in zip(cells, widths, strict=True)]
        sheet.row_dimensions[cells[0].row].height = _LINE * max(1, *lines)
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def fit_columns(sheet: Any, *, most: int = 32) -> None:
    """Make every column as wide as its longest cell, within reason."""
    for cells in sheet.iter_cols():
        longest = max((len(str(cell.value)) for cell in cells if cell.value is not None), default=0)
        sheet.column_dimensions[letter(cells[0].column)].width = min(max(10, longest + 2), most)
