"""Incidents and the children they happened to, from the returns, as rates per 100 children per year."""

from collections.abc import Mapping
from math import fsum

import numpy as np
import polars as pl

from newel.analysis import _cells
from newel.analysis._places import Place
from newel.care import latest_returns
from newel.findings import Estimate
from newel.statistics import clustered_rate, rate_per_100_per_year

MEASURES: Mapping[str, tuple[str, str]] = {
    "assaults": ("Assaults", "assault_children"),
    "self_harm": ("Incidents of self-harm", "self_harm_children"),
    "restraints": ("Restrictive physical interventions", "restraint_children"),
}
"""Column of the monthly return: its name in print, and the column of the distinct children."""

UNIT = "per 100 children per year"
NOTHING = "no return that counts these incidents was received"


def counted_months(returns: pl.DataFrame, measure: str) -> pl.DataFrame:
    """Return site_id, month, incidents, distinct, children of each site-month that knows incidents and population.

    Where the distinct children are not known, at least one is behind one incident or more; more cannot be said.
    """
    incidents, distinct = pl.col(measure), pl.col(MEASURES[measure][1])
    known = latest_returns(returns).filter(incidents.is_not_null() & (pl.col("children") > 0))
    at_least = incidents.clip(upper_bound=1)
    return known.select("site_id", "month", "children", incidents=incidents, distinct=distinct.fill_null(at_least))


def pooled_rate(months: pl.DataFrame, place: Place) -> Estimate:
    """Return the rate over all months of a place, with an interval over its sites.

    Children counted in two months may be the same children, so the most that were counted in any one month is the
    number of people the rate is sure to speak of.
    """
    here = place.rows(months)
    by_site = here.group_by("site_id", maintain_order=True).agg("incidents", "children")
    incidents = np.array([fsum(counts) for counts in by_site["incidents"]])
    years = np.array([fsum(children) / 12 for children in by_site["children"]])
    if not by_site.height:
        return _cells.empty("rate", UNIT, NOTHING, national=place.whole_study)
    found = clustered_rate(incidents, years)
    distinct = max(here.group_by("month").agg(pl.col("distinct").sum())["distinct"])
    total, lived = fsum(incidents), fsum(years)
    return Estimate("rate", found.value, UNIT, distinct, total, lived, found.low, found.high, place.whole_study)


def monthly_rate(month: pl.DataFrame, place: Place) -> Estimate:
    """Return the rate of one month at the sites of a place that sent a return for it."""
    here = place.rows(month)
    if not here.height:
        return _cells.empty("rate", UNIT, "no return was received for this month", national=place.whole_study)
    incidents, years = fsum(here["incidents"]), fsum(here["children"]) / 12
    rate = rate_per_100_per_year(incidents, years)
    return Estimate("rate", rate, UNIT, _cells.total(here, "distinct"), incidents, years, national=place.whole_study)
