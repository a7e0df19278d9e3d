"""Draws the sites' monthly returns: incidents, staffing, lateness, gaps and corrections."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from newel.protocol import Protocol, Site
from newel.records.kinds import MONTHLY_RETURN, SITE
from newel.rehearsal.plan import Plan
from newel.rehearsal.truths import IncidentTruth, ReturnTruth

COUNTED = ("admissions", "staff_in_post", "leavers", "reflective_sessions", "reviews_due", "reviews_held")
"""Counts a site may report as not known."""
CHILDREN_OF = {"assaults": "assault_children", "self_harm": "self_harm_children", "restraints": "restraint_children"}


def sites(protocol: Protocol) -> pl.DataFrame:
    """Return the site records of the protocol."""
    rows = [
        (site.id, site.pseudonym, site.type, site.places, site.rollout, site.rollout_month, site.focus)
        for site in protocol.sites
    ]
    return pl.DataFrame(rows, schema=SITE.schema, orient="row")


def monthly_returns(plan: Plan, rng: np.random.Generator) -> pl.DataFrame:
    """Draw every return that was sent, with its versions. A month a site never sent has no row."""
    level = {
        (name, site.id): float(np.exp(rng.normal(0.0, truth.site_spread)))
        for name, truth in plan.truths.incidents.items()
        for site in plan.protocol.sites
    }
    trained = {site.id: plan.truths.staff.trained_at_start for site in plan.protocol.sites}
    rows: list[dict[str, Any]] = []
    for month, site in product(plan.protocol.months(), plan.protocol.sites):
        if site.closed_month is not None and month >= site.closed_month:
            continue
        trained[site.id] = _trained_share(plan, trained[site.id], dose=plan.dose(site, month))
        row = _staffing(plan, site, rng) | _meetings(site, plan.dose(site, month), rng)
        row["staff_trained"] = round(trained[site.id] * row["staff_in_post"])
        for name, truth in plan.truths.incidents.items():
            ratio = _ratio(plan, truth, site=site, month=month) * level[name, site.id]
            row |= _incidents(name, truth, rng, children=row["children"], ratio=ratio)
        returns, lost = plan.truths.returns, plan.interrupted(site, month)
        if rng.random() >= (returns.share_missing_interrupted if lost else returns.share_missing):
            rows.extend({"site_id": site.id, "month": month} | sent for sent in _as_sent(returns, month, row, rng=rng))
    return pl.DataFrame(rows, schema=MONTHLY_RETURN.schema)


def _trained_share(plan: Plan, share: float, *, dose: float) -> float:
    """Leavers take their training with them; delivery trains some of those who are left."""
    staying = share * (1 - plan.truths.staff.yearly_turnover / 12)
    return staying + (1 - staying) * plan.truths.staff.monthly_training * dose


def _staffing(plan: Plan, site: Site, rng: np.random.Generator) -> dict[str, Any]:
    staff, young = plan.truths.staff, plan.truths.children
    children = round(float(np.clip(rng.normal(plan.occupancy(site), 0.06), 0.2, 1.0)) * site.places, 1)
    in_post = max(int(rng.normal(staff.per_place, 0.1) * site.places), 4)
    mean_stay = young.median_stay_days * float(np.exp(young.stay_spread**2 / 2))
    return {
        "children": children,
        "admissions": int(rng.poisson(children * 30.4 / mean_stay)),
        "staff_in_post": in_post,
        "leavers": int(rng.binomial(in_post, staff.yearly_turnover / 12)),
    }


def _meetings(site: Site, dose: float, rng: np.random.Generator) -> dict[str, int]:
    due = int(rng.poisson(site.places / 6))
    meetings = int(rng.poisson(site.places / 12 * (0.3 + dose)))
    return {
        "reflective_sessions": int(rng.poisson(1 + 3 * dose)),
        "formulation_meetings": meetings,
        "formulation_child_attended": int(rng.binomial(meetings, 0.35 + 0.2 * dose)),
        "reviews_due": due,
        "reviews_held": int(rng.binomial(due, 0.6 + 0.25 * dose)),
    }


def _ratio(plan: Plan, truth: IncidentTruth, *, site: Site, month: str) -> float:
    """Return the planted rate ratio of a site in a month: its type, its delivery, and what interrupts it."""
    ratio = truth.type_ratio.get(site.type, 1.0) * float(truth.delivery_ratio ** plan.dose(site, month))
    return ratio * truth.interruption_ratio if plan.interrupted(site, month) else ratio


def _incidents(
    name: str, truth: IncidentTruth, rng: np.random.Generator, *, children: float, ratio: float
) -> dict[str, int]:
    """Draw a month's incidents (expected: rate per 100 per year x children / 1200) and the children in them."""
    mean = truth.rate * children / 1200 * ratio
    count = int(rng.negative_binomial(truth.dispersion, truth.dispersion / (truth.dispersion + mean)))
    most = min(count, max(int(children), 1))
    distinct = 1 + int(rng.binomial(most - 1, 0.4)) if count else 0
    return {name: count, CHILDREN_OF[name]: distinct}


def _as_sent(truth: ReturnTruth, month: str, row: dict[str, Any], *, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Return the versions a site sent of a month: late as declared, with cells not known, and sometimes corrected."""
    if rng.random() < truth.share_over_60_days:
        late = int(rng.integers(61, 120))
    else:
        late = int(rng.exponential(truth.median_days_late / np.log(2)) % 61)
    received = _month_end(month) + timedelta(days=late)
    unknown = {name: None for name in COUNTED if rng.random() < truth.share_cell_not_known}
    first = row | unknown | {"version": 1, "received_on": received}
    if rng.random() >= truth.share_corrected:
        return [first]
    # The first return missed an incident; the correction holds what happened.
    missed = {name: max(row[name] - 1, row[children]) for name, children in CHILDREN_OF.items() if name in row}
    return [first | missed, first | {"version": 2, "received_on": received + timedelta(days=30)}]


def _month_end(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
