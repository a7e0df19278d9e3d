"""Draws what training was held, for how long, with what cover, and what it changed by people's own rating."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from newel.protocol import Course
from newel.records.kinds import TRAINING
from newel.rehearsal.plan import Numbers, Plan, known
from newel.rehearsal.workforce import NEVER, Workforce

DAYS_BETWEEN = 3
"""Days from one module of a course to the next."""
OTHER_COURSES = 0.3
"""Share of those who are trained who also go to a course that is not part of the core."""
HALF_DAYS = 0.1
"""Share of modules of which somebody attended only half."""
NOT_RATED = 0.1
"""Share of ratings that were not given."""


def training(plan: Plan, staff: Workforce, rng: np.random.Generator) -> pl.DataFrame:
    """Return one record a member of staff and module they went to."""
    core, number = any(course.core for course in plan.courses), len(staff.staff_id)
    going = staff.members(plan).with_columns(
        begun=staff.begun,
        goes=staff.begun < NEVER,
        finished=staff.trained < NEVER,
        skill=rng.normal(0, plan.truths.staff.rating_spread / 2, number),
    )
    parts = [TRAINING.empty()]
    for course in plan.courses:
        chosen = rng.random(number) < (OTHER_COURSES if core and not course.core else 1.0)
        parts.extend(_modules(plan, course, going.filter(pl.col("goes") & pl.Series(chosen)), rng=rng))
    return pl.concat(parts)


def _modules(plan: Plan, course: Course, going: pl.DataFrame, *, rng: np.random.Generator) -> Iterator[pl.DataFrame]:
    """Yield one frame a module of a course: days apart, and without those who missed the last one."""
    last = len(course.modules) - 1
    for place, module in enumerate(course.modules):
        there = going.filter("finished") if place == last and last else going
        half = rng.random(there.height) < HALF_DAYS
        before, after = _ratings(plan, there["skill"].to_numpy(), rng)
        hours = np.where(half, module.hours / 2, module.hours)
        frame = there.with_columns(
            course=pl.lit(course.id),
            module=pl.lit(module.id),
            held_on=pl.max_horizontal("started_on", pl.col("begun") - pl.duration(days=DAYS_BETWEEN * (last - place))),
            hours=hours,
            before=before,
            after=after,
            backfill_hours=_cover(plan, hours, rng),
        )
        yield frame.select(pl.col(name).cast(kind) for name, kind in TRAINING.schema.items())


def _ratings(plan: Plan, skill: Numbers, rng: np.random.Generator) -> tuple[pl.Series, pl.Series]:
    """Return what people say of themselves before and after a module; some do not say."""
    truth = plan.truths.staff
    found = []
    for gain in (0.0, truth.rating_gain):
        wished = truth.rating_before + gain + skill + rng.normal(0, truth.rating_spread / 2, len(skill))
        found.append(known(rng.random(len(skill)) >= NOT_RATED, np.clip(wished, 1, 5).round(1)))
    return found[0], found[1]


def _cover(plan: Plan, hours: Numbers, rng: np.random.Generator) -> pl.Series:
    """Return the hours of cover that were paid for while somebody was away; not every site knows."""
    truth = plan.truths.staff
    covered = np.where(rng.random(len(hours)) < truth.share_covered, hours, 0.0)
    return known(rng.random(len(hours)) >= truth.share_cover_not_known, covered)
