"""Returns as plain words for the pages: months, differences and faults."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from newel.importers.returns import CellFault, ReturnDefinition
from newel.protocol import Site
from newel.web.returns.comparing import Comparison
from newel.web.returns.figures import Figures, Value
from newel.web.returns.queries.standing import SiteMonth

FAULT_HEADER = ("Where", "What is there", "What is expected", "How to put it right")
MOST_FAULTS = 500
"""A file with more kinds of fault than this is not the return; the page says that there are more."""


@dataclass(frozen=True)
class SiteStanding:
    """One site's months for its sender: those to send now, newest last, and all others, newest first."""

    site: Site
    waiting: tuple[SiteMonth, ...]
    others: tuple[SiteMonth, ...]


@dataclass(frozen=True)
class CorrectedMonth:
    """One month of a file that differs from what we have."""

    site: str
    month: str
    received_on: date
    version: int
    rows: tuple[tuple[str, str, str], ...]


def site_standings(sites: Iterable[Site], months: Mapping[str, tuple[SiteMonth, ...]]) -> list[SiteStanding]:
    """Return what the page of a sender shows."""
    return [
        SiteStanding(
            site,
            tuple(month for month in months[site.id] if month.is_open),
            tuple(month for month in reversed(months[site.id]) if not month.is_open and month.state != "not_expected"),
        )
        for site in sites
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
    labels = definition.labels
    return [
        CorrectedMonth(
            names[correction.figures.site_id],
            month_words(correction.figures.month),
            correction.received_on,
            correction.version,
            tuple(
                (labels[change.column], _figure(change.before), _figure(change.after))
                for change in correction.differences
            ),
        )
        for correction in comparison.corrections
    ]


def _figure(value: Value) -> str:
    if value is None:
        return "not known"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
