"""Incidents month by month: what changed when delivery started, what an interruption did, and what would have been."""

from math import fsum

import numpy as np
import polars as pl

from newel.analysis import _cells, _notes, _options
from newel.analysis._comparing import LEAST_SITES
from newel.analysis._incidents import MEASURES, UNIT, monthly_rate
from newel.analysis._outcome_cells import coefficient, sentence
from newel.analysis._places import Place, places
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._series import DELIVERY, Series, interruption_columns, series_of
from newel.analysis._series_beside import changes_alone, with_a_memory
from newel.analysis._series_changes import PER_CENT, change_of
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Protocol, Question
from newel.statistics import rate_per_100_per_year

NOTES = (
    (
        "A change is of the rate of incidents, in per cent. Those of delivery speak of full delivery against none; "
        "partial delivery counts half. The first is the change in level at the start, the second what each year of "
        "delivery adds to it."
    ),
    (
        "An interruption has its own level while it lasted, its own level afterwards and its own slope, for the types "
        "of site that it touched. Delivery and interruption fall into the same years: what the one did is told from "
        "the other by the sites that started earlier or later, and by the types that were touched longer."
    ),
    (
        "Without delivery means: the same sites, months, seasons and interruptions by the same model, with both terms "
        "of delivery at nothing. It is what the model would have expected, not what was seen."
    ),
    (
        "The two other ways: monthly rates in place of counts, in which a month may resemble the one before (likeness "
        "from -1 to 1, 0 is none); and each site by itself, where it has months enough on both sides of its start. "
        "Single sites scatter widely. Where the ways differ in direction, the change is not established."
    ),
)
ALT = (
    "Two lines along the months, one for the rate that the model expects and one for the rate it would expect without "
    "delivery, beside the rate that was seen."
)


def answer(question: Question, evidence: Evidence) -> Answer:
    """Fit each kind of incident and set what was seen beside what would have been expected without delivery."""
    measures = _options.some_of(question, "measures", MEASURES)
    found = tuple(series_of(evidence, measure) for measure in measures)
    whole = places(evidence.protocol)[-1]
    changes = tuple(_changes(evidence.protocol, each) for each in found)
    months = tuple(_by_month(evidence.protocol, each, whole) for each in found if each.fit is not None)
    received = evidence.freeze.frame("monthly_return").select("site_id", "month").n_unique()
    return Answer(
        population="Children resident in the sites, in the months for which a return was received",
        n=_cells.things(received, "site-months", national=True),
        tables=(*changes, _beside(found), _spread(found), *months),
        figures=(*map(_drawn, changes), *map(_figure, months)),
        notes=(
            *NOTES,
            *_remarks(found),
            *_notes.months(evidence.protocol),
            *_notes.site_types(evidence.protocol),
        ),
    )


def _terms(protocol: Protocol) -> dict[str, str]:
    """Return what may have changed a rate, by column of the model."""
    terms = dict(zip(DELIVERY, ("Delivery starts", "Each year of delivery"), strict=True))
    for interruption in protocol.interruptions:
        ways = ("{}, while it lasted", "{}, afterwards", "{}, each year afterwards")
        named = interruption_columns(interruption)
        terms |= {name: way.format(interruption.label) for name, way in zip(named, ways, strict=True)}
    return terms


def _changes(protocol: Protocol, each: Series) -> Table:
    rows = tuple(Row(name, label, change_of(each, name)) for name, label in _terms(protocol).items())
    columns = (Column("change", "Change in the rate, %"), Column("p", "p"))
    title = f"{MEASURES[each.measure][0]}: what changed the rate"
    return Table(f"{each.measure}_changes", title, "What changed it", columns, rows)


def _beside(found: tuple[Series, ...]) -> Table:
    """Set the start of delivery by two other models beside the first: rates with a memory, and each site by itself."""
    columns = (
        Column("memory_change", "By monthly rates, %"),
        Column("memory", "Likeness of neighbouring months"),
        Column("sites", "Sites read alone"),
        Column("lowest", "Lowest of them, %"),
        Column("middle", "Middle, %"),
        Column("highest", "Highest, %"),
    )
    rows = tuple(Row(each.measure, MEASURES[each.measure][0], (*_remembered(each), *_alone(each))) for each in found)
    return Table("beside", "Change at the start of delivery, in two other ways", "Incident", columns, rows)


def _remembered(each: Series) -> tuple[Estimate, Estimate]:
    found = with_a_memory(each)
    if found is None:
        why = each.why_none or "the model did not settle"
        return _cells.empty("difference", PER_CENT, sentence(why)), coefficient(np.nan, each.people, why_none=why)
    told, memory = found
    value, low, high = (100 * float(np.expm1(end[0])) for end in (told.estimate, told.low, told.high))
    return Estimate("difference", value, PER_CENT, each.people, low=low, high=high), coefficient(memory, each.people)


