"""Joint displays: a grid in which every cell is the address of one number or verdict of the report.

A display holds no number of its own. It is a file `displays/<id>.toml` of the study folder, filled from released
findings of one freeze, so what it shows is what stands in the sections it points at. Shapes after Guetterman, Fetters
and Creswell (Annals of Family Medicine 2015;13:554).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from newel.faults import Fault, Refused
from newel.protocol import Identifier, Part, Protocol, read_toml
from newel.synthesis.addresses import Address, address_of
from newel.synthesis.words import NO_NUMBERS, REMEDY, typed_numbers

FOLDER = "displays"
REFERENCE = "displays"
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
CodeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
_MARK = re.compile(r"\{(\w+)\}")
MARKS = ("column", "code")


class DisplayColumn(Part):
    """One column of a display."""

    id: Identifier
    """Stands for `{column}` in the addresses of the rows."""
    label: Words
    """Its heading."""


class DisplayRow(Part):
    """One row: an address for all its cells, or one for each."""

    id: Identifier
    """Short name."""
    label: Words
    """What it is about."""
    code: CodeId | None = None
    """The code it is about; stands for `{code}` in its address."""
    address: str = ""
    """`finding.table.row.column`, where `{column}` is the column's id and `{code}` the row's code."""
    cells: dict[Identifier, str] = Field(default_factory=dict, description="Addresses by column, where they differ.")


class Display(Part):
    """One joint display."""

    title: Words
    """Its title in print."""
    shape: Literal["statistics_by_themes", "side_by_side", "quote_matrix"]
    """What is laid against what."""
    row_header: Words
    """What a row is."""
    says: Words
    """What to look for in it, in words; a number has no place here."""
    columns: tuple[DisplayColumn, ...] = Field(min_length=1)
    """The columns, in order."""
    rows: tuple[DisplayRow, ...] = Field(min_length=1)
    """The rows, in order."""

    def address(self, row: DisplayRow, column: DisplayColumn) -> Address | None:
        """Return where a cell's number stands; None for a cell that is left empty or cannot be read."""
        text = row.cells.get(column.id, row.address)
        filled = text.replace("{column}", column.id).replace("{code}", row.code or "")
        return address_of(filled) if filled else None


def read_displays(
    study: Path, protocol: Protocol | None = None, codes: Collection[str] | None = None
) -> Mapping[str, Display]:
    """Read `displays/*.toml` of a study folder, by file name; none is legal.

    With the protocol, every finding a cell names must be one of its questions; with `codes`, every code of a row must
    be one of them. Raises Refused with every fault of every file.
    """
    displays: dict[str, Display] = {}
    faults: list[Fault] = []
    for path in sorted((study / FOLDER).glob("*.toml")):
        file = f"{FOLDER}/{path.name}"
        try:
            display = read_toml(path, Display, reference=REFERENCE)
        except Refused as refused:
            faults += [replace(fault, file=file) for fault in refused.faults]
            continue
        questions = None if protocol is None else [question.id for question in protocol.questions]
        faults += display_faults(display, file, questions=questions, codes=codes)
        displays[path.stem] = display
    if faults:
        raise Refused(faults)
    return displays


def display_faults(
    display: Display, file: str, *, questions: Collection[str] | None = None, codes: Collection[str] | None = None
) -> Iterator[Fault]:
    """Yield what is wrong in one display, as far as it can be seen without any finding."""
    for typed in typed_numbers(display.says):
        yield Fault(file, "says", f"the typed-in number `{typed}`", NO_NUMBERS, REMEDY)
    for kind, parts in (("columns", display.columns), ("rows", display.rows)):
        ids = [part.id for part in parts]
        for twice in sorted({each for each in ids if ids.count(each) > 1}):
            yield Fault(file, f"{kind}, {twice}, id", f"`{twice}` twice", "each id once", "Give one another id.")
    for row in display.rows:
        yield from _row_faults(display, row, file, codes=codes)
        for place, address in _addresses(display, row):
            if address and questions is not None and address.finding not in questions:
                expected = f"a question of the protocol: {', '.join(questions)}"
                yield Fault(file, place, f"the finding `{address.finding}`", expected, "Correct the address.")


def _row_faults(display: Display, row: DisplayRow, file: str, *, codes: Collection[str] | None) -> Iterator[Fault]:
    columns = [column.id for column in display.columns]
    for unknown in [name for name in row.cells if name not in columns]:
        remedy = "Name one of the columns, or add it."
        yield Fault(file, f"rows, {row.id}, cells", f"`{unknown}`", f"one of {', '.join(columns)}", remedy)
    if row.code and codes is not None and row.code not in codes:
        expected = "a code of the study's codebooks"
        yield Fault(file, f"rows, {row.id}, code", f"`{row.code}`", expected, "Correct the id.")
    if not row.address and not row.cells:
        expected = "an `address`, or `cells` with one for each column"
        yield Fault(file, f"rows, {row.id}", "a row that points at nothing", expected, "Write one of them.")
    for place, text in _texts(row):
        for mark in _MARK.findall(text):
            if mark not in MARKS or (mark == "code" and not row.code):
                remedy = "Name the row's code, or take the mark out."
                yield Fault(file, place, f"`{{{mark}}}`", "{column}, or {code} in a row that has one", remedy)
        if not address_of(_MARK.sub("x", text)):
            remedy = "Copy an address from the appendix of the report."
            yield Fault(file, place, f"`{text}`", "finding.table.row.column", remedy)


def _texts(row: DisplayRow) -> Iterator[tuple[str, str]]:
    if row.address:
        yield f"rows, {row.id}, address", row.address
    for name, text in row.cells.items():
        if text:
            yield f"rows, {row.id}, cells, {name}", text


def _addresses(display: Display, row: DisplayRow) -> Iterator[tuple[str, Address | None]]:
    if row.address:
        yield f"rows, {row.id}, address", display.address(row.model_copy(update={"cells": {}}), display.columns[0])
    for column in display.columns:
        if row.cells.get(column.id):
            yield f"rows, {row.id}, cells, {column.id}", display.address(row, column)
