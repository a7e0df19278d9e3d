"""Tables as a Word file, on landscape pages, with a header row that a screen reader finds and every page repeats."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from newel.exchange.refi.letters import xml_text
from newel.exchange.spreadsheets.cells import Sheet
from newel.exchange.zipping import zipped_again

_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 - the first day a ZIP can name; Word's dates have no zone
_SIZE = Pt(9)


def docx_bytes(title: str, sheets: Sequence[Sheet]) -> bytes:
    """Return a Word file of these tables; the same tables give the same bytes."""
    word = docx.Document()
    word.core_properties.title, word.core_properties.author = xml_text(title), "Newel"
    word.core_properties.created = word.core_properties.modified = _DAY
    page = word.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(15)
    word.add_heading(xml_text(title), level=0)
    for sheet in sheets:
        word.add_heading(sheet.title, level=1)
        word.add_paragraph(xml_text(sheet.says))
        _write(word, sheet)
    saved = BytesIO()
    word.save(saved)
    return zipped_again(saved.getvalue())


def _write(word: Any, sheet: Sheet) -> None:
    grid = word.add_table(rows=0, cols=len(sheet.header), style="Table Grid")
    _describe(grid, sheet.title)
    for number, row in enumerate((sheet.header, *sheet.rows)):
        cells = grid.add_row().cells
        for cell, content in zip(cells, row, strict=True):
            cell.text = xml_text(str(content))
            for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
                run.font.size, run.font.bold = _SIZE, number == 0
        if number == 0:
            grid.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001 - no other way to it


def _describe(grid: Any, caption: str) -> None:
    properties = grid._tbl.tblPr  # noqa: SLF001 - the library offers no other way to it
    properties.append(_element("w:tblCaption", val=caption))


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