def _alone(each: Series) -> tuple[Estimate, ...]:
    """Return how many sites can be read alone, and how far apart they are where single ones cannot be told."""
    changes = np.sort(100 * np.expm1(changes_alone(each)))
    counted = _cells.things(len(changes), "sites", national=True)
    if len(changes) < LEAST_SITES:
        why = "Fewer than five sites have months enough on both sides: this would tell of single ones."
        return counted, *(_cells.empty("difference", PER_CENT, why) for _ in range(3))
    ends = (changes[0], float(np.median(changes)), changes[-1])
    return counted, *(Estimate("difference", float(end), PER_CENT, each.people) for end in ends)


def _spread(found: tuple[Series, ...]) -> Table:
    """Say how far sites and months scatter, and whether a month still resembles the one before."""
    columns = (
        Column("site_months", "Site-months"),
        Column("sites", "Spread of sites (SD, log scale)"),
        Column("dispersion", "Dispersion"),
        Column("memory", "Likeness of neighbouring months"),
    )
    rows = tuple(Row(each.measure, MEASURES[each.measure][0], _scatter(each)) for each in found)
    title = "How the counts scatter about the model of the series"
    return Table("spread", title, "Incident", columns, rows, printed_in="methods")


def _scatter(each: Series) -> tuple[Estimate, ...]:
    counted = _cells.things(each.months.height, "site-months", national=True)
    if each.fit is None:
        empty = coefficient(np.nan, each.people, why_none=each.why_none)
        return counted, empty, empty, empty
    sites = float(np.sqrt(each.fit.variances[0][0, 0])) if each.fit.variances else 0.0
    return (
        counted,
        coefficient(sites, each.people),
        coefficient(each.fit.dispersion, each.people),
        coefficient(_memory(each), each.people, why_none="no site has two months in a row"),
    )


def _memory(each: Series) -> float:
    """Return the correlation of Pearson residuals of a site's month with those of its month before."""
    expected = each.expected()
    size = each.fit.dispersion if each.fit else np.inf
    residual = (_cells.numbers(each.months, "incidents") - expected) / np.sqrt(expected + expected**2 / size)
    sites, months = each.months["site_id"].to_numpy(), each.months["month"].to_list()
    clock = np.array([int(month[:4]) * 12 + int(month[5:]) for month in months])
    beside = np.flatnonzero((sites[1:] == sites[:-1]) & (np.diff(clock) == 1))
    if len(beside) < 2:
        return float("nan")
    return float(np.corrcoef(residual[beside], residual[beside + 1])[0, 1])


def _by_month(protocol: Protocol, each: Series, whole: Place) -> Table:
    with_delivery, without = each.expected(), each.expected(without=DELIVERY)
    rows = []
    for month in protocol.months():
        here = (each.months["month"] == month).to_numpy()
        seen = monthly_rate(each.months.filter(pl.col("month") == month), whole)
        years = fsum(each.months["children"].to_numpy()[here]) / 12
        cells = (seen, *(_rate(fsum(expected[here]), years, seen) for expected in (with_delivery, without)))
        rows.append(Row(month, month, cells))
    columns = (
        Column("seen", "Seen"),
        Column("expected", "Expected by the model"),
        Column("without", "Expected without delivery"),
    )
    title = f"{MEASURES[each.measure][0]} {UNIT}: seen, and expected with and without delivery"
    return Table(f"{each.measure}_by_month", title, "Month", columns, tuple(rows))


def _rate(expected: float, years: float, seen: Estimate) -> Estimate:
    if not years:
        return _cells.empty("rate", UNIT, seen.why_missing, national=seen.national)
    rate = rate_per_100_per_year(expected, years)
    return Estimate("rate", rate, UNIT, seen.people, expected, years, national=seen.national)


def _drawn(table: Table) -> Figure:
    alt = "For each change, a point for how far it moved the rate in per cent, with its interval and a line at nothing."
    return Figure(table.id, table.title, "differences", table.id, ("change",), "Change in per cent", alt)


def _figure(table: Table) -> Figure:
    columns = tuple(column.id for column in table.columns)
    return Figure(table.id, table.title, "lines", table.id, columns, f"Incidents {UNIT}", ALT)


def _remarks(found: tuple[Series, ...]) -> tuple[str, ...]:
    """Say what the models could not bear."""
    remarks = [f"{MEASURES[each.measure][0]}: {each.why_none}." for each in found if each.why_none]
    for each in found:
        if each.fit is not None:
            remarks += [f"{MEASURES[each.measure][0]}: {note}" for note in each.fit.notes]
    return tuple(dict.fromkeys(remarks))


analysis = Analysis(
    title="Interrupted series",
    method=(
        "Each kind of incident is one negative binomial mixed model of all site-months (variance = mean + mean^2 / "
        "dispersion; Laplace's approximation), with child-years as exposure, sites as random effect, and as fixed "
        "effects the site type, a trend, two pairs of seasonal waves, delivery as a time-varying dose (level and "
        "slope), and for each interruption a level while it lasted, a level afterwards and a slope, at the types of "
        "site it touched (Lopez Bernal, Cummins and Gasparrini 2017). Intervals are Wald's on the log scale. Beside it "
        "stand the logarithms of monthly rates by REML with AR(1) errors and a level a site, and each site's own "
        "series with a trend, where it has six months or more with delivery and without."
    ),
    answer=answer,
)
