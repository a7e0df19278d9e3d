"""What one row cannot know: whose site it is, and whether its month is inside the study, over, and still open."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from newel.care import month_end
from newel.importers.returns.definition import ReturnDefinition
from newel.importers.returns.faults import CellFault
from newel.importers.returns.rules import Columns
from newel.importers.returns.showing import Vocabulary
from newel.protocol import Protocol

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class ReturnContext:
    """What a return is held against. `site_ids` are the sites its sender may write for.

    `key` is the secret of the pseudonyms; a return with ids of children or staff cannot be checked without it.
    `earlier` holds the rows of the same kind that were accepted before, in the columns of the checked frame.
    """

    protocol: Protocol
    today: date
    site_ids: tuple[str, ...]
    key: bytes | None = field(default=None, repr=False)
    earlier: pl.DataFrame | None = field(default=None, repr=False)


def closes_on(protocol: Protocol, month: str) -> date:
    """Return the last day on which a month's return is taken."""
    return month_end(month) + timedelta(days=protocol.returns.closes_days_after_month)


def open_months(context: ReturnContext, site_id: str) -> tuple[str, ...]:
    """Return the months a site may send today, oldest first."""
    closed = context.protocol.site(site_id).closed_month
    return tuple(
        month
        for month in context.protocol.months()
        if month_end(month) < context.today <= closes_on(context.protocol, month) and (closed is None or month < closed)
    )


@dataclass(frozen=True)
class Rows:
    """The rows of a file as they are held against the context: their cells, their numbers, and what may be shown."""

    definition: ReturnDefinition
    columns: Columns
    numbers: list[int]
    words: Vocabulary


def context_faults(rows: Rows, context: ReturnContext) -> Iterator[CellFault]:
    """Yield what no rule about one row can know. Cells that are blank or no month are the rules' to report."""
    for row, site_id, month in zip(rows.numbers, rows.columns["site_id"], rows.columns["month"], strict=True):
        site_fault = _site_fault(row, site_id, context, words=rows.words)
        if site_fault:
            yield site_fault
        if not month or not _MONTH.fullmatch(month):
            continue
        writable = site_id if site_fault is None else None
        month_fault = _month_fault(row, month, context) or _closed_fault(row, month, _closed(writable, context))
        if month_fault:
            yield month_fault
    yield from _repeated_rows(rows)
    yield from _days_to_come(rows, context.today)
    yield from _modules_of_other_courses(rows, context.protocol)


def _repeated_rows(rows: Rows) -> Iterator[CellFault]:
    """Yield rows whose key stands in an earlier row. Without a month that can be read there is no key."""
    definition, first = rows.definition, dict[tuple[str | None, ...], int]()
    named = [definition.labels[name].lower() for name in definition.key]
    expected = f"one row for each {', '.join(named[:-1])} and {named[-1]}"
    for row, *key in zip(rows.numbers, *(rows.columns[name] for name in definition.key), strict=True):
        month = key[definition.key.index("month")]
        if None in key or not _MONTH.fullmatch(month or ""):
            continue
        if tuple(key) in first:
            again = " and ".join(
                cell if cell and name not in definition.pseudonyms and rows.words.shows(cell) else f"the same {label}"
                for name, label, cell in zip(definition.key, named, key, strict=True)
            )
            found = f"{again} again, first in row {first[tuple(key)]}"
            remedy = "Keep the row that is right and delete the other."
            yield CellFault(row, definition.key[-1], "repeated_row", found, expected, remedy)
        first.setdefault(tuple(key), row)


def _days_to_come(rows: Rows, today: date) -> Iterator[CellFault]:
    remedy = "Correct the day. What has not happened yet is sent when it has."
    days = [column.name for column in rows.definition.columns if column.type == "day"]
    cells = ((name, *pair) for name in days for pair in zip(rows.numbers, rows.columns[name], strict=True))
    for column, row, cell in cells:
        if cell and _DAY.fullmatch(cell) and cell > today.isoformat():
            yield CellFault(row, column, "day_to_come", f"“{cell}”", "a day that is not after today", remedy)


def _modules_of_other_courses(rows: Rows, protocol: Protocol) -> Iterator[CellFault]:
    """Yield modules that are not part of the course beside them, where a return has both."""
    sources = {column.words_from: column.name for column in rows.definition.columns if column.words_from}
    if not {"courses", "modules"} <= sources.keys():
        return
    modules = {course.id: [module.id for module in course.modules] for course in protocol.courses}
    known = {module for course in modules.values() for module in course}
    courses_and_modules = zip(rows.columns[sources["courses"]], rows.columns[sources["modules"]], strict=True)
    for row, (course, module) in zip(rows.numbers, courses_and_modules, strict=True):
        if course in modules and module in known and module not in modules[course]:
            expected = f"a module of {course}: {', '.join(modules[course])}"
            remedy = "Correct the module or the course."
            yield CellFault(row, sources["modules"], "module_of_other_course", f"“{module}”", expected, remedy)


def _site_fault(row: int, site_id: str | None, context: ReturnContext, *, words: Vocabulary) -> CellFault | None:
    known = [site.id for site in context.protocol.sites]
    if site_id is None or site_id in context.site_ids:
        return None
    if site_id in known:
        return CellFault(
            row,
            "site_id",
            "other_site",
            words.shown(site_id),
            f"a site you send returns for: {', '.join(context.site_ids)}",
            "Delete the row, or ask the evaluation team to let you send for this site.",
        )
    near = difflib.get_close_matches(site_id.upper(), context.site_ids, n=1)
    return CellFault(
        row,
        "site_id",
        "unknown_site",
        words.shown(site_id),
        f"a site id: {', '.join(context.site_ids)}",
        f"Is it {near[0]}? Write it so." if near else "Write the id of your site as the template shows it.",
    )


def _month_fault(row: int, month: str, context: ReturnContext) -> CellFault | None:
    months = context.protocol.months()
    if month not in months:
        return CellFault(
            row,
            "month",
            "month_outside_study",
            f"“{month}”",
            f"a month from {months[0]} to {months[-1]}",
            "Correct the month, or delete the row.",
        )
    if month_end(month) >= context.today:
        return CellFault(
            row,
            "month",
            "month_not_over",
            f"“{month}”",
            "a month that is over",
            f"Send it after {month_end(month)}.",
        )
    if context.today > closes_on(context.protocol, month):
        return CellFault(
            row,
            "month",
            "month_closed",
            f"“{month}”",
            f"a month that is open: this one closed on {closes_on(context.protocol, month)}",
            "Delete the row. If its numbers must change, write to the evaluation team.",
        )
    return None


def _closed(site_id: str | None, context: ReturnContext) -> str | None:
    return context.protocol.site(site_id).closed_month if site_id else None


def _closed_fault(row: int, month: str, closed: str | None) -> CellFault | None:
    if closed is None or month < closed:
        return None
    expected = f"a month before {closed}, when this site closed"
    return CellFault(row, "month", "site_closed", f"“{month}”", expected, "Delete the row.")
