"""Cost rows: what sites recorded, what records count and their part of shared costs, in the price year's money."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from newel.costs.apportioning import shares
from newel.costs.indices import IndexStep, factor_of, index_steps
from newel.costs.registry import PricedRow, Quantity, Registry
from newel.costs.shared_costs import SharedCost
from newel.faults import Refused
from newel.protocol import Economics, Protocol

COST_ROW = {
    "site_id": pl.String,
    "month": pl.String,
    "item": pl.String,
    "category": pl.String,
    "perspective": pl.String,
    "unit": pl.String,
    "quantity": pl.Float64,
    "price": pl.Float64,
    "amount": pl.Float64,
    "price_year": pl.Int64,
    "factor": pl.Float64,
    "steps": pl.String,
    "unit_cost": pl.String,
    "measured_by": pl.String,
    "source": pl.String,
}
"""One row of a cost, in the prices of the protocol's price year. `amount` is `quantity` times `price`; `price` is the
source's own price, in the money of `price_year`, times `factor`, the product of the `steps`. `unit_cost` is blank for
what a site recorded. `measured_by` says how the quantity is known, `source` where the price is from."""
_PLACE = ("site_id", "month")
_WEIGHTS = {"child_days": pl.col("children") * pl.col("days"), "staff": pl.col("staff"), "equal": pl.lit(1.0)}
_BY_IN_WORDS = {"child_days": "child-days", "staff": "staff in post", "equal": "site and month, alike"}
LeftOut = dict[str, int]


@dataclass(frozen=True)
class CostRows:
    """Rows as COST_ROW says, and what could not be put into the price year's money: (how many rows, why)."""

    rows: pl.DataFrame
    left_out: tuple[tuple[int, str], ...] = ()


def latest_costs(costs: pl.DataFrame) -> pl.DataFrame:
    """Return the recorded costs that count: of each site and month the rows of its highest version."""
    return costs.filter(pl.col("version") == pl.col("version").max().over("site_id", "month"))


def recorded_costs(header: Economics, registry: Registry, costs: pl.DataFrame) -> CostRows:
    """Return what sites recorded. Rows of a year that the protocol's `price_index` does not reach are left out."""
    rows: list[dict[str, Any]] = []
    left_out: LeftOut = {}
    for of_year in latest_costs(costs).partition_by("price_year", maintain_order=True):
        year = int(of_year["price_year"][0])
        try:
            steps = _recorded_steps(header, registry, year)
        except Refused as refused:
            left_out[f"recorded at {year} prices: {_why(refused)}"] = of_year.height
            continue
        rows += [_recorded(row, steps) for row in of_year.iter_rows(named=True)]
    return _cost_rows(rows, left_out)


def _recorded_steps(header: Economics, registry: Registry, year: int) -> tuple[IndexStep, ...]:
    name = header.price_index
    if year != header.price_year and (name is None or name not in registry.series):
        raise Refused.because(
            "protocol.toml",
            "economics, price_index",
            found="no series converts recorded costs",
            expected="a series of costs/indices.toml",
            remedy="Name one in `price_index`.",
        )
    return index_steps(registry.series, str(name), from_year=year, to_year=header.price_year)


def _recorded(row: Mapping[str, Any], steps: tuple[IndexStep, ...]) -> dict[str, Any]:
    """Return one row of a sheet. Of a quantity of 0 the price is the amount, and the sheet's rules let it be 0 only."""
    taken = {name: row[name] for name in (*_PLACE, "item", "category", "perspective", "unit", "price_year")}
    amount = row["amount"] * factor_of(steps)
    price = amount / row["quantity"] if row["quantity"] else amount
    source = ", ".join(filter(None, [row["source"], row["reference"]]))
    known = {"measured_by": "cost sheet", "source": source, "unit_cost": ""}
    return taken | known | _steps(steps) | {"quantity": row["quantity"], "price": price, "amount": amount}


