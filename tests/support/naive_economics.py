"""Naive twins of the economic tables: plain loops over rows of costs and months, as a spreadsheet would do it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from scipy.stats import t

from newel.analysis import Evidence
from newel.costs import delivery_costs, site_months
from tests.support.naive_cr2 import naive_cr2

Row = Mapping[str, Any]


def cost_rows(evidence: Evidence) -> list[Row]:
    """Return every cost row of delivery."""
    return list(delivery_costs(evidence.protocol, evidence.freeze.frame).rows.iter_rows(named=True))


def yearly_part(amount: float, years: float, rate: float) -> float:
    """Return the yearly payment that pays an amount off: its present value is the amount, added up year by year."""
    whole, part = int(years), years % 1
    if part:
        return amount * rate / (1 - (1 + rate) ** -years)
    return amount / sum((1 + rate) ** -year for year in range(1, whole + 1))


def by_site(evidence: Evidence, which: Callable[[Row], bool] = lambda _: True) -> dict[str, dict[str, float]]:
    """Return for each site its set-up, running and accrued costs, and what they are divided by."""
    protocol = evidence.protocol
    assert protocol.economics is not None
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in site_months(protocol, evidence.freeze.frame("monthly_return")).iter_rows(named=True):
        if row["phase"] == 0:
            continue
        site = found[row["site_id"]]
        if not site["months"]:
            site["full_places"] = row["places"] * row["phase"]
        site["months"] += 1
        site["full_place_years"] += row["places"] * row["phase"] / 12
        site["full_child_years"] += row["children"] * row["phase"] / 12
    for row in cost_rows(evidence):
        site = found[row["site_id"]]
        if which(row):
            trained = row["item"] in ("training_time", "backfill")
            once = row["category"] == "set_up"
            site["set_up" if once else "running"] += row["amount"]
            site["training"] += row["amount"] if once and trained else 0.0
    lasting, rates = protocol.economics.lasting, protocol.economics.discounting
    for site in found.values():
        if lasting and rates:
            training = yearly_part(site["training"], lasting.training_years, rates[0].costs)
            rest = yearly_part(site["set_up"] - site["training"], lasting.set_up_years, rates[0].costs)
            site["accrued"] = site["running"] + site["months"] / 12 * (training + rest)
    return dict(found)


def ratio(sites: Mapping[str, Mapping[str, float]], amount: str, by: str) -> tuple[float, float, float]:
    """Return an amount over what it is divided by, with its CR2 interval cut at 0: dense matrices, one row a site."""
    amounts = np.array([site.get(amount, 0.0) for site in sites.values()])
    divisors = np.array([site[by] for site in sites.values()])
    root = np.sqrt(divisors)
    value, error, freedom = naive_cr2(root[:, None], amounts / root, np.arange(len(root)))
    margin = t.ppf(0.975, freedom[0]) * error[0]
    return float(value[0]), max(float(value[0] - margin), 0.0), float(value[0] + margin)


def delivery_by_wave(evidence: Evidence) -> dict[str, dict[str, float]]:
    """Return what delivery costs a child in a year as far as sites deliver when a wave opens: mean over sites."""
    protocol = evidence.protocol
    assert protocol.economics is not None
    months = site_months(protocol, evidence.freeze.frame("monthly_return"))
    phase = {(row["site_id"], row["month"]): row["phase"] for row in months.iter_rows(named=True)}
    found: dict[str, dict[str, float]] = {}
    for name in (*protocol.economics.perspectives, "all"):
        sites = by_site(evidence, lambda row, name=name: name in ("all", row["perspective"]))  # type: ignore[misc]
        found[name] = {}
        for wave in protocol.waves:
            opened = f"{wave.opens:%Y-%m}"
            costs = [
                phase[site, opened] * sites[site]["accrued"] / sites[site]["full_child_years"]
                for site in sites
                if (site, opened) in phase
            ]
            found[name][wave.id] = sum(costs) / len(costs)
    return found
