"""Draws what a long run hangs on: the moves, the unit costs and the cost of delivery, each from a stream of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from newel.analysis._delivery import Delivery
from newel.analysis._economics import perspectives
from newel.analysis._item_prices import ItemPrice, price_of
from newel.analysis._long_run import Model
from newel.analysis._places import places
from newel.analysis._plugin import Evidence
from newel.costs import registry_of
from newel.protocol import Economics, LongRun
from newel.statistics.arrays import Numbers

PRICES, DELIVERY, MOVES = 0, 1, 3
"""Streams. Those of prices and delivery are the ones that the break-even draws from."""


@dataclass(frozen=True)
class Drawn:
    """A long run with everything at its estimate, the same in draws, and the unit costs of what its states use."""

    base: Model
    draws: Model
    prices: Mapping[str, ItemPrice]


def used(plan: LongRun) -> list[str]:
    """Return what the states use, in an order that does not hang on that of the states."""
    return sorted({cost.of for state in plan.states for cost in state.costs})


def unit_prices(evidence: Evidence, plan: LongRun, *, number: int, seed: int) -> dict[str, ItemPrice]:
    """Return the unit cost of everything that the states use and that has one."""
    registry, rng = registry_of(evidence.freeze.frame), np.random.default_rng((seed, PRICES))
    found = {
        item: price_of(registry, item, protocol=evidence.protocol, number=number, rng=rng) for item in used(plan)
    }
    return {item: price for item, price in found.items() if price is not None and price.rows}


def drawn(
    evidence: Evidence, delivery: Delivery, prices: Mapping[str, ItemPrice], *, number: int, seed: int
) -> Drawn:
    """Return a long run at its estimates and in so many draws. Raises ValueError for a protocol that declares none."""
    header = evidence.protocol.economics
    if header is None or header.long_run is None:
        raise ValueError("The protocol declares no long run.")
    plan, cycle, rates = header.long_run, header.long_run.months / 12, _rates(header)
    over = ("accrued", "full_child_years", places(evidence.protocol)[-1])
    borne = {name: delivery.borne_by(name) for name, _ in perspectives(evidence.protocol)}
    base = Model(
        plan,
        chances(plan),
        {name: _costs(plan, _price_estimates(prices, name)) for name in borne},
        {name: np.array([cycle * (part.per(*over, unit="").value or 0.0)]) for name, part in borne.items()},
        *rates,
    )
    draws = Model(
        plan,
        chances(plan, number=number, rng=np.random.default_rng((seed, MOVES))),
        {name: _costs(plan, _price_draws(prices, name, number)) for name in borne},
        {
            name: cycle * part.draws(*over, number=number, rng=np.random.default_rng((seed, DELIVERY)))
            for name, part in borne.items()
        },
        *rates,
    )
    return Drawn(base, draws, prices)


def _rates(header: Economics) -> tuple[float, float]:
    """Return the yearly rates for costs and for effects: those of the first pair, or none."""
    return (header.discounting[0].costs, header.discounting[0].effects) if header.discounting else (0.0, 0.0)


def chances(plan: LongRun, *, number: int = 1, rng: np.random.Generator | None = None) -> Numbers:
    """Return the chances of moves, shape (n, S, S): the shares that were seen or, with a generator, draws of them.

    Draws of each state are from a Dirichlet distribution of the people seen to move (Briggs, Claxton and Sculpher,
    Decision modelling for health economic evaluation, 2006, chapter 4), whose means are the shares. They are drawn in
    the order of names, so that the order of states in the file changes nothing.
    """
    places_of = {state.id: place for place, state in enumerate(plan.states)}
    found = np.tile(np.eye(len(places_of)), (number, 1, 1))
    for moves in sorted(plan.moves, key=lambda each: each.out_of):
        to = sorted(moves.to)
        people = np.array([moves.to[name] for name in to], dtype=np.float64)
        shares = people / people.sum() if rng is None else rng.dirichlet(people, number)
        found[:, places_of[moves.out_of], :] = 0.0
        found[:, places_of[moves.out_of], [places_of[name] for name in to]] = shares
    return found


def _price_estimates(prices: Mapping[str, ItemPrice], perspective: str) -> dict[str, Numbers]:
    return {item: np.array([price.amount(perspective)]) for item, price in prices.items()}


def _price_draws(prices: Mapping[str, ItemPrice], perspective: str, number: int) -> dict[str, Numbers]:
    return {
        item: price.of(perspective).draws if perspective in price.borne_by else np.zeros(number)
        for item, price in prices.items()
    }


def _costs(plan: LongRun, prices: Mapping[str, Numbers]) -> Numbers:
    """Return what a cycle in each state costs, shape (n, S), for draws of the price of each item."""
    number = len(next(iter(prices.values()), np.zeros(1)))
    return np.column_stack(
        [sum((cost.times * prices[cost.of] for cost in state.costs), np.zeros(number)) for state in plan.states]
    )
