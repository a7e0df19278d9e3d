"""What one of something costs those who bear a part of it, in the report's prices, with how sure its source is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum

import numpy as np

from newel.analysis import _cells
from newel.analysis._economics import ALL
from newel.analysis._plugin import Evidence
from newel.costs import INCIDENTS, PricedRow, Registry, factor_of, registry_of
from newel.faults import Refused
from newel.findings import Estimate
from newel.protocol import Protocol
from newel.statistics.arrays import Numbers

NO_UNIT_COST = "it has no unit cost that holds at every site on the study's last day"
BEARS_NOTHING = "no unit cost says that it bears anything of it"
CERTAINTY = {
    "fixed": "Taken as known",
    "gamma": "Drawn from a gamma distribution",
    "lognormal": "Drawn from a log-normal distribution",
    "uniform": "Anything between two ends",
    "triangular": "Between two ends, most likely at its source",
}


@dataclass(frozen=True)
class Price:
    """What one incident costs a perspective, and draws of it."""

    amount: float
    draws: Numbers


@dataclass(frozen=True)
class ItemPrice:
    """What one of something costs, an incident or what a state uses, by perspective, with draws of each."""

    item: str
    currency: str
    rows: tuple[PricedRow, ...]
    drawn: Mapping[str, Numbers]
    """Draws of the price by unit cost."""

    @cached_property
    def borne_by(self) -> dict[str, tuple[PricedRow, ...]]:
        """The rows of each perspective that bears a part, then all."""
        found: dict[str, tuple[PricedRow, ...]] = {}
        for row in self.rows:
            name = row.unit_cost.perspective
            found[name] = (*found.get(name, ()), row)
        return found | ({ALL: self.rows} if self.rows else {})

    def amount(self, perspective: str) -> float:
        """Return what one incident costs a perspective: 0 for one that bears nothing of it."""
        return fsum(row.price for row in self.borne_by.get(perspective, ()))

    def of(self, perspective: str) -> Price:
        """Return the same with draws. Raises KeyError for a perspective that bears nothing of it."""
        drawn = np.sum([self.drawn[row.unit_cost.id] for row in self.borne_by[perspective]], axis=0)
        return Price(self.amount(perspective), drawn)

    def cell(self, perspective: str) -> Estimate:
        """Return it with the interval its source leaves; a fixed unit cost has none."""
        if perspective not in self.borne_by:
            return _cells.empty("amount", self.currency, BEARS_NOTHING, national=True)
        amount, (low, high) = self.amount(perspective), np.percentile(self.of(perspective).draws, [2.5, 97.5])
        unit = f"{self.currency} per incident"
        if np.isclose(low, high):
            return Estimate("amount", amount, unit, None, national=True)
        return Estimate("amount", amount, unit, None, low=float(low), high=float(high), national=True)

    def certainty(self, perspective: str) -> str:
        """Return how sure its sources are, in words."""
        return "; ".join(dict.fromkeys(CERTAINTY[row.unit_cost.uncertainty] for row in self.borne_by[perspective]))

    def source(self, perspective: str) -> str:
        """Return where it is from and how it came into the report's prices."""
        cited = dict.fromkeys(
            f"{row.unit_cost.cites}, at {row.unit_cost.price_year} prices" for row in self.borne_by[perspective]
        )
        return "; ".join(cited)


def incident_prices(evidence: Evidence, *, number: int, rng: np.random.Generator) -> dict[str, ItemPrice]:
    """Return the unit cost of each kind of incident that has one, by measure, with as many draws of it."""
    registry = registry_of(evidence.freeze.frame)
    drawn = {
        measure: price_of(registry, item, protocol=evidence.protocol, number=number, rng=rng)
        for item, measure in INCIDENTS.items()
    }
    return {measure: price for measure, price in drawn.items() if price is not None}


def price_of(
    registry: Registry, item: str, *, protocol: Protocol, number: int, rng: np.random.Generator
) -> ItemPrice | None:
    """Return what one of an item costs on the study's last day, with draws of it; None where no unit cost holds."""
    header = protocol.economics
    if header is None:
        return None
    try:
        priced = registry.price(item, on=protocol.study.ends, year=header.price_year)
    except Refused:
        return None
    rows = tuple(row for row in priced.rows if row.unit_cost.perspective in header.perspectives)
    drawn = {row.unit_cost.id: row.unit_cost.draws(number, rng) * factor_of(row.steps) for row in rows}
    return ItemPrice(item, header.currency, rows, drawn)
