"""What one row cannot know: whose site it is, and whether its month is inside the study, over, and still open."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from newel.importers.returns.faults import CellFault, shown
from newel.importers.returns.rules import Columns
from newel.protocol import Protocol

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class ReturnContext:
    """What a return is held against. `site_ids` are the sites its sender may write for."""

    protocol: Protocol
    today: date
    site_ids: tuple[str, ...]


def month_end(month: str) -> date:
    """Return the last day of a month written YYYY-MM."""
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


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


def context_faults(columns: Columns, rows: list[int], context: ReturnContext) -> Iterator[CellFault]:
    """Yield what no rule about one row can know. Cells that are blank or no month are the rules' to report."""
    first: dict[tuple[str, str], int] = {}
    for row, site_id, month in zip(rows, columns["site_id"], columns["month"], strict=True):
        site_fault = _site_fault(row, site_id, context)
        if site_fault:
            yield site_fault
        if not month or not _MONTH.fullmatch(month):
            continue
        writable = site_id if site_fault is None else None
        month_fault = _month_fault(row, month, context) or _closed_fault(row, month, _closed(writable, context))
        if month_fault:
            yield month_fault
        if site_id and (site_id, month) in first:
            yield CellFault(
                row,
                "month",
                "repeated_row",
                f"{site_id} and {month} again, first in row {first[site_id, month]}",
                "one row for each site and month",
                "Keep the row that is right and delete the other.",
            )
        first.setdefault((site_id or "", month), row)


def _site_fault(row: int, site_id: str | None, context: ReturnContext) -> CellFault | None:
    known = [site.id for site in context.protocol.sites]
    if site_id is None or site_id in context.site_ids:
        return None
    if site_id in known:
        return CellFault(
            row,
            "site_id",
            "other_site",
            shown(site_id),
            f"a site you send returns for: {', '.join(context.site_ids)}",
            "Delete the row, or ask the evaluation team to let you send for this site.",
        )
    near = difflib.get_close_matches(site_id.upper(), context.site_ids, n=1)
    return CellFault(
        row,
        "site_id",
        "unknown_site",
        shown(site_id),
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
            shown(month),
            f"a month from {months[0]} to {months[-1]}",
            "Correct the month, or delete the row.",
        )
    if month_end(month) >= context.today:
        return CellFault(
            row,
            "month",
            "month_not_over",
            shown(month),
            "a month that is over",
            f"Send it after {month_end(month)}.",
        )
    if context.today > closes_on(context.protocol, month):
        return CellFault(
            row,
            "month",
            "month_closed",
            shown(month),
            f"a month that is open: this one closed on {closes_on(context.protocol, month)}",
            "Delete the row. If its numbers must change, write to the evaluation team, who can open the month again.",
        )
    return None


def _closed(site_id: str | None, context: ReturnContext) -> str | None:
    return context.protocol.site(site_id).closed_month if site_id else None


def _closed_fault(row: int, month: str, closed: str | None) -> CellFault | None:
    if closed is None or month < closed:
        return None
    expected = f"a month before {closed}, when this site closed"
    return CellFault(row, "month", "site_closed", shown(month), expected, "Delete the row.")
