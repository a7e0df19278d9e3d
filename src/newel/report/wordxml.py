"""What a Word file needs and its library has no words for: links, boxes, header rows, and words for pictures."""

import io
import zipfile
from typing import Any, Literal

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day a ZIP file can name."""


def link_to(paragraph: Any, anchor: str) -> None:
    """Make the whole paragraph a link to a heading of this file."""
    link = _element("w:hyperlink", anchor=_bookmark(anchor))
    for run in paragraph.runs:
        link.append(_xml(run))
    _xml(paragraph).append(link)


def add_link(paragraph: Any, run: Any, *, anchor: str) -> None:
    """Make one run of a paragraph a link to a heading of this file."""
    link = _element("w:hyperlink", anchor=_bookmark(anchor))
    link.append(_xml(run))
    _xml(paragraph).append(link)


def mark(paragraph: Any, anchor: str, *, number: int) -> None:
    """Mark a heading as a place that links lead to. No two marks of a file have the same number."""
    _xml(paragraph).append(_element("w:bookmarkStart", id=str(number), name=_bookmark(anchor)))
    _xml(paragraph).append(_element("w:bookmarkEnd", id=str(number)))


def add_page_number(paragraph: Any, *, what: Literal["PAGE", "NUMPAGES"]) -> None:
    """Add the number of the page, or of all pages."""
    _xml(paragraph).append(_element("w:fldSimple", instr=what))


def boxed(paragraph: Any, *, fill: str, line: str) -> Any:
    """Give a paragraph a line at its left and a tint behind it."""
    borders = _element("w:pBdr")
    borders.append(_element("w:left", val="single", sz="24", space="6", color=line))
    properties = _xml(paragraph).get_or_add_pPr()
    properties.append(borders)
    properties.append(_element("w:shd", val="clear", color="auto", fill=fill))
    paragraph.paragraph_format.left_indent = Mm(4)
    return paragraph


def keep_whole(row: Any, *, header: bool) -> None:
    """Do not break a row over two pages; repeat the header row on each."""
    properties = _xml(row).get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    if header:
        properties.append(_element("w:tblHeader"))


def describe_table(grid: Any, caption: str) -> None:
    """Name a table for a screen reader and draw thin lines between its rows."""
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="B8C0C8"))
    properties = _xml(grid).tblPr
    properties.append(borders)
    properties.append(_element("w:tblCaption", val=caption))


def describe_picture(picture: Any, alt: str) -> None:
    """Give a picture the words that stand for it."""
    drawn = picture._inline  # noqa: SLF001 - the library offers no other way to it
    drawn.docPr.set("descr", alt)


def set_language(word: WordDocument, language: str) -> None:
    """Say what language the text is in."""
    style: Any = word.styles["Normal"]
    style.element.get_or_add_rPr().append(_element("w:lang", val=language))


def same_bytes(word: WordDocument) -> bytes:
    """Return the file with every part of it dated the same day, so that the same document gives the same bytes."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(parts.namelist()):
            part = zipfile.ZipInfo(name, _ZIP_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, parts.read(name))
    return fixed.getvalue()


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _xml(thing: Any) -> Any:
    return thing._element  # noqa: SLF001 - the library offers no other way to it


def _bookmark(anchor: str) -> str:
    return ("to_" + anchor.replace("-", "_"))[:40]
