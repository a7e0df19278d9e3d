"""Spreadsheets of a transcript, as transcription services export them: a row is what one person said."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from newel.faults import Refused
from newel.importers._plugin import TextTable
from newel.importers._transcripts.model import Draft, SourceReader, counted, paragraphs
from newel.importers.reading import read_table
from newel.transcripts import as_label, normal

SUFFIXES = (".xlsx", ".csv", ".tsv")
_NAMES = (*SUFFIXES, ".xls", ".xlsm")
"""Old workbooks and those with macros are taken too, to be refused with the remedy."""

SPEAKERS = ("speaker", "who", "name", "role")
WORDS = ("text", "words", "transcript", "said", "content", "utterance")


def recognise(name: str, _: bytes) -> bool:
    """Return whether the name says spreadsheet."""
    return name.lower().endswith(_NAMES)


def read(name: str, content: bytes) -> Draft:
    """Read the column of words, with the column of speakers where there is one. Raises Refused."""
    table = read_table(name, content, headings=(*SPEAKERS, *WORDS))
    words, speaker = _column(table, WORDS), _column(table, SPEAKERS)
    if words is None:
        raise Refused.because(
            table.name,
            f"row {table.header_row}",
            found="no column of words",
            expected=f"a column named {' or '.join(WORDS)}, and for turns one named {' or '.join(SPEAKERS)}",
            remedy="Name the columns so. If each row is a person's answer to a question, bring it in as open answers.",
        )
    others = len(table.columns) - 1 - (speaker is not None)
    notes = [*table.oddities, *([f"{counted(others, 'other column')} left out"] if others else [])]
    draft = paragraphs(_rows(table, words, speaker), notes=notes)
    return replace(draft, voices=_voices(table, speaker)) if speaker is not None else draft


def _voices(table: TextTable, speaker: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(as_label(normal(who)) for cells in table.rows if (who := cells[speaker])))


def _column(table: TextTable, names: Collection[str]) -> int | None:
    return next((table.columns.index(name) for name in names if name in table.columns), None)


def _rows(table: TextTable, words: int, speaker: int | None) -> Iterator[str]:
    """Yield each row; what one speaker says in several rows is told apart by lines only."""
    last = ""
    said: list[str] = []
    for cells in table.rows:
        who = as_label(normal(cells[speaker] or "")) if speaker is not None else ""
        if said and (not who or who != last):
            yield "\n".join(said)
            said = []
        if text := cells[words]:
            said.append(text if said or not who else f"{who}: {text}")
        last = who
    yield "\n".join(said)


reader = SourceReader(title="spreadsheet of a transcript", suffixes=SUFFIXES, recognise=recognise, read=read)
