"""The data export: one row a record, or a record at an event, or one instance of what repeats there."""

import re
from collections.abc import Mapping

from newel.faults import Fault, Refused
from newel.importers._grid import MAX_FAULTS, shortened
from newel.importers._identifiers import holds_nhs_number
from newel.importers._plugin import TextTable
from newel.importers._redcap.model import Field, Visit

EVENT = "redcap_event_name"
GROUP = "redcap_data_access_group"
REPEATS = "redcap_repeat_instrument"
INSTANCE = "redcap_repeat_instance"
OWN_COLUMNS = (EVENT, GROUP, REPEATS, INSTANCE, "redcap_survey_identifier")
_INSTANCE = re.compile(r"[1-9][0-9]{0,3}")
OWN_ENDINGS = ("_complete", "_timestamp", "_return_code")
"""Columns that REDCap adds beside the fields: about the row, and for each form."""


def read_visits(table: TextTable, fields: tuple[Field, ...]) -> tuple[Visit, ...]:
    """Return the rows of an export. Raises Refused where it is not this project's, or rows cannot be told apart."""
    record_field = fields[0].name
    if record_field not in table.columns:
        raise Refused.because(
            table.name,
            "the row of column names",
            found=f"no column {record_field}",
            expected="an export of the same project as the dictionary, whose first field is the record id",
            remedy="Export the data again as CSV (raw data), with variable names and not labels as headings.",
        )
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    faults = _faults(table, rows, record_field)
    if faults:
        raise Refused(faults[:MAX_FAULTS])
    return tuple(
        Visit(
            number,
            str(row[record_field]),
            row,
            event=row.get(EVENT) or "",
            repeats=row.get(REPEATS) or "",
            instance=int(row.get(INSTANCE) or 1),
            group=row.get(GROUP) or "",
        )
        for row, number in zip(rows, table.row_numbers, strict=True)
    )


def _faults(table: TextTable, rows: list[dict[str, str | None]], record_field: str) -> list[Fault]:
    """No value is ever shown: a record id may name a person."""
    faults, seen = [], dict[tuple[str | None, ...], int]()
    for row, number in zip(rows, table.row_numbers, strict=True):
        same = (row[record_field], row.get(EVENT), row.get(REPEATS), row.get(INSTANCE))
        if problem := _problem(row, record_field, seen.get(same)):
            faults.append(Fault(table.name, f"row {number}, column {shortened(problem[0])}", *problem[1:]))
        seen.setdefault(same, number)
    return faults


def _problem(row: Mapping[str, str | None], record_field: str, seen: int | None) -> tuple[str, str, str, str] | None:
    """Return (column, found, expected, remedy) of what makes a row unusable."""
    again, record, instance = "Export the data again", row[record_field] or "", row.get(INSTANCE)
    problem = None
    if not record:
        problem = record_field, "nothing", "a record id", f"{again}, or delete the row."
    elif holds_nhs_number(record):
        found = "a record id that is an NHS number, or looks like one"
        problem = record_field, found, "an id that means nothing outside the study", f"{again} and hash the record id."
    elif instance is not None and not _INSTANCE.fullmatch(instance):
        problem = INSTANCE, "something other than a whole number", "the number of the instance", f"{again}."
    elif seen is not None:
        problem = record_field, f"a row of the same record, event and instance as row {seen}", "each once", f"{again}."
    return problem


def read_events(table: TextTable, arms: TextTable | None) -> tuple[tuple[str, str], ...]:
    """Return (unique name, label) of the project's events, in order."""
    arm_names = {}
    if arms is not None:
        arm_names = {row[arms.columns.index("arm_num")]: row[arms.columns.index("name")] for row in arms.rows}
    events = []
    for values in table.rows:
        row = dict(zip(table.columns, values, strict=True))
        unique, label = row["unique_event_name"] or "", row.get("event_name") or row["unique_event_name"] or ""
        arm = arm_names.get(row.get("arm_num"))
        events.append((unique, f"{label} ({arm})" if arm else label))
    return tuple(events)
