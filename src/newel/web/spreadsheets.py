"""Tables that people download and open in a spreadsheet: no cell of ours may run there as a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?%?")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV in UTF-8 with a mark, which every spreadsheet opens with the right letters."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([guarded(str(cell)) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet runs: one that would start a formula gets an apostrophe. Numbers do not."""
    plain = unicodedata.normalize("NFKC", cell.lstrip(" "))
    if plain.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(plain):
        return f"'{cell}"
    return cell
