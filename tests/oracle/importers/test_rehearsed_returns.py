"""The returns a rehearsal draws are returns a site could send: the rules find nothing in them."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

import polars as pl
import pytest

from newel.care import month_end
from newel.importers._plugin import TextTable
from newel.importers.returns import ReturnContext, check_return
from newel.protocol import read_protocol
from newel.records import KINDS, RecordSource
from newel.rehearsal import read_truths, rehearse
from tests.support.monthly import STUDY
from tests.support.site_files import KEY, definition

MONTHS = ("2018-12", "2019-08", "2020-02")
"""Some months before a site closed: every month of the larger returns would take a minute."""


@cache
def rehearsed() -> RecordSource:
    """Return the records of one rehearsal of the example study."""
    return rehearse(read_protocol(STUDY), {}, read_truths(STUDY), seed=11).source


def latest(kind: str, key: list[str]) -> pl.DataFrame:
    """Return the version of each site and month that counts."""
    frame = rehearsed().frame(KINDS[kind])
    return frame.filter(pl.col("version") == pl.col("version").max().over("site_id", "month")).sort(key)


def staff_list() -> pl.DataFrame:
    """Return the register as the lists that sites would have sent at the end of each month of MONTHS."""
    register = rehearsed().frame(KINDS["staff_member"])
    lists = []
    for month in MONTHS:
        end = month_end(month)
        gone = pl.when(pl.col("left_on") <= end).then(pl.col("left_on"))
        known = register.filter(pl.col("started_on") <= end)
        lists.append(known.with_columns(left_on=gone, month=pl.lit(month)))
    return pl.concat(lists)


def training() -> pl.DataFrame:
    """Return training by the month in which it was held."""
    return rehearsed().frame(KINDS["training"]).with_columns(month=pl.col("held_on").dt.strftime("%Y-%m"))


FRAMES: dict[str, Callable[[], pl.DataFrame]] = {
    "monthly": lambda: latest("monthly_return", ["site_id"]),
    "staffing": lambda: latest("staffing", ["site_id", "role"]),
    "activity": lambda: latest("activity", ["site_id", "event"]),
    "training": training,
    "staff": staff_list,
}


@pytest.mark.parametrize("name", FRAMES)
def test_rehearsed_months_are_accepted_as_they_are(name: str) -> None:
    protocol, one = read_protocol(STUDY), definition(name)
    frame = FRAMES[name]().select(one.names)
    months = frame["month"].unique() if name in ("monthly", "staffing") else MONTHS

    for month in sorted(months):
        sent = frame.filter(pl.col("month") == month).with_columns(
            ("P" + pl.col(column).rank("dense").cast(pl.String)).alias(column) for column in one.pseudonyms
        )
        texts = sent.with_columns(pl.all().cast(pl.String))
        table = TextTable("r.csv", one.names, tuple(texts.iter_rows()), tuple(range(2, 2 + texts.height)))
        sites = tuple(site.id for site in protocol.sites)
        context = ReturnContext(protocol, month_end(month) + timedelta(days=10), sites, key=KEY)
        result = check_return(one, table, context)

        assert result.faults == (), month
        others = [column for column in one.names if column not in one.pseudonyms]
        assert result.frame.select(others).sort(others).equals(sent.select(others).sort(others))
