"""Where each site stands with its returns today: what is due, received, late or missing, month by month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from newel.care import month_end
from newel.importers.returns import closes_on
from newel.protocol import Protocol, Site
from newel.records.kinds import COST
from newel.web.returns.definition import study_returns
from newel.web.returns.queries.current_returns import Arrival, arrivals

State = Literal["received", "late", "due", "overdue", "missing", "early", "not_expected"]
STATE_NAMES: dict[State, str] = {
    "received": "Received",
    "late": "Received late",
    "due": "Due",
    "overdue": "Overdue",
    "missing": "Missing",
    "early": "Not waited for",
    "not_expected": "Not expected",
}
STATE_MARKS: dict[State, str] = {
    "received": "✓",
    "late": "L",
    "due": "·",
    "overdue": "!",
    "missing": "✗",
    "early": "",
    "not_expected": "",
}
"""What a small cell shows; the words stand beside it for those who hear the page."""


@dataclass(frozen=True)
class SiteMonth:
    """One month of one site's return. `received_on` and `version` are of the one that counts.

    `late_by` is days: to the first arrival where there is one, to today where the month is overdue, else 0.
    """

    month: str
    state: State
    due_on: date
    closes_on: date
    version: int = 0
    received_on: date | None = None
    late_by: int = 0

    @property
    def state_name(self) -> str:
        """The state in words."""
        return STATE_NAMES[self.state]

    @property
    def mark(self) -> str:
        """The state as one character."""
        return STATE_MARKS[self.state]

    @property
    def first_day(self) -> date:
        """The month as a date, to be printed in words."""
        return date(int(self.month[:4]), int(self.month[5:]), 1)

    @property
    def is_open(self) -> bool:
        """Whether a return is waited for and still taken."""
        return self.state in ("due", "overdue")


Standing = Mapping[str, tuple[SiteMonth, ...]]
"""The months of each site, oldest first."""


def standing(protocol: Protocol, site_ids: Iterable[str], today: date) -> dict[str, Standing]:
    """Return {return: {site: its months that are over}}. A month after the site closed is not expected.

    Nobody waits for a cost sheet of a month before delivery began; one that says what setting it up cost is taken.
    """
    sites = [protocol.site(site_id) for site_id in site_ids]
    came = arrivals(site.id for site in sites)
    months = [month for month in protocol.months() if month_end(month) < today]
    return {
        definition.name: {
            site.id: tuple(
                _waited_for(
                    definition.kind,
                    site,
                    _site_month(protocol, site, month, today=today, came=came.get((definition.kind, site.id, month))),
                )
                for month in months
            )
            for site in sites
        }
        for definition in study_returns().values()
    }


def _site_month(protocol: Protocol, site: Site, month: str, *, today: date, came: Arrival | None) -> SiteMonth:
    due = month_end(month) + timedelta(days=protocol.returns.due_days_after_month)
    closes = closes_on(protocol, month)
    if came:
        late_by = max((came.first_on - due).days, 0)
        return SiteMonth(month, "late" if late_by else "received", due, closes, came.version, came.received_on, late_by)
    state = _without_return(site, month, today=today, due=due, closes=closes)
    return SiteMonth(month, state, due, closes, late_by=(today - due).days if state == "overdue" else 0)


def _waited_for(kind: str, site: Site, month: SiteMonth) -> SiteMonth:
    if kind == COST.name and not month.version and month.month < site.rollout_month:
        return month if month.state == "not_expected" else replace(month, state="early", late_by=0)
    return month


def _without_return(site: Site, month: str, *, today: date, due: date, closes: date) -> State:
    states: tuple[tuple[bool, State], ...] = (
        (site.closed_month is not None and month >= site.closed_month, "not_expected"),
        (today <= due, "due"),
        (today <= closes, "overdue"),
    )
    return next((state for holds, state in states if holds), "missing")
