"""Checks one file against its return: its columns, its sites and months, then every rule in every row."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from newel.importers._grid import shortened
from newel.importers._identifiers import is_nhs_number
from newel.importers._plugin import TextTable
from newel.importers.returns.definition import SENT_BY_US, ReturnDefinition
from newel.importers.returns.faults import CellFault, gathered, shown
from newel.importers.returns.months import ReturnContext, closes_on, month_end
from newel.importers.returns.rules import Columns, run_rules
from newel.protocol import Site
from newel.records import KINDS

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_FIRST_DAY = re.compile(r"([0-9]{4}-(0[1-9]|1[0-2]))-01")


@dataclass(frozen=True)
class CheckedReturn:
    """A return that was checked. `frame` has the record's columns without version and day of receipt.

    Where there is any fault the frame is empty: a return is taken whole or not at all. `notes` say what was read in another
    way than it was written.
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
    columns = {name: list(found[name]) for name in definition.names}
    _normalise_months(columns, table, notes)
    sites = _sites(columns, context)
    errors, clean = run_rules(definition, columns, [site.places if site else None for site in sites])
    faults = [*_rule_faults(definition, table, errors), *_context_faults(columns, table, context)]
    frame = empty if faults else clean.select(pl.col(name).cast(kind) for name, kind in empty.schema.items())
    return CheckedReturn(frame, gathered(faults), tuple(notes))


def _empty(definition: ReturnDefinition) -> pl.DataFrame:
    return KINDS[definition.kind].empty().drop(SENT_BY_US)


def _by_name(definition: ReturnDefinition, table: TextTable, notes: list[str]) -> dict[str, list[str | None]]:
    """Return {column name: cells}. A column headed with its label is taken as the column, and that is noted."""
    names = {column.label.lower(): column.name for column in definition.columns}
    cells: dict[str, list[str | None]] = {}
    for index, heading in enumerate(table.columns):
        name = heading
        if heading not in definition.names and names.get(heading, heading) not in table.columns:
            name = names[heading]
            notes.append(f"the column “{shortened(heading)}” was read as {name}")
        cells[name] = [row[index] for row in table.rows]
    return cells


def _file_faults(
    definition: ReturnDefinition, table: TextTable, found: dict[str, list[str | None]]
) -> Iterator[CellFault]:
    if not table.rows:
        yield CellFault(
            None, None, "no_rows", "column names with no row below them", "one row for each month",
            "Fill in a row for each month you send.",
        )
    yield from _column_faults(definition, found)
    for name, cells in found.items():
        column = name if name in definition.names else None
        for number, cell in zip(table.row_numbers, cells, strict=True):
            if cell and is_nhs_number(cell):
                yield _personal_number(number, column)


def _personal_number(row: int, column: str | None) -> CellFault:
    return CellFault(
        row, column, "personal_number", "a number that is an NHS number, or looks like one",
        "nothing that names a person, in any cell",
        "Take it out of the file before you send it again. Nothing of this file was kept.",
    )


def _column_faults(definition: ReturnDefinition, found: dict[str, list[str | None]]) -> Iterator[CellFault]:
    """One fault for a misspelt column, not two: the unknown name and the missing one."""
    missing = [name for name in definition.names if name not in found]
    for heading in found:
        if heading in definition.names:
            continue
        meant = difflib.get_close_matches(heading, missing, n=1, cutoff=0.75)
        missing = [name for name in missing if name not in meant]
        yield CellFault(
            None, None, "unknown_column", f"a column named “{shortened(heading)}”", "the columns of the template and no other",
            f"Is it {meant[0]}? Rename it." if meant else "Delete the column: it is not part of this return.",
        )
    for name in missing:
        yield CellFault(
            None, name, "missing_column", "no such column", f"a column {name}: {definition.labels[name]}",
            "Add the column. Leave its cells empty where the number is not known.",
        )


