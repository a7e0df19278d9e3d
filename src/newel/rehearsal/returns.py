"""Draws the sites' monthly returns: what happened in a month, and how, when and with what gaps it was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from newel.care import month_end
from newel.protocol import Protocol, Site
from newel.records.kinds import MONTHLY_RETURN, SITE
from newel.rehearsal.plan import Plan
from newel.rehearsal.residents import Residents
from newel.rehearsal.truths import IncidentTruth, ReturnTruth
from newel.rehearsal.workforce import Workforce

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


@dataclass(frozen=True)
class Counted:
    """What the other records say of each site, the rows, and month, the columns: a return only counts it."""

    children: npt.NDArray[np.float64]
    counts: Mapping[str, npt.NDArray[np.int64]]

    def of(self, place: int, month: int) -> dict[str, Any]:
        """Return the counts of one site and month by the columns of the return."""
        found = {name: int(count[place, month]) for name, count in self.counts.items()}
        return {"children": round(float(self.children[place, month]), 1)} | found


def count_everything(plan: Plan, *, stays: Residents, staff: Workforce, pathway: Mapping[str, pl.DataFrame]) -> Counted:
    """Count the stays, the staff and the pathway of every site and month."""
    formulation, review = pathway["formulation"], pathway["review"]
    of_months = {
        "admissions": (pathway["admission"], "admitted_on"),
        "formulation_meetings": (formulation, "held_on"),
        "formulation_child_attended": (formulation.filter("child_present"), "held_on"),
        "reviews_due": (review, "due_on"),
        "reviews_held": (review.drop_nulls("held_on"), "due_on"),
    }
    of_staff = {
        "staff_in_post": staff.in_post(plan),
        "staff_trained": staff.trained_in_post(plan),
        "leavers": staff.leavers(plan),
    }
    counts = {name: _by_site_and_month(plan, frame, day) for name, (frame, day) in of_months.items()}
    return Counted(stays.mean_number(plan), counts | {name: found.sum(axis=1) for name, found in of_staff.items()})


def _by_site_and_month(plan: Plan, frame: pl.DataFrame, day: str) -> npt.NDArray[np.int64]:
    months = {month: number for number, month in enumerate(plan.protocol.months())}
    places = {site.id: number for number, site in enumerate(plan.protocol.sites)}
    found = np.zeros((len(places), len(months)), dtype=np.int64)
    counted = frame.group_by("site_id", pl.col(day).dt.strftime("%Y-%m").alias("month")).len()
    for site_id, month, number in counted.iter_rows():
        if month in months:
            found[places[site_id], months[month]] = number
    return found


def monthly_returns(plan: Plan, counted: Counted, rng: np.random.Generator) -> pl.DataFrame:
    """Draw every return that was sent, with its versions. A month a site never sent has no row."""
    level = {
        (name, site.id): float(np.exp(rng.normal(0.0, truth.site_spread)))
        for name, truth in plan.truths.incidents.items()
        for site in plan.protocol.sites
    }
    rows: list[dict[str, Any]] = []
    for (number, month), (place, site) in product(enumerate(plan.protocol.months()), enumerate(plan.protocol.sites)):
        if site.closed_month is not None and month >= site.closed_month:
            continue
        row = counted.of(place, number) | {"reflective_sessions": int(rng.poisson(1 + 3 * plan.dose(site, month)))}
        for name, truth in plan.truths.incidents.items():
            ratio = _ratio(plan, truth, site=site, month=month) * level[name, site.id]
            row |= _incidents(name, truth, rng, children=row["children"], ratio=ratio)
        returns, lost = plan.truths.returns, plan.interrupted(site, month)
        if rng.random() >= (returns.share_missing_interrupted if lost else returns.share_missing):
            rows.extend({"site_id": site.id, "month": month} | sent for sent in _as_sent(returns, month, row, rng=rng))
    return pl.DataFrame(rows, schema=MONTHLY_RETURN.schema)


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
    received = month_end(month) + timedelta(days=late)
    unknown = {name: None for name in COUNTED if rng.random() < truth.share_cell_not_known}
    first = row | unknown | {"version": 1, "received_on": received}
    if rng.random() >= truth.share_corrected:
        return [first]
    # The first return missed an incident; the correction holds what happened.
    missed = {name: max(row[name] - 1, row[children]) for name, children in CHILDREN_OF.items() if name in row}
    return [first | missed, first | {"version": 2, "received_on": received + timedelta(days=30)}]
