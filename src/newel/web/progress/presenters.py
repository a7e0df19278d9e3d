"""Progress as plain rows for the board: counts first, then the months of each year, then the questionnaires."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from newel.protocol import Protocol, Site
from newel.web.capture.queries.progress import Progress
from newel.web.returns.queries.standing import STATE_MARKS, STATE_NAMES, SiteMonth


@dataclass(frozen=True)
class ReturnCounts:
    """Returns of a site, or of all (no `site_id`). `expected` were due by today; `late` are within `received`."""

    name: str
    site_id: str
    expected: int
    received: int
    late: int
    overdue: int
    missing: int


@dataclass(frozen=True)
class YearTable:
    """The months of one year: one row a site, one cell a month."""

    year: str
    months: tuple[SiteMonth, ...]
    rows: tuple[tuple[str, tuple[SiteMonth, ...]], ...]


@dataclass(frozen=True)
class WaveTable:
    """Questionnaires of one wave: one row a site, one cell a group with people sent of people invited."""

    label: str
    groups: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, Progress | None], ...]], ...]


def return_counts(sites: Iterable[Site], months: Mapping[str, tuple[SiteMonth, ...]]) -> list[ReturnCounts]:
    """Return one row a site and, where there are several, a last one for all."""
    rows = [_counts(site.pseudonym, site.id, months=months[site.id]) for site in sites]
    if len(rows) > 1:
        rows.append(_counts("All sites", "", months=[month for of_site in months.values() for month in of_site]))
    return rows


def year_tables(sites: Iterable[Site], months: Mapping[str, tuple[SiteMonth, ...]]) -> list[YearTable]:
    """Return the months year by year, the latest year first."""
    by_site = [(site.pseudonym, months[site.id]) for site in sites]
    if not by_site:
        return []
    years = groupby(by_site[0][1], key=lambda month: month.month[:4])
    tables = [
        YearTable(year, tuple(of_year), tuple((name, _of_year(all_months, year)) for name, all_months in by_site))
        for year, of_year in years
    ]
    return tables[::-1]


def wave_tables(protocol: Protocol, sites: Iterable[Site], progress: Iterable[Progress]) -> list[WaveTable]:
    """Return one table for each wave that anybody was invited to, the latest first."""
    cells = {(row.wave, row.site_id, row.group): row for row in progress}
    shown = list(sites)
    tables = [
        WaveTable(
            wave.label,
            tuple(group.plural for group in protocol.groups),
            tuple(
                (
                    site.pseudonym,
                    tuple((group.plural, cells.get((wave.id, site.id, group.id))) for group in protocol.groups),
                )
                for site in shown
                if any((wave.id, site.id, group.id) in cells for group in protocol.groups)
            ),
        )
        for wave in protocol.waves
    ]
    return [table for table in reversed(tables) if table.rows]


def group_totals(protocol: Protocol, progress: Iterable[Progress]) -> list[tuple[str, str, int, int, int, int]]:
    """Return (wave, group, invited, started, sent, taken back) over the sites shown, the latest wave first."""
    rows = list(progress)
    totals = []
    for wave in reversed(protocol.waves):
        for group in protocol.groups:
            here = [row for row in rows if (row.wave, row.group) == (wave.id, group.id)]
            if here:
                counted = ((row.invited, row.started, row.sent, row.taken_back) for row in here)
                invited, started, sent, taken_back = (sum(counts) for counts in zip(*counted, strict=True))
                totals.append((wave.label, group.plural, invited, started, sent, taken_back))
    return totals


def key_to_marks() -> list[tuple[str, str, str]]:
    """Return (state, mark, words) for the key above the month tables."""
    return [(state, STATE_MARKS[state], name) for state, name in STATE_NAMES.items() if STATE_MARKS[state]]


def _counts(name: str, site_id: str, *, months: Iterable[SiteMonth]) -> ReturnCounts:
    states = [month.state for month in months]
    received, late = states.count("received") + states.count("late"), states.count("late")
    overdue, missing = states.count("overdue"), states.count("missing")
    return ReturnCounts(name, site_id, received + overdue + missing, received, late, overdue, missing)


def _of_year(months: Iterable[SiteMonth], year: str) -> tuple[SiteMonth, ...]:
    return tuple(month for month in months if month.month.startswith(year))
