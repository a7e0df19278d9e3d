"""What delivery cost at each site, in the protocol's prices, beside the children who lived there in those years."""

from math import fsum

import polars as pl

from newel.analysis import _cells
from newel.analysis._places import Place
from newel.analysis._plugin import Evidence
from newel.costs import COST_ROW, CostRows, recorded_costs, registry_of, site_months
from newel.findings import Estimate
from newel.statistics import ratio_interval

NO_COST = "no cost was received"
NO_CHILDREN = "no cost falls in a year whose returns say how many children there were"


def priced(evidence: Evidence) -> CostRows:
    """Return what sites recorded, in the protocol's prices and at its perspectives, with the year it fell in.

    Pounds of different years are never added: what no series converts is left out.
    """
    header = evidence.protocol.economics
    if header is None:
        return CostRows(pl.DataFrame(schema=COST_ROW | {"year": pl.Int64}))
    found = recorded_costs(header, registry_of(evidence.freeze.frame), evidence.freeze.frame("cost"))
    named = found.rows.filter(pl.col("perspective").is_in(header.perspectives))
    dated = named.with_columns(year=pl.col("month").str.head(4).cast(pl.Int64))
    return CostRows(dated, (*found.left_out, *_not_named(found.rows.height - named.height)))


def _not_named(rows: int) -> tuple[tuple[int, str], ...]:
    return ((rows, "borne by a perspective the protocol does not name"),) if rows else ()


def per_site(evidence: Evidence, costs: pl.DataFrame) -> pl.DataFrame:
    """Return site_id, amount, child_years over the site-years that have costs and children known to live there.

    The child-years are those of the months in which the site delivered.
    """
    months = site_months(evidence.protocol, evidence.freeze.frame("monthly_return")).filter(pl.col("phase") > 0)
    lived = months.group_by("site_id", "year").agg(child_years=pl.col("children").sort_by("month") / 12)
    years = lived.with_columns(pl.col("child_years").list.sum()).filter(pl.col("child_years") > 0)
    by_year = costs.group_by("site_id", "year").agg(pl.col("amount").sort()).with_columns(pl.col("amount").list.sum())
    return (
        by_year.join(years, on=["site_id", "year"], how="inner")
        .sort("site_id", "year")
        .group_by("site_id", maintain_order=True)
        .agg("amount", "child_years")
        .with_columns(pl.col("amount", "child_years").list.sum())  # in year order, so the same on every machine
    )


def currency(evidence: Evidence) -> str:
    """Return the currency of the protocol's economics header, or nothing without one."""
    return evidence.protocol.economics.currency if evidence.protocol.economics else ""


def per_child_year(evidence: Evidence, by_site: pl.DataFrame, place: Place) -> Estimate:
    """Return pounds per child-year at the sites of a place, a ratio of totals with an interval over sites."""
    here, unit = place.rows(by_site), f"{currency(evidence)} per child-year"
    if here.is_empty():
        return _cells.empty("amount", unit, NO_CHILDREN, national=place.whole_study)
    amounts, years = _cells.numbers(here, "amount"), _cells.numbers(here, "child_years")
    found = ratio_interval(amounts, years)
    low = None if found.low is None else max(found.low, 0.0)
    total, lived = fsum(amounts), fsum(years)
    return Estimate("amount", found.value, unit, None, total, lived, low, found.high, place.whole_study)
