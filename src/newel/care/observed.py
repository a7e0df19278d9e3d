"""Until when records speak: a day after that is not a day on which nothing happened."""

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl

from newel.protocol import Protocol


def last_day(protocol: Protocol, days: Iterable[pl.Series]) -> date:
    """Return the last of all these days, at most the study's last; where there are none, the day before it began."""
    every = pl.concat([pl.Series("day", [], dtype=pl.Date), *(each.alias("day") for each in days)]).drop_nulls()
    latest = every.max()
    if not isinstance(latest, date):
        return protocol.study.starts - timedelta(days=1)
    return min(latest, protocol.study.ends)
