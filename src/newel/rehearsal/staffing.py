"""Draws the staffing returns: staff, vacant posts, agency shifts and supervision of each role at the end of a month."""

import numpy as np
import polars as pl

from newel.records.kinds import STAFFING
from newel.rehearsal.plan import Plan, known
from newel.rehearsal.workforce import Workforce

SHIFTS = 12.0
"""Agency shifts a month for each vacant post."""
SUPERVISION = 1.2
"""Hours of supervision a month for each member of staff under full delivery; half of it without."""
MAY_BE_NOT_KNOWN = ("vacancies", "agency_shifts", "supervision_hours")


def staffing(plan: Plan, staff: Workforce, *, returns: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Return one record a role for every month of which a monthly return came: sites send both on the same day."""
    months = {month: number for number, month in enumerate(plan.protocol.months())}
    places = {site.id: number for number, site in enumerate(plan.protocol.sites)}
    sent = returns.filter(pl.col("version") == 1).select("site_id", "month", "version", "received_on")
    frame = sent.join(pl.DataFrame({"role": [role.id for role in plan.roles]}), how="cross")
    role = np.tile(np.arange(len(plan.roles)), sent.height)
    site = np.array([places[name] for name in frame["site_id"]], dtype=np.int64)
    month = np.array([months[name] for name in frame["month"]], dtype=np.int64)
    in_post = staff.in_post(plan)[site, role, month]
    vacancies = np.maximum(staff.posts[site, role] - in_post, 0)
    dose = plan.doses(site, plan.month_starts[month])
    each = SUPERVISION * (1 + dose) / 2 * rng.lognormal(0, 0.15, len(site))
    drawn = {
        "in_post": in_post,
        "vacancies": vacancies,
        "agency_shifts": rng.poisson(SHIFTS * vacancies),
        "leavers": staff.leavers(plan)[site, role, month],
        "supervision_hours": np.round(each * in_post, 1),
    }
    share = plan.truths.returns.share_cell_not_known
    gaps = {name: known(rng.random(len(site)) >= share, drawn[name]) for name in MAY_BE_NOT_KNOWN}
    return frame.with_columns(**(drawn | gaps)).select(list(STAFFING.schema))
