"""Where the search for a factor model starts: loadings from the first axis of each factor's own items."""

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.covariances import correlations_of
from newel.statistics.measurement.factor.model import FactorModel
from newel.statistics.measurement.factor.structure import Structure


def first_guess(model: FactorModel, structure: Structure, moments: tuple[tuple[Numbers, Numbers], ...]) -> Numbers:
    """Return the free parameters to start from; those held equal start at the mean over groups.

    `moments` holds each group's means (or padded thresholds) and covariances (or polychoric correlations).
    """
    kinds = {row.kind for row in structure.table}
    sums, counts = np.zeros(structure.free), np.zeros(structure.free)
    for group, (centre, covariance) in enumerate(moments):
        guess, spread = _guess(model, covariance, fixed="thresholds" in kinds and "scales" not in kinds)
        level = centre.reshape(len(covariance), -1) / spread[:, None]
        ordered = "thresholds" in kinds
        guess |= {"means": np.zeros((len(model.factors), 1)), "scales": np.ones((len(covariance), 1))}
        guess |= {"intercepts": np.zeros_like(level) if ordered else level, "thresholds": level}
        for row in structure.rows(group):
            if row.free >= 0:
                sums[row.free] += guess[row.kind][row.place]
                counts[row.free] += 1
    return sums / counts


def _guess(model: FactorModel, covariance: Numbers, *, fixed: bool) -> tuple[dict[str, Numbers], Numbers]:
    """Return rough loadings, factor variances and residual variances, and what each item was divided by.

    Where residual variances are fixed at 1, items are divided by the residual standard deviation.
    """
    places = {item: place for place, item in enumerate(model.items)}
    spread, correlations = np.sqrt(np.diag(covariance)), correlations_of(covariance)
    standardised = np.zeros((len(places), len(model.factors)))
    for column, own in enumerate(model.factors.values()):
        rows = [places[item] for item in own]
        standardised[rows, column] = _first_axis(correlations[np.ix_(rows, rows)])
    shared = np.maximum((standardised != 0).sum(axis=1, keepdims=True), 1)
    loadings = standardised / shared * spread[:, None]
    residuals = np.maximum(1 - ((standardised / shared) ** 2).sum(axis=1), 0.2) * spread**2
    scale = np.sqrt(residuals) if fixed else np.ones(len(residuals))
    loadings = loadings / scale[:, None]
    units = np.array([loadings[places[own[0]], column] for column, own in enumerate(model.factors.values())])
    if model.unit_variance:
        units = np.ones(len(units))
    return {"loadings": loadings / units, "factors": np.diag(units**2), "residuals": np.diag(residuals)}, scale


def _first_axis(correlations: Numbers) -> Numbers:
    """Return rough standardised loadings of one factor's items, the first of them positive."""
    roots, axes = np.linalg.eigh(correlations)
    axis = axes[:, -1] * np.sqrt(roots[-1])
    loadings = np.where(axis < 0, -1.0, 1.0) * np.clip(0.8 * np.abs(axis), 0.2, 0.9)
    return np.asarray(loadings * np.sign(loadings[0]))
