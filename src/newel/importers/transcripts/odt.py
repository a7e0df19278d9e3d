"""OpenDocument text, as LibreOffice writes it: paragraphs, headings and the rows of tables.

Source: OASIS Open Document Format for Office Applications 1.3, part 3, chapters 4 to 9.
"""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

from newel.importers._transcripts.model import Draft, SourceReader, counted, paragraphs
from newel.importers._transcripts.packages import OPEN_DOCUMENT, PARSER_ERRORS
from newel.importers._workbook_guard import refuse_unsafe, unreadable

SUFFIXES = (".odt",)
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_LEFT_OUT = {
    f"{_TEXT}deletion": "deleted passage",
    f"{_OFFICE}annotation": "comment",
    f"{_TEXT}note": "footnote",
    f"{_DRAW}frame": "frame",
}
_SKIPPED = frozenset([*_LEFT_OUT, f"{_TEXT}tracked-changes"])
_MOST_BLANKS = 100


def recognise(name: str, _: bytes) -> bool:
    """Return whether the name says OpenDocument text."""
    return name.lower().endswith(SUFFIXES)


def read(name: str, content: bytes) -> Draft:
    """Read a document's body. Raises Refused and nothing else."""
    refuse_unsafe(name, content, package=OPEN_DOCUMENT)
    try:
        with ZipFile(BytesIO(content)) as archive:
            root = fromstring(archive.read(OPEN_DOCUMENT.part), forbid_dtd=True)
        body = root.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise unreadable(name, "the body of the text", package=OPEN_DOCUMENT)
        gone = Counter(_LEFT_OUT[element.tag] for element in body.iter() if element.tag in _LEFT_OUT)
        return paragraphs(_blocks(body), notes=[f"{counted(number, what)} left out" for what, number in gone.items()])
    except PARSER_ERRORS as error:
        raise unreadable(name, "the whole file", package=OPEN_DOCUMENT) from error


def _blocks(parent: Element) -> Iterator[str]:
    for element in parent:
        if element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield "".join(_words(element))
        elif element.tag == f"{_TABLE}table-row":
            cells = ("\n".join(_blocks(cell)).strip() for cell in element if cell.tag == f"{_TABLE}table-cell")
            yield "\t".join(cell for cell in cells if cell)
        elif element.tag not in _SKIPPED:
            yield from _blocks(element)


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), _MOST_BLANKS)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag not in _SKIPPED:
            yield from _words(child)
        yield child.tail or ""


reader = SourceReader(title="OpenDocument text", suffixes=SUFFIXES, recognise=recognise, read=read)