def _normalise_months(columns: Columns, table: TextTable, notes: list[str]) -> None:
    """Read the first day of a month as that month: spreadsheets turn 2019-08 into a date of their own accord."""
    rows = []
    for index, cell in enumerate(columns["month"]):
        if cell and (day := _FIRST_DAY.fullmatch(cell)):
            columns["month"][index] = day[1]
            rows.append(table.row_numbers[index])
    if rows:
        notes.append(f"the month was a date (the first day of the month) in {len(rows)} rows and was read as YYYY-MM")


def _sites(columns: Columns, context: ReturnContext) -> list[Site | None]:
    known = {site.id: site for site in context.protocol.sites}
    return [known.get(cell or "") for cell in columns["site_id"]]


def _rule_faults(definition: ReturnDefinition, table: TextTable, errors: pl.DataFrame) -> Iterator[CellFault]:
    rules = {rule.id: rule for rule in definition.rules}
    for position, rule_id, found in errors.select("position", "rule", "found").iter_rows():
        rule = rules[rule_id]
        yield CellFault(table.row_numbers[position], rule.column, rule.id, shown(found), rule.expected, rule.fix)


def _context_faults(columns: Columns, table: TextTable, context: ReturnContext) -> Iterator[CellFault]:
    """Yield what no rule about one row can know. Cells that are blank or no month are the rules' to report."""
    first: dict[tuple[str, str], int] = {}
    for row, site_id, month in zip(table.row_numbers, columns["site_id"], columns["month"], strict=True):
        site_fault = _site_fault(row, site_id, context)
        if site_fault:
            yield site_fault
        if not month or not _MONTH.fullmatch(month):
            continue
        month_fault = _month_fault(row, month, context) or (None if site_fault else _site_month_fault(row, site_id, month, context))
        if month_fault:
            yield month_fault
        if site_id and (site_id, month) in first:
            yield CellFault(
                row, "month", "repeated_row", f"{site_id} and {month} again, first in row {first[site_id, month]}",
                "one row for each site and month", "Keep the row that is right and delete the other.",
            )
        first.setdefault((site_id or "", month), row)


def _site_fault(row: int, site_id: str | None, context: ReturnContext) -> CellFault | None:
    known = [site.id for site in context.protocol.sites]
    if site_id is None or site_id in context.site_ids:
        return None
    if site_id in known:
        return CellFault(
            row, "site_id", "other_site", shown(site_id), f"a site you send returns for: {', '.join(context.site_ids)}",
            "Delete the row, or ask the evaluation team to let you send for this site.",
        )
    near = difflib.get_close_matches(site_id.upper(), context.site_ids, n=1)
    return CellFault(
        row, "site_id", "unknown_site", shown(site_id), f"a site id: {', '.join(context.site_ids)}",
        f"Is it {near[0]}? Write it so." if near else "Write the id of your site as the template shows it.",
    )


def _month_fault(row: int, month: str, context: ReturnContext) -> CellFault | None:
    months = context.protocol.months()
    if month not in months:
        return CellFault(
            row, "month", "month_outside_study", shown(month), f"a month from {months[0]} to {months[-1]}",
            "Correct the month, or delete the row.",
        )
    if month_end(month) >= context.today:
        return CellFault(
            row, "month", "month_not_over", shown(month), "a month that is over", f"Send it after {month_end(month)}.",
        )
    if context.today > closes_on(context.protocol, month):
        return CellFault(
            row, "month", "month_closed", shown(month), f"a month that is open: this one closed on {closes_on(context.protocol, month)}",
            "Delete the row. If its numbers must change, write to the evaluation team, who can open the month again.",
        )
    return None


def _site_month_fault(row: int, site_id: str | None, month: str, context: ReturnContext) -> CellFault | None:
    closed = context.protocol.site(site_id).closed_month if site_id else None
    if closed is None or month < closed:
        return None
    return CellFault(
        row, "month", "site_closed", shown(month), f"a month before {closed}, when this site closed", "Delete the row.",
    )
