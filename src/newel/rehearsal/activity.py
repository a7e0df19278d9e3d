"""Draws the sites' monthly returns: incidents, staffing, lateness, gaps and corrections."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from newel.protocol import Protocol, Site
from newel.records.kinds import MONTHLY_RETURN, SITE
from newel.rehearsal.truths import IncidentTruth, Truths

COUNTED = ("admissions", "staff_in_post", "leavers", "reflective_sessions", "reviews_due", "reviews_held")
"""Counts a site may report as not known."""


def sites(protocol: Protocol) -> pl.DataFrame:
    """Return the site records of the protocol."""
    rows = [
        {
            "site_id": site.id,
            "pseudonym": site.pseudonym,
            "site_type": site.type,
            "places": site.places,
            "rollout": site.rollout,
            "rollout_month": site.rollout_month,
            "focus": site.focus,
        }
        for site in protocol.sites
    ]
    return pl.DataFrame(rows, schema=SITE.schema)


def dose(site: Site, month: str) -> float:
    """Return how far a site delivers the framework in a month: 0 before its start, then 1 (full) or 0.5 (partial)."""
    if month < site.rollout_month:
        return 0.0
    return 1.0 if site.rollout == "full" else 0.5


def interrupted(protocol: Protocol, site: Site, month: str) -> bool:
    """Return whether an interruption of the protocol touches this site in this month."""
    return any(
        site.type in interruption.site_types and interruption.starts_month <= month <= interruption.ends_month
        for interruption in protocol.interruptions
    )


def monthly_returns(protocol: Protocol, truths: Truths, rng: np.random.Generator) -> pl.DataFrame:
    """Draw every return that was sent, with its versions. A month a site never sent has no row."""
    level = {
        (name, site.id): rng.normal(0.0, truth.site_spread)
        for name, truth in truths.incidents.items()
        for site in protocol.sites
    }
    trained = {site.id: truths.staff.trained_at_start for site in protocol.sites}
    rows: list[dict[str, Any]] = []
    for month, site in product(protocol.months(), protocol.sites):
        if site.closed_month is not None and month >= site.closed_month:
            continue
        trained[site.id] = _trained_share(truths, trained[site.id], dose(site, month))
        row = _staffing(truths, site, trained[site.id], rng) | _meetings(site, dose(site, month), rng)
        for name, truth in truths.incidents.items():
            mean = _expected(protocol, truth, site, month, row["children"]) * float(np.exp(level[name, site.id]))
            row |= _incidents(name, mean, truth.dispersion, row["children"], rng)
        rows.extend(_as_sent(protocol, truths, site, month, row, rng))
    return pl.DataFrame(rows, schema=MONTHLY_RETURN.schema)


def _trained_share(truths: Truths, share: float, delivered: float) -> float:
    """Leavers take their training with them; delivery trains some of those who are left."""
    staying = share * (1 - truths.staff.yearly_turnover / 12)
    return staying + (1 - staying) * truths.staff.monthly_training * delivered


def _staffing(truths: Truths, site: Site, trained: float, rng: np.random.Generator) -> dict[str, Any]:
    filled = truths.children.occupancy.get(site.type, 0.68)
    children = round(float(np.clip(rng.normal(filled, 0.06), 0.2, 1.0)) * site.places, 1)
    staff = max(int(rng.normal(truths.staff.per_place, 0.1) * site.places), 4)
    stay = truths.children.median_stay_days * float(np.exp(truths.children.stay_spread**2 / 2))
    return {
        "children": children,
        "admissions": int(rng.poisson(children * 30.4 / stay)),
        "staff_in_post": staff,
        "leavers": int(rng.binomial(staff, truths.staff.yearly_turnover / 12)),
        "staff_trained": round(trained * staff),
    }


def _meetings(site: Site, delivered: float, rng: np.random.Generator) -> dict[str, int]:
    due = int(rng.poisson(site.places / 6))
    meetings = int(rng.poisson(site.places / 12 * (0.3 + delivered)))
    return {
        "reflective_sessions": int(rng.poisson(1 + 3 * delivered)),
        "formulation_meetings": meetings,
        "formulation_child_attended": int(rng.binomial(meetings, 0.35 + 0.2 * delivered)),
        "reviews_due": due,
        "reviews_held": int(rng.binomial(due, 0.6 + 0.25 * delivered)),
    }


def _expected(protocol: Protocol, truth: IncidentTruth, site: Site, month: str, children: float) -> float:
    """Return the expected incidents of a month: rate per 100 per year x children / 1200, times the planted ratios."""
    ratio = truth.type_ratio.get(site.type, 1.0) * truth.delivery_ratio ** dose(site, month)
    if interrupted(protocol, site, month):
        ratio *= truth.interruption_ratio
    return truth.rate * children / 1200 * ratio


def _incidents(name: str, mean: float, dispersion: float, children: float, rng: np.random.Generator) -> dict[str, int]:
    count = int(rng.negative_binomial(dispersion, dispersion / (dispersion + mean)))
    most = min(count, max(int(children), 1))
    distinct = 1 + int(rng.binomial(most - 1, 0.4)) if count else 0
    singular = {"assaults": "assault", "restraints": "restraint"}.get(name, name)
    return {name: count, f"{singular}_children": distinct}


def _as_sent(
    protocol: Protocol, truths: Truths, site: Site, month: str, row: dict[str, Any], rng: np.random.Generator
) -> list[dict[str, Any]]:
    truth = truths.returns
    missing = truth.share_missing_interrupted if interrupted(protocol, site, month) else truth.share_missing
    never, corrected, very_late = (
        rng.random() < missing,
        rng.random() < truth.share_corrected,
        rng.random() < truth.share_over_60_days,
    )
    days = int(rng.integers(61, 120)) if very_late else int(rng.exponential(truth.median_days_late / np.log(2)) % 61)
    unknown = {name: None for name in COUNTED if rng.random() < truth.share_cell_not_known}
    if never:
        return []
    first = {"site_id": site.id, "month": month, "version": 1, "received_on": _month_end(month) + timedelta(days=days)}
    sent = [first | row | unknown]
    if corrected:  # the first return missed some incidents; the correction holds what happened
        short = {"restraints": max(row["restraints"] - 1, row["restraint_children"])}
        again = {"version": 2, "received_on": first["received_on"] + timedelta(days=30)}
        sent = [sent[0] | short, sent[0] | again]
    return sent


def _month_end(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
