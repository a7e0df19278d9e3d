"""CSV as sites write it: any of four separators, any of three encodings, and every doubt named."""

import csv
from collections.abc import Iterator

from newel.faults import Refused
from newel.importers._grid import build_grid
from newel.importers._plugin import Grid, Row, TableReader

SUFFIXES = (".csv", ".tsv", ".txt")
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
_LINES_LOOKED_AT = 40
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
"""How a ZIP file (so also XLSX) and a legacy Office file begin."""


def recognise(name: str, content: bytes) -> bool:
    """Return whether the name says text and the first bytes do not say otherwise."""
    return name.lower().endswith(SUFFIXES) and not content.startswith(_NOT_TEXT)


def read(name: str, content: bytes) -> Grid:
    """Read separated text. Raises Refused."""
    text, oddities = _decode(name, content)
    nul = text.find("\0")
    if nul >= 0:
        raise Refused.because(
            name,
            f"line {_line(text, nul)}",
            found="a NUL character, which no text holds",
            expected="text",
            remedy="Save the file again as CSV UTF-8 in your spreadsheet.",
        )
    separator = _separator(text)
    if separator != ",":
        oddities.append(f"cells are separated by {SEPARATORS[separator]}")
    if "\ufffd" in text:
        oddities.append(f"a character was already lost before the file came here (line {_line(text, text.index('�'))})")
    return build_grid(name, _rows(name, text, separator), oddities=oddities)


def _decode(name: str, content: bytes) -> tuple[str, list[str]]:
    """Return the text and what is odd about its encoding: UTF-16 by its mark, else UTF-8, else Windows-1252."""
    if content.startswith(_UTF16):
        try:
            return content.decode("utf-16"), ["read as UTF-16"]
        except UnicodeDecodeError as error:
            raise _broken(name, f"byte {error.start + 1}", "UTF-16 that breaks off or is damaged") from error
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    if not content.decode("utf-8", "ignore").isascii():
        raise _broken(name, f"line {line}", "UTF-8 with a damaged character in it")
    try:
        return content.decode("cp1252"), [f"read as Windows-1252, because line {line} is not UTF-8"]
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"the byte {content[error.start]:02X}, which is no letter in UTF-8 or Windows-1252"
        raise _broken(name, f"line {line}", found) from error


def _broken(name: str, place: str, found: str) -> Refused:
    return Refused.because(
        name,
        place,
        found=found,
        expected="text in UTF-8, UTF-16 with its mark, or Windows-1252",
        remedy="Save the file again as CSV UTF-8 in your spreadsheet.",
    )


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
