"""Draws what happened to young people one by one: the very incidents that the monthly returns count, and more."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from newel.records.kinds import ACTIVITY
from newel.rehearsal.plan import Days, Plan, Whole, known
from newel.rehearsal.residents import Residents
from newel.rehearsal.returns import CHILDREN_OF

KIND_OF = {"assaults": "assault", "self_harm": "self_harm", "restraints": "restraint"}
"""Column of the monthly return: the kind of event it counts."""
MINUTES = {"restraint": 5.0, "separation": 120.0, "contact": 30.0}
"""Median length of what has a length."""
MINUTES_SPREAD = 0.6
SECTIONS = ("physical_health", "mental_health", "substance_use", "neurodisability")
"""Domains that are sections of the health assessment."""


def activity(
    plan: Plan, stays: Residents, *, returns: pl.DataFrame, assessed: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Return the events of every month of which a monthly return came: sites send both on the same day.

    A month's events are those its return counts. A corrected month holds all its events once more.
    """
    last = returns.sort("site_id", "month", "version").unique(["site_id", "month"], keep="last", maintain_order=True)
    happened = pl.concat([*_Months(plan, stays).events(last, rng), _sections(assessed)], how="diagonal")
    minutes = happened["kind"].replace_strict(MINUTES, default=None, return_dtype=pl.Float64).to_numpy()
    lasted = np.maximum(np.rint(minutes * rng.lognormal(0, MINUTES_SPREAD, happened.height)), 1)
    is_known = np.isfinite(minutes) & (rng.random(happened.height) >= plan.truths.activity.share_minutes_not_known)
    return _as_sent(happened.with_columns(minutes=known(is_known, lasted)), returns)


@dataclass(frozen=True)
class _Months:
    """The stays, from which the young people of a month's events are drawn."""

    plan: Plan
    stays: Residents

    def events(self, last: pl.DataFrame, rng: np.random.Generator) -> Iterator[pl.DataFrame]:
        """Yield one frame a site, month and kind; `rank` numbers the events of a frame from 0."""
        months = {month: number for number, month in enumerate(self.plan.protocol.months())}
        places = {site.id: number for number, site in enumerate(self.plan.protocol.sites)}
        for row in last.iter_rows(named=True):
            month = months[row["month"]]
            there = np.flatnonzero((self.stays.site == places[row["site_id"]]) & self.stays.there_in(self.plan, month))
            for kind, who in self._who(row, there, rng):
                yield self._frame(row["site_id"], kind, who, days=self._days(who, month, rng))

    def _who(self, row: dict[str, object], there: Whole, rng: np.random.Generator) -> Iterator[tuple[str, Whole]]:
        """Yield each kind of event with the young people, by place, of its events: a child may have several."""
        if not len(there):
            return
        truth, children = self.plan.truths.activity, float(str(row["children"]))
        for column, kind in KIND_OF.items():
            if row[column]:
                involved = rng.permutation(there)[: int(str(row[CHILDREN_OF[column]]))]
                again = rng.choice(involved, int(str(row[column])) - len(involved))
                yield kind, np.concatenate([involved, again])
        yield "separation", rng.choice(there, rng.poisson(truth.separations * children / 1200))
        yield "contact", rng.choice(there, rng.poisson(truth.contacts * children))

    def _days(self, who: Whole, month: int, rng: np.random.Generator) -> Days:
        """Return a day of the month on which each was there."""
        first = np.maximum(self.stays.admitted[who], self.plan.month_starts[month])
        last = np.minimum(self.stays.left[who], self.plan.month_ends[month])
        days: Days = first + rng.integers(0, (last - first).astype(np.int64) + 1)
        return days

    def _frame(self, site_id: str, kind: str, who: Whole, *, days: Days) -> pl.DataFrame:
        about = {"site_id": [site_id] * len(who), "kind": [kind] * len(who)}
        return pl.DataFrame(
            about | {"child_id": self.stays.child_id[who], "happened_on": days, "rank": np.arange(len(who))},
            schema_overrides={"child_id": pl.String, "kind": pl.String, "site_id": pl.String},
        )


def _sections(assessed: pl.DataFrame) -> pl.DataFrame:
    """Return the sections of the health assessment that were done, on the days the assessment says."""
    done = assessed.filter(pl.col("domain").is_in(SECTIONS)).drop_nulls("assessed_on")
    return done.select("site_id", "child_id", kind=pl.lit("chat_section"), happened_on="assessed_on", section="domain")


def _as_sent(happened: pl.DataFrame, returns: pl.DataFrame) -> pl.DataFrame:
    """Return the events in each version of their month: a version holds as many of a kind as its return counts.

    An event keeps its number when the month is sent again.
    """
    place = ["site_id", "month", "version"]
    counts = returns.unpivot(list(KIND_OF), index=place, variable_name="column", value_name="most")
    counts = counts.with_columns(kind=pl.col("column").replace_strict(KIND_OF)).drop("column")
    versions = returns.select(*place, "received_on")
    return (
        happened.with_columns(month=pl.col("happened_on").dt.strftime("%Y-%m"))
        .sort("site_id", "month", "happened_on", "kind", "child_id", "rank", "section")
        .with_columns(event=pl.int_range(1, pl.len() + 1).over("site_id", "month").cast(pl.String))
        .join(versions, on=["site_id", "month"], how="inner")
        .join(counts, on=[*place, "kind"], how="left")
        .filter(pl.col("most").is_null() | (pl.col("rank") < pl.col("most")))
        .select(pl.col(name).cast(kind) for name, kind in ACTIVITY.schema.items())
    )
