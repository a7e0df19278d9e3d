"""What every reader of a source declares, and what a source is once it is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from newel.transcripts import Unit, normal

PARAGRAPH = "\n\n"


@dataclass(frozen=True)
class Anchor:
    """A place in the original that a place in the text stands for: page 3, or 754.2 seconds into the recording."""

    kind: Literal["page", "second"]
    number: float
    start: int


@dataclass(frozen=True)
class ReadSource:
    """A source's words in normal form, its units, and in words what was seen and what was left out.

    No note repeats anything of the text, so that notes may be kept where the text may not.
    """

    text: str
    units: tuple[Unit, ...]
    notes: tuple[str, ...]
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One person's answer to an open question: the row it stands in, counted from 1, and whose it is, where asked."""

    row: int
    words: str
    respondent: str | None = None


@dataclass(frozen=True)
class Draft:
    """The text of a file before it is divided into units, in normal form; `voices` are speakers the file names."""

    text: str
    notes: tuple[str, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    voices: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceReader:
    """Reads one file format into a Draft; `read` raises Refused and no other exception, whatever the bytes are."""

    title: str
    suffixes: tuple[str, ...]
    recognise: Callable[[str, bytes], bool]
    read: Callable[[str, bytes], Draft]


def paragraphs(blocks: Iterable[str], *, notes: Iterable[str] = ()) -> Draft:
    """Put blocks of text together with blank lines between them; blocks without words are left out."""
    kept = [normal(block).strip() for block in blocks]
    return Draft(PARAGRAPH.join(block for block in kept if block), tuple(notes))


def counted(number: int, thing: str, things: str = "") -> str:
    """Return a number and what it counts, as "1 comment" or "3 comments"."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"
