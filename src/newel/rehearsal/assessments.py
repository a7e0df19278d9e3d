"""Draws each young person's shared needs assessment: what was looked for, what was found, and who took part."""

import numpy as np
import polars as pl

from newel.records.kinds import ASSESSMENT
from newel.rehearsal.plan import Plan, Yes
from newel.rehearsal.residents import Residents
from newel.rehearsal.steps import Steps

OWN_SPREAD = 0.08
"""Some young people's whole assessment goes better than others': standard deviation of their share of domains."""
NEED = 0.4
"""Share with a need whose domain the truths do not name."""


def assessments(stays: Residents, steps: Steps) -> pl.DataFrame:
    """Return one record a young person and domain. A need that nobody looked for is not assessed, whatever is true."""
    plan, rng, number = steps.plan, steps.rng, len(stays.child_id)
    truth, domains = plan.truths.children, plan.protocol.needs
    shape, days = (number, len(domains)), plan.protocol.care.assessment_days
    share = truth.assessed + truth.assessed_gain * plan.doses(stays.site, stays.admitted)
    looked = rng.random(shape) < (share + rng.normal(0, OWN_SPREAD, number))[:, None]
    in_time = steps.taken("assessed_in_time", stays.site, stays.admitted)
    after = rng.integers(1, days + 1, shape) + np.where(in_time, 0, days)[:, None]
    assessed_on = stays.admitted[:, None] + after
    looked &= assessed_on <= stays.left[:, None]
    has_need = rng.random(shape) < np.array([truth.need.get(domain, NEED) for domain in domains])
    frame = pl.DataFrame(
        {
            "child_id": np.repeat(stays.child_id, len(domains)),
            "site_id": np.repeat(plan.site_ids(stays.site), len(domains)),
            "admitted_on": np.repeat(stays.admitted, len(domains)),
            "domain": pl.Series(list(domains) * number, dtype=pl.String),
            "assessed_on": assessed_on.ravel(),
            "looked": looked.ravel(),
            "has_need": has_need.ravel(),
        }
        | {f"{who}_took_part": part.ravel() for who, part in _who_took_part(plan, shape, rng).items()}
    )
    return _as_recorded(frame)


def _who_took_part(plan: Plan, shape: tuple[int, int], rng: np.random.Generator) -> dict[str, Yes]:
    truth = plan.truths.children
    shares = {"child": truth.child_takes_part} | truth.others_take_part
    return {who: rng.random(shape) < share for who, share in shares.items()}


def _as_recorded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the assessment records: where nobody looked, there is nothing but the word for it."""
    found = pl.when("has_need").then(pl.lit("identified")).otherwise(pl.lit("not_identified"))
    need = pl.when("looked").then(found).otherwise(pl.lit("not_assessed")).alias("need")
    of_looking = [name for name in ASSESSMENT.schema if name == "assessed_on" or name.endswith("_took_part")]
    known = [name for name in of_looking if name in frame.columns]
    unknown = [pl.lit(None, dtype=pl.Boolean).alias(name) for name in of_looking if name not in frame.columns]
    blanked = [pl.when("looked").then(pl.col(name)).alias(name) for name in known]
    return frame.with_columns(need, *blanked, *unknown).select(list(ASSESSMENT.schema))
