"""Every unit cost, shared cost and series of a study, and what a quantity of an item costs in one year's prices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import fsum

from newel.costs.indices import IndexSeries, IndexStep, factor_of, index_steps
from newel.costs.shared_costs import SharedCost
from newel.costs.unit_costs import UnitCost
from newel.faults import Refused

FOLDER = "costs"
UNIT_COSTS = f"{FOLDER}/unit_costs"


@dataclass(frozen=True)
class Quantity:
    """So much of something, in a unit."""

    number: float
    unit: str


@dataclass(frozen=True)
class PricedRow:
    """What one perspective bears: a quantity, a unit cost as its source has it, and the steps to another year."""

    unit_cost: UnitCost
    quantity: float
    steps: tuple[IndexStep, ...]

    @property
    def price(self) -> float:
        """The cost of one unit in the prices asked for."""
        return self.unit_cost.amount * factor_of(self.steps)

    @property
    def amount(self) -> float:
        """The cost of the quantity in the prices asked for."""
        return self.quantity * self.price

    @property
    def chain(self) -> tuple[tuple[str, str], ...]:
        """How the amount came about, as (what, words) from the quantity to the source."""
        cost = self.unit_cost
        priced = f"{cost.currency} {cost.amount:g} for one {cost.unit} at {cost.price_year} prices"
        return (
            ("quantity", f"{self.quantity:g} {cost.unit}"),
            ("unit cost", f"{cost.id}: {priced}"),
            *(("index step", f"{step} ({step.file}), times {step.factor:.6g}") for step in self.steps),
            ("borne by", cost.perspective),
            ("source", f"{cost.cites}; kept by {cost.owner}"),
        )


@dataclass(frozen=True)
class Priced:
    """What a quantity of an item costs, one row for each perspective that bears a part of it."""

    item: str
    rows: tuple[PricedRow, ...]

    @property
    def amount(self) -> float:
        """The cost over all perspectives: the sum of the rows."""
        return fsum(row.amount for row in self.rows)

    def borne_by(self, perspective: str) -> float:
        """Return what one perspective bears."""
        return fsum(row.amount for row in self.rows if row.unit_cost.perspective == perspective)


@dataclass(frozen=True)
class Registry:
    """What things cost in one study. It is empty for a study without a folder of costs."""

    unit_costs: tuple[UnitCost, ...] = ()
    shared_costs: tuple[SharedCost, ...] = ()
    series: Mapping[str, IndexSeries] = field(default_factory=dict)

    @property
    def items(self) -> dict[str, str]:
        """Return {item: unit} of everything that has a unit cost."""
        return {cost.item: cost.unit for cost in self.unit_costs}

    def price(
        self, item: str, quantity: Quantity | None = None, *, on: date, year: int, site_type: str = ""
    ) -> Priced:
        """Return what a quantity of an item, or one unit of it, costs in one year's prices.

        Raises Refused for an item without a unit cost that holds on this day at a site of this type, for a quantity in
        another unit than the item's, and for a year that the item's series lacks.
        """
        holding = [cost for cost in self.unit_costs if cost.item == item and cost.holds(on, site_type)]
        if not holding:
            raise self._no_unit_cost(item, on, site_type)
        units = {cost.unit for cost in holding}
        if quantity is not None and units != {quantity.unit}:
            raise _wrong_unit(item, quantity, units)
        number = 1.0 if quantity is None else quantity.number
        return Priced(item, tuple(PricedRow(cost, number, self.steps(cost, year)) for cost in holding))

    def steps(self, cost: UnitCost | SharedCost, year: int) -> tuple[IndexStep, ...]:
        """Return the steps from a cost's own prices to a year's. Raises Refused for a year its series lacks."""
        return index_steps(self.series, cost.series, from_year=cost.price_year, to_year=year)

    def _no_unit_cost(self, item: str, on: date, site_type: str) -> Refused:
        known = ", ".join(self.items) or "none"
        where = f" at a site of type {site_type}" if site_type else ""
        return Refused.because(
            UNIT_COSTS,
            f"item {item}, on {on}{where}",
            found="no unit cost holds",
            expected=f"a unit cost of the item; items with one are {known}",
            remedy="Add it with its source, or widen the dates or the site type of one that is there.",
        )


def _wrong_unit(item: str, quantity: Quantity, units: set[str]) -> Refused:
    return Refused.because(
        UNIT_COSTS,
        f"item {item}",
        found=f"a quantity in {quantity.unit}",
        expected=f"a quantity in {' or '.join(sorted(units))}, the unit of its unit cost",
        remedy="Count the item in that unit, or give the unit cost of one that it is counted in.",
    )
