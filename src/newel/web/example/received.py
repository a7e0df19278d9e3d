"""The rehearsal's records as the returns they would have come in, with a month, a version and a day for each row."""

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl

from newel.care import month_end
from newel.importers.returns import closes_on
from newel.protocol import Protocol
from newel.records import RecordKind, RecordSource
from newel.records.kinds import STAFF_MEMBER, TRAINING


def received(kind: RecordKind, source: RecordSource, *, protocol: Protocol, today: date) -> pl.DataFrame:
    """Return what had reached the team by this day. Training and lists of staff come on the day they are due."""
    frame = source.frame(kind)
    if kind is TRAINING:
        months = frame["held_on"].dt.strftime("%Y-%m").unique().to_list()
        frame = _on_the_day(frame.with_columns(month=pl.col("held_on").dt.strftime("%Y-%m")), months, protocol)
    elif kind is STAFF_MEMBER:
        months = [month for month in protocol.months() if month_end(month) < today <= closes_on(protocol, month)]
        lists = [frame.clear().with_columns(month=pl.lit("")), *(_list_of_staff(frame, month) for month in months)]
        frame = _on_the_day(pl.concat(lists), months, protocol)
    return frame.filter(pl.col("received_on") <= today)


def _list_of_staff(members: pl.DataFrame, month: str) -> pl.DataFrame:
    """Return who had worked there by the end of a month; who left later had not left yet."""
    end = month_end(month)
    return members.filter(pl.col("started_on") <= end).with_columns(
        left_on=pl.when(pl.col("left_on") <= end).then(pl.col("left_on")), month=pl.lit(month)
    )


def _on_the_day(frame: pl.DataFrame, months: Iterable[str], protocol: Protocol) -> pl.DataFrame:
    due = timedelta(days=protocol.returns.due_days_after_month)
    days = {month: month_end(month) + due for month in months}
    return frame.with_columns(
        version=pl.lit(1, pl.Int64), received_on=pl.col("month").replace_strict(days, return_dtype=pl.Date)
    )
