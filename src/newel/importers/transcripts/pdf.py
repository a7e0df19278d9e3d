"""PDF: the layer of text, lines put together to paragraphs, pages kept as anchors.

Scanned and locked files are refused.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from newel.faults import Refused
from newel.importers._transcripts.model import PARAGRAPH, Anchor, Draft, SourceReader, counted
from newel.transcripts import labels, normal

if TYPE_CHECKING:
    from pypdf import PdfReader

SUFFIXES = (".pdf",)
MAX_PAGES = 1_000
MAX_DRAWN = 20_000_000
"""Bytes of all pages' drawing instructions, unpacked: a page of text has about 10,000, and reading goes through all."""

_FULL = 0.8
"""The share of a full line that a line reaches, with the next word on it, where it was broken for want of room only."""

_FULL_LINES = 0.9
"""Lines are taken to be as long as nine in ten of them at most: one line across the page says little."""

_ENDS = (".", "?", "!", "…", '"', "\u201d", ")")
_REPEATED_ON = 2
_EDGE = 2
"""Lines at the top and bottom of a page among which running headers and page numbers are looked for."""

_PARSER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    OSError,
    NotImplementedError,
)
"""What pypdf raises on objects that do not fit together, beside its own errors."""


def recognise(name: str, content: bytes) -> bool:
    """Return whether the name or the first bytes say PDF."""
    return name.lower().endswith(SUFFIXES) or content.startswith(b"%PDF-")


def read(name: str, content: bytes) -> Draft:
    """Read the text layer. Raises Refused and nothing else."""
    from pypdf.errors import PyPdfError

    try:
        pages = _pages(name, content)
    except (PyPdfError, *_PARSER_ERRORS) as error:
        raise _refused(name, "a PDF that is damaged or cut short", "Save it again, and send it whole.") from error
    bare = [number for number, lines in enumerate(pages, start=1) if not lines]
    if len(bare) == len(pages):
        raise _refused(
            name,
            "pages that are pictures, without a layer of text",
            "Send the file the pages were printed from, or run text recognition over it and check what it read.",
        )
    kept, dropped = _without_running_lines(pages)
    text, anchors = _joined(kept)
    notes = [f"pages begin at characters {', '.join(f'{each.start:,}' for each in anchors)}"]
    if bare:
        notes.append(f"{counted(len(bare), 'page')} without a layer of text left out: {', '.join(map(str, bare[:20]))}")
    if dropped:
        notes.append(f"{counted(dropped, 'line')} that stand at the same edge of most pages left out")
    return Draft(text, tuple(notes), tuple(anchors))


def _pages(name: str, content: bytes) -> list[list[str]]:
    from pypdf import PdfReader

    document = PdfReader(BytesIO(content))
    if document.is_encrypted:
        raise _refused(name, "a PDF locked with a password", "Save it without password and restrictions.")
    if len(document.pages) > MAX_PAGES:
        raise _refused(name, f"{len(document.pages):,} pages", f"Divide it; at most {MAX_PAGES:,} pages are read.")
    _refuse_laborious(name, document)
    texts = (normal(page.extract_text()) for page in document.pages)
    return [[line.strip() for line in text.strip().split("\n")] if text.strip() else [] for text in texts]


def _refuse_laborious(name: str, document: "PdfReader") -> None:
    """Refuse a file whose pages come to too much work: a small one can show one huge drawing on each of its pages."""
    drawn = 0
    for page in document.pages:
        contents = page.get_contents()
        drawn += len(contents.get_data()) if contents is not None else 0
        if drawn > MAX_DRAWN:
            remedy = "Print the words alone to a new PDF."
            raise _refused(name, "pages that unpack to far more than a text does", remedy)


def _refused(name: str, found: str, remedy: str) -> Refused:
    expected = "a PDF with a layer of text, without password"
    return Refused.because(name, "the whole file", found=found, expected=expected, remedy=remedy)


def _without_running_lines(pages: Sequence[list[str]]) -> tuple[list[list[str]], int]:
    """Leave out lines that stand at the edges of most pages and differ in numbers only."""
    seen = Counter(key for lines in pages for key in _edges(lines))
    running = {key for key, times in seen.items() if times >= max(_REPEATED_ON, len(pages) / 2)}
    kept: list[list[str]] = []
    for lines in pages:
        gone = {key[0] % len(lines) for key in _edges(lines) if key in running}
        kept.append([line for place, line in enumerate(lines) if place not in gone])
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _edges(lines: list[str]) -> list[tuple[int, str]]:
    """Return the lines at a page's edges that are no speaker's, without their numbers, and where each stands."""
    places = [*range(min(_EDGE, len(lines))), *(-place for place in range(1, min(_EDGE, len(lines) - _EDGE) + 1))]
    return [(place, re.sub(r"\d+", "#", lines[place])) for place in places if not labels(lines[place])]


def _joined(pages: Iterable[list[str]]) -> tuple[str, list[Anchor]]:
    """Put lines together. A new paragraph begins at a blank line, at a label, and after a line that had room."""
    listed = list(pages)
    every = [line for lines in listed for line in lines]
    full = sorted(map(len, every))[int(_FULL_LINES * (len(every) - 1))] if every else 0
    starts = {label.line - 1 for label in labels("\n".join(every))}
    text, last, at = "", "", 0
    anchors: list[Anchor] = []
    for number, lines in enumerate(listed, start=1):
        anchors.append(Anchor("page", number, len(text)))
        for line in lines:
            is_start = at in starts or not last or _had_room(last, line, _FULL * full)
            gap = PARAGRAPH if is_start else "" if _is_broken_word(last, line) else " "
            text += line if not text else gap + line if line else ""
            last, at = line, at + 1
    return text, anchors


def _had_room(last: str, line: str, room: float) -> bool:
    """Return whether a line was ended although the next word had room on it, or a sentence ended in it early."""
    has_ended = last.endswith(_ENDS) and len(last) < room
    return has_ended or len(last) + 1 + len(line.split(" ", 1)[0]) < room


def _is_broken_word(last: str, line: str) -> bool:
    return bool(re.search(r"[^\W\d_]-$", last)) and line[0].islower()


reader = SourceReader(title="PDF with a layer of text", suffixes=SUFFIXES, recognise=recognise, read=read)
