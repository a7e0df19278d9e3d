"""Two-way fixed effects, and event studies by cohort that are not led astray by effects that grow.

Sources: Sun L, Abraham S. J Econom 2021;225:175-199. Small-sample factors as the manual of fixest 0.14 states them:
fixed effects nested in the clusters are not counted.
"""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.inference import Inference


@dataclass(frozen=True)
class FixedEffects:
    """A least-squares fit with the effects of units and periods taken out; p columns are left."""

    coefficients: Numbers
    covariance: Numbers
    freedom: float
    method: str

    def inference(self, contrasts: Numbers) -> Inference:
        """Return m contrasts, shape (m, p), of the coefficients."""
        variances = np.einsum("mp,pq,mq->m", contrasts, self.covariance, contrasts)
        return Inference(
            contrasts @ self.coefficients, np.sqrt(variances), np.full(len(contrasts), self.freedom), self.method
        )


def two_way(
    response: Numbers, columns: Numbers, *, units: Levels, periods: Levels, clusters: Levels | None = None
) -> FixedEffects:
    """Regress the response (n,) on columns (n, p) and the effects of units and of periods.

    Clustered standard errors (CR1) where clusters are given, those of independent errors otherwise. Raises ValueError
    where a column says nothing beside the effects, or no freedom is left.
    """
    effects = _effects(units, periods)
    inside = np.column_stack([columns, response])
    inside = inside - effects @ np.linalg.lstsq(effects, inside, rcond=None)[0]
    explained, left = inside[:, :-1], inside[:, -1]
    scale = np.sqrt((columns**2).sum(axis=0))
    silent = np.flatnonzero(np.sqrt((explained**2).sum(axis=0)) <= 1e-10 * np.where(scale > 0, scale, 1))
    if len(silent):
        raise ValueError(f"Column {silent[0]} does not vary within units and periods, so it has no coefficient.")
    inverse = np.linalg.inv(explained.T @ explained)
    coefficients = inverse @ (explained.T @ left)
    residuals = left - explained @ coefficients
    spent = columns.shape[1] + effects.shape[1]
    if len(response) <= spent:
        raise ValueError("There are as many effects as observations, so nothing is left to judge them by.")
    if clusters is None:
        variance = residuals @ residuals / (len(response) - spent)
        return FixedEffects(coefficients, variance * inverse, float(len(response) - spent), "independent errors")
    scores = explained * residuals[:, None]
    covariance, freedom = _clustered(scores, np.asarray(inverse), clusters=clusters, effects=(units, periods))
    return FixedEffects(coefficients, covariance, freedom, "CR1")


def _effects(units: Levels, periods: Levels) -> Numbers:
    """Return the dummies of units and periods, of full rank."""
    ones = np.eye(int(units.max()) + 1)[units]
    return np.column_stack([ones, np.eye(int(periods.max()) + 1)[periods][:, 1:]])


def _clustered(
    scores: Numbers, inverse: Numbers, *, clusters: Levels, effects: tuple[Levels, Levels]
) -> tuple[Numbers, float]:
    rows, columns = scores.shape
    count = int(clusters.max()) + 1
    sums = np.zeros((count, columns))
    np.add.at(sums, clusters, scores)
    counted = [int(factor.max()) + 1 for factor in effects if not _nested(factor, clusters)]
    spent = columns + sum(counted) - max(len(counted) - 1, 0)
    factor = count / (count - 1) * (rows - 1) / (rows - spent)
    return np.asarray(factor * inverse @ sums.T @ sums @ inverse), float(count - 1)


def _nested(factor: Levels, clusters: Levels) -> bool:
    pairs = np.unique(np.column_stack([factor, clusters]), axis=0)
    return len(pairs) == len(np.unique(factor))


@dataclass(frozen=True)
class EventStudy:
    """Effects by time since the start, averaged over cohorts by how many observations each has there."""

    since_start: Numbers
    effects: Inference
    overall: Inference
    """Over all treated periods."""
    covariates: Inference


@dataclass(frozen=True)
class StaggeredRows:
    """Observations of units that started at different times; n rows."""

    response: Numbers
    covariates: Numbers
    """Shape (n, c); no column of ones."""
    since_start: Numbers
    """Periods since the unit started: negative before, nan for units that never did."""
    cohort: Levels
    """Units that started together."""
    units: Levels
    periods: Levels


def cohort_event_study(rows: StaggeredRows, *, clusters: Levels | None = None) -> EventStudy:
    """Regress on a dummy for each cohort and time since the start, and average them by time since the start.

    The period before the start is what all others are compared with.
    """
    seen = np.isfinite(rows.since_start) & (rows.since_start != -1)
    cells = np.unique(np.column_stack([rows.since_start, rows.cohort])[seen], axis=0)
    dummies = (rows.since_start[:, None] == cells[None, :, 0]) & (rows.cohort[:, None] == cells[None, :, 1])
    columns = np.column_stack([rows.covariates, dummies])
    fit = two_way(rows.response, columns, units=rows.units, periods=rows.periods, clusters=clusters)
    before = rows.covariates.shape[1]
    counts = dummies.sum(axis=0).astype(np.float64)
    at = np.unique(cells[:, 0])
    averages = np.array([_average(before, counts * (cells[:, 0] == each)) for each in at])
    overall = _average(before, counts * (cells[:, 0] >= 0))
    covariates = fit.inference(np.eye(columns.shape[1])[:before])
    return EventStudy(at, fit.inference(averages), fit.inference(overall[None, :]), covariates)


def _average(before: int, weights: Numbers) -> Numbers:
    return np.concatenate([np.zeros(before), weights / weights.sum()])
