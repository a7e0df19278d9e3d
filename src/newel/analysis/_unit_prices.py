"""Which unit costs a person's contacts, and their site's delivery, are priced at, and how sure each of them is."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl

from newel.analysis import _cells
from newel.analysis._delivery import Delivery
from newel.analysis._plugin import Evidence
from newel.costs import Registry, registry_of, service_use_costs
from newel.protocol import ServiceUse
from newel.statistics.arrays import Numbers

KEY = ("participant_id", "wave")
_PRICE = ("unit_cost", "factor")
LeftOut = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class UnitPrice:
    """One unit cost in the report's prices."""

    id: str
    perspective: str
    amount: float
    error: float
    """Standard deviation that its source leaves; 0 where it is taken as known."""


@dataclass(frozen=True)
class ContactPrices:
    """The unit costs of n responses' contacts and of delivery."""

    unit_costs: tuple[UnitPrice, ...]
    bearing: Numbers
    """1 where a contact is priced at a unit cost, (n, items, unit costs)."""
    left_out: LeftOut
    """Answers that have no price: (how many, why)."""


def beside(frame: pl.DataFrame, values: pl.DataFrame, column: str) -> Numbers:
    """Return a column of values by person and wave in the rows of `frame`; nan where there is none."""
    joined = frame.select(KEY).join(values.select(*KEY, column), on=KEY, how="left", maintain_order="left")
    return _cells.numbers(joined, column)


def contact_prices(evidence: Evidence, header: ServiceUse, frame: pl.DataFrame, *, delivery: Delivery) -> ContactPrices:
    """Return what one contact of each kind is priced at, and what has no price and so costs nothing here."""
    items = [each.item for each in header.counts]
    ones = frame.join(pl.DataFrame({"item": items}), how="cross").with_columns(quantity=pl.lit(1.0))
    registry = registry_of(evidence.freeze.frame)
    found = service_use_costs(evidence.protocol, registry, ones)
    priced = _unit_prices(evidence, registry, pl.concat([found.rows.select(_PRICE), delivery.rows.select(_PRICE)]))
    bearing = np.zeros((frame.height, len(items), len(priced)))
    for (row, item), (column, price) in product(enumerate(items), enumerate(priced)):
        mine = found.rows.filter((pl.col("item") == item) & (pl.col("unit_cost") == price.id))
        bearing[:, row, column] = np.nan_to_num(beside(frame, mine, "quantity"))
    return ContactPrices(priced, bearing, found.left_out)


def _unit_prices(evidence: Evidence, registry: Registry, rows: pl.DataFrame) -> tuple[UnitPrice, ...]:
    """Return the unit costs of these rows, in the order of the registry: not what sites paid, nor shared costs."""
    header = evidence.protocol.economics
    factors = dict(rows.select("unit_cost", "factor").unique().iter_rows())
    return tuple(
        UnitPrice(
            cost.id, cost.perspective, amount=cost.amount * factors[cost.id], error=cost.spread * factors[cost.id]
        )
        for cost in registry.unit_costs
        if cost.id in factors and header is not None and cost.perspective in header.perspectives
    )
