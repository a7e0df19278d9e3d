"""Draws who works at each site: when they came, when they had the training, and when they left."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from newel.protocol import Site
from newel.records.kinds import STAFF_MEMBER
from newel.rehearsal.plan import Days, Numbers, Plan, Whole, Yes, pseudonyms

NEVER = np.datetime64("9999-12-31", "D")
FILLED = 0.5
"""Share of the vacant posts that are filled in a month."""
TRAINED_BEFORE = 700
"""Whoever is trained when the study begins was trained in so many days before it."""


@dataclass(frozen=True)
class Workforce:
    """One entry a member of staff. `site` and `role` are places in the protocol; days that never come are NEVER.

    `begun` is the last day of the training somebody went to; `trained` is the same day, where they finished it.
    """

    staff_id: npt.NDArray[np.str_]
    site: Whole
    role: Whole
    started: Days
    left: Days
    begun: Days
    trained: Days
    posts: Whole
    """Posts by site and role, filled or vacant."""

    def members(self, plan: Plan) -> pl.DataFrame:
        """Return the staff member records. Whoever is there when the study ends has no last day."""
        left = pl.col("left_on")
        columns = {
            "staff_id": self.staff_id,
            "site_id": plan.site_ids(self.site),
            "role": np.array([role.id for role in plan.roles])[self.role],
            "started_on": self.started,
            "left_on": self.left,
        }
        frame = pl.DataFrame(columns).select(list(STAFF_MEMBER.schema))
        return frame.with_columns(pl.when(left <= plan.protocol.study.ends).then(left).alias("left_on"))

    def in_post(self, plan: Plan) -> Whole:
        """Return staff in post on the last day of each month, by site, role and month."""
        return self._counted(plan, lambda _, last: (self.started <= last) & (self.left >= last))

    def trained_in_post(self, plan: Plan) -> Whole:
        """Return how many of those in post have finished the training by then."""
        return self._counted(
            plan, lambda _, last: (self.started <= last) & (self.left >= last) & (self.trained <= last)
        )

    def share_trained(self, plan: Plan) -> Numbers:
        """Return the share of those in post at the end of each month who have finished the training, by site, month."""
        there = self.in_post(plan).sum(axis=1)
        share: Numbers = self.trained_in_post(plan).sum(axis=1) / np.maximum(there, 1)
        return share

    def leavers(self, plan: Plan) -> Whole:
        """Return staff whose last day was in the month, by site, role and month."""
        return self._counted(plan, lambda first, last: (self.left >= first) & (self.left <= last))

    def _counted(self, plan: Plan, of_month: Callable[[np.datetime64, np.datetime64], Yes]) -> Whole:
        found = np.zeros((*self.posts.shape, len(plan.month_starts)), dtype=np.int64)
        for month, (first, last) in enumerate(zip(plan.month_starts, plan.month_ends, strict=True)):
            here = of_month(first, last)
            np.add.at(found[:, :, month], (self.site[here], self.role[here]), 1)
        return found


def workforce(plan: Plan, rng: np.random.Generator) -> Workforce:
    """Draw every career: leavers are replaced with delay, and take their training with them."""
    sizes, posts = _teams(plan)
    teams = []
    for (site, role), size in np.ndenumerate(sizes):
        started, left = _careers(plan, rng, site=site, size=int(size), posts=int(posts[site, role]))
        teams.append((np.full(len(started), site), np.full(len(started), role), started, left))
    site, role, started, left = (np.concatenate(parts) for parts in zip(*teams, strict=True))
    begun, trained = _training(plan, rng, site=site, started=started, left=left)
    return Workforce(pseudonyms(rng, len(site)), site, role, started, left, begun, trained, posts)


def _teams(plan: Plan) -> tuple[Whole, Whole]:
    """Return staff and posts by site and role. As many posts are vacant as leave and are not yet replaced."""
    truth = plan.truths.staff
    shares = np.array([truth.role_shares.get(role.id, 0.0 if truth.role_shares else 1.0) for role in plan.roles])
    staff = truth.per_place * np.array([site.places for site in plan.protocol.sites])
    sizes = np.maximum(np.rint(np.outer(staff, shares / shares.sum())), 1).astype(np.int64)
    return sizes, np.rint(sizes * (1 + truth.yearly_turnover / 12 / FILLED)).astype(np.int64)


def _careers(plan: Plan, rng: np.random.Generator, *, site: int, size: int, posts: int) -> tuple[Days, Days]:
    """Return first and last days of everyone who ever works in one team during the study."""
    leave_in_a_month = plan.truths.staff.yearly_turnover / 12
    mean_days = 365 / max(plan.truths.staff.yearly_turnover, 0.1)
    started = plan.month_starts[0] - 1 - np.minimum(rng.exponential(mean_days, size), 9000).astype(np.int64)
    left = np.full(size, NEVER)
    for first, last in zip(plan.month_starts, plan.month_ends, strict=True):
        if last > plan.last_days[site]:
            break
        leaving = (left == NEVER) & (rng.random(len(left)) < leave_in_a_month)
        left[leaving] = _days_of(first, last, rng, number=int(leaving.sum()))
        hired = rng.binomial(max(posts - int((left == NEVER).sum()), 0), FILLED)
        started = np.concatenate([started, _days_of(first, last, rng, number=hired)])
        left = np.concatenate([left, np.full(hired, NEVER)])
    closed: Site = plan.protocol.sites[site]
    return started, np.minimum(left, plan.last_days[site]) if closed.closed_month else left


def _days_of(first: np.datetime64, last: np.datetime64, rng: np.random.Generator, *, number: int) -> Days:
    days: Days = first + rng.integers(0, (last - first).astype(np.int64) + 1, number)
    return days


def _training(plan: Plan, rng: np.random.Generator, *, site: Whole, started: Days, left: Days) -> tuple[Days, Days]:
    """Return for each member of staff the last day of their training, and the same where they finished it."""
    truth = plan.truths.staff
    begun = _trained_before(plan, rng, site=site, started=started)
    before = begun < NEVER
    for first, last in zip(plan.month_starts, plan.month_ends, strict=True):
        chance = truth.monthly_training * plan.doses(site, np.full(len(site), first))
        able = (begun == NEVER) & (started <= last) & (left >= last)
        goes = able & (rng.random(len(site)) < chance)
        earliest = np.maximum(started[goes], first)
        begun[goes] = earliest + (rng.random(int(goes.sum())) * (last - earliest).astype(np.int64)).astype(np.int64)
    several = any(len(course.modules) > 1 for course in plan.courses)
    unfinished = ~before & several & (rng.random(len(site)) < truth.share_unfinished)
    return begun, np.where(unfinished, NEVER, begun)


def _trained_before(plan: Plan, rng: np.random.Generator, *, site: Whole, started: Days) -> Days:
    """Train the planted share of those who are in post when the study begins, at every site."""
    begun, starts = np.full(len(site), NEVER), plan.month_starts[0]
    for place in range(len(plan.protocol.sites)):
        there = np.flatnonzero((site == place) & (started < starts))
        chosen = rng.permutation(there)[: round(plan.truths.staff.trained_at_start * len(there))]
        days_there = (starts - 1 - started[chosen]).astype(np.int64)
        ago = rng.random(len(chosen)) * np.minimum(days_there, TRAINED_BEFORE)
        begun[chosen] = starts - 1 - ago.astype(np.int64)
    return begun
