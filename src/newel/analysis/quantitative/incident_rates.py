"""How often children were assaulted, harmed themselves or were restrained: rates by site type and by month."""

from math import fsum

import polars as pl

from newel.analysis import _cells, _notes, _options
from newel.analysis._incidents import MEASURES, counted_months, monthly_rate, pooled_rate
from newel.analysis._places import Place, places, site_types
from newel.analysis._plugin import Analysis, Evidence
from newel.care import expected_months
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Protocol, Question

NOTES = (
    (
        "A rate is incidents divided by child-years, times 100. Child-years are the mean number of children "
        "resident each month, divided by twelve. Only site-months whose latest return knows both count, for "
        "both."
    ),
    (
        "The same child may be behind several incidents, and may be counted again in another month: distinct "
        "children are known by month only. Disclosure looks at the most that were counted in any one month."
    ),
    (
        "A month's rate is of the sites that sent a return for it, so its sites change from month to month; "
        "monthly rates have no interval."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:
    """Pool each measure by site type, and follow it month by month."""
    measures = _options.some_of(question, "measures", MEASURES)
    returns = evidence.freeze.frame("monthly_return")
    months = {measure: counted_months(returns, measure) for measure in measures}
    by_type = _rates_by_type(evidence.protocol, months)
    by_month = tuple(_by_month(evidence.protocol, measure, months[measure]) for measure in measures)
    received = returns.select("site_id", "month").n_unique()
    return Answer(
        population="Children resident in the sites, in the months for which a return was received",
        n=_cells.things(received, "site-months", national=True),
        tables=(by_type, _coverage(evidence.protocol, months), *by_month),
        figures=(_figure_by_type(measures), *(_figure_by_month(evidence.protocol, table) for table in by_month)),
        notes=(
            *NOTES,
            *(() if received else ("No monthly return was received.",)),
            *_notes.intervals(evidence.protocol, [by_type]),
            *_notes.months(evidence.protocol),
            *_notes.site_types(evidence.protocol),
        ),
    )


def _rates_by_type(protocol: Protocol, months: dict[str, pl.DataFrame]) -> Table:
    return Table(
        "rates_by_type",
        "Incidents per 100 children per year by site type",
        "Site type",
        tuple(Column(measure, MEASURES[measure][0]) for measure in months),
        tuple(
            Row(place.id, place.label, tuple(pooled_rate(counted, place) for counted in months.values()))
            for place in places(protocol)
        ),
    )


def _coverage(protocol: Protocol, months: dict[str, pl.DataFrame]) -> Table:
    """Say what the rates rest on. A month is used where at least one of the measures can be counted in it."""
    parts = [counted.select("site_id", "month", "children") for counted in months.values()]
    used = pl.concat(parts).unique(["site_id", "month"])
    return Table(
        "coverage",
        "What the rates rest on",
        "Site type",
        (
            Column("sites", "Sites"),
            Column("months_expected", "Site-months expected"),
            Column("months_used", "Site-months used"),
            Column("children", "Children resident on average"),
        ),
        tuple(Row(place.id, place.label, _rest(protocol, place, used)) for place in places(protocol)),
    )


def _rest(protocol: Protocol, place: Place, used: pl.DataFrame) -> tuple[Estimate, ...]:
    here, national = place.rows(used), place.whole_study
    expected = sum(len(expected_months(protocol, protocol.site(site))) for site in place.sites)
    by_site = here.group_by("site_id", maintain_order=True).agg("children")
    resident = round(fsum(fsum(children) / len(children) for children in by_site["children"]))
    children = _cells.of_people(resident, "children", national=national)
    return (
        _cells.things(len(place.sites), "sites", national=national),
        _cells.things(expected, "site-months", national=national),
        _cells.things(here.height, "site-months", national=national),
        children if here.height else _cells.empty("count", "children", "no return was received", national=national),
    )


def _by_month(protocol: Protocol, measure: str, counted: pl.DataFrame) -> Table:
    kinds = site_types(protocol)
    rows = []
    for month in protocol.months():
        here = counted.filter(pl.col("month") == month)
        rows.append(Row(month, month, tuple(monthly_rate(here, kind) for kind in kinds)))
    title = f"{MEASURES[measure][0]} per 100 children per year by month"
    columns = tuple(Column(kind.id, kind.label) for kind in kinds)
    return Table(f"{measure}_by_month", title, "Month", columns, tuple(rows))


def _figure_by_type(measures: tuple[str, ...]) -> Figure:
    return Figure(
        "rates_by_type",
        "Incidents per 100 children per year by site type, with 95% intervals",
        "intervals",
        "rates_by_type",
        measures,
        "Incidents per 100 children per year",
        "For each site type and for all sites, a point for the rate of each kind of incident, with its interval.",
    )


def _figure_by_month(protocol: Protocol, table: Table) -> Figure:
    columns = tuple(kind.id for kind in protocol.site_types)
    rate = MEASURES[table.id.removesuffix("_by_month")][0].lower()
    alt = f"One line for each site type along the months: the rate of {rate}. Gaps are months without a return."
    return Figure(table.id, table.title, "lines", table.id, columns, "Incidents per 100 children per year", alt)


analysis = Analysis(
    title="Incident rates",
    method=(
        "Incidents from the sites' monthly returns are divided by child-years and given per 100 children per "
        "year, as the Youth Custody Service's bulletin Safety in the children and young people secure estate "
        "does. Rates pool all months of a site type as a ratio of totals; intervals take sites as the sampling "
        "unit (bias-reduced cluster-robust variance CR2 with Satterthwaite degrees of freedom, on the log "
        "scale; Bell and McCaffrey 2002)."
    ),
    answer=answer,
)
