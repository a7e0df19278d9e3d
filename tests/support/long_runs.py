"""A long run of the study with money in it, and its naive twin: one draw, one cycle and one state at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from newel.analysis import Evidence
from newel.protocol import LongRun
from tests.support.money import LONG_RUN
from tests.support.value_study import value_evidence, with_records

PRICES = (
    ("place", "month", "justice", 9000.0),
    ("place", "month", "health", 600.0),
    ("support", "contact", "local_authority", 80.0),
)
SPREAD = 0.1
Matrix = Sequence[Sequence[float]]


def a_long_run(**changes: Any) -> LongRun:
    """Return the long run; `changes` replace its keys."""
    return LongRun.model_validate(LONG_RUN | changes)


def long_run_evidence(plan: Mapping[str, Any] = LONG_RUN, **economics: Any) -> Evidence:
    """Return the study with money in it, with a long run, and with the unit costs of what its states use."""
    about = value_evidence(long_run=plan, **economics)
    known = about.freeze.frame("unit_cost")
    like = known.row(0, named=True)
    mine = [
        like
        | {"unit_cost": f"{item}_{bears}", "item": item, "label": item.title(), "unit": unit, "amount": amount}
        | {"perspective": bears, "price_year": 2020, "uncertainty": "gamma", "standard_error": SPREAD * amount}
        for item, unit, bears, amount in PRICES
    ]
    return with_records(about, unit_cost=pl.concat([known, pl.DataFrame(mine, schema=known.schema)]))


def naive_cycles(plan: LongRun, chances: Matrix, ratio: float, rate: float) -> dict[str, float]:
    """Return the discounted cycles that one child spends in each state, by one draw of the chances."""
    names = [state.id for state in plan.states]
    here = {state.id: state.at_start for state in plan.states}
    spent = dict.fromkeys(names, 0.0)
    for cycle in range(plan.cycles):
        there = dict.fromkeys(names, 0.0)
        for i, origin in enumerate(names):
            for j, target in enumerate(names):
                moving = here[origin] * chances[i][j]
                if (origin, target) == (plan.changes.out_of, plan.changes.to):
                    there[target] += ratio * moving
                    there[origin] += (1 - ratio) * moving
                else:
                    there[target] += moving
        counted = {"beginning": (1.0, 0.0), "end": (0.0, 1.0), "life_table": (0.5, 0.5)}[plan.counting]
        weight = 1 / (1 + rate) ** (cycle * plan.months / 12)
        for name in names:
            spent[name] += weight * (counted[0] * here[name] + counted[1] * there[name])
        here = there
    return spent


def naive_extra(
    plan: LongRun, chances: Matrix, costs: Sequence[float], *, delivery: float, at: tuple[float, float]
) -> float:
    """Return what delivery costs after what is saved, at (ratio, rate), for a cycle's costs by state."""
    ratio, rate = at
    before, after = (naive_cycles(plan, chances, each, rate) for each in (1.0, ratio))
    saved = sum(cost * (before[state.id] - after[state.id]) for cost, state in zip(costs, plan.states, strict=True))
    return after[plan.delivered_in] * delivery - saved
