"""A return typed into a page in place of a file: its rows as text, and the file that they make.

What is typed goes the way of every file: the same check, the same rules, the same question before a correction.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newel.importers.returns import ReturnColumn, ReturnDefinition, bound
from newel.protocol import Protocol
from newel.records import KINDS
from newel.web.returns.figures import OURS, Row, Value

FILE = "typed.csv"
PLACE = ("site_id", "month")
SPARE = 3
"""Empty rows under those that are there."""
MOST = 200
"""Rows that a page takes. More of them are a file's work."""
Typed = dict[str, str]
"""One row: what stands in each column."""


@dataclass(frozen=True)
class Field:
    """One cell of the page, with the choices where it holds a word of a list."""

    name: str
    column: ReturnColumn
    value: str
    faults: tuple[str, ...]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Each word that may stand here, with its label, and whatever else stands here now; nothing where any may."""
        other = {self.value: self.value} if self.value and self.value not in self.column.words else {}
        return list((other | self.column.words).items()) if self.column.words else []


def can_be_typed(definition: ReturnDefinition) -> bool:
    """Whether a page may take it: lists of people come as files, where their numbers are made pseudonyms at once."""
    return not definition.pseudonyms


def columns_of(definition: ReturnDefinition, protocol: Protocol) -> tuple[ReturnColumn, ...]:
    """Return the columns a person fills in, with the protocol's words in them; site and month are chosen before."""
    return tuple(column for column in bound(definition, protocol).columns if column.name not in PLACE)


def rows_to_show(definition: ReturnDefinition, columns: Sequence[ReturnColumn], kept: Iterable[Row]) -> list[Typed]:
    """Return the rows that are kept, as text, and empty ones to fill in; one row alone where a month has one."""
    rows = [{column.name: _text(row.get(column.name)) for column in columns} for row in kept]
    key = [name for name in KINDS[definition.kind].key if name not in OURS]
    if not key:
        return rows or [{}]
    return rows + [{} for _ in range(SPARE)]


def rows_sent(columns: Sequence[ReturnColumn], fields: Mapping[str, str]) -> list[Typed]:
    """Return the rows of a page as they were typed, empty ones among them."""
    count = fields.get("rows", "")
    number = min(int(count), MOST) if count.isascii() and count.isdecimal() and len(count) < 6 else 0
    return [
        {column.name: fields.get(name_of(row, column.name), "").strip() for column in columns} for row in range(number)
    ]


def as_file(definition: ReturnDefinition, place: tuple[str, str], rows: Sequence[Typed]) -> tuple[bytes, list[int]]:
    """Return the CSV file that the rows make, and for each of its lines under the header the row it came from."""
    filled = [number for number, row in enumerate(rows) if any(row.values())]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(definition.names)
    where = dict(zip(PLACE, place, strict=True))
    writer.writerows([(where | rows[number]).get(name, "") for name in definition.names] for number in filled)
    return out.getvalue().encode(), filled


def fields_of(
    columns: Sequence[ReturnColumn], rows: Sequence[Typed], faults: Mapping[tuple[int, str], Sequence[str]]
) -> list[list[Field]]:
    """Return the cells of the page, row by row, each with what is wrong in it."""
    return [
        [
            Field(
                name_of(number, column.name),
                column,
                row.get(column.name, ""),
                tuple(faults.get((number, column.name), ())),
            )
            for column in columns
        ]
        for number, row in enumerate(rows)
    ]


def name_of(row: int, column: str) -> str:
    """Return the name of a cell's field on the page."""
    return f"r{row}-{column}"


def _text(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
