"""Tables for people who go on in a spreadsheet: no cell of ours runs there as a formula, and none breaks the file."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from newel.exchange.refi.letters import xml_text

LONGEST = 32_767
"""Characters a cell of a workbook can hold."""
_CUT = " … (cut: a cell holds no more)"
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?%?")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = str | int | float


@dataclass(frozen=True)
class Sheet:
    """One table with a title and a line that says what it is."""

    title: str
    says: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet runs: one that would start a formula gets an apostrophe. Numbers do not."""
    if not cell or (cell[0].isalnum() and cell[0].isascii()):
        return cell
    plain = unicodedata.normalize("NFKC", cell.lstrip(" "))
    if plain.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(plain):
        return f"'{cell}"
    return cell


def csv_bytes(sheet: Sheet) -> bytes:
    """Return a table as CSV in UTF-8 with a mark, which every spreadsheet opens with the right letters."""
    return b"\xef\xbb\xbf" + csv_text(sheet.header, sheet.rows).encode("utf-8", "replace")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV with guarded cells; line ends inside a cell stay, between rows they are CR LF."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([guarded(name) for name in header])
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()


def cell_text(cell: Cell) -> Cell:
    """Return what a workbook can hold of a cell: guarded, without letters XML refuses, and not too long."""
    if not isinstance(cell, str):
        return cell
    plain = guarded(xml_text(cell))
    return plain if len(plain) <= LONGEST else plain[: LONGEST - len(_CUT)] + _CUT
