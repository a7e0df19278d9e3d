"""Which months a site may still send: inside the study, over, and not closed."""

from dataclasses import dataclass
from datetime import date, timedelta

from newel.protocol import Protocol


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
