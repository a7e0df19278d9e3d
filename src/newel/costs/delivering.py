"""What delivering the framework cost: every row of it, and for each site beside what it can be divided by."""

import polars as pl

from newel.care import read_register
from newel.costs.pricing import CostRows, counted_costs, header_of, recorded_costs, shared_rows
from newel.costs.resources import TRAINING, Frame, resource_use
from newel.costs.sealing import registry_of
from newel.costs.timing import annuity
from newel.costs.weights import site_months
from newel.protocol import Protocol

_ORDER = ("site_id", "month", "item", "perspective", "category", "unit_cost")


def delivery_costs(protocol: Protocol, frame: Frame) -> CostRows:
    """Return every row of what delivering the framework cost, where `frame` gives the records of a kind.

    Recorded costs count in every month. What records count, and shared costs, count from the month in which a site's
    delivery began: what was done before is no cost of delivery. Rows that a perspective bears which the protocol does
    not name are left out. Raises ValueError for a protocol without an economic header.
    """
    header, registry = header_of(protocol), registry_of(frame)
    delivering = pl.col("month") >= _first_month(protocol)
    parts = (
        recorded_costs(header, registry, frame("cost")),
        counted_costs(protocol, registry, resource_use(protocol, frame).filter(delivering)),
        shared_rows(protocol, registry, site_months(protocol, frame("monthly_return")).filter(delivering)),
    )
    rows = pl.concat([part.rows for part in parts])
    named = rows.filter(pl.col("perspective").is_in(list(header.perspectives)))
    left_out = [each for part in parts for each in part.left_out]
    if named.height < rows.height:
        left_out.append((rows.height - named.height, "borne by a perspective the protocol does not name"))
    return CostRows(named.sort(_ORDER), tuple(left_out))


def cost_of_sites(protocol: Protocol, frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row a site with cost rows: set_up, running and amount, beside what they can be divided by.

    rollout, places, months of delivery; `place_years` and `child_years` of these months, and `full_place_years` and
    `full_child_years`, in which a month of partial delivery counts half; `full_places`, which were set up in the first
    of these months, a place of partial delivery counting half; `young_people` who lived there in them; `trained`, staff
    who finished the core training in them. `yearly` is what a year of delivery costs: running costs of a year, and what
    was paid once as annuities at the first rate over the years of `[economics.lasting]`; blank where the protocol lacks
    one of the two.
    """
    months = site_months(protocol, frame("monthly_return")).filter(pl.col("phase") > 0)
    lived = months.group_by("site_id").agg(
        months=pl.len().cast(pl.Int64),
        place_years=pl.col("places").sum() / 12,
        full_place_years=(pl.col("places") * pl.col("phase")).sum() / 12,
        full_places=(pl.col("places") * pl.col("phase")).sort_by("month").first(),
        child_years=pl.col("children").sort_by("month") / 12,
        full_child_years=(pl.col("children") * pl.col("phase")).sort_by("month") / 12,
    )
    about = [(site.id, site.type, site.rollout, site.places) for site in protocol.sites]
    sites = pl.DataFrame(about, schema=["site_id", "site_type", "rollout", "places"], orient="row")
    return (
        sites.join(site_amounts(rows), on="site_id", how="inner")
        .join(lived.with_columns(pl.col("child_years", "full_child_years").list.sum()), on="site_id", how="left")
        .join(_young_people(protocol, frame("admission")), on="site_id", how="left")
        .join(_trained(protocol, frame), on="site_id", how="left")
        .with_columns(pl.col("young_people", "trained").fill_null(0), yearly=_yearly(protocol))
        .drop("set_up_training")
        .sort("site_id")
    )


def _first_month(protocol: Protocol) -> pl.Expr:
    """Return the first month of delivery of the site of each row; of an unknown site, never."""
    begun = {site.id: site.rollout_month for site in protocol.sites}
    return pl.col("site_id").replace_strict(begun, default="9999-12", return_dtype=pl.String)


def site_amounts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return site_id, set_up, set_up_training, running, amount of the sites in rows of costs; COST_ROW names them.

    `set_up_training` is the part of `set_up` that was spent on training. Sums are taken in the order of the rows.
    """
    is_set_up, amount = pl.col("category") == "set_up", pl.col("amount")
    parts = {
        "set_up": amount.filter(is_set_up),
        "set_up_training": amount.filter(is_set_up & pl.col("item").is_in(TRAINING)),
        "running": amount.filter(~is_set_up),
        "amount": amount,
    }
    by_site = rows.sort(_ORDER).group_by("site_id", maintain_order=True).agg(**parts)
    return by_site.with_columns(pl.col(*parts).list.sum())


def _young_people(protocol: Protocol, admissions: pl.DataFrame) -> pl.DataFrame:
    """Count who lived at a site on at least one day of its delivery within the study."""
    there = pl.col("left_on").is_null() | (pl.col("left_on").dt.strftime("%Y-%m") >= _first_month(protocol))
    arrived = pl.col("admitted_on") <= protocol.study.ends
    counted = admissions.filter(there & arrived).group_by("site_id")
    return counted.agg(young_people=pl.col("child_id").n_unique().cast(pl.Int64))


def _trained(protocol: Protocol, frame: Frame) -> pl.DataFrame:
    in_time = (pl.col("trained_on").dt.strftime("%Y-%m") >= _first_month(protocol)) & (
        pl.col("trained_on") <= protocol.study.ends
    )
    staff = read_register(protocol, frame).staff.filter(in_time)
    return staff.group_by("site_id").agg(trained=pl.col("staff_id").n_unique().cast(pl.Int64))


def _yearly(protocol: Protocol) -> pl.Expr:
    header = header_of(protocol)
    if header.lasting is None or not header.discounting:
        return pl.lit(None, dtype=pl.Float64)
    lasting, rate = header.lasting, header.discounting[0].costs
    of_training = annuity(1.0, years=lasting.training_years, rate=rate) * pl.col("set_up_training")
    of_the_rest = annuity(1.0, years=lasting.set_up_years, rate=rate) * (pl.col("set_up") - pl.col("set_up_training"))
    return pl.col("running") / (pl.col("months") / 12) + of_training + of_the_rest
