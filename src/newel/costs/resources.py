"""Resource use: what the returns, the training records and the care pathway say was done, in units that have a cost."""

from collections.abc import Callable

import polars as pl

from newel.care import latest_returns
from newel.protocol import Protocol

Frame = Callable[[str], pl.DataFrame]
"""Gives the records of a kind."""
PLACE = ("site_id", "month")

COUNTED: dict[str, str] = {
    "training_time": "hour",
    "backfill": "hour",
    "reflective_session": "session",
    "formulation_meeting": "meeting",
    "review": "review",
}
"""What delivering the framework takes and records count, with its unit. No cost sheet may hold it a second time."""
INCIDENTS: dict[str, str] = {"restraint": "restraints", "assault": "assaults", "self_harm": "self_harm"}
"""What delivery may prevent: the item of its unit cost, and the count of the monthly returns."""
INCIDENT_UNIT = "incident"

TRAINING = ("training_time", "backfill")
"""Items that are paid once for each member of staff, and serve for as long as they stay."""

USE = {
    "site_id": pl.String,
    "month": pl.String,
    "item": pl.String,
    "category": pl.String,
    "unit": pl.String,
    "quantity": pl.Float64,
    "measured_by": pl.String,
}


def resource_use(protocol: Protocol, frame: Frame) -> pl.DataFrame:
    """Return the columns of USE for every month of the study: what COUNTED names.

    Hours come from the training records; an hour of cover that nobody knows of is not counted. Training of staff who
    were there before delivery began sets it up; that of staff who came later replaces what leavers took with them, and
    is running, as is that of whom no register says when they came. Meetings and reviews
    come from the records of the pathway, and of a study that keeps none from the monthly returns. A month in which
    nothing was done, or of which nothing is known, has no row.
    """
    training, returns = _with_category(protocol, frame), latest_returns(frame("monthly_return"))
    parts = [
        _hours(training, "training_time", "hours"),
        _hours(training, "backfill", "backfill_hours"),
        _returned(returns, "reflective_session", "reflective_sessions"),
        _held(frame("formulation"), "formulation_meeting", or_else=(returns, "formulation_meetings")),
        _held(frame("review"), "review", or_else=(returns, "reviews_held")),
    ]
    return _in_study(protocol, pl.concat(parts))


def incidents(protocol: Protocol, frame: Frame) -> pl.DataFrame:
    """Return the same columns for what INCIDENTS names: what happened, not what delivery took."""
    returns = latest_returns(frame("monthly_return"))
    return _in_study(protocol, pl.concat([_returned(returns, item, count) for item, count in INCIDENTS.items()]))


def _with_category(protocol: Protocol, frame: Frame) -> pl.DataFrame:
    begun = {site.id: f"{site.rollout_month}-01" for site in protocol.sites}
    came = frame("staff_member").select("staff_id", "started_on")
    training = frame("training").join(came, on="staff_id", how="left")
    first = pl.col("site_id").replace_strict(begun, default=None, return_dtype=pl.String).str.to_date()
    was_there = (pl.col("started_on") < first).fill_null(value=False)
    category = pl.when(was_there).then(pl.lit("set_up")).otherwise(pl.lit("running"))
    return training.with_columns(category=category, month=pl.col("held_on").dt.strftime("%Y-%m"))


def _hours(training: pl.DataFrame, item: str, column: str) -> pl.DataFrame:
    by_month = training.drop_nulls(column).group_by(*PLACE, "category")
    summed = by_month.agg(quantity=pl.col(column).sort()).with_columns(pl.col("quantity").list.sum())
    return _use(summed, item, "training records")


def _held(records: pl.DataFrame, item: str, *, or_else: tuple[pl.DataFrame, str]) -> pl.DataFrame:
    if records.is_empty():
        return _returned(or_else[0], item, or_else[1])
    by_month = records.drop_nulls("held_on").group_by("site_id", month=pl.col("held_on").dt.strftime("%Y-%m"))
    return _use(by_month.agg(quantity=pl.len()), item, "records of the care pathway")


def _returned(returns: pl.DataFrame, item: str, count: str) -> pl.DataFrame:
    return _use(returns.drop_nulls(count).select(*PLACE, quantity=count), item, "monthly returns")


def _use(counted: pl.DataFrame, item: str, measured_by: str) -> pl.DataFrame:
    unit = COUNTED.get(item, INCIDENT_UNIT)
    rows = counted.with_columns(item=pl.lit(item), unit=pl.lit(unit), measured_by=pl.lit(measured_by))
    rows = rows if "category" in rows.columns else rows.with_columns(category=pl.lit("running"))
    return rows.filter(pl.col("quantity") > 0).select(pl.col(name).cast(kind) for name, kind in USE.items())


def _in_study(protocol: Protocol, use: pl.DataFrame) -> pl.DataFrame:
    """Keep the months of the study at its sites, those after a site closed left out."""
    closed = {site.id: site.closed_month or "9999-12" for site in protocol.sites}
    until = pl.col("site_id").replace_strict(closed, default="", return_dtype=pl.String)
    inside = pl.col("month").is_in(list(protocol.months())) & (pl.col("month") < until)
    return use.filter(inside).sort(*PLACE, "item", "category")
