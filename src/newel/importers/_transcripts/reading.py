"""From a file to a source, whatever format it is in: the limits, the choice of reader, the units and the notes."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from newel.faults import Refused
from newel.importers._grid import MAX_BYTES, shortened
from newel.importers._transcripts.model import PARAGRAPH, Answer, ReadSource, SourceReader
from newel.importers.reading import read_table
from newel.transcripts import Unit, normal, units_of, units_seen

MAX_CHARACTERS = 5_000_000
"""A day of talk is about 600,000 characters."""


def read_with(readers: Iterable[SourceReader], name: str, content: bytes) -> ReadSource:
    """Read a file with the first reader that recognises it. Raises Refused, and no other exception."""
    shown = PurePath(name.replace("\\", "/")).name or "the file"
    if len(content) > MAX_BYTES:
        raise _refused(
            shown,
            found=f"{len(content) / 1e6:.0f} MB",
            expected=f"at most {MAX_BYTES / 1e6:.0f} MB",
            remedy="Save it without pictures and recordings, or divide it.",
        )
    known = tuple(readers)
    reader = next((each for each in known if each.recognise(shown, content)), None)
    if reader is None:
        raise _refused(
            shown,
            found="a kind of file that is not read here",
            expected=" or ".join(f"{each.title} ({', '.join(each.suffixes)})" for each in known),
            remedy="Save it as one of these kinds.",
        )
    draft = reader.read(shown, content)
    _check_text(shown, draft.text)
    units = units_of(draft.text, known=draft.voices)
    seen = units_seen(draft.text, units, known=draft.voices)
    return ReadSource(draft.text, units, (*draft.notes, *seen), draft.anchors)


def _check_text(name: str, text: str) -> None:
    if not any(sign.isalnum() for sign in text):
        raise _refused(name, found="no words", expected="a text", remedy="Look whether it is the right file.")
    if len(text) > MAX_CHARACTERS:
        raise _refused(
            name,
            found=f"{len(text):,} characters",
            expected=f"at most {MAX_CHARACTERS:,}",
            remedy="Divide it into several sources.",
        )


def _refused(name: str, *, found: str, expected: str, remedy: str) -> Refused:
    return Refused.because(name, "the whole file", found=found, expected=expected, remedy=remedy)


def answers_in(name: str, content: bytes, *, column: str, respondent: str | None) -> tuple[Answer, ...]:
    """Read the answers in one column of a table. Raises Refused where the column is missing or holds no answer."""
    wanted = [_folded(each) for each in (column, respondent) if each is not None]
    table = read_table(name, content, headings=wanted)
    for each in wanted:
        if each not in table.columns:
            raise Refused.because(
                table.name,
                f"row {table.header_row}",
                found=f"no column named {shortened(each)}",
                expected=" or ".join(shortened(known) for known in table.columns[:10]),
                remedy="Name the column that holds the answers as the file does.",
            )
    places = [table.columns.index(each) for each in wanted]
    rows = zip(table.row_numbers, table.rows, strict=True)
    answers = tuple(
        Answer(number, normal(words).strip(), cells[places[1]] if len(places) > 1 else None)
        for number, cells in rows
        if (words := cells[places[0]])
    )
    if not answers:
        raise _refused(table.name, found="no answer in this column", expected="a text", remedy="Choose another column.")
    return answers


def _folded(column: str) -> str:
    return " ".join(column.split()).lower()


def joined_answers(answers: Sequence[Answer]) -> ReadSource:
    """Put answers together into one source, each its own unit, with blank lines between them."""
    units: list[Unit] = []
    place = 0
    for number, answer in enumerate(answers, start=1):
        units.append(Unit(number, "answer", place, place + len(answer.words), answer.respondent))
        place += len(answer.words) + len(PARAGRAPH)
    return ReadSource(PARAGRAPH.join(answer.words for answer in answers), tuple(units), (f"{len(units):,} answers",))
