"""What one incident costs those who bear a part of it, in the report's prices, with how sure its source is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum

import numpy as np

from newel.analysis import _cells
from newel.analysis._economics import ALL
from newel.analysis._plugin import Evidence
from newel.costs import INCIDENTS, PricedRow, factor_of, registry_of
from newel.faults import Refused
from newel.findings import Estimate
from newel.statistics.arrays import Numbers

NO_UNIT_COST = "it has no unit cost that holds at every site on the study's last day"
BEARS_NOTHING = "no unit cost says that it bears anything of it"


@dataclass(frozen=True)
class Price:
    """What one incident costs a perspective, and draws of it."""

    amount: float
    draws: Numbers


@dataclass(frozen=True)
class IncidentPrice:
    """The unit cost of one kind of incident, by perspective, with draws of each."""

    measure: str
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

    def source(self, perspective: str) -> str:
        """Return where it is from and how it came into the report's prices."""
        cited = dict.fromkeys(
            f"{row.unit_cost.cites}, at {row.unit_cost.price_year} prices" for row in self.borne_by[perspective]
        )
        return "; ".join(cited)


def incident_prices(evidence: Evidence, *, number: int, rng: np.random.Generator) -> dict[str, IncidentPrice]:
    """Return the unit cost of each kind of incident that has one, by measure, with as many draws of it."""
    header, found = evidence.protocol.economics, {}
    if header is None:
        return {}
    registry, day = registry_of(evidence.freeze.frame), evidence.protocol.study.ends
    for item, measure in INCIDENTS.items():
        try:
            priced = registry.price(item, on=day, year=header.price_year)
        except Refused:
            continue
        rows = tuple(row for row in priced.rows if row.unit_cost.perspective in header.perspectives)
        drawn = {row.unit_cost.id: row.unit_cost.draws(number, rng) * factor_of(row.steps) for row in rows}
        found[measure] = IncidentPrice(measure, header.currency, rows, drawn)
    return found
