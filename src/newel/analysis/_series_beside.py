"""The same incidents in two other ways: each site's series by itself, and all of them as rates with a memory."""

import numpy as np
import polars as pl

from newel.analysis._series import DELIVERY, Series
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.inference import Inference
from newel.statistics.interrupted import newey_west, several_series

LEAST_ON_A_SIDE = 6
"""Months with and without delivery below which a site's own series says nothing of it."""
LAG = 3
"""Months back that a month may resemble, in a site's own series."""


def changes_alone(series: Series) -> Numbers:
    """Return the change of each site's rate with delivery, on the log scale, by its own series; sites without enough
    months on both sides are left out.

    A Poisson model with a trend, whose errors Newey and West's estimator would describe; only the estimate is used.
    """
    if series.design is None or series.design.offset is None:
        return np.empty(0)
    phase = series.design.fixed[:, series.design.names.index(DELIVERY[0])]
    counts, sites = series.months["incidents"].cast(pl.Float64).to_numpy(), series.months["site_id"].to_numpy()
    trend = series.design.fixed[:, series.design.names.index("trend")]
    found = []
    for site in np.unique(sites):
        here = sites == site
        started = phase[here] > 0
        if min(started.sum(), (~started).sum()) < LEAST_ON_A_SIDE or not counts[here].any():
            continue
        fixed = np.column_stack([np.ones(here.sum()), trend[here], started.astype(np.float64)])
        fit = newey_west(counts[here], fixed, lag=LAG, offset=series.design.offset[here])
        if fit.converged and np.isfinite(fit.coefficients[2]):
            found.append(float(fit.coefficients[2]))
    return np.array(found)


def with_a_memory(series: Series) -> tuple[Inference, float] | None:
    """Return the change of level with delivery on the log scale, and the memory of the errors from month to month.

    Logarithms of monthly rates, half an incident added, by REML with AR(1) errors and a level for each site; the
    columns are those of the model of counts, and a month that was not sent is passed over. None where it does not
    settle.
    """
    if series.design is None or series.design.offset is None or series.fit is None:
        return None
    kept = [place for place, name in enumerate(series.design.names) if name in series.fit.design.names]
    fixed, counts = series.design.fixed[:, kept], series.months["incidents"].cast(pl.Float64).to_numpy()
    sites: Levels = np.unique(series.months["site_id"].to_numpy(), return_inverse=True)[1].astype(np.int64)
    try:
        fit = several_series(np.log(counts + 0.5) - series.design.offset, fixed, sites)
    except (ValueError, np.linalg.LinAlgError):
        return None
    pick = np.array([[float(series.design.names[place] == DELIVERY[0]) for place in kept]])
    return (fit.inference(pick), fit.memory) if fit.converged and pick.any() else None
