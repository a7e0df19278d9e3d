"""Checks one file against its return: its columns, its sites and months, then every rule in every row."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from newel.importers._grid import shortened
from newel.importers._identifiers import holds_nhs_number
from newel.importers._plugin import TextTable
from newel.importers.returns.context import ReturnContext, context_faults
from newel.importers.returns.definition import SENT_BY_US, ReturnDefinition
from newel.importers.returns.faults import CellFault, gathered, shown
from newel.importers.returns.rules import Columns, run_rules
from newel.protocol import Site
from newel.records import KINDS

_FIRST_DAY = re.compile(r"([0-9]{4}-(0[1-9]|1[0-2]))-01")


@dataclass(frozen=True)
class CheckedReturn:
    """A return that was checked. `frame` has the record's columns without version and day of receipt.

    Where there is any fault the frame is empty: a return is taken whole or not at all. `notes` say what was read in
    another way than it was written.
    """

    frame: pl.DataFrame
    faults: tuple[CellFault, ...]
    notes: tuple[str, ...]


def check_return(definition: ReturnDefinition, table: TextTable, context: ReturnContext) -> CheckedReturn:
    """Check a file that a site sent. What is wrong in it is returned, never raised."""
    notes = list(table.oddities)
    empty = _empty(definition)
    found = _by_name(definition, table, notes)
    faults = list(_file_faults(definition, table, found))
    if faults:
        return CheckedReturn(empty, gathered(faults), tuple(notes))
    columns, rows = _filled_rows(definition, table, found, notes=notes)
    if not rows:
        fault = _no_rows("rows in which nothing but the site and month is filled in")
        return CheckedReturn(empty, (fault,), tuple(notes))
    _normalise_months(columns, rows, notes)
    sites = _sites(columns, context)
    errors, clean = run_rules(definition, columns, [site.places if site else None for site in sites])
    faults = [*_rule_faults(definition, rows, errors), *context_faults(columns, rows, context)]
    frame = empty if faults else clean.select(pl.col(name).cast(kind) for name, kind in empty.schema.items())
    return CheckedReturn(frame, gathered(faults), tuple(notes))


def _empty(definition: ReturnDefinition) -> pl.DataFrame:
    return KINDS[definition.kind].empty().drop(SENT_BY_US)


def _by_name(definition: ReturnDefinition, table: TextTable, notes: list[str]) -> Columns:
    """Return {column name: cells}. A column headed with its label is taken as the column, and that is noted."""
    names = {column.label.lower(): column.name for column in definition.columns}
    cells: Columns = {}
    for index, heading in enumerate(table.columns):
        name = heading
        if heading not in definition.names and names.get(heading, heading) not in table.columns:  # not there twice
            name = names[heading]
            notes.append(f"the column “{shortened(heading)}” was read as {name}")
        cells[name] = [row[index] for row in table.rows]
    return cells


def _filled_rows(
    definition: ReturnDefinition, table: TextTable, found: Columns, *, notes: list[str]
) -> tuple[Columns, list[int]]:
    """Leave out rows that hold nothing beside their key: the template brings one for every open month.

    Taken as a return they would say that the month was sent and nothing in it is known.
    """
    values = [found[name] for name in definition.names if name not in definition.key]
    kept = [index for index in range(len(table.rows)) if any(cells[index] is not None for cells in values)]
    blank = len(table.rows) - len(kept)
    if blank:
        notes.append(f"{blank} rows hold only a site and a month and were left out; nothing was sent for them")
    columns = {name: [found[name][index] for index in kept] for name in definition.names}
    return columns, [table.row_numbers[index] for index in kept]


def _no_rows(found: str) -> CellFault:
    return CellFault(None, None, "no_rows", found, "one row for each month", "Fill in a row for each month you send.")


def _file_faults(definition: ReturnDefinition, table: TextTable, found: Columns) -> Iterator[CellFault]:
    named = list(_personal_numbers(definition, table, found))
    if named:  # then nothing else is said, so that no other fault can show it
        yield from named
        return
    if not table.rows:
        yield _no_rows("column names with no row below them")
    yield from _column_faults(definition, found)


def _personal_numbers(definition: ReturnDefinition, table: TextTable, found: Columns) -> Iterator[CellFault]:
    if any(holds_nhs_number(heading) for heading in table.columns):
        yield _personal_number(None, None)
    for name, cells in found.items():
        column = name if name in definition.names else None
        for number, cell in zip(table.row_numbers, cells, strict=True):
            if cell and holds_nhs_number(cell):
                yield _personal_number(number, column)


def _personal_number(row: int | None, column: str | None) -> CellFault:
    return CellFault(
        row,
        column,
        "personal_number",
        "a number that is an NHS number, or looks like one",
        "nothing that names a person, in any cell",
        "Take it out of the file before you send it again. Nothing of this file was kept.",
    )


def _column_faults(definition: ReturnDefinition, found: Columns) -> Iterator[CellFault]:
    """One fault for a misspelt column, not two: the unknown name and the missing one."""
    missing = [name for name in definition.names if name not in found]
    for heading in found:
        if heading in definition.names:
            continue
        meant = difflib.get_close_matches(heading, missing, n=1, cutoff=0.75)
        meant = meant or [name for name in missing if name.startswith(heading) or heading.startswith(name)][:1]
        missing = [name for name in missing if name not in meant]
        yield CellFault(
            None,
            None,
            "unknown_column",
            f"a column named “{shortened(heading)}”",
            "the columns of the template and no other",
            f"Is it {meant[0]}? Rename it." if meant else "Delete the column: it is not part of this return.",
        )
    for name in missing:
        yield CellFault(
            None,
            name,
            "missing_column",
            "no such column",
            f"a column {name}: {definition.labels[name]}",
            "Add the column. Leave its cells empty where the number is not known.",
        )


def _normalise_months(columns: Columns, rows: list[int], notes: list[str]) -> None:
    """Read the first day of a month as that month: spreadsheets turn 2019-08 into a date of their own accord."""
    changed = []
    for index, cell in enumerate(columns["month"]):
        if cell and (day := _FIRST_DAY.fullmatch(cell)):
            columns["month"][index] = day[1]
            changed.append(f"row {rows[index]}: {day[1]}")
    if changed:
        which = "; ".join(changed[:12])
        notes.append(f"the month was a date, the first day of the month, and was read as that month ({which})")


def _sites(columns: Columns, context: ReturnContext) -> list[Site | None]:
    known = {site.id: site for site in context.protocol.sites}
    return [known.get(cell or "") for cell in columns["site_id"]]


def _rule_faults(definition: ReturnDefinition, rows: list[int], errors: pl.DataFrame) -> Iterator[CellFault]:
    rules = {rule.id: rule for rule in definition.rules}
    for position, rule_id, found in errors.select("position", "rule", "found").iter_rows():
        rule = rules[rule_id]
        yield CellFault(rows[position], rule.column, rule.id, shown(found), rule.expected, rule.fix)
