"""Draws the care pathway after assessment: formulation, targets, interventions, reviews and the way out."""

from datetime import date

import numpy as np
import polars as pl

from newel.records import KINDS, RecordKind
from newel.rehearsal.assessments import assessments
from newel.rehearsal.plan import Plan, known, lengths
from newel.rehearsal.residents import Residents
from newel.rehearsal.steps import Steps, draw_steps

PLAN_CHANGES = 0.4
"""Share of reviews after which the formulation is revised."""
HELD_LATE = 0.5
"""Share of reviews not held in time that are held later."""
ANSWERS_NOTHING = 0.4
"""Interventions, for each young person, that are linked to no need."""
PLANNED_LATE = 0.1
"""Share of transitions not planned in time that are planned after the young person left."""


def draw(plan: Plan, stays: Residents, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Return every record of the pathway. Inner frames also have `site`, its place in the protocol."""
    steps = draw_steps(plan, rng)
    assessed = assessments(stays, steps)
    first = _first_formulations(stays, steps)
    reviews = _reviews(first, steps)
    frames = {
        "formulation": _formulations(first, reviews, steps),
        "target": _targets(first, reviews, steps),
        "review": reviews,
        "intervention": _interventions(stays, steps, assessed=assessed, first=first),
        "transition": _transitions(stays, steps),
    }
    records = {name: _as_recorded(KINDS[name], frame) for name, frame in frames.items()}
    return {"admission": stays.admissions(plan), "assessment": assessed} | records


def _as_recorded(kind: RecordKind, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(dtype) for name, dtype in kind.schema.items())


def _first_formulations(stays: Residents, steps: Steps) -> pl.DataFrame:
    """Return child_id, site, site_id, held_on, until for whoever was still there on the day of the first meeting."""
    days, number, rng = steps.plan.protocol.care.formulation_days, len(stays.child_id), steps.rng
    in_time = steps.taken("formulated_in_time", stays.site, stays.admitted)
    early, late = rng.integers(max(days // 3, 1), days + 1, number), rng.integers(days + 1, days + 29, number)
    frame = _stays(steps.plan, stays).with_columns(held_on=stays.admitted + np.where(in_time, early, late))
    return frame.filter(pl.col("held_on") <= pl.col("until"))


def _stays(plan: Plan, stays: Residents) -> pl.DataFrame:
    """Return one row a stay; `until` is its last day, or the study's."""
    until = np.minimum(stays.left, plan.month_ends[-1])
    about = {"child_id": stays.child_id, "site": stays.site, "site_id": plan.site_ids(stays.site)}
    return pl.DataFrame(about | {"left_on": stays.left, "until": until})


def _reviews(first: pl.DataFrame, steps: Steps) -> pl.DataFrame:
    """Return the review records, with each one's `site`: one is due every so many weeks after the first formulation."""
    period, rng = 7 * steps.plan.protocol.care.review_weeks, steps.rng
    stayed = (first["until"] - first["held_on"]).dt.total_days().to_numpy()
    due = first.select(pl.all().gather(np.repeat(np.arange(first.height), stayed // period))).with_columns(
        due_on=pl.col("held_on") + pl.duration(days=period * pl.int_range(1, pl.len() + 1).over("child_id"))
    )
    number, sites, days = due.height, due["site"].to_numpy(), due["due_on"].to_numpy()
    in_time = steps.taken("reviewed_in_time", sites, days)
    later = ~in_time & (rng.random(number) < HELD_LATE)
    held_on = days + np.where(in_time, rng.integers(-3, 8, number), rng.integers(8, 31, number))
    held = (in_time | later) & (held_on <= due["until"].to_numpy())
    return due.with_columns(
        held_on=known(held, held_on),
        child_present=known(held, steps.taken("child_present", sites, days)),
        plan_changed=known(held, rng.random(number) < PLAN_CHANGES),
    )


def _formulations(first: pl.DataFrame, reviews: pl.DataFrame, steps: Steps) -> pl.DataFrame:
    """Return the formulation records: the first, and a new version after each review that changed the plan."""
    about = ("child_id", "site", "site_id", "held_on")
    meetings = (
        pl.concat([first.select(about), reviews.filter("plan_changed").select(about)])
        .sort("child_id", "held_on")
        .with_columns(version=pl.int_range(1, pl.len() + 1).over("child_id"))
    )
    rng, number = steps.rng, meetings.height
    sites, days = meetings["site"].to_numpy(), meetings["held_on"].to_numpy()
    agrees = steps.taken("child_agrees", sites, days)
    asked = agrees | (rng.random(number) < 0.5)
    return meetings.with_columns(
        child_present=steps.taken("child_present", sites, days),
        family_present=rng.random(number) < 0.25,
        staff_present=rng.integers(3, 9, number),
        shared_with_child=asked,
        agreed_by_child=known(asked, agrees),
        factors=rng.integers(3, 10, number),
    )


def _targets(first: pl.DataFrame, reviews: pl.DataFrame, steps: Steps) -> pl.DataFrame:
    """Return the target records: up to three targets, rated when they are set and at each review held."""
    rng = steps.rng
    targets = first.select(pl.all().gather(np.repeat(np.arange(first.height), rng.integers(1, 4, first.height))))
    together = steps.taken("target_set_together", targets["site"].to_numpy(), targets["held_on"].to_numpy())
    targets = targets.select("child_id", "site_id", target=pl.int_range(1, pl.len() + 1).over("child_id")).with_columns(
        set_by_child=together, start=rng.integers(1, 6, targets.height)
    )
    about = ("child_id", "held_on")
    occasions = pl.concat([first.select(about), reviews.drop_nulls("held_on").select(about)]).unique()
    rated = (
        targets.join(occasions, on="child_id", how="inner")
        .sort("child_id", "target", "held_on")
        .with_columns(occasion=pl.int_range(pl.len()).over("child_id", "target"))
    )
    moved = rated["start"] + rated["occasion"] * pl.Series(rng.normal(0.7, 1.0, rated.height))
    return rated.with_columns(rated_on="held_on", rating=moved.round().clip(0, 10).cast(pl.Int64))


def _interventions(stays: Residents, steps: Steps, *, assessed: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    """Return the intervention records: those that answer a need that was found, and some that answer none."""
    care, rng = steps.plan.protocol.care, steps.rng
    everyone = _stays(steps.plan, stays).with_columns(admitted_on=stays.admitted)
    needs = assessed.filter(pl.col("need") == "identified").select("child_id", "domain", "assessed_on")
    needing = everyone.join(needs, on="child_id", how="inner").sort("child_id", "domain")
    sites, days = needing["site"].to_numpy(), needing["admitted_on"].to_numpy()
    answering = needing.filter(steps.taken("need_answered", sites, days))
    begun = pl.concat([answering, everyone.filter(rng.random(everyone.height) < ANSWERS_NOTHING)], how="diagonal")
    earliest, by_first_review = max(care.formulation_days // 3, 1), care.formulation_days + 7 * care.review_weeks
    started = begun["admitted_on"] + lengths(rng.integers(earliest, by_first_review + 1, begun.height))
    begun = begun.with_columns(started_on=pl.max_horizontal(started, "assessed_on"))
    begun = begun.filter(pl.col("started_on") <= pl.col("until"))
    ended = begun["started_on"] + lengths(rng.integers(14, 120, begun.height))
    return _numbered(begun.with_columns(ended_on=ended), first, until=steps.plan.protocol.study.ends)


def _numbered(begun: pl.DataFrame, first: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """Number each young person's interventions and tie those that answer a need to the formulation they follow."""
    formulated = first.select("child_id", formulated_on="held_on")
    ended = pl.min_horizontal("ended_on", "left_on")
    follows = pl.col("domain").is_not_null() & (pl.col("formulated_on") <= pl.col("started_on"))
    return (
        begun.join(formulated, on="child_id", how="left")
        .sort("child_id", "started_on", "domain")
        .with_columns(
            intervention=pl.int_range(1, pl.len() + 1).over("child_id"),
            formulation_version=pl.when(follows).then(1),
            ended_on=pl.when(ended <= until).then(ended),
        )
    )


def _transitions(stays: Residents, steps: Steps) -> pl.DataFrame:
    """Return the transition records: most plans are made while the young person is there, a few after they left."""
    rng, number, length = steps.rng, len(stays.child_id), (stays.left - stays.admitted).astype(np.int64)
    planned = steps.taken("transition_planned", stays.site, stays.left)
    late = ~planned & (rng.random(number) < PLANNED_LATE)
    before, after = rng.integers(0, length + 1), rng.integers(1, 15, number)
    planned_on = stays.left + np.where(planned, -before, after)
    frame = _stays(steps.plan, stays).with_columns(
        planned_on=planned_on,
        home_area_took_part=rng.random(number) < 0.6,
        child_took_part=rng.random(number) < 0.55,
    )
    return frame.filter((planned | late) & (planned_on <= steps.plan.month_ends[-1]))
