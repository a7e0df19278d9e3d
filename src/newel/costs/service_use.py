"""What the services cost that one person had: every pound of a person opened into a count, a price and its source."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import polars as pl

from newel.costs.pricing import COST_ROW, header_of, priced_columns
from newel.costs.registry import Quantity, Registry
from newel.faults import Refused
from newel.protocol import Counted, Economics, Protocol, Wave

_OF_SITES = ("site_id", "month", "category")
PERSON_COST = dict.fromkeys(("participant_id", "site_id", "wave"), pl.String) | {
    name: kind for name, kind in COST_ROW.items() if name not in _OF_SITES
}
"""What one perspective bears of what one person said, in one wave, of one item, in the prices of the protocol's year.

`quantity` is what the person said of the months they were asked about; blank where they did not answer, and then
`amount` is blank as well: what nobody knows is not nothing. Otherwise `amount` is `quantity` times `price`, and `price`
is the source's own price, in the money of `price_year`, times `factor`, the product of the `steps`."""
_KEY = ("item", "wave", "site_type")
_ORDER = ("participant_id", "wave", "item", "perspective", "unit_cost", "site_id")
Key = tuple[str, ...]
_OF_A_PRICE = ("perspective", "unit", "price", "price_year", "factor", "steps", "unit_cost", "source")
_PRICE = dict.fromkeys(_KEY, pl.String) | {name: PERSON_COST[name] for name in _OF_A_PRICE}


@dataclass(frozen=True)
class PersonCosts:
    """Rows as PERSON_COST says, and what people said that could not be priced: (how many answers, why)."""

    rows: pl.DataFrame
    left_out: tuple[tuple[int, str], ...] = ()


def service_use_costs(protocol: Protocol, registry: Registry, counts: pl.DataFrame) -> PersonCosts:
    """Return a row for each count and each perspective of the protocol that bears a part of it.

    `counts` has participant_id, site_id, wave, item as `[economics.service_use]` writes it, and quantity, blank where
    it was not answered. Prices are those that hold on the first day of the wave at the person's site. A count below 0
    is taken as not answered, and said to be. Raises ValueError for a protocol that counts no use of services.
    """
    prices, unpriced = _prices(protocol, registry)
    types = {site.id: site.type for site in protocol.sites}
    of_site = pl.col("site_id").replace_strict(types, default="", return_dtype=pl.String)
    said = counts.with_columns(pl.col("quantity").cast(pl.Float64), site_type=of_site)
    known = said.with_columns(quantity=pl.when(pl.col("quantity") >= 0).then(pl.col("quantity")))
    left_out = _left_out(known.join(prices, on=_KEY, how="anti"), unpriced)
    if below := said.filter(pl.col("quantity") < 0).height:
        left_out["a count below 0, taken as not answered"] = below
    rows = known.join(prices, on=_KEY, how="inner").with_columns(amount=pl.col("quantity") * pl.col("price"))
    return PersonCosts(
        rows.select(pl.col(name).cast(kind) for name, kind in PERSON_COST.items()).sort(_ORDER),
        tuple((number, why) for why, number in left_out.items()),
    )


def _prices(protocol: Protocol, registry: Registry) -> tuple[pl.DataFrame, dict[Key, str]]:
    """Return what one unit of each item costs, by wave and site type, and why some of them have no price."""
    header = header_of(protocol)
    if header.service_use is None:
        raise ValueError("The protocol has no [economics.service_use], so nothing says what people counted.")
    rows: list[dict[str, Any]] = []
    unpriced: dict[Key, str] = {}
    places = product(header.service_use.counts, protocol.waves, protocol.site_types)
    for counted, wave, site_type in places:
        key = (counted.item, wave.id, site_type.id)
        try:
            found = list(_of_one(header, registry, counted=counted, wave=wave, site_type=site_type.id))
        except Refused as refused:
            unpriced[key] = f"{counted.of}: {refused.faults[0].found}"
            continue
        rows += [dict(zip(_KEY, key, strict=True)) | {name: row[name] for name in _OF_A_PRICE} for row in found]
        if not found:
            unpriced[key] = f"{counted.of}: borne by a perspective the protocol does not name"
    measured = f"said in questionnaires, of {header.service_use.months:g} months"
    return pl.DataFrame(rows, schema=_PRICE).with_columns(measured_by=pl.lit(measured)), unpriced


def _of_one(
    header: Economics, registry: Registry, *, counted: Counted, wave: Wave, site_type: str
) -> Iterator[dict[str, Any]]:
    """Yield what one unit costs each perspective of the protocol on the first day of a wave. Raises Refused."""
    one = Quantity(1.0, counted.unit)
    priced = registry.price(counted.of, one, on=wave.opens, year=header.price_year, site_type=site_type)
    borne = [row for row in priced.rows if row.unit_cost.perspective in header.perspectives]
    yield from (priced_columns(row) | {"unit": counted.unit} for row in borne)


def _left_out(without_price: pl.DataFrame, unpriced: Mapping[Key, str]) -> Counter[str]:
    unknown = "of an item, a wave or a site that the protocol does not name"
    return Counter(unpriced.get(key, f"{key[0]}: {unknown}") for key in without_price.select(_KEY).iter_rows())
