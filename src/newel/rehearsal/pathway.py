"""Draws training records, and each admitted young person's shared needs assessment."""

from calendar import monthrange

import numpy as np
import polars as pl

from newel.protocol import Protocol
from newel.records.kinds import ASSESSMENT, TRAINING
from newel.rehearsal.activity import dose
from newel.rehearsal.truths import Truths

MODULES = ("attachment_and_trauma", "understanding_behaviour", "trauma_informed_care")
ROLES = ("residential", "health", "education", "management")


def draw(
    protocol: Protocol, truths: Truths, returns: pl.DataFrame, rng: np.random.Generator
) -> dict[str, pl.DataFrame]:
    """Return the training and assessment records that belong to the months of the drawn returns."""
    last = returns.sort("site_id", "month", "version").unique(["site_id", "month"], keep="last", maintain_order=True)
    return {"training": _training(truths, last, rng), "assessment": _assessments(protocol, truths, last, rng)}


def _training(truths: Truths, returns: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Draw the modules of everyone newly trained: the rise of the trained, month on month."""
    rows = []
    for (site_id,), site in returns.group_by("site_id", maintain_order=True):
        before = 0
        for month, trained in site.select("month", "staff_trained").iter_rows():
            for _ in range(max(trained - before, 0)):
                rows.extend(_person_training(truths, str(site_id), month, rng))
            before = max(trained, before)
    return pl.DataFrame(rows, schema=TRAINING.schema, orient="row")


def _person_training(truths: Truths, site_id: str, month: str, rng: np.random.Generator) -> list[tuple[object, ...]]:
    staff, truth = truths.staff, truths.staff
    person, role = _pseudonym(rng), ROLES[int(rng.choice(4, p=[0.62, 0.18, 0.12, 0.08]))]
    skill = rng.normal(0, staff.rating_spread / 2)
    rows = []
    for module in MODULES:
        noise = rng.normal(0, truth.rating_spread / 2, 2)
        before, after = (
            truth.rating_before + skill + noise[0],
            truth.rating_before + truth.rating_gain + skill + noise[1],
        )
        ratings = [None if rng.random() < 0.1 else round(float(np.clip(value, 1, 5)), 1) for value in (before, after)]
        rows.append((person, site_id, role, module, _day(month, rng), 6.0 + 3.0 * rng.integers(0, 3), *ratings))
    return rows


def _assessments(protocol: Protocol, truths: Truths, returns: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    children, rows = truths.children, []
    sites = {site.id: site for site in protocol.sites}
    for site_id, month, admitted in returns.select("site_id", "month", "admissions").iter_rows():
        share = children.assessed + children.assessed_gain * dose(sites[site_id], month)
        for _ in range(admitted or 0):
            child, day = _pseudonym(rng), _day(month, rng)
            care = rng.normal(0, 0.08)  # some children's whole assessment goes better than others'
            for domain in protocol.needs:
                assessed = rng.random() < share + care
                rows.append((child, site_id, day, domain, *_domain(truths, domain, day, assessed=assessed, rng=rng)))
    return pl.DataFrame(rows, schema=ASSESSMENT.schema, orient="row")


def _domain(
    truths: Truths, domain: str, admitted_on: np.datetime64, *, assessed: bool, rng: np.random.Generator
) -> tuple[object, ...]:
    """Return need, assessed_on, child_took_part. A need that nobody looked for is not assessed, whatever the truth."""
    has_need = rng.random() < truths.children.need.get(domain, 0.4)
    took_part = bool(rng.random() < truths.children.child_takes_part)
    days = int(rng.integers(1, 15))
    if not assessed:
        return ("not_assessed", None, None)
    return ("identified" if has_need else "not_identified", (admitted_on + np.timedelta64(days, "D")).item(), took_part)


def _day(month: str, rng: np.random.Generator) -> np.datetime64:
    days = monthrange(int(month[:4]), int(month[5:]))[1]
    return np.datetime64(f"{month}-{int(rng.integers(1, days + 1)):02d}")


def _pseudonym(rng: np.random.Generator) -> str:
    """Return 12 hex digits that stand for nobody."""
    return f"{int(rng.integers(0, 2**48)):012x}"
