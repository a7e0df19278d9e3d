"""Returns as plain words for the pages: months, differences and faults."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from newel.importers.returns import CellFault, ReturnDefinition
from newel.protocol import Site
from newel.records import KINDS
from newel.web.returns.comparing import Comparison, Difference
from newel.web.returns.figures import OURS, PEOPLE, Figures, Row, Value
from newel.web.returns.queries.standing import SiteMonth, Standing

FAULT_HEADER = ("Where", "What is there", "What is expected", "How to put it right")
MOST_FAULTS = 500
"""A file with more kinds of fault than this is not the return; the page says that there are more."""
MOST_DIFFERENCES = 100
UNASKED = ("early", "not_expected")
"""States of months that nobody waits for."""


@dataclass(frozen=True)
class SiteStanding:
    """One site's months for its sender: those to send now, newest last, and all others, newest first."""

    site: Site
    waiting: tuple[SiteMonth, ...]
    others: tuple[SiteMonth, ...]


@dataclass(frozen=True)
class ReturnToSend:
    """One return on the first page, with how many months are to send and how many of them are overdue."""

    definition: ReturnDefinition
    to_send: int
    overdue: int


@dataclass(frozen=True)
class CorrectedMonth:
    """One month of a file that differs from what we have. `more` differences are not in `rows`.

    `summary` says how many rows come, go and change; it is empty for a return that has one row a month.
    """

    site: str
    month: str
    received_on: date
    version: int
    summary: str
    rows: tuple[tuple[str, str, str], ...]
    more: int


def returns_to_send(definitions: Iterable[ReturnDefinition], standings: Mapping[str, Standing]) -> list[ReturnToSend]:
    """Return what the first page of a sender shows."""
    rows = []
    for definition in definitions:
        months = [month for of_site in standings[definition.name].values() for month in of_site if month.is_open]
        rows.append(ReturnToSend(definition, len(months), sum(month.state == "overdue" for month in months)))
    return rows


def site_standings(sites: Iterable[Site], months: Standing) -> list[SiteStanding]:
    """Return what the page of one return shows its sender."""
    return [
        SiteStanding(
            site,
            tuple(month for month in months[site.id] if month.is_open),
            tuple(month for month in reversed(months[site.id]) if not month.is_open and month.state not in UNASKED),
        )
        for site in sites
    ]


def open_places(sites: Iterable[Site], months: Standing, today: date) -> list[tuple[str, str]]:
    """Return (site and month, in words) of each month that may be sent or corrected today, the latest first."""
    return [
        (f"{site.id} {month.month}", f"{month_words(month.month)}, {site.pseudonym}")
        for site in sites
        for month in reversed(months[site.id])
        if month.state != "not_expected" and today <= month.closes_on
    ]


def month_words(month: str) -> str:
    """Return 2019-08 as August 2019."""
    return f"{date(int(month[:4]), int(month[5:]), 1):%B %Y}"


def months_words(figures: Iterable[Figures]) -> str:
    """Return the months of several figures in a row, in words."""
    return ", ".join(month_words(month) for month in sorted({row.month for row in figures}))


def fault_rows(faults: Iterable[CellFault]) -> list[tuple[str, str, str, str]]:
    """Return one row a fault: place, found, expected, remedy."""
    return [
        (_capital(fault.place), fault.found, _capital(fault.expected), fault.remedy)
        for fault in list(faults)[:MOST_FAULTS]
    ]


def corrected_months(
    definition: ReturnDefinition, comparison: Comparison, names: Mapping[str, str]
) -> list[CorrectedMonth]:
    """Return the corrections of a file with each figure before and after, in the order of the columns."""
    months = []
    for correction in comparison.corrections:
        rows = [line for difference in correction.differences for line in _lines(definition, difference)]
        months.append(
            CorrectedMonth(
                names[correction.figures.site_id],
                month_words(correction.figures.month),
                correction.received_on,
                correction.version,
                _summary(definition, correction.differences),
                tuple(rows[:MOST_DIFFERENCES]),
                max(len(rows) - MOST_DIFFERENCES, 0),
            )
        )
    return months


def _summary(definition: ReturnDefinition, differences: Iterable[Difference]) -> str:
    if not _key_columns(definition):
        return ""
    counts = Counter(_what_happens(each) for each in differences)
    return f"Rows that are new: {counts['new']}; gone: {counts['gone']}; changed: {counts['changed']}."


def _what_happens(difference: Difference) -> str:
    if difference.before is None:
        return "new"
    return "gone" if difference.after is None else "changed"


def _lines(definition: ReturnDefinition, difference: Difference) -> list[tuple[str, str, str]]:
    labels = definition.labels
    if difference.after is None:
        return [(_named(definition, difference.before or {}), "there", "not there any more")]
    what = _named(definition, difference.after)
    if difference.before is None:
        return [(what, "not there", "new")]
    prefix = f"{what}: " if what else ""
    return [
        (f"{prefix}{labels.get(name, name)}", *_change(name, before, after))
        for name, before, after in difference.columns()
    ]


def _change(name: str, before: Value, after: Value) -> tuple[str, str]:
    if name in PEOPLE:
        return "one person", "another person"
    return _figure(before), _figure(after)


def _named(definition: ReturnDefinition, row: Row) -> str:
    """Name a row by its key, in words; a person in it stays a person."""
    return ", ".join(
        "a member of staff" if name in PEOPLE else f"{definition.labels.get(name, name)} {_figure(row.get(name))}"
        for name in _key_columns(definition)
    )


def _key_columns(definition: ReturnDefinition) -> list[str]:
    return [name for name in KINDS[definition.kind].key if name not in OURS]


def _figure(value: Value) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
