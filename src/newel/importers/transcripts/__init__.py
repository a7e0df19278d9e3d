"""Sources from files: interviews, focus groups, notes, minutes and open answers, one file a format.

`read_source` reads one source, `read_answers` the answers to an open question in a column of a table.
"""

import sys

from newel._plugins import discover
from newel.importers._transcripts.model import Anchor, Answer, ReadSource, SourceReader
from newel.importers._transcripts.reading import answers_in, joined_answers, read_with

__all__ = [
    "Anchor",
    "Answer",
    "ReadSource",
    "SourceReader",
    "read_answers",
    "read_source",
    "source_of_answers",
    "source_readers",
]


def source_readers() -> dict[str, SourceReader]:
    """Return every reader of sources there is, by file name."""
    return discover(sys.modules[__name__], "reader", SourceReader)


def read_source(name: str, content: bytes) -> ReadSource:
    """Read a file's bytes into a source. `name` is shown in faults; its folders are not.

    Raises Refused, and no other exception, for what is hostile, empty, locked, scanned or of another kind.
    """
    return read_with(source_readers().values(), name, content)


def read_answers(name: str, content: bytes, column: str, *, respondent: str | None = None) -> tuple[Answer, ...]:
    """Read the answers in `column` of a CSV or XLSX table; blank ones are left out.

    `respondent` names the column that says whose answer it is. Raises Refused, and no other exception.
    """
    return answers_in(name, content, column=column, respondent=respondent)


def source_of_answers(answers: tuple[Answer, ...]) -> ReadSource:
    """Put the answers to one question together into one source, each its own unit."""
    return joined_answers(answers)
