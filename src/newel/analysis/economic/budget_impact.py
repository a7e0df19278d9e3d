"""What rolling delivery out costs each budget year by year, in the scenarios that the protocol declares."""

from collections.abc import Iterator

import numpy as np

from newel.analysis import _cells
from newel.analysis._delivery import Delivery, read_delivery
from newel.analysis._economics import ALL, header_notes, left_out, perspectives
from newel.analysis._outcome_cells import words as in_words
from newel.analysis._places import Place, places
from newel.analysis._plugin import Analysis, Evidence
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Protocol, Question, Scenario
from newel.statistics.ratios import sum_interval

NO_SCENARIO = "the protocol declares no scenario of a roll-out"
NOTES = (
    (
        "A budget of a year is what falls due in it: running costs of the places in which delivery is full, and set-up "
        "of those that are new. Nothing is spread over years, and nothing is discounted, as is usual for budgets: a "
        "year's money is that year's money (Sullivan and others, Value in Health 2014;17:5-14)."
    ),
    (
        "All years are at the same prices. A place in which delivery is partial counts half. What a place costs is "
        "taken from the sites of the study; other places may cost another amount."
    ),
    "Nothing is taken off for incidents that may be prevented.",
    "Intervals are from how sites differ. That plans may change, and prices, is not in them.",
)
THOUSAND = 1000
UPTAKE = "Share of places in which delivery is full"


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Work the budget of every scenario out, year by year and by who pays."""
    delivery, protocol = read_delivery(evidence), evidence.protocol
    scenarios = protocol.economics.scenarios if protocol.economics else ()
    tables = tuple(_tables(protocol, delivery, scenarios)) if scenarios and not delivery.why_none else ()
    why = [f"Nothing is shown: {reason}." for reason in (NO_SCENARIO * (not scenarios), delivery.why_none) if reason]
    return Answer(
        population="Places in reach of the roll-out, at what delivery cost the sites of the study",
        n=_cells.things(delivery.sites.height, "sites", national=True),
        tables=tables,
        figures=(_figure(tables[0]),) if tables else (),
        notes=(*NOTES, *why, *header_notes(protocol, spread=False), *left_out(delivery.left_out)),
    )


def _tables(protocol: Protocol, delivery: Delivery, scenarios: tuple[Scenario, ...]) -> Iterator[Table]:
    everywhere = places(protocol)[-1]
    yield _by_year(protocol, delivery, scenarios)
    for scenario in scenarios:
        yield _scenario(protocol, delivery, scenario)
    yield _assumed(protocol, scenarios, everywhere)


def _by_year(protocol: Protocol, delivery: Delivery, scenarios: tuple[Scenario, ...]) -> Table:
    """Set the scenarios side by side, calendar year by calendar year."""
    years = range(
        min(each.first_year for each in scenarios),
        max(each.first_year + len(each.uptake) for each in scenarios),
    )
    rows = tuple(
        Row(f"year_{year}", str(year), tuple(_in_year(protocol, delivery, each, year=year) for each in scenarios))
        for year in years
    )
    columns = tuple(Column(each.id, each.label) for each in scenarios)
    return Table("by_year", "Budget by year, all perspectives together, in thousands of pounds", "Year", columns, rows)


def _in_year(protocol: Protocol, delivery: Delivery, scenario: Scenario, *, year: int) -> Estimate:
    at = year - scenario.first_year
    if not 0 <= at < len(scenario.uptake):
        why = "the scenario does not speak of this year"
        return _cells.empty("amount", f"{delivery.currency} thousand", why, national=True)
    running, new = place_years(protocol, scenario)[at]
    return _cost(delivery, places(protocol)[-1], running=running, new=new)


def place_years(protocol: Protocol, scenario: Scenario) -> list[tuple[float, float]]:
    """Return for each year the places in which delivery runs, and those of them that are set up in it.

    A place that is given up and taken up again is set up once.
    """
    reach = scenario.places or sum(site.places for site in protocol.sites)
    found, most = [], scenario.already
    for share in scenario.uptake:
        found.append((reach * share, reach * max(share - most, 0.0)))
        most = max(most, share)
    return found


def _cost(delivery: Delivery, everywhere: Place, *, running: float, new: float) -> Estimate:
    """Return what so many places running for a year and so many new ones cost, with an interval over sites."""
    here = everywhere.rows(delivery.sites)
    amounts = np.column_stack([_cells.numbers(here, "running"), _cells.numbers(here, "set_up")])
    divisors = np.column_stack([_cells.numbers(here, "full_place_years"), _cells.numbers(here, "full_places")])
    found = sum_interval(amounts, divisors, np.array([running, new]))
    low = None if found.low is None else max(found.low, 0.0)
    value, low, high = (None if end is None else end / THOUSAND for end in (found.value, low, found.high))
    return Estimate("amount", value, f"{delivery.currency} thousand", None, low=low, high=high, national=True)


def _scenario(protocol: Protocol, delivery: Delivery, scenario: Scenario) -> Table:
    everywhere, named = places(protocol)[-1], perspectives(protocol)
    years = place_years(protocol, scenario)
    parts = [delivery.borne_by(name) for name, _ in named]
    rows = [
        Row(
            f"year_{scenario.first_year + at}",
            str(scenario.first_year + at),
            (_places(running), *(_cost(part, everywhere, running=running, new=new) for part in parts)),
        )
        for at, (running, new) in enumerate(years)
    ]
    running, new = (sum(year[place] for year in years) for place in (0, 1))
    total = (_cells.empty("count", "places", "a sum over years has no places", national=True),)
    rows.append(Row(ALL, "All years", (*total, *(_cost(part, everywhere, running=running, new=new) for part in parts))))
    columns = (Column("places", "Places delivering in full"), *(Column(name, label) for name, label in named))
    return Table(scenario.id, f"Budget by year, in thousands of pounds: {scenario.label}", "Year", columns, tuple(rows))


def _places(running: float) -> Estimate:
    return _cells.things(round(running), "places", national=True)


def _assumed(protocol: Protocol, scenarios: tuple[Scenario, ...], everywhere: Place) -> Table:
    """Print what each scenario rests on."""
    whole = sum(protocol.site(site).places for site in everywhere.sites)
    rows = tuple(
        Row(
            each.id,
            each.label,
            (
                _cells.things(each.places or whole, "places", national=True),
                in_words(f"{each.already:.0%}", None),
                in_words(", ".join(f"{share:.0%}" for share in each.uptake), None),
                in_words(each.source, None),
            ),
        )
        for each in scenarios
    )
    columns = (
        Column("places", "Places in reach"),
        Column("already", "Set up before"),
        Column("uptake", f"{UPTAKE}, year by year"),
        Column("source", "Source"),
    )
    return Table("assumed", "What each scenario assumes", "Scenario", columns, rows)


def _figure(table: Table) -> Figure:
    alt = "One line for each scenario along the years: what delivery costs all budgets together in each."
    columns = tuple(column.id for column in table.columns)
    return Figure(table.id, table.title, "lines", table.id, columns, "Thousands of pounds a year", alt)


analysis = Analysis(
    title="Budget impact",
    method=(
        "For each year of each scenario that the protocol declares, places in which delivery is full are multiplied by "
        "running costs per place and year, and places that are new by set-up costs per place, by perspective. Years "
        "are not discounted. Intervals are of sums of ratios of totals over sites, with the parts of a site in both "
        "ratios added before they are squared (CR2; the fewest degrees of freedom of the two)."
    ),
    answer=answer,
)
