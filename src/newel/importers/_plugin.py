"""What every importer file declares: a reader of tables, or an importer of whole projects from another system.

The two types live here and not in their folders, because importers do not lean on each other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from newel.instruments import Instrument
from newel.records import FrameSource

Outcome = Literal["taken", "changed", "refused"]
Row = tuple[int, Sequence[str | None]]
"""A line of a file or row of a sheet, counted from 1, and its cells."""

EXPLANATION_SHEET = "Explanation"
"""The sheet of our own templates that explains the columns. It is never read."""

TO_PUT_RIGHT_SHEET = "What to put right"
"""The first sheet of an annotated copy. It is never read, so that a corrected copy can be sent as it is."""


@dataclass(frozen=True)
class Grid:
    """The cells of a file as they stand, before anything is taken for a header. Blank rows are left out.

    A cell is text without surrounding blanks, or None. `merged` names ranges of merged cells, as B1:C1.
    """

    name: str
    rows: tuple[tuple[int, list[str | None]], ...]
    sheet: str = ""
    oddities: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextTable:
    """A table as text: nothing is typed or guessed yet.

    `columns` are lower-case; a cell is text without surrounding blanks, or None where it was blank. `row_numbers[i]` is
    the line or spreadsheet row that `rows[i]` starts at, counted from 1, and `column_numbers[j]` the column of the file
    that `columns[j]` stands in. `oddities` says what was unusual in the file.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    row_numbers: tuple[int, ...]
    sheet: str = ""
    oddities: tuple[str, ...] = ()
    column_numbers: tuple[int, ...] = ()
    header_row: int = 1


@dataclass(frozen=True)
class TableReader:
    """Reads one file format into a Grid; `read` raises Refused and no other exception, whatever the bytes are."""

    title: str
    suffixes: tuple[str, ...]
    recognise: Callable[[str, bytes], bool]
    read: Callable[[str, bytes], Grid]


@dataclass(frozen=True)
class Entry:
    """One line of an import's report. `rows` are rows of `file`; no value is ever in it."""

    outcome: Outcome
    file: str
    field: str
    reason: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class ImportedWave:
    """A period of collection, as the other system names it."""

    id: str
    label: str


@dataclass(frozen=True)
class ImportedSite:
    """A site under its new id; `label` is the other system's name for it, which may be a real one."""

    id: str
    label: str
    people: int


@dataclass(frozen=True)
class ImportedProject:
    """What a project of another system becomes here. `asked` says in which waves each instrument was filled in."""

    system: str
    instruments: tuple[Instrument, ...]
    waves: tuple[ImportedWave, ...]
    sites: tuple[ImportedSite, ...]
    asked: Mapping[str, tuple[str, ...]]
    source: FrameSource
    report: tuple[Entry, ...]
    imported_on: date


@dataclass(frozen=True)
class ProjectImporter:
    """Imports one system's project from its files.

    `read` takes the files' bytes by name, the key of the pseudonyms and the day of the import; it raises Refused.
    """

    title: str
    expects: str
    recognise: Callable[[Mapping[str, bytes]], bool]
    read: Callable[[Mapping[str, bytes], bytes, date], ImportedProject]
