"""Draws training records, and each admitted young person's shared needs assessment."""

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import polars as pl

from newel.records.kinds import ASSESSMENT, TRAINING
from newel.rehearsal.plan import Plan, pseudonym
from newel.rehearsal.truths import StaffTruth

MODULES = ("attachment_and_trauma", "understanding_behaviour", "trauma_informed_care")
ROLES = ("residential", "health", "education", "management")
ROLE_SHARES = (0.62, 0.18, 0.12, 0.08)

Row = tuple[object, ...]


def draw(plan: Plan, returns: pl.DataFrame, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Return the training and assessment records that belong to the months of the drawn returns."""
    last = returns.sort("site_id", "month", "version").unique(["site_id", "month"], keep="last", maintain_order=True)
    return {"training": _training(plan.truths.staff, last, rng), "assessment": _assessments(plan, last, rng)}


def _training(truth: StaffTruth, returns: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Draw the modules of everyone newly trained: the rise of the trained, month on month."""
    rows: list[Row] = []
    most: dict[str, int] = {}
    for site_id, month, trained in returns.select("site_id", "month", "staff_trained").iter_rows():
        for _ in range(trained - most.get(site_id, 0)):
            rows.extend(_modules_of_one_person(truth, site_id, month, rng=rng))
        most[site_id] = max(trained, most.get(site_id, 0))
    return pl.DataFrame(rows, schema=TRAINING.schema, orient="row")


def _modules_of_one_person(truth: StaffTruth, site_id: str, month: str, *, rng: np.random.Generator) -> list[Row]:
    person, role = pseudonym(rng), ROLES[int(rng.choice(len(ROLES), p=ROLE_SHARES))]
    skill = rng.normal(0, truth.rating_spread / 2)
    rows: list[Row] = []
    for module in MODULES:
        wished = (
            truth.rating_before + skill + np.array([0, truth.rating_gain]) + rng.normal(0, truth.rating_spread / 2, 2)
        )
        ratings = [None if rng.random() < 0.1 else round(float(rating), 1) for rating in np.clip(wished, 1, 5)]
        hours = 6.0 + 3.0 * int(rng.integers(0, 3))
        rows.append((person, site_id, role, module, _day(month, rng), hours, *ratings))
    return rows


def _assessments(plan: Plan, returns: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    truth = plan.truths.children
    sites = {site.id: site for site in plan.protocol.sites}
    rows: list[Row] = []
    for site_id, month, admitted in returns.select("site_id", "month", "admissions").iter_rows():
        share = truth.assessed + truth.assessed_gain * plan.dose(sites[site_id], month)
        for _ in range(admitted or 0):
            child, day = pseudonym(rng), _day(month, rng)
            own_share = share + rng.normal(0, 0.08)  # some children's whole assessment goes better than others'
            for domain in plan.protocol.needs:
                found = _domain(plan, domain, own_share, rng=rng, admitted_on=day)
                rows.append((child, site_id, day, domain, *found))
    return pl.DataFrame(rows, schema=ASSESSMENT.schema, orient="row")


def _domain(plan: Plan, domain: str, share: float, *, rng: np.random.Generator, admitted_on: date) -> Row:
    """Return need, assessed_on, child_took_part. A need that nobody looked for is not assessed, whatever the truth."""
    truth = plan.truths.children
    has_need = rng.random() < truth.need.get(domain, 0.4)
    took_part = bool(rng.random() < truth.child_takes_part)
    assessed_on = admitted_on + timedelta(days=int(rng.integers(1, 15)))
    if rng.random() >= share:
        return ("not_assessed", None, None)
    return ("identified" if has_need else "not_identified", assessed_on, took_part)


def _day(month: str, rng: np.random.Generator) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, int(rng.integers(1, monthrange(year, number)[1] + 1)))
