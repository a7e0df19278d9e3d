"""Monthly returns: which months are expected, which version counts, and whether it came in time."""

import polars as pl

from newel.protocol import Protocol, Site


def expected_months(protocol: Protocol, site: Site) -> tuple[str, ...]:
    """Return the months a site owes a return for: every month of the study until it closed."""
    return tuple(month for month in protocol.months() if site.closed_month is None or month < site.closed_month)


def latest_returns(returns: pl.DataFrame) -> pl.DataFrame:
    """Return one row a site and month: the highest version. Sites re-send corrected months; the last word counts."""
    latest = returns.sort("site_id", "month", "version").unique(["site_id", "month"], keep="last", maintain_order=True)
    return latest.sort("site_id", "month")


def return_punctuality(protocol: Protocol, returns: pl.DataFrame) -> pl.DataFrame:
    """Return one row a site, in the protocol's order: expected, received, late, missing, corrected months.

    Late means that the first version came after the day it was due. Months the protocol does not expect do not count.
    """
    owed = pl.DataFrame(
        [(site.id, month) for site in protocol.sites for month in expected_months(protocol, site)],
        schema={"site_id": pl.String, "month": pl.String},
        orient="row",
    )
    due = pl.col("month").str.to_date("%Y-%m").dt.month_end() + pl.duration(days=protocol.returns.due_days_after_month)
    months = (
        returns.group_by("site_id", "month")
        .agg(first_received=pl.col("received_on").sort_by("version").first(), versions=pl.len())
        .with_columns(late=pl.col("first_received") > due)
    )
    return (
        owed.join(months, on=["site_id", "month"], how="left")
        .group_by("site_id", maintain_order=True)
        .agg(
            expected=pl.len(),
            received=pl.col("versions").is_not_null().sum(),
            late=pl.col("late").fill_null(value=False).sum(),
            missing=pl.col("versions").is_null().sum(),
            corrected=(pl.col("versions").fill_null(0) > 1).sum(),
        )
    )
