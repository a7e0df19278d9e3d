"""How many fewer incidents pay for delivery, who bears what, and how many fewer there were."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

import numpy as np
import polars as pl

from newel.analysis import _cells, _notes, _options
from newel.analysis._delivery import RECORDED, read_delivery
from newel.analysis._economics import ALL, DRAWS, SEED, header_notes, left_out, perspectives
from newel.analysis._incidents import MEASURES, UNIT
from newel.analysis._item_prices import BEARS_NOTHING, NO_UNIT_COST, incident_prices
from newel.analysis._outcome_cells import words as in_words
from newel.analysis._places import places
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._prevented import fewer_cell, prevented, rate_cell
from newel.analysis._weighed import Weighed
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Question

SURE = 97.5
"""Per cent of the draws that must agree before anything is said."""
PER_PLACE = "per place and year"
STEPS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0)
"""Multiples of the unit cost that the curve is worked out at."""
PAYS, PAYS_NOT = "Pays for itself by this alone", "Does not pay for itself by this alone"
CANNOT, CANNOT_TELL = "Cannot pay for itself by this alone: not so many happen", "Cannot tell"
NOTES = (
    (
        "Needed: the cost of a year of full delivery per child, divided by what one incident costs; per hundred "
        "children and year, and per place and year. It is what would have to be prevented if nothing else were gained."
    ),
    (
        "Happening and prevented are by the model of the series: what it expects in the months of delivery without it, "
        "and how many fewer with full delivery. Prevented is a change over time at the same sites, and whatever else "
        "changed at the same time is in it."
    ),
    (
        "Intervals of what is needed are from draws: costs of delivery by how sites differ, unit costs by the "
        "distribution their source is given in the registry. The chance is the share of draws in which as many or more "
        "were prevented as were needed; a verdict is given where at least 97.5 of 100 draws agree."
    ),
    (
        "That delivery does not pay for itself is no reason against it: what young people and staff gain is not in "
        "these pounds."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:
    """Set what must be prevented beside what happens and what was prevented, for each perspective and all."""
    measures = _options.some_of(question, "measures", MEASURES)
    seed, number = _options.whole_number(question, "seed", SEED), _options.whole_number(question, "draws", DRAWS)
    prices = incident_prices(evidence, number=number, rng=np.random.default_rng((seed, 0)))
    priced = tuple(measure for measure in measures if measure in prices and prices[measure].rows)
    found = {measure: prevented(evidence, measure) for measure in priced}
    everywhere = places(evidence.protocol)[-1]
    weighed = Weighed(read_delivery(evidence), prices, found, everywhere, number, seed)
    why = weighed.delivery.why_none or _not_spread(weighed)
    tables = tuple(_tables(evidence, weighed)) if priced and not why else ()
    return Answer(
        population="Children resident in the sites, in the months in which their site delivered",
        n=_cells.things(weighed.delivery.sites.height, "sites", national=True),
        tables=tables,
        figures=tuple(_figures(tables)),
        notes=(
            *NOTES,
            *header_notes(evidence.protocol),
            *left_out(weighed.delivery.left_out),
            *([f"Nothing is shown: {why}."] if why else []),
            *(f"{MEASURES[name][0]}: {NO_UNIT_COST}." for name in measures if name not in priced),
            *_bears_nothing(evidence, weighed),
            *_notes.months(evidence.protocol),
        ),
    )


def _not_spread(weighed: Weighed) -> str:
    cell = weighed.delivery.per("accrued", "full_child_years", weighed.everywhere, unit="")
    return "" if cell.value else cell.why_missing


def _bears_nothing(evidence: Evidence, weighed: Weighed) -> Iterator[str]:
    for measure in weighed.found:
        without = [label for name, label in perspectives(evidence.protocol) if name not in _borne(weighed, measure)]
        if without:
            yield f"{MEASURES[measure][0]}, {', '.join(without).lower()}: {BEARS_NOTHING}."


def _borne(weighed: Weighed, measure: str) -> Mapping[str, object]:
    return weighed.prices[measure].borne_by


def _tables(evidence: Evidence, weighed: Weighed) -> Iterator[Table]:
    rows = tuple(_pairs(evidence, weighed))
    yield _needed(weighed, rows)
    yield _against(weighed, rows)
    yield _together(evidence, weighed)
    yield _counted(weighed)
    yield _unit_costs(weighed, rows)
    yield from (_curve(weighed, measure) for measure in weighed.found)


def _pairs(evidence: Evidence, weighed: Weighed) -> Iterator[tuple[str, str, str]]:
    """Yield (measure, perspective, label) of each perspective that bears a part of an incident, and of all."""
    for measure in weighed.found:
        for name, label in perspectives(evidence.protocol):
            if name in _borne(weighed, measure):
                yield measure, name, f"{MEASURES[measure][0]}, {label.lower()}"


def _needed(weighed: Weighed, rows: tuple[tuple[str, str, str], ...]) -> Table:
    columns = (
        Column("cost_per_child", "A year of delivery, per child"),
        Column("unit_cost", "One incident"),
        Column("needed", "Fewer needed, per 100 children and year"),
        Column("needed_per_place", "Fewer needed, per place and year"),
    )
    made = tuple(Row(f"{measure}_{name}", label, _need(weighed, measure, name)) for measure, name, label in rows)
    return Table("needed", "How many fewer incidents pay for delivery", "Incident and who pays", columns, made)


def _need(weighed: Weighed, measure: str, name: str) -> tuple[Estimate, ...]:
    mine, price = weighed.delivery.borne_by(name), weighed.prices[measure]
    places_per_child = weighed.places_per_child
    need = weighed.needed(mine, price.of(name))
    per_place = _scaled(need, 1 / (100 * places_per_child), PER_PLACE)
    cost = mine.per("accrued", "full_child_years", weighed.everywhere, unit="per child and year")
    return cost, price.cell(name), need, per_place


def _scaled(cell: Estimate, factor: float, unit: str) -> Estimate:
    low, high = (None if end is None else end * factor for end in (cell.low, cell.high))
    return Estimate("mean", (cell.value or 0.0) * factor, unit, None, low=low, high=high, national=True)


def _against(weighed: Weighed, rows: tuple[tuple[str, str, str], ...]) -> Table:
    columns = (
        Column("needed", "Fewer needed"),
        Column("happening", "Happening without delivery"),
        Column("prevented", "Fewer with full delivery"),
        Column("chance", "Chance that it pays"),
        Column("verdict", "What can be said"),
    )
    made = tuple(Row(f"{measure}_{name}", label, _beside(weighed, measure, name)) for measure, name, label in rows)
    title = "What is needed beside what was seen, per 100 children and year"
    return Table("against", title, "Incident and who pays", columns, made)


def _beside(weighed: Weighed, measure: str, name: str) -> tuple[Estimate, ...]:
    found, mine = weighed.found[measure], weighed.delivery.borne_by(name)
    price = weighed.prices[measure].of(name)
    need = weighed.needed(mine, price)
    seen = (rate_cell(found, 0.0), fewer_cell(found))
    if found.why_none:
        return need, *seen, _cells.empty("percentage", "%", found.why_none), in_words(CANNOT_TELL, None)
    needs = 100 * weighed.cost_draws(mine) / price.draws
    enough = weighed.prevented_draws(measure) >= needs
    chance = 100 * float(enough.mean())
    people = found.series.people
    said = _verdict(chance, cast(float, need.value), found.rate(0.0))
    share_of_draws = Estimate("percentage", chance, "%", None, float(enough.sum()), len(enough))  # it counts nobody
    return need, *seen, share_of_draws, in_words(said, people)


def _verdict(chance: float, needed: float, happening: float) -> str:
    if needed > happening:
        return CANNOT
    if chance >= SURE:
        return PAYS
    return PAYS_NOT if chance <= 100 - SURE else CANNOT_TELL


def _together(evidence: Evidence, weighed: Weighed) -> Table:
    """If all kinds of incidents fell by the same share, by how much must they fall?"""
    columns = (
        Column("cost_per_child", "A year of delivery, per child"),
        Column("incidents_per_child", "Incidents without delivery, per child"),
        Column("needed_share", "Share that must not happen"),
    )
    rows = []
    for name, label in perspectives(evidence.protocol):
        cost = weighed.delivery.borne_by(name).per("accrued", "full_child_years", weighed.everywhere, unit="per child")
        happening = weighed.incidents_cost(name)
        people = min((weighed.found[measure].series.people for measure in weighed.found), default=0)
        incidents = Estimate("amount", happening, f"{weighed.delivery.currency} per child and year", people)
        paid, happening = round(cost.value or 0.0, 2), round(happening, 2)  # to the penny, as parts of a share
        share = Estimate("percentage", 100 * paid / happening, "%", people, paid, happening) if happening else None
        why = "it bears nothing of any incident, or how often they happen is not known"
        rows.append(Row(name, label, (cost, incidents, share or _cells.empty("percentage", "%", why))))
    title = "By how many in a hundred all incidents must fall together"
    return Table("together", title, "Perspective", columns, tuple(rows))


def _counted(weighed: Weighed) -> Table:
    """Show how what is needed hangs on which costs are counted."""
    recorded = weighed.delivery.of(pl.col("known_from") == RECORDED)
    counted = (
        ("recorded_running", "Running costs that sites wrote down", recorded, "running"),
        ("running", "All running costs", weighed.delivery, "running"),
        ("yearly", "All costs, what was paid once spread over its years", weighed.delivery, "accrued"),
    )
    rows = []
    for name, label, delivery, amount in counted:
        cost = delivery.per(amount, "full_child_years", weighed.everywhere, unit="per child and year")
        prices = [weighed.prices[measure].of(ALL) for measure in weighed.found]
        cells = (weighed.needed(delivery, price, amount=amount) for price in prices)
        rows.append(Row(name, label, (cost, *cells)))
    columns = (Column("cost_per_child", "A year of delivery, per child"), *_measure_columns(weighed))
    title = "Fewer needed per 100 children and year, by the costs that are counted"
    return Table("counted", title, "Costs that are counted", columns, tuple(rows))


def _measure_columns(weighed: Weighed) -> tuple[Column, ...]:
    return tuple(Column(measure, MEASURES[measure][0]) for measure in weighed.found)


def _unit_costs(weighed: Weighed, rows: tuple[tuple[str, str, str], ...]) -> Table:
    columns = (
        Column("amount", "One incident"),
        Column("certainty", "How sure"),
        Column("source", "Source"),
    )
    made = tuple(Row(f"{measure}_{name}", label, _price(weighed, measure, name)) for measure, name, label in rows)
    return Table("unit_costs", "What one incident costs", "Incident and who pays", columns, made)


def _price(weighed: Weighed, measure: str, name: str) -> tuple[Estimate, ...]:
    price = weighed.prices[measure]
    return price.cell(name), in_words(price.certainty(name), None), in_words(price.source(name), None)


def _curve(weighed: Weighed, measure: str) -> Table:
    """Follow what is needed over a range of unit costs, beside what happens and what was prevented."""
    found, base = weighed.found[measure], weighed.prices[measure].amount(ALL)
    cost, happening = weighed.cost(weighed.delivery), rate_cell(found, 0.0)
    fewer = replace(fewer_cell(found), low=None, high=None)  # its interval stands in the table above
    rows = []
    for step in STEPS:
        at = _rounded(step * base)
        need = Estimate("amount", 100 * cost / at, UNIT, None, national=True)
        rows.append(Row(f"at_{at}", f"£{at:,}", (need, happening, fewer)))
    columns = (
        Column("needed", "Fewer needed"),
        Column("happening", "Happening without delivery"),
        Column("prevented", "Fewer with full delivery"),
    )
    title = f"{MEASURES[measure][0]}: fewer needed per 100 children and year, by what one costs"
    return Table(f"{measure}_curve", title, "If one costs", columns, tuple(rows))


def _rounded(amount: float) -> int:
    """Return an amount to two digits: a curve needs no more."""
    size = 10 ** max(len(str(int(amount))) - 2, 0)
    return int(max(round(amount / size), 1) * size)


def _figures(tables: tuple[Table, ...]) -> Iterator[Figure]:
    for table in tables:
        if table.id.endswith("_curve"):
            columns = tuple(column.id for column in table.columns)
            alt = (
                "Three lines along what one incident may cost: how many fewer are needed, which falls; how many happen "
                "without delivery; and how many fewer there were with full delivery."
            )
            yield Figure(table.id, table.title, "lines", table.id, columns, f"Incidents {UNIT}", alt)


analysis = Analysis(
    title="Break-even",
    method=(
        "The cost of a year of full delivery per child, of each perspective and of all, is divided by what one "
        "incident costs it. Intervals are percentiles of draws of both. Beside it stand the incidents that the "
        "interrupted series expects without delivery in the months of delivery, and the difference full delivery "
        "makes to them (delta method, sites' own levels held). Draws start from a stated seed."
    ),
    answer=answer,
)
