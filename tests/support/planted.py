"""Bulk files of the example study's activity return, with a fault planted in known places, for tests of the engines."""

import csv
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from newel.importers.returns.bulk import BulkJob, bulk_job
from newel.protocol import read_protocol
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
KEY = bytes(range(32))
COLUMNS = ("site_id", "month", "event", "happened_on", "kind", "child_id", "minutes", "section")
LASTING = ("restraint", "separation", "contact")
NAME = "Jane Smith"
NHS_NUMBER = "9434765919"
"""A valid number of the range kept for tests."""

Row = dict[str, str | None]
Fault = tuple[str, int, str, str]
"""File, row, column, rule."""

PLANTED: tuple[tuple[dict[str, str | None], str, str], ...] = (
    ({"site_id": None}, "site_id", "site_written"),
    ({"site_id": "s01"}, "site_id", "unknown_site"),
    ({"site_id": "S99"}, "site_id", "unknown_site"),
    *(
        ({"month": month}, "month", "month_written")
        for month in (None, "2019-13", "08/2019", "2019-8", "Aug 2019", "2019-08-01", "٢٠١٩-08", "2019-08\u2028")
    ),
    *(
        ({"event": event}, "event", "event_count")
        for event in (None, "5.5", "1e3", "0x10", "1_000", "-1", "x7", "12345678901", "7\u0085")
    ),
    *(
        ({"happened_on": day}, "happened_on", "happened_on_day")
        for day in (
            None,
            "2019-02-30",
            "2019-8-3",
            "03/08/2019",
            "today",
            "now",
            "epoch",
            "infinity",
            "2019",
            "2019-08",
        )
    ),
    *(
        ({"happened_on": day}, "happened_on", "happened_on_day")
        for day in ("2019-08-03 10:00", "0000-01-01", "2019-00-10", "20190803", "2019-08-03\u2029")
    ),
    ({"month": "2019-08", "happened_on": "2019-09-01"}, "happened_on", "happened_in_the_month"),
    *(({"kind": kind}, "kind", "kind_word") for kind in (None, "fight", "Assault", "assault,self_harm", "restraint ;")),
    *(
        ({"child_id": child}, "child_id", "child_id_label")
        for child in (None, NAME, "JS", "a12", "A12345678901234567890", "A\\x41", "É1")
    ),
    *(({"child_id": number}, "child_id", "child_id_personal_number") for number in (NHS_NUMBER, "943-476-5919")),
    *(
        ({"kind": "restraint", "section": None, "minutes": minutes}, "minutes", "minutes_count")
        for minutes in (
            "5.5",
            "2.5",
            "1e2",
            "0x10",
            "1_000",
            "1,000",
            "-3",
            "ten",
            "NaN",
            "infinity",
            "99999",
            "5\u0085",
        )
    ),
    ({"kind": "restraint", "section": None, "minutes": NHS_NUMBER}, "minutes", "minutes_count"),
    ({"kind": "restraint", "section": None, "minutes": NAME}, "minutes", "minutes_count"),
    ({"kind": "assault", "section": None, "minutes": "10"}, "minutes", "minutes_of_what_lasts"),
    ({"kind": "chat_section", "section": "Physical health"}, "section", "section_word"),
    ({"kind": "chat_section", "section": None}, "section", "section_is_named"),
    ({"kind": "contact", "section": "reception"}, "section", "section_of_assessment"),
)
"""What is written into a row, and the column and rule that say so."""


@dataclass(frozen=True)
class Planted:
    """Two files, their rows as they were meant, and every fault in them."""

    files: tuple[Path, Path]
    rows: tuple[tuple[str, int, Row], ...]
    faults: tuple[Fault, ...]

    @property
    def good(self) -> list[tuple[str, int, Row]]:
        """The rows in which nothing was planted."""
        wrong = {(file, row) for file, row, _, _ in self.faults}
        return [each for each in self.rows if each[:2] not in wrong]


@cache
def job() -> BulkJob:
    """Return a job for no file: the study's activity return and its sites."""
    return bulk_job(STUDY, read_protocol(STUDY), "activity", files=(), out=Path())


def a_job(planted: Planted, out: Path) -> BulkJob:
    """Return the job for two files."""
    return replace(job(), files=planted.files, out=out)


def plant(folder: Path, *, rows: int, seed: int = 5) -> Planted:
    """Write two files of `rows` rows in all, with every fault of PLANTED many times, blank rows, and rows sent twice.

    The second has semicolons, another order of columns, and headings in words.
    """
    drawn = _draw(rows, seed)
    first, second = drawn[: rows // 2], drawn[rows // 2 :]
    first.append(dict(first[0]))
    second.append(dict(first[1]))
    listed: list[tuple[str, int, Row]] = []
    faults: list[Fault] = []
    for name, part in (("north.csv", first), ("south.csv", second)):
        for number, row in enumerate(part, start=2):
            if number % 37 == 0 and number < len(part) and any(row.values()):
                change, column, rule = PLANTED[(number // 37) % len(PLANTED)]
                row.update(change)
                faults.append((name, number, column, rule))
            if any(row.values()):
                listed.append((name, number, row))
        faults.append((name, len(part) + 1, "site_id", "repeated_row"))
    _write(folder / "north.csv", first, list(COLUMNS))
    labels = {column.name: column.label for column in job().definition.columns}
    _write(folder / "south.csv", second, list(COLUMNS[::-1]), separator=";", headings=labels)
    return Planted((folder / "north.csv", folder / "south.csv"), tuple(listed), tuple(faults))


def _draw(rows: int, seed: int) -> list[Row]:
    rng = np.random.default_rng(seed)
    sites = list(job().sites)
    kinds = (*LASTING, "assault", "self_harm", "chat_section")
    table: list[Row] = []
    for number in range(rows):
        site, month, day, kind, child, minutes = rng.integers(0, [len(sites), 12, 28, len(kinds), 30, 600])
        lasts = kinds[kind] in (*LASTING, "chat_section") and minutes > 20
        table.append(
            {
                "site_id": sites[site],
                "month": f"2019-{month + 1:02d}",
                "event": str(number + 1),
                "happened_on": f"2019-{month + 1:02d}-{day + 1:02d}",
                "kind": kinds[kind],
                "child_id": f"K/{child}",
                "minutes": f" {minutes} " if lasts else None,
                "section": "reception" if kinds[kind] == "chat_section" else None,
            }
        )
    for blank in range(100, rows, 1000):
        table[blank] = dict.fromkeys(COLUMNS)
    return table


def _write(
    path: Path, rows: list[Row], columns: list[str], *, separator: str = ",", headings: dict[str, str] | None = None
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator="\n")
        writer.writerow([(headings or {}).get(column, column) for column in columns])
        writer.writerows([row[column] for column in columns] for row in rows)
