"""Word documents: paragraphs and the rows of tables; changes as if accepted, and what is left out is counted."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from newel.importers._transcripts.model import Draft, SourceReader, counted, paragraphs
from newel.importers._transcripts.packages import DOCUMENT, PARSER_ERRORS
from newel.importers._workbook_guard import refuse_unsafe, unreadable

SUFFIXES = (".docx", ".docm", ".doc")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_LEFT_OUT = {
    f"{_W}del": "deleted passage",
    f"{_W}moveFrom": "passage moved elsewhere",
    f"{_W}txbxContent": "text box",
    f"{_W}drawing": "picture",
    f"{_W}pict": "picture",
    f"{_W}object": "embedded object",
    f"{_W}commentReference": "comment",
    f"{_W}footnoteReference": "footnote",
    f"{_W}endnoteReference": "endnote",
}
_SKIPPED = frozenset([*_LEFT_OUT, _COMPATIBILITY, f"{_W}pPr", f"{_W}rPr"])
_HIDDEN = f"{_W}rPr/{_W}vanish"
_WRAPPERS = frozenset(f"{_W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))


def recognise(name: str, _: bytes) -> bool:
    """Return whether the name says Word, of whatever age: an old file is refused with the remedy."""
    return name.lower().endswith(SUFFIXES)


def read(name: str, content: bytes) -> Draft:
    """Read a document's body. Raises Refused and nothing else."""
    import docx

    refuse_unsafe(name, content, package=DOCUMENT)
    try:
        document = docx.Document(BytesIO(content))
        body = document.element.body
        gone = Counter(_LEFT_OUT[element.tag] for element in body.iter(*_LEFT_OUT))
        gone["hidden passage"] = sum(run.find(_HIDDEN) is not None for run in body.iter(f"{_W}r"))
        notes = [f"{counted(number, what)} left out" for what, number in gone.items() if number]
        if body.find(f".//{_W}ins") is not None:
            notes.append("insertions that were not yet accepted were read as accepted")
        if any(_has_words(section) for section in document.sections):
            notes.append("headers and footers left out")
        return paragraphs(_blocks(body), notes=notes)
    except (*PARSER_ERRORS, KeyError) as error:
        raise unreadable(name, "the whole file", package=DOCUMENT) from error


def _has_words(section: Any) -> bool:
    return any(paragraph.text.strip() for part in (section.header, section.footer) for paragraph in part.paragraphs)


def _blocks(parent: Any) -> Iterator[str]:
    """Yield paragraphs, and the rows of tables with tabs between the cells."""
    for element in parent:
        if element.tag == f"{_W}p":
            yield "".join(_words(element))
        elif element.tag == f"{_W}tbl":
            for row in _inside(element, f"{_W}tr"):
                cells = ("\n".join(_blocks(cell)).strip() for cell in _inside(row, f"{_W}tc"))
                yield "\t".join(cell for cell in cells if cell)
        elif element.tag in _WRAPPERS:
            yield from _blocks(element)


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the children of a tag, and those that a wrapper holds; not those of a table within the table."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _inside(element, tag)


def _words(element: Any) -> Iterator[str]:
    if element.tag == f"{_W}r" and element.find(_HIDDEN) is not None:
        return
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SKIPPED:
            yield from _words(child)


reader = SourceReader(title="Word document", suffixes=(".docx",), recognise=recognise, read=read)
