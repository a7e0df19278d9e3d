"""The months of every site with what costs are divided by: places, children who lived there, staff, delivery."""

from calendar import monthrange

import polars as pl

from newel.care import delivery_phase, expected_months, latest_returns
from newel.protocol import Protocol

_SCHEMA = {
    "site_id": pl.String,
    "month": pl.String,
    "year": pl.Int64,
    "days": pl.Int64,
    "phase": pl.Float64,
    "places": pl.Int64,
}


def site_months(protocol: Protocol, returns: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each site and month it was open: site_id, month, year, days, phase, places, children, staff.

    `phase` is how far the site delivered. `children` is the mean number who lived there and `staff` the number in post.
    A month that was not returned is taken to be like the others of its year at its site, or where the year has none
    like all others of the site; both are blank at a site that never said.
    """
    rows = [
        (site.id, month, int(month[:4]), _days(month), delivery_phase(site, month), site.places)
        for site in protocol.sites
        for month in expected_months(protocol, site)
    ]
    said = latest_returns(returns).select("site_id", "month", "children", staff="staff_in_post")
    months = pl.DataFrame(rows, schema=_SCHEMA, orient="row").join(said, on=["site_id", "month"], how="left")
    months = months.sort("site_id", "month")
    return months.with_columns(_filled("children"), _filled("staff"))


def _days(month: str) -> int:
    return monthrange(int(month[:4]), int(month[5:]))[1]


def _filled(column: str) -> pl.Expr:
    """Take what is blank from the mean of the year, and from that of the site where the year has none."""
    known = pl.col(column).cast(pl.Float64)
    return known.fill_null(known.mean().over("site_id", "year")).fill_null(known.mean().over("site_id")).alias(column)
