"""The complete columns that explain: centred and scaled, none of them twice, and what they leave unidentified."""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation.model import Flags, ImputationModel

INTERCEPT = "(Intercept)"
NEGLIGIBLE = 1e-9


@dataclass(frozen=True)
class Columns:
    """Fixed columns of one level, the intercept first; all others have mean 0 and standard deviation 1."""

    values: Numbers
    names: tuple[str, ...]
    scales: Numbers
    dropped: tuple[str, ...] = ()


def fixed_columns(model: ImputationModel, rows: int) -> Columns:
    """Intercept, covariates and slopes of level 1. Raises ValueError where one has gaps or the wrong length."""
    given = [
        (name, column)
        for names, table in ((model.covariate_names, model.covariates), (model.slope_names, model.slopes))
        for name, column in _named(names, table, rows)
    ]
    return independent([name for name, _ in given], np.array([column for _, column in given]).reshape(-1, rows).T)


def _named(names: tuple[str, ...], table: Numbers | None, rows: int) -> list[tuple[str, Numbers]]:
    if table is None:
        return []
    table = np.asarray(table, dtype=float)
    if table.shape != (rows, len(names)):
        raise ValueError(f"Covariates of shape {table.shape} do not fit {rows} rows and the names {names}.")
    for name, column in zip(names, table.T, strict=True):
        if not np.isfinite(column).all():
            raise ValueError(f"The covariate `{name}` has gaps: make it a variable of the imputation model.")
    return list(zip(names, table.T, strict=True))


def independent(names: list[str], table: Numbers) -> Columns:
    """Keep an intercept and every column that those before it do not already make up."""
    kept, kept_names, scales = [np.ones(len(table))], [INTERCEPT], [1.0]
    dropped = []
    for name, raw in zip(names, table.T, strict=True):
        centred = raw - raw.mean()
        scale = float(centred.std())
        basis = np.array(kept).T
        rest = centred - basis @ np.linalg.lstsq(basis, centred, rcond=None)[0]
        largest = max(1.0, float(np.abs(raw).max(initial=0.0)))
        if name in kept_names or float(np.abs(rest).max(initial=0.0)) <= NEGLIGIBLE * largest:
            dropped.append(name)
            continue
        kept.append(centred / scale)
        kept_names.append(name)
        scales.append(scale)
    return Columns(np.ascontiguousarray(np.array(kept).T), tuple(kept_names), np.array(scales), tuple(dropped))


def random_columns(model: ImputationModel, rows: int) -> Columns:
    """Intercept and slopes that vary by cluster."""
    given = _named(model.slope_names, model.slopes, rows)
    return independent([name for name, _ in given], np.array([column for _, column in given]).reshape(-1, rows).T)


def site_columns(fixed: Columns, clusters: Levels, count: int) -> Columns:
    """Fixed columns of level 2: those of level 1 that do not vary within a cluster."""
    first = np.array([np.flatnonzero(clusters == g)[0] for g in range(count)], dtype=int)
    constant = [
        k
        for k in range(1, len(fixed.names))
        if np.abs(fixed.values[:, k] - fixed.values[first, k][clusters]).max() <= NEGLIGIBLE
    ]
    return independent([fixed.names[k] for k in constant], fixed.values[first][:, constant])


def unidentified(columns: Columns, observed: Flags) -> tuple[Flags, tuple[str, ...]]:
    """Rows whose fitted value no observed row pins down, and the columns to blame: a wave wholly missing, say."""
    seen = columns.values[observed]
    sizes, directions = np.linalg.eigh(seen.T @ seen)
    lost = directions[:, sizes <= NEGLIGIBLE * max(float(sizes.max(initial=0.0)), 1.0)].T
    rows = (np.abs(columns.values @ lost.T) > 1e-6).any(axis=1)
    names = tuple(name for k, name in enumerate(columns.names) if k and np.abs(lost[:, k]).max(initial=0.0) > 1e-6)
    return rows, names
