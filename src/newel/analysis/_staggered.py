"""Sites by quarter, each with the quarter in which it started: what a staggered start can be read from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from newel.analysis._incidents import counted_months
from newel.analysis._plugin import Evidence
from newel.protocol import Protocol
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters import Lottery, RandomisationTest, randomisation_test
from newel.statistics.rollout import (
    Aggregate,
    FixedEffects,
    GroupTime,
    Panel,
    aggregate,
    group_time,
    overall_effects,
    two_way,
)

SEED = 21
DRAWS = 4999


@dataclass(frozen=True)
class Staggered:
    """One kind of incident at the sites that sent returns in every quarter; or why it cannot be read."""

    measure: str
    sites: tuple[str, ...]
    left_out: int
    """Sites without a return in some quarter."""
    people: int
    panel: Panel | None = None
    cells: GroupTime | None = None
    why_none: str = ""

    def since_start(self) -> Aggregate | None:
        """Return the effects by quarters since the start."""
        return aggregate(self.cells, "since_start") if self.cells and self.cells.after.any() else None

    def overall(self) -> Aggregate | None:
        """Return the effect over all quarters after the start."""
        return aggregate(self.cells, "simple") if self.cells and self.cells.after.any() else None

    def dealt(self, strata: Mapping[str, int]) -> RandomisationTest | None:
        """Compare the overall effect with that of other deals of the same start dates within types of site."""
        if self.panel is None or self.overall() is None:
            return None
        panel = self.panel
        of_sites: Levels = np.array([strata[site] for site in self.sites], dtype=np.int64)
        lottery = Lottery(strata=of_sites, largest=DRAWS, draws=DRAWS, generator=np.random.default_rng(SEED))
        try:
            return randomisation_test(lambda firsts: overall_effects(panel, firsts), panel.first, lottery=lottery)
        except ValueError:
            return None

    def two_way(self) -> FixedEffects | None:
        """Return the two-way fixed-effects estimate, which stands beside the others and decides nothing."""
        if self.panel is None:
            return None
        units, periods = np.indices(self.panel.outcomes.shape).reshape(2, -1)
        started = (self.panel.periods[None, :] >= self.panel.first[:, None]).astype(np.float64).reshape(-1, 1)
        try:
            return two_way(self.panel.outcomes.ravel(), started, units=units, periods=periods, clusters=units)
        except ValueError:
            return None


def staggered(evidence: Evidence, measure: str) -> Staggered:
    """Return one kind of incident by site and quarter: the logarithm of its rate, half an incident added to each."""
    protocol = evidence.protocol
    months = counted_months(evidence.freeze.frame("monthly_return"), measure)
    quarters = _quarters(protocol)
    by_quarter = (
        months.with_columns(quarter=pl.col("month").replace_strict(quarters, return_dtype=pl.Int64, default=None))
        .drop_nulls("quarter")
        .group_by("site_id", "quarter")
        .agg(pl.col("incidents").sum(), pl.col("children").sort())
        .with_columns(years=pl.col("children").list.sum() / 12)
    )
    whole = by_quarter.group_by("site_id").len().filter(pl.col("len") == max(quarters.values(), default=-1) + 1)
    sites = tuple(sorted(whole["site_id"]))
    seen, left_out = months["site_id"].n_unique(), months["site_id"].n_unique() - len(sites)
    people = 0 if not seen else int(max(months.group_by("month").agg(pl.col("distinct").sum())["distinct"]))
    if len(sites) < 2:
        why = "fewer than two sites sent returns in every quarter"
        return Staggered(measure, sites, left_out, people, why_none=why)
    rates = by_quarter.filter(pl.col("site_id").is_in(sites)).sort("site_id", "quarter")
    logs = np.log((rates["incidents"].to_numpy() + 0.5) / rates["years"].to_numpy()).reshape(len(sites), -1)
    first = {site.id: float(quarters.get(site.rollout_month, -1)) for site in protocol.sites}
    panel = Panel(logs, np.arange(logs.shape[1], dtype=np.float64), _first(sites, first))
    try:
        return Staggered(measure, sites, left_out, people, panel, group_time(panel, comparison="not_yet", method="reg"))
    except ValueError as error:
        return Staggered(measure, sites, left_out, people, panel, why_none=str(error).rstrip("."))


def _first(sites: tuple[str, ...], first: Mapping[str, float]) -> Numbers:
    """A site that started before the study was treated from its first quarter on."""
    return np.array([max(first[site], 0.0) for site in sites])


def _quarters(protocol: Protocol) -> dict[str, int]:
    """Return the quarter of each month, three months each from the study's first; months left over make none."""
    months = protocol.months()
    return {month: place // 3 for place, month in enumerate(months[: len(months) // 3 * 3])}
