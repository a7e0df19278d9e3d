"""How faithfully sites delivered the framework, and with how much of young people's own part in it."""

from collections.abc import Mapping

import polars as pl

from newel.analysis import _cells, _notes
from newel.analysis._dose import dose_table
from newel.analysis._pathway import NOTHING_DUE, kept, kept_in
from newel.analysis._places import Place, places, site_types
from newel.analysis._plugin import Analysis, Evidence
from newel.care import MEASURES, OWN_PART, days_to_formulation, read_pathway
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Protocol, Question
from newel.statistics import clustered_mean

EVERY = {**MEASURES, **OWN_PART}
FOLLOWED = ("every_domain_assessed", "child_present", "reviewed_in_time")
"""Measures that are followed month by month."""
DAYS = "days_to_formulation"
DAYS_RULE = (
    "Days to the first formulation: the mean over everyone who was there {days} days after admission, with a "
    "formulation or without; nobody is counted with more than {days} days."
)
DRAWN = ("every_domain_assessed", "formulated_in_time", "reviewed_in_time", "needs_answered", "transition_planned")
NOTES = (
    (
        "A case is counted where its time ran out in the study, while the young person was there and before the "
        "records end. Who left before that, and who is not due yet, is counted on neither side. A case counts in the "
        "month in which its time ran out. What is not recorded as done is counted as not done."
    ),
    (
        "These are measures of what sites recorded. A meeting that was held and not written down is missing here, and "
        "that a meeting was held says nothing of how it went."
    ),
    (
        "Dose puts its parts side by side and makes no index of them. Phase is the mean delivery phase of the sites "
        "open in the quarter: 0 before a site's start, then 0.5 for partial and 1 for full delivery. Trained and still "
        "here is of staff in post at the end of the last month of the quarter that the register of staff reaches."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Count each measure by site type, follow the main ones by month, and lay the parts of the dose side by side."""
    protocol, pathway = evidence.protocol, read_pathway(evidence.protocol, evidence.freeze.frame)
    cases = {name: measure.cases(pathway) for name, measure in EVERY.items()}
    measures, own_part = _measures(protocol, cases, days_to_formulation(pathway)), _own_part(protocol, cases)
    by_month = tuple(_by_month(protocol, name, cases[name]) for name in FOLLOWED)
    admitted = pathway.records["admission"]["child_id"].n_unique()
    return Answer(
        population="Young people who stayed at the sites during the study",
        n=_cells.of_people(admitted, "young people", national=True),
        tables=(measures, own_part, _cases(protocol, cases), *by_month, dose_table(evidence, pathway, cases)),
        figures=(MEASURED, OWN, *(_figure_by_month(protocol, table) for table in by_month)),
        notes=(
            *NOTES,
            *(f"{measure.label}: {measure.says(protocol.care)}" for measure in EVERY.values()),
            DAYS_RULE.format(days=protocol.care.formulation_days),
            *(() if admitted else ("No admission was received.",)),
            *_notes.intervals(protocol, [measures, own_part]),
            *_notes.months(protocol),
            *_notes.site_types(protocol),
        ),
    )


def _measures(protocol: Protocol, cases: Mapping[str, pl.DataFrame], waited: pl.DataFrame) -> Table:
    columns = [Column(name, measure.label) for name, measure in MEASURES.items()]
    after = list(MEASURES).index("formulated_in_time") + 1
    columns.insert(after, Column(DAYS, "Days to the first formulation"))
    rows = []
    for place in places(protocol):
        cells = [kept(cases[name], place) for name in MEASURES]
        cells.insert(after, _days(waited, place))
        rows.append(Row(place.id, place.label, tuple(cells)))
    return Table("measures", "What the framework asks of a site", "Site type", tuple(columns), tuple(rows))


def _days(waited: pl.DataFrame, place: Place) -> Estimate:
    """Return the restricted mean time to the first formulation."""
    here = place.rows(waited)
    if here.is_empty():
        return _cells.empty("mean", "days", NOTHING_DUE, national=place.whole_study)
    found = clustered_mean(_cells.numbers(here, "days"), here["site_id"].to_numpy())
    return _cells.mean(found, "days", here["child_id"].n_unique(), national=place.whole_study)


def _own_part(protocol: Protocol, cases: Mapping[str, pl.DataFrame]) -> Table:
    return Table(
        "own_part",
        "Young people's own part",
        "Site type",
        tuple(Column(name, measure.label) for name, measure in OWN_PART.items()),
        tuple(
            Row(place.id, place.label, tuple(kept(cases[name], place) for name in OWN_PART))
            for place in places(protocol)
        ),
    )


def _cases(protocol: Protocol, cases: Mapping[str, pl.DataFrame]) -> Table:
    """Say how many cases each measure is of; measures of the same cases share a row."""
    first = {measure.cases_are: name for name, measure in reversed(EVERY.items())}
    where = places(protocol)
    rows = [
        Row(name, EVERY[name].cases_are, tuple(_counted(cases[name], place) for place in where))
        for name in EVERY
        if first[EVERY[name].cases_are] == name
    ]
    columns = tuple(Column(place.id, place.label) for place in where)
    return Table("cases", "Cases that the measures are of", "Cases", columns, tuple(rows))


def _counted(cases: pl.DataFrame, place: Place) -> Estimate:
    here = place.rows(cases)
    return Estimate("count", here.height, "cases", here["child_id"].n_unique(), national=place.whole_study)


def _by_month(protocol: Protocol, name: str, cases: pl.DataFrame) -> Table:
    kinds = site_types(protocol)
    rows = tuple(
        Row(month, month, tuple(kept_in(cases, kind, [month]) for kind in kinds)) for month in protocol.months()
    )
    columns = tuple(Column(kind.id, kind.label) for kind in kinds)
    return Table(f"{name}_by_month", f"{EVERY[name].label}, by month", "Month", columns, rows)


def _figure_by_month(protocol: Protocol, table: Table) -> Figure:
    cases_are = EVERY[table.id.removesuffix("_by_month")].cases_are.lower()
    columns = tuple(kind.id for kind in protocol.site_types)
    alt = f"One line for each site type along the months: the share of {cases_are}. Gaps are months without any."
    return Figure(table.id, table.title, "lines", table.id, columns, f"% of {cases_are}", alt)


MEASURED = Figure(
    "measures",
    "What the framework asks of a site",
    "intervals",
    "measures",
    DRAWN,
    "% of cases",
    "For each site type and for all sites, a point for the share in which each thing was done, with its interval.",
)
OWN = Figure(
    "own_part",
    "Young people's own part",
    "intervals",
    "own_part",
    tuple(OWN_PART),
    "% of cases",
    "For each site type and for all sites, a point for each share in which young people had their own part.",
)

analysis = Analysis(
    title="Fidelity and young people's own part",
    method=(
        "Each measure is the share of cases that were kept, of those whose time ran out while the young person was "
        "there. Intervals are Wilson intervals with the effective sample size of clustered people (Korn and Graubard "
        "1998; Dean and Pagano 2015). The time to the first formulation is a restricted mean (Royston and Parmar, BMC "
        "Medical Research Methodology 2013;13:152) with an interval from how sites differ (CR2; Bell and McCaffrey "
        "2002)."
    ),
    answer=answer,
)
