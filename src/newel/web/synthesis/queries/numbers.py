"""Released numbers by their address, as the publication that is shown prints them; no other number is read here."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from newel.report.writing import FORMULA
from newel.web.public.publication import shelf

FILE = "tables/every-number.csv"


@dataclass(frozen=True)
class Number:
    """One number as it is printed."""

    address: str
    shown: str
    interval: str
    unit: str
    printed_in: str

    @property
    def words(self) -> str:
        """The number with its unit and interval; that it is withheld, where it is."""
        if self.shown == "*":
            return "withheld"
        carried = "GBP" if self.shown.lstrip("-").startswith("£") else "%" if self.shown.endswith("%") else ""
        parts = (self.shown, self.unit.removeprefix(carried).strip(), f"({self.interval})" if self.interval else "")
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Numbers:
    """Every number of one publication, and the freeze it was computed from; empty where nothing is published."""

    freeze: str
    by_address: Mapping[str, Number]

    def like(self, words: str, *, most: int = 30) -> list[Number]:
        """Return the numbers whose address has all these words in it, as many as fit a page."""
        wanted = words.lower().split()
        found = [each for each in self.by_address.values() if wanted and all(w in each.address.lower() for w in wanted)]
        return found[:most]


def released_numbers() -> Numbers:
    """Return the numbers of the publication that is shown."""
    shown = shelf().shown
    content = shown.file(FILE) if shown else None
    if shown is None or content is None:
        return Numbers("", {})
    return Numbers(shown.publication.freeze, _read(content))


@lru_cache(maxsize=2)
def _read(content: bytes) -> Mapping[str, Number]:
    """Return the numbers by address. One that is printed several times is taken from its table, with its interval."""
    found: dict[str, Number] = {}
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        shown, interval = _as_printed(row["printed"]), _as_printed(row["interval"])
        number = Number(row["address"], shown, interval, row["unit"], row["printed in"])
        if number.address.count(".") == 3 and (number.address not in found or number.interval):
            found[number.address] = number
    return found


def _as_printed(cell: str) -> str:
    """Take away the mark that keeps spreadsheets from reading a cell as a formula: an interval may begin below 0."""
    return cell[1:] if cell.startswith(tuple(f"'{first}" for first in FORMULA)) else cell
