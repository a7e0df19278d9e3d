"""Draws who lives at each site: every stay that touches the study, with those who were there when it began."""

import heapq
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from newel.protocol import Site
from newel.records.kinds import ADMISSION
from newel.rehearsal.plan import Days, Plan, Whole, Yes, pseudonyms

DAYS_BEFORE = 730
"""Stays are drawn from so long before the study that hardly anybody of the first day is still there when it begins."""


@dataclass(frozen=True)
class Residents:
    """One entry a stay. `site` is the site's place in the protocol; `left` is true even where it is after the study."""

    child_id: npt.NDArray[np.str_]
    site: Whole
    admitted: Days
    left: Days

    def admissions(self, plan: Plan) -> pl.DataFrame:
        """Return the admission records. Whoever is there when the study ends has no last day."""
        last_day = pl.col("left_on")
        frame = pl.DataFrame(
            {
                "child_id": self.child_id,
                "site_id": plan.site_ids(self.site),
                "admitted_on": self.admitted,
                "left_on": self.left,
            }
        )
        return frame.select(list(ADMISSION.schema)).with_columns(
            pl.when(last_day <= plan.protocol.study.ends).then(last_day).alias("left_on")
        )

    def there_in(self, plan: Plan, month: int) -> Yes:
        """Return who was there on at least one day of a month, given by its place in the study."""
        there: Yes = (self.admitted <= plan.month_ends[month]) & (self.left >= plan.month_starts[month])
        return there

    def mean_number(self, plan: Plan) -> npt.NDArray[np.float64]:
        """Return the mean number of residents over the days of each month: one row a site, one column a month."""
        found = np.zeros((len(plan.protocol.sites), len(plan.month_starts)))
        for month, (first, last) in enumerate(zip(plan.month_starts, plan.month_ends, strict=True)):
            days = (np.minimum(self.left, last) - np.maximum(self.admitted, first)).astype(np.int64) + 1
            np.add.at(found[:, month], self.site, np.clip(days, 0, None) / ((last - first).astype(np.int64) + 1))
        return found


def residents(plan: Plan, rng: np.random.Generator) -> Residents:
    """Draw every stay: arrivals by chance, lengths right-skewed, and nobody is taken in while a site is full."""
    starts = plan.month_starts[0]
    parts = [
        (np.full(len(admitted), place), admitted, left)
        for place, site in enumerate(plan.protocol.sites)
        for admitted, left in [_stays(plan, site, rng, until=plan.last_days[place])]
    ]
    site, admitted, left = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    touches = left >= starts
    child_id = pseudonyms(rng, int(touches.sum()))
    return Residents(child_id, site[touches], admitted[touches], left[touches])


def _stays(plan: Plan, site: Site, rng: np.random.Generator, *, until: np.datetime64) -> tuple[Days, Days]:
    """Return first and last days at one site, where `until` is the last day it can take somebody in."""
    truth, began = plan.truths.children, plan.month_starts[0] - DAYS_BEFORE
    days = int((until - began).astype(np.int64)) + 1
    mean_stay = truth.median_stay_days * float(np.exp(truth.stay_spread**2 / 2))
    arrivals = np.sort(rng.integers(0, days, rng.poisson(days * plan.occupancy(site) * site.places / mean_stay)))
    stays = np.maximum(np.rint(truth.median_stay_days * rng.lognormal(0, truth.stay_spread, len(arrivals))), 1)
    admitted = _taken_in(arrivals, stays.astype(np.int64), places=site.places)
    in_time = admitted < days
    first = began + admitted[in_time]
    last = first + stays.astype(np.int64)[in_time] - 1
    return first, np.minimum(last, until) if site.closed_month else last


def _taken_in(arrivals: Whole, stays: Whole, *, places: int) -> Whole:
    """Return the day each is taken in: the day they arrive, or the first on which a place is free."""
    leaving: list[int] = []
    admitted = []
    for arrival, stay in zip(arrivals.tolist(), stays.tolist(), strict=True):
        while leaving and leaving[0] < arrival:
            heapq.heappop(leaving)
        day = arrival if len(leaving) < places else heapq.heappop(leaving) + 1
        heapq.heappush(leaving, day + stay - 1)
        admitted.append(day)
    return np.array(admitted, dtype=np.int64)