def counted_costs(protocol: Protocol, registry: Registry, use: pl.DataFrame) -> CostRows:
    """Return a row for each quantity and each perspective that bears a part of it; what has no unit cost is left out.

    `use` is as `resource_use` returns it. Raises ValueError for a protocol without an economic header.
    """
    year, types = header_of(protocol).price_year, {site.id: site.type for site in protocol.sites}
    rows: list[dict[str, Any]] = []
    left_out: LeftOut = {}
    for one in use.iter_rows(named=True):
        on, site_type = date.fromisoformat(f"{one['month']}-01"), types[one["site_id"]]
        quantity = Quantity(one["quantity"], one["unit"])
        try:
            priced = registry.price(one["item"], quantity, on=on, year=year, site_type=site_type)
        except Refused as refused:
            why = f"{one['item']}: {_why(refused)}"
            left_out[why] = left_out.get(why, 0) + 1
            continue
        taken = {name: one[name] for name in (*_PLACE, "item", "category", "unit", "measured_by")}
        rows += [taken | priced_columns(row) for row in priced.rows]
    return _cost_rows(rows, left_out)


def priced_columns(row: PricedRow) -> dict[str, Any]:
    """Return the columns of a priced quantity that say who bears it, at which price, and how that came about."""
    cost = row.unit_cost
    about = {"perspective": cost.perspective, "price_year": cost.price_year, "unit_cost": cost.id, "source": cost.cites}
    return about | _steps(row.steps) | {"quantity": row.quantity, "price": row.price, "amount": row.amount}


def shared_rows(protocol: Protocol, registry: Registry, months: pl.DataFrame) -> CostRows:
    """Return each site's and month's part of the shared costs; a cost that nobody has a weight for is left out.

    `months` is as `site_months` returns it: of it, those are charged that a cost covers. Raises ValueError for a
    protocol without an economic header, and Refused for a year that a series lacks.
    """
    year = header_of(protocol).price_year
    rows: list[dict[str, Any]] = []
    left_out: LeftOut = {}
    for cost in registry.shared_costs:
        steps = registry.steps(cost, year)
        parts = _parts(cost, months)
        rows += [dict(zip(_PLACE, place, strict=True)) | _part(cost, steps, share) for place, share in parts.items()]
        if not parts:
            left_out[f"{cost.id}: no site has anything to apportion it by"] = 1
    return _cost_rows(rows, left_out)


def _parts(cost: SharedCost, months: pl.DataFrame) -> dict[tuple[str, str], float]:
    """Return the share of each site and month."""
    covered = months.filter(pl.col("month").is_between(pl.lit(cost.from_month), pl.lit(cost.to_month)))
    covered = covered.filter(pl.col("site_id").is_in(list(cost.sites))) if cost.sites else covered
    weighted = covered.select(*_PLACE, weight=_WEIGHTS[cost.by]).drop_nulls()
    weights = {(site, month): float(weight) for site, month, weight in weighted.iter_rows()}
    return shares(weights) if sum(weights.values()) else {}


def _part(cost: SharedCost, steps: tuple[IndexStep, ...], share: float) -> dict[str, Any]:
    price = cost.amount * factor_of(steps)
    about = {"item": cost.id, "category": cost.category, "perspective": cost.perspective, "unit": "share"}
    known = {"price_year": cost.price_year, "source": cost.source, "unit_cost": cost.id}
    known |= {"measured_by": f"apportioned by {_BY_IN_WORDS[cost.by]}"}
    return about | known | _steps(steps) | {"quantity": share, "price": price, "amount": share * price}


def header_of(protocol: Protocol) -> Economics:
    """Return the economic header. Raises ValueError where there is none."""
    if protocol.economics is None:
        raise ValueError("The protocol has no economic header, so nothing says in whose money costs are.")
    return protocol.economics


def _steps(steps: tuple[IndexStep, ...]) -> dict[str, Any]:
    return {"factor": factor_of(steps), "steps": "; ".join(map(str, steps))}


def _why(refused: Refused) -> str:
    return refused.faults[0].found


def _cost_rows(rows: list[dict[str, Any]], left_out: LeftOut) -> CostRows:
    return CostRows(pl.DataFrame(rows, schema=COST_ROW), tuple((number, why) for why, number in left_out.items()))
