"""Progress as plain rows: counts first, then the months of each year or site, then the questionnaires."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from newel.importers.returns import ReturnDefinition
from newel.protocol import Protocol, Site
from newel.web.capture.queries.progress import Progress
from newel.web.returns.presenters import month_words
from newel.web.returns.queries.chasers import Sent
from newel.web.returns.queries.open_queries import Asked
from newel.web.returns.queries.standing import STATE_MARKS, STATE_NAMES, SiteMonth, Standing
from newel.web.returns.subjects import Subject

RECIPIENTS = {"site_lead": "the site's lead", "lead": "the evaluation lead"}


@dataclass(frozen=True)
class ReturnCounts:
    """Months of one site or return, or of all (no `key`). `expected` were due by today; `received` holds `late`."""

    name: str
    key: str
    expected: int
    received: int
    late: int
    overdue: int
    missing: int
    queries: int


@dataclass(frozen=True)
class Cell:
    """One month on the board or on a site's page, with its open queries and the last chaser about it."""

    month: SiteMonth
    queries: int
    chased: Sent | None = None

    @property
    def chased_whom(self) -> str:
        """Who was written to last, in words."""
        return RECIPIENTS[self.chased.to] if self.chased else ""


@dataclass(frozen=True)
class YearTable:
    """The months of one year: one row a site, one cell a month."""

    year: str
    months: tuple[SiteMonth, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class WaveTable:
    """Questionnaires of one wave: one row a site, one cell a group with people sent of people invited."""

    label: str
    groups: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, Progress | None], ...]], ...]


def counts_by_return(
    definitions: Iterable[ReturnDefinition], standings: Mapping[str, Standing], queries: Counter[Subject]
) -> list[ReturnCounts]:
    """Return one row a return, over the sites shown."""
    return [
        _counts(
            definition.title,
            definition.name,
            months=[month for of_site in standings[definition.name].values() for month in of_site],
            queries=sum(count for about, count in queries.items() if about.kind == definition.kind),
        )
        for definition in definitions
    ]


def counts_by_site(
    sites: Iterable[Site], months: Standing, *, kind: str, queries: Counter[Subject]
) -> list[ReturnCounts]:
    """Return one row a site for one return and, where there are several, a last one for all."""
    about = Counter(subject.site_id for subject in queries.elements() if subject.kind == kind)
    rows = [_counts(site.pseudonym, site.id, months=months[site.id], queries=about[site.id]) for site in sites]
    if len(rows) > 1:
        everything = [month for of_site in months.values() for month in of_site]
        rows.append(_counts("All sites", "", months=everything, queries=sum(about.values())))
    return rows


def year_tables(sites: Iterable[Site], months: Standing, *, kind: str, queries: Counter[Subject]) -> list[YearTable]:
    """Return the months of one return year by year, the latest year first."""
    by_site = [
        (
            site.pseudonym,
            [Cell(month, queries[Subject(kind, site.id, month.month)]) for month in months[site.id]],
        )
        for site in sites
    ]
    if not by_site:
        return []
    years = groupby((cell.month for cell in by_site[0][1]), key=lambda month: month.month[:4])
    tables = [
        YearTable(year, tuple(of_year), tuple((name, _of_year(cells, year)) for name, cells in by_site))
        for year, of_year in years
    ]
    return tables[::-1]


def site_months(
    months: Iterable[SiteMonth],
    *,
    kind: str,
    site_id: str,
    queries: Counter[Subject],
    sent: Mapping[Subject, tuple[Sent, ...]],
) -> list[Cell]:
    """Return the months of one return at one site, the latest first."""
    cells = []
    for month in months:
        about = Subject(kind, site_id, month.month)
        chased = sent.get(about)
        cells.append(Cell(month, queries[about], chased[-1] if chased else None))
    return cells[::-1]


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


def named_queries(
    protocol: Protocol, definitions: Mapping[str, ReturnDefinition], queries: Iterable[Asked]
) -> list[tuple[str, Asked]]:
    """Return each query with what it is about in words. `definitions` are by kind."""
    names = {site.id: site.pseudonym for site in protocol.sites}
    named = []
    for query in queries:
        about = query.about
        title = definitions[about.kind].title if about.kind in definitions else about.kind
        named.append((f"{names.get(about.site_id, about.site_id)}, {title}, {month_words(about.month)}", query))
    return named


def key_to_marks() -> list[tuple[str, str, str]]:
    """Return (state, mark, words) for the key above the month tables."""
    return [(state, STATE_MARKS[state], name) for state, name in STATE_NAMES.items() if STATE_MARKS[state]]


def _counts(name: str, key: str, *, months: Iterable[SiteMonth], queries: int) -> ReturnCounts:
    states = [month.state for month in months]
    received, late = states.count("received") + states.count("late"), states.count("late")
    overdue, missing = states.count("overdue"), states.count("missing")
    return ReturnCounts(name, key, received + overdue + missing, received, late, overdue, missing, queries)


def _of_year(cells: Iterable[Cell], year: str) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if cell.month.month.startswith(year))
