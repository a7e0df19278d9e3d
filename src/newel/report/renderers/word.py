"""The report as a Word file: real headings, table header rows that repeat, and words for every picture."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from newel.report import charts, wordxml
from newel.report.document import (
    SYNTHETIC,
    SYNTHETIC_SAYS,
    BulletList,
    Callout,
    Cell,
    DataTable,
    Document,
    FigureBlock,
    Heading,
    Paragraph,
    Runs,
)
from newel.report.renderer import Renderer
from newel.report.widths import column_widths, fits_a_page, pieces

INK, QUIET, BLUE, RUST = (RGBColor.from_string(colour) for colour in ("1D2733", "4A5663", "1B5E9B", "7A2E00"))
TEXT_WIDTH = 166
"""Millimetres between the margins of an A4 page."""
SHORT, LOW = 14, 5.2
"""Rows of a table that is kept on one page, and inches of a drawing that shares the page with such a table."""
_NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - the format asks for a day; the report has none, so it is always this one


def render(document: Document) -> bytes:
    """Return the report as a Word file, the same bytes for the same document."""
    word = docx.Document()
    _set_styles(word)
    _set_properties(word, document)
    _set_page(word, document)
    if document.is_brief:
        _write_first_lines(word, document)
    else:
        _write_title(word, document)
        _write_contents(word, document)
    for block in document.blocks:
        _WRITERS[type(block)](word, block)
    return wordxml.same_bytes(word)


def _set_styles(word: WordDocument) -> None:
    styles = word.styles
    sizes = {"Normal": 10.5, "Title": 24, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11, "Caption": 9.5}
    for name, size in sizes.items():
        style: Any = styles[name]
        style.font.size, style.font.color.rgb, style.font.name = Pt(size), INK, "Arial"
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.get_or_add_rPr().get_or_add_rFonts().attrib.pop(qn(attribute), None)
    normal: Any = styles["Normal"]
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(7), 1.15
    first: Any = styles["Heading 1"]
    first.paragraph_format.page_break_before = True
    caption: Any = styles["Caption"]
    caption.font.bold, caption.paragraph_format.keep_with_next = True, True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(12), Pt(4)


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author = document.title, dict(document.facts).get("Evaluated by", "")
    properties.subject = SYNTHETIC if document.synthetic else document.short_title
    properties.language, properties.comments, properties.last_modified_by = document.language, "", ""
    properties.created = properties.modified = _NO_DAY
    properties.revision = 1
    wordxml.set_language(word, document.language)


def _set_page(word: WordDocument, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - TEXT_WIDTH) / 2)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    if document.synthetic:
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(header, SYNTHETIC, size=9, colour=RUST, bold=True)
    small: Any = word.styles["Footer"]
    small.font.size, small.font.color.rgb = Pt(8.5), QUIET
    footer = section.footer.paragraphs[0]
    _write(footer, f"{document.short_title}   ·   page ")
    wordxml.add_page_number(footer, what="PAGE")
    _write(footer, " of ")
    wordxml.add_page_number(footer, what="NUMPAGES")


def _write_title(word: WordDocument, document: Document) -> None:
    title = word.add_paragraph(document.title, style="Title")
    title.runs[0].bold = True
    title.paragraph_format.space_before = Pt(90)
    if document.synthetic:
        _write_synthetic(word)
    for name, value in document.facts:
        fact = word.add_paragraph()
        _write(fact, f"{name}: ", colour=QUIET)
        _write(fact, value)


def _write_first_lines(word: WordDocument, document: Document) -> None:
    """Write the title and the facts of a brief, and let its sections follow on the same page."""
    sections: Any = word.styles["Heading 1"]
    sections.paragraph_format.page_break_before, sections.paragraph_format.space_before = False, Pt(18)
    sections.font.size = Pt(15)
    title = word.add_paragraph(style="Title")
    _write(title, document.title, size=17, bold=True)
    if document.synthetic:
        _write_synthetic(word)
    for name, value in document.facts:
        fact = word.add_paragraph()
        fact.paragraph_format.space_after, fact.paragraph_format.line_spacing = Pt(2), 1.0
        _write(fact, f"{name}: ", size=8.5, colour=QUIET, bold=True)
        _write(fact, value, size=8.5, colour=QUIET)


def _write_synthetic(word: WordDocument) -> None:
    box = wordxml.boxed(word.add_paragraph(), fill="FFF4EC", line="7A2E00")
    _write(box, f"{SYNTHETIC}. ", colour=RUST, bold=True)
    _write(box, SYNTHETIC_SAYS, colour=RUST)


def _write_contents(word: WordDocument, document: Document) -> None:
    heading = word.add_paragraph()
    heading.paragraph_format.page_break_before = True
    _write(heading, "Contents", size=17, bold=True)
    for section in document.contents:
        entry = word.add_paragraph()
        entry.paragraph_format.space_after = Pt(2)
        _write(entry, section.text, colour=BLUE)
        wordxml.link_to(entry, section.id)


def _write_heading(word: WordDocument, block: Heading) -> None:
    wordxml.mark(word.add_heading(block.text, block.level), block.id, number=len(word.paragraphs))


def _write_paragraph(word: WordDocument, block: Paragraph) -> None:
    _write_runs(word.add_paragraph(), block.runs)


def _write_list(word: WordDocument, block: BulletList) -> None:
    if block.title:
        title = word.add_paragraph()
        title.paragraph_format.keep_with_next = True
        _write(title, block.title, bold=True)
    for position, item in enumerate(block.items):
        if block.ordered:
            # Word goes on counting from the last numbered list, so the numbers are written out.
            paragraph = word.add_paragraph(f"{position + 1}. ")
            paragraph.paragraph_format.left_indent = Mm(6)
        else:
            paragraph = word.add_paragraph(style="List Bullet")
        _write_runs(paragraph, item)


def _write_callout(word: WordDocument, block: Callout) -> None:
    warns = block.role == "exploratory"
    box = wordxml.boxed(
        word.add_paragraph(), fill="FFF4EC" if warns else "F1F5F9", line="B3470F" if warns else "1B5E9B"
    )
    if block.title:
        _write(box, block.title, size=9, colour=RUST if warns else BLUE, bold=True)
        box.add_run().add_break()
    _write_runs(box, block.runs)


def _write_table(word: WordDocument, block: DataTable) -> None:
    if block.quotations:
        _write_quotations(word, block)
        return
    for piece in pieces(block):
        _write_piece(word, piece)


def _write_quotations(word: WordDocument, table: DataTable) -> None:
    word.add_paragraph(table.caption, style="Caption")
    for row in table.rows:
        said = word.add_paragraph(f"“{row.cells[0].text}”", style="Quote")
        said.paragraph_format.keep_with_next, said.paragraph_format.space_after = True, Pt(1)
        said.paragraph_format.left_indent = Mm(6)
        by = word.add_paragraph()
        by.paragraph_format.left_indent = Mm(6)
        _write(by, row.label, size=8.5, colour=QUIET)
    for note in table.notes or (() if table.rows else ("There is nothing to quote.",)):
        _write_note(word, note)


def _write_piece(word: WordDocument, table: DataTable) -> None:
    word.add_paragraph(table.caption, style="Caption")
    grid: Any = word.add_table(rows=len(table.rows) + 1, cols=len(table.columns) + 1)
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    wordxml.describe_table(grid, table.caption)
    size = 7.5 if len(table.columns) > 5 else 8.5
    lines = [tuple(Cell(name) for name in (table.row_header, *table.columns))]
    lines += [(Cell(row.label), *row.cells) for row in table.rows]
    wanted = column_widths(table)
    short = len(table.rows) <= SHORT and fits_a_page(table)  # kept on one page
    widths = [Mm(TEXT_WIDTH * width / sum(wanted)) for width in wanted]
    for number, (row, line) in enumerate(zip(grid.rows, lines, strict=True)):
        wordxml.keep_whole(row, header=number == 0)
        # Asked for once a row: the library works the cells out anew each time.
        for position, (place, cell) in enumerate(zip(row.cells, line, strict=True)):
            place.width = widths[position]
            right = table.of_numbers and position > 0 and position - 1 not in table.word_columns
            _write_cell(place.paragraphs[0], cell, size=size, bold=number == 0, right=right)
            place.paragraphs[0].paragraph_format.keep_with_next = short and number < len(table.rows)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for note in table.notes:
        _write_note(word, note)
    word.add_paragraph()


def _write_cell(paragraph: Any, cell: Cell, *, size: float, bold: bool, right: bool) -> None:
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for position, link in enumerate(cell.links):
        wordxml.add_link(paragraph, _write(paragraph, link.text, size=size, colour=BLUE), anchor=link.to)
        if cell.text or position + 1 < len(cell.links):
            paragraph.add_run().add_break()
    _write(paragraph, cell.text, size=size, bold=bold)
    if cell.interval:
        interval = f"({cell.interval})".replace(" ", "\N{NO-BREAK SPACE}")
        _write(paragraph, f" {interval}", size=size - 0.5, colour=QUIET)


def _write_figure(word: WordDocument, block: FigureBlock) -> None:
    word.add_paragraph(block.caption, style="Caption")
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(io.BytesIO(charts.png(block.chart)), width=Mm(112))
    wordxml.describe_picture(picture, block.alt)
    together = block.table is not None and len(block.table.rows) <= SHORT and charts.height(block.chart) <= LOW
    for note in block.notes:
        _write_note(word, note).paragraph_format.keep_with_next = together
    if block.table is not None:
        _write_table(word, block.table)


def _write_note(word: WordDocument, note: str) -> Any:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(3), Pt(3)
    _write(paragraph, note, size=8.5, colour=QUIET)
    return paragraph


def _write_runs(paragraph: Any, runs: Runs) -> None:
    for run in runs:
        written = _write(paragraph, run.text, bold=run.style in ("strong", "number"))
        written.italic = run.style == "emphasis" or None
        if run.style == "code":
            written.font.name, written.font.size = "Courier New", Pt(9)


def _write(paragraph: Any, text: str, *, size: float | None = None, colour: Any = None, bold: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size is not None:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    return run


_WRITERS: dict[type, Callable[[WordDocument, Any], None]] = {
    Heading: _write_heading,
    Paragraph: _write_paragraph,
    BulletList: _write_list,
    Callout: _write_callout,
    DataTable: _write_table,
    FigureBlock: _write_figure,
}

renderer = Renderer(suffix=".docx", render=render)
