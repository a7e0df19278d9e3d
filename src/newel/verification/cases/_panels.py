"""Which columns of a panel say who, when, and since when treated: the entries name groups and periods, not columns."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from newel.statistics.arrays import Numbers
from newel.statistics.rollout import NEVER, Panel
from newel.verification.reference import Case


@dataclass(frozen=True)
class Named:
    """Columns of a panel by what they say."""

    unit: str
    period: str
    start: str


def columns_of(case: Case, *, groups: set[float], periods: set[float]) -> Named:
    """Return the columns that hold these groups and periods, and the units that are seen once in each period.

    Raises ValueError where no columns do.
    """
    frame = case.dataset.frame.select(pl.selectors.numeric())
    for start in _holding(frame, groups, only=True):
        for period in _holding(frame, periods, only=False):
            for unit in frame.columns:
                named = Named(unit, period, start)
                if len({unit, period, start}) == 3 and _is_panel(frame, named):
                    return named
    raise ValueError(f"no columns of {case.file} are a panel with the groups {sorted(groups)}")


def _holding(frame: pl.DataFrame, wanted: set[float], *, only: bool) -> Iterator[str]:
    """Yield the columns that have all wanted values, and with `only` at most a mark for never beside them."""
    for name in frame.columns:
        values = {float(value) for value in frame[name].drop_nulls().unique().to_list()}
        if wanted <= values and (not only or len(values - wanted) <= 1):
            yield name


def _is_panel(frame: pl.DataFrame, named: Named) -> bool:
    once = frame.select(named.unit, named.period).n_unique() == frame.height
    units = frame[named.unit].n_unique()
    steady = frame.select(named.unit, named.start).n_unique() == units
    return once and steady and units * frame[named.period].n_unique() == frame.height


def panel_of(case: Case, outcome: str, *, named: Named, groups: set[float], covariates: Numbers | None) -> Panel:
    """Return the panel of one outcome; covariates are those of the first period."""
    frame = case.dataset.frame.with_row_index("row").sort(named.unit, named.period)
    periods = np.unique(frame[named.period].to_numpy().astype(np.float64))
    size = len(periods)
    first = frame[named.start].to_numpy().astype(np.float64)[::size]
    rows = frame["row"].to_numpy()[::size]
    return Panel(
        frame[outcome].to_numpy().astype(np.float64).reshape(-1, size),
        periods,
        np.where(np.isin(first, list(groups)), first, NEVER),
        np.empty((0, 0)) if covariates is None else covariates[rows],
    )
