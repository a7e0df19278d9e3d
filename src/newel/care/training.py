"""Training: how many of the staff still in post have had it, and what they say it changed."""

import polars as pl

from newel.care.returns import latest_returns
from newel.protocol import Protocol


def latest_staffing(protocol: Protocol, returns: pl.DataFrame) -> pl.DataFrame:
    """Return site_id, month, staff_in_post, staff_trained: each open site's last return that knows both.

    Staff leave and take their training with them, so people ever trained are not counted against staff in post: the
    return says how many of those in post on the last day have had it. A site that closed has nobody in post any more.
    """
    still_open = [site.id for site in protocol.sites if site.closed_month is None]
    return (
        staffing(returns)
        .filter(pl.col("site_id").is_in(still_open))
        .unique("site_id", keep="last", maintain_order=True)
    )


def staffing(returns: pl.DataFrame) -> pl.DataFrame:
    """Return site_id, month, staff_in_post, staff_trained for every site-month that knows both and has staff.

    A return with more staff trained than in post contradicts itself and is left out.
    """
    in_post, trained = pl.col("staff_in_post"), pl.col("staff_trained")
    known = latest_returns(returns).filter((in_post > 0) & (trained <= in_post))
    return known.select("site_id", "month", "staff_in_post", "staff_trained")


def training_ratings(training: pl.DataFrame) -> pl.DataFrame:
    """Return staff_id, site_id, module, before, after of everyone who rated a module both times, once."""
    both = training.drop_nulls(["before", "after"]).sort("module", "staff_id", "held_on")
    first = both.unique(["module", "staff_id"], keep="first", maintain_order=True)
    return first.select("staff_id", "site_id", "module", "before", "after")


def training_hours(training: pl.DataFrame) -> pl.DataFrame:
    """Return one row a course: people, hours attended, hours_known and covered.

    `covered` are the hours of cover that were paid for; `hours_known` the hours attended of the records that know that.
    Sums are taken in one order, so they are the same on every machine.
    """
    known = pl.col("backfill_hours").is_not_null()
    parts = {
        "hours": pl.col("hours").sort(),
        "hours_known": pl.col("hours").filter(known).sort(),
        "covered": pl.col("backfill_hours").drop_nulls().sort(),
    }
    by_course = training.group_by("course").agg(people=pl.col("staff_id").n_unique().cast(pl.Int64), **parts)
    return by_course.with_columns(pl.col(name).list.sum() for name in parts).sort("course")
