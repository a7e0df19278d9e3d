"""Tables of a decision that are drawn: the plane of extra effect and extra cost, its quarters, and the tornado."""

from collections.abc import Mapping

import numpy as np

from newel.analysis._accepted import COST, FULL, RATIO, SAVING, WORDS, Options
from newel.analysis._delivery import PER_CHILD_YEAR
from newel.analysis._outcome_cells import words as in_words
from newel.findings import Column, Estimate, Row, Table
from newel.statistics.arrays import Numbers
from newel.statistics.decision import threshold_of, tornado

EDGES = 24
"""Points on the line around the draws."""
WITHIN = 5.991464547107979
"""95 % point of chi-square with 2 degrees of freedom: -2 log 0.05."""
UNIT = f"GBP {PER_CHILD_YEAR}"
QUARTERS = {
    ("more", "dearer"): "More effect, dearer",
    ("more", "cheaper"): "More effect, cheaper",
    ("less", "dearer"): "Less effect, dearer",
    ("less", "cheaper"): "Less effect, cheaper",
}


def plane(each: Options) -> Table:
    """Return the estimate of full delivery against none, and a line that holds 95 in 100 draws: an ellipse."""
    full = each.names.index(FULL)
    middle = (float(each.base_effects[full] - each.base_effects[0]), float(each.base_costs[full] - each.base_costs[0]))
    rows = [Row("middle", "Estimate", _point(each, *middle))]
    rows += [
        Row(f"edge_{number:02d}", f"Edge {number} of {EDGES}", _point(each, float(effect), float(cost)))
        for number, (effect, cost) in enumerate(ellipse(*increments(each)), start=1)
    ]
    columns = (Column("effect", f"Extra effect, {PER_CHILD_YEAR}"), Column("cost", f"Extra cost, {PER_CHILD_YEAR}"))
    title = f"{each.effect.label}: full delivery against none, and where 95 of 100 draws lie"
    return Table(f"{each.effect.id}_plane", title, "Point", columns, tuple(rows))


def _point(each: Options, effect: float, cost: float) -> tuple[Estimate, ...]:
    return Estimate("difference", effect, PER_CHILD_YEAR, each.people), Estimate("amount", cost, UNIT, each.people)


def increments(each: Options) -> tuple[Numbers, Numbers]:
    """Return draws of the extra effect and the extra cost of full delivery against none."""
    full = each.names.index(FULL)
    return each.effects[:, full] - each.effects[:, 0], each.costs[:, full] - each.costs[:, 0]


def ellipse(effects: Numbers, costs: Numbers) -> Numbers:
    """Return points of the line that holds 95 % of a normal law with the draws' means and covariance, shape (EDGES, 2).

    Where one of the two does not vary, it is a straight line there and back.
    """
    angles = 2 * np.pi * np.arange(EDGES) / EDGES
    spread = np.cov(effects, costs)
    values, vectors = np.linalg.eigh(spread)
    radii = np.sqrt(WITHIN * np.clip(values, 0, None))
    round_it = np.column_stack([np.cos(angles), np.sin(angles)]) * radii
    return np.asarray(round_it @ vectors.T + np.array([effects.mean(), costs.mean()]))


def quadrants(each: Options) -> Table:
    """Return the share of draws in each quarter of the plane."""
    effects, costs = increments(each)
    rows = []
    for (effect, cost), label in QUARTERS.items():
        here = ((effects > 0) == (effect == "more")) & ((costs > 0) == (cost == "dearer"))
        share = Estimate("percentage", 100 * float(here.mean()), "%", None, float(here.sum()), len(here))
        rows.append(Row(f"{effect}_{cost}", label, (share,)))
    title = f"{each.effect.label}: share of draws in each quarter"
    columns = (Column("share", "Share of draws"),)
    return Table(f"{each.effect.id}_quadrants", title, "Full delivery against none", columns, tuple(rows))


def tornado_table(each: Options, threshold: float) -> Table:
    """Move each figure alone over the middle 95 per cent of its draws, at the lowest amount a unit may cost."""
    ranges = {part.name: part for part in each.ranges()}

    def benefit(at: Mapping[str, float]) -> float:
        return each.net_benefit({**each.base, **at}, threshold)

    rows = []
    for swing in tornado(benefit, tuple(ranges.values())):
        low, high = sorted((swing.at_low, swing.at_high))
        moved = ranges[swing.name]
        cells = (
            Estimate("amount", benefit({}), UNIT, each.people, low=low, high=high),
            in_words(f"{_written(moved.name, moved.low)} to {_written(moved.name, moved.high)}", each.people),
            in_words(_turning(threshold_of(benefit, tuple(ranges.values()), moved.name), moved.name), each.people),
        )
        rows.append(Row(moved.name, WORDS[moved.name], cells))
    columns = (
        Column("benefit", "Net benefit, from one end to the other"),
        Column("range", "Low and high end"),
        Column("turns", "Where the choice turns"),
    )
    title = f"{each.effect.label}: net benefit of full delivery where one may cost £{threshold:,.0f}"
    return Table(f"{each.effect.id}_tornado", title, "Figure that is moved", columns, tuple(rows))


def _turning(at: float | None, name: str) -> str:
    """Say at which value of a figure full delivery is worth just what it costs."""
    return "Nowhere between these" if at is None else f"At {_written(name, at)}"


def _written(name: str, value: float) -> str:
    if name in (COST, SAVING):
        return f"£{value:,.0f}"
    return f"{value:.0%}" if name == RATIO else f"{value:.2f}"
