"""Draws what sites wrote on their cost sheets, and the unit costs, shared costs and prices that were planted."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl

from newel.care import expected_months, month_end
from newel.protocol import Economics, Site
from newel.records.kinds import COST, PRICE_INDEX, SHARED_COST, UNIT_COST
from newel.rehearsal.cost_truths import RecordedTruth
from newel.rehearsal.plan import Plan

SOURCE = "rehearsal: invented"
OLD, NEW = "rehearsed_prices", "rehearsed_prices_continued"
LINKED_BEFORE = 4
"""The older series ends so many years before the price year, where the newer one begins."""
FIRST_BEFORE, LAST_AFTER = 10, 2
"""Years before the price year, and after it, that have a level."""
SENT_AFTER = 10
"""Days after a month on which its cost sheet comes."""


def draw(plan: Plan, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Return the cost, unit cost, shared cost and price index records; none without an economic header."""
    header = plan.protocol.economics
    if header is None:
        return {kind.name: kind.empty() for kind in (COST, UNIT_COST, SHARED_COST, PRICE_INDEX)}
    rows = [row for site in plan.protocol.sites for row in _sheets(plan, site, rng)]
    return {
        "cost": pl.DataFrame([row | _as_sent(header) for row in rows], schema=COST.schema),
        "unit_cost": pl.DataFrame(list(_unit_costs(plan, header)), schema=UNIT_COST.schema),
        "shared_cost": pl.DataFrame(list(_shared(plan, header)), schema=SHARED_COST.schema),
        "price_index": pl.DataFrame(list(_prices(plan, header)), schema=PRICE_INDEX.schema),
    }


def _as_sent(header: Economics) -> dict[str, Any]:
    return {
        "version": 1,
        "currency": header.currency,
        "price_year": header.price_year,
        "source": "ledger",
        "reference": "REHEARSED",
    }


def _sheets(plan: Plan, site: Site, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Yield the rows of one site: what sets delivery up in its first month, and what it takes in each month of it."""
    delivering = [month for month in expected_months(plan.protocol, site) if month >= site.rollout_month]
    for truth in plan.truths.costs.recorded:
        for _, months in groupby(delivering, key=lambda month: month[:4]):
            factor = float(rng.lognormal(0, plan.truths.costs.spread))
            for month in months:
                if truth.category == "running" or month == site.rollout_month:
                    yield _row(plan, site, truth, month=month, factor=factor)


def _row(plan: Plan, site: Site, truth: RecordedTruth, *, month: str, factor: float) -> dict[str, Any]:
    share = plan.dose(site, month) / 12 if truth.category == "running" else plan.dose(site, month)
    amount = round(truth.per_place * site.places * share * factor, 2)
    return {
        "site_id": site.id,
        "month": month,
        "received_on": month_end(month) + timedelta(days=SENT_AFTER),
        "category": truth.category,
        "item": truth.item,
        "quantity": round(amount / truth.unit_price, 4),
        "unit": truth.unit,
        "amount": amount,
        "perspective": truth.perspective,
    }


def _unit_costs(plan: Plan, header: Economics) -> Iterator[dict[str, Any]]:
    """Yield each unit cost as a source of its year would have it: in the prices of that year."""
    level = levels(plan, header)
    for item, truth in plan.truths.costs.unit_costs.items():
        year = header.price_year - truth.years_old
        for perspective, amount in truth.amounts.items():
            yield _about(header, series=_series(header, year)) | {
                "unit_cost": f"{item}_{perspective}",
                "item": item,
                "label": item.replace("_", " ").capitalize(),
                "unit": truth.unit,
                "amount": amount * level[year] / level[header.price_year],
                "price_year": year,
                "perspective": perspective,
                "uncertainty": "fixed",
            }


def _shared(plan: Plan, header: Economics) -> Iterator[dict[str, Any]]:
    months = plan.protocol.months()
    for identifier, truth in plan.truths.costs.shared.items():
        yield _about(header, series=_series(header, header.price_year)) | {
            "shared_cost": identifier,
            "label": identifier.replace("_", " ").capitalize(),
            "category": "running",
            "amount": truth.amount,
            "price_year": header.price_year,
            "perspective": truth.perspective,
            "by": truth.by,
            "from_month": months[0],
            "to_month": months[-1],
        }


def _about(header: Economics, *, series: str) -> dict[str, Any]:
    return {"currency": header.currency, "owner": "Evaluation team", "series": series, "source": SOURCE}


def levels(plan: Plan, header: Economics) -> Mapping[int, float]:
    """Return the planted level of prices in each year, 100 in the first."""
    first, last = header.price_year - FIRST_BEFORE, header.price_year + LAST_AFTER
    return {year: 100 * (1 + plan.truths.costs.inflation) ** (year - first) for year in range(first, last + 1)}


def _series(header: Economics, year: int) -> str:
    return OLD if year < header.price_year - LINKED_BEFORE else NEW


def _prices(plan: Plan, header: Economics) -> Iterator[dict[str, Any]]:
    """Yield two series that share one year. The newer one starts from 100 again, as a successor does."""
    level, linked = levels(plan, header), header.price_year - LINKED_BEFORE
    about = {"source": SOURCE, "file": "none: drawn", "checksum": "none: drawn"}
    for year, each in level.items():
        if year <= linked:
            yield about | {"series": OLD, "label": "Rehearsed prices", "year": year, "level": each}
        if year >= linked:
            again = {"continues": OLD, "overlap": linked, "level": 100 * each / level[linked]}
            yield about | again | {"series": NEW, "label": "Rehearsed prices, continued", "year": year}
