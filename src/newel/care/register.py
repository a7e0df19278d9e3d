"""Trained and still here: who was in post on a day, and which of them had finished the core training by then.

Staff leave and take their training with them. The register of staff says who was there on any day; the training records
say who had finished every module of a core course.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from newel.care.observed import last_day
from newel.protocol import Protocol


@dataclass(frozen=True)
class StaffRegister:
    """Who worked where and when, when each finished the core training, and the last day the records speak of.

    `staff` has staff_id, site_id, role, started_on, left_on, trained_on; blank is still here, and not trained. Somebody
    at a site that closed is there until the day before the month it closed.
    """

    staff: pl.DataFrame
    until: date
    core: bool
    """The protocol names a core course. Without one, nobody can be said to be trained or not to be."""

    def in_post_on(self, day: date) -> pl.DataFrame:
        """Return staff_id, site_id, role, trained of everyone in post on a day. The last day in post counts."""
        there = (pl.col("started_on") <= day) & (pl.col("left_on").is_null() | (pl.col("left_on") >= day))
        trained = (pl.col("trained_on") <= day).fill_null(value=False)
        return self.staff.filter(there).select("staff_id", "site_id", "role", trained=trained)

    def trained_and_gone_by(self, day: date) -> pl.DataFrame:
        """Return staff_id, site_id, role of everyone who had finished the training and left before a day."""
        gone = (pl.col("left_on") < day) & (pl.col("trained_on") <= day)
        return self.staff.filter(gone).select("staff_id", "site_id", "role")


def read_register(protocol: Protocol, frame: Callable[[str], pl.DataFrame]) -> StaffRegister:
    """Return the register of a study, where `frame` gives the records of a kind."""
    members, training = frame("staff_member"), frame("training")
    until = last_day(protocol, (members["started_on"], members["left_on"], training["held_on"]))
    closed = pl.DataFrame(
        [(site.id, f"{site.closed_month}-01") for site in protocol.sites if site.closed_month],
        schema={"site_id": pl.String, "closed": pl.String},
        orient="row",
    ).with_columns(open_until=pl.col("closed").str.to_date() - pl.duration(days=1))
    staff = (
        members.join(closed.drop("closed"), on="site_id", how="left")
        .with_columns(left_on=pl.min_horizontal("left_on", "open_until"))
        .join(trained_on(protocol, training), on="staff_id", how="left")
    )
    columns = ("staff_id", "site_id", "role", "started_on", "left_on", "trained_on")
    return StaffRegister(staff.select(columns).sort("staff_id"), until, any(course.core for course in protocol.courses))


def trained_on(protocol: Protocol, training: pl.DataFrame) -> pl.DataFrame:
    """Return staff_id, trained_on: the first day on which each had been to every module of a core course.

    Where the protocol has no core course, nobody can be said to be trained.
    """
    parts = [pl.DataFrame(schema={"staff_id": pl.String, "trained_on": pl.Date})]
    for course in protocol.courses:
        modules = [module.id for module in course.modules]
        of_course = training.filter((pl.col("course") == course.id) & pl.col("module").is_in(modules))
        first = of_course.group_by("staff_id", "module").agg(pl.col("held_on").min())
        whole = first.group_by("staff_id").agg(pl.len().alias("modules"), trained_on=pl.col("held_on").max())
        if course.core:
            parts.append(whole.filter(pl.col("modules") == len(modules)).select("staff_id", "trained_on"))
    return pl.concat(parts).group_by("staff_id").agg(pl.col("trained_on").min()).sort("staff_id")
