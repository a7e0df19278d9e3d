"""CSV as sites write it: any of four separators, any of three encodings, and every doubt named."""

import csv
from collections.abc import Iterator

from newel.faults import Refused
from newel.importers._decoding import NOT_TEXT, decoded
from newel.importers._grid import build_grid
from newel.importers._plugin import Grid, Row, TableReader

SUFFIXES = (".csv", ".tsv", ".txt")
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
_LINES_LOOKED_AT = 40
_SAVE_AGAIN = "Save the file again as CSV UTF-8 in your spreadsheet."


def recognise(name: str, content: bytes) -> bool:
    """Return whether the name says text and the first bytes do not say otherwise."""
    return name.lower().endswith(SUFFIXES) and not content.startswith(NOT_TEXT)


def read(name: str, content: bytes) -> Grid:
    """Read separated text. Raises Refused."""
    text, oddities = decoded(name, content, save_again=_SAVE_AGAIN)
    nul = text.find("\0")
    if nul >= 0:
        raise Refused.because(
            name,
            f"line {_line(text, nul)}",
            found="a NUL character, which no text holds",
            expected="text",
            remedy=_SAVE_AGAIN,
        )
    separator = _separator(text)
    if separator != ",":
        oddities.append(f"cells are separated by {SEPARATORS[separator]}")
    if "\ufffd" in text:
        oddities.append(f"a character was already lost before the file came here (line {_line(text, text.index('�'))})")
    return build_grid(name, _rows(name, text, separator), oddities=oddities)


def _separator(text: str) -> str:
    """Return the commonest separator of the first line that has one: a title may stand above the column names."""
    lines = (line.strip("\r\t ") for line in text[:100_000].split("\n")[:_LINES_LOOKED_AT])
    first = next((line for line in lines if any(mark in line for mark in SEPARATORS)), "")
    return max(SEPARATORS, key=first.count)


def _rows(name: str, text: str, separator: str) -> Iterator[Row]:
    """Yield each row with the line it starts on. A quoted cell may span lines, so rows and lines differ."""
    pieces = _split(text) if "\n" in text else text.splitlines(keepends=True)
    lines = csv.reader(pieces, delimiter=separator, strict=True)
    starts = 1
    try:
        for cells in lines:
            yield starts, cells
            starts = lines.line_num + 1
    except csv.Error as error:
        raise Refused.because(
            name,
            f"row {starts}",
            found=f"a row that cannot be read ({error})",
            expected="cells in which a quotation mark is doubled, and every opening one is closed",
            remedy="Look at the quotation marks in this row and the rows below it, or save the file again as CSV.",
        ) from error


def _split(text: str) -> Iterator[str]:
    """Yield lines with their ends. Only a line feed ends one: other characters that may stay inside a cell."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


reader = TableReader(title="separated text", suffixes=SUFFIXES, recognise=recognise, read=read)
