"""Cells of the pathway's measures: the share of cases that were kept, with the young people behind them."""

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from newel.analysis import _cells
from newel.analysis._places import Place
from newel.findings import Estimate

NOTHING_DUE = "nothing fell due here"


def kept(cases: pl.DataFrame, place: Place) -> Estimate:
    """Return the share of a place's cases that were kept, with a clustered interval.

    Several cases can be about one young person; disclosure looks at the cases, those kept and the young people.
    """
    here = place.rows(cases)
    by_site = here.group_by("site_id").agg(pl.col("kept").sum(), cases=pl.len())
    found = _cells.share(by_site, "kept", "cases", why_missing=NOTHING_DUE, national=place.whole_study)
    return _about(found, here)


def kept_in(cases: pl.DataFrame, place: Place, months: Iterable[str]) -> Estimate:
    """Return the share that was kept of a place's cases in some months, without an interval."""
    here = place.rows(cases).filter(pl.col("month").is_in(list(months)))
    found = _cells.part_of(_cells.total(here, "kept"), here.height, why_missing=NOTHING_DUE, national=place.whole_study)
    return _about(found, here)


def _about(found: Estimate, cases: pl.DataFrame) -> Estimate:
    return found if found.value is None else replace(found, people=cases["child_id"].n_unique())
