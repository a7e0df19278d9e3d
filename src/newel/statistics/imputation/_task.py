"""Reads what was asked of an imputation: what can be imputed, what cannot, and from what."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation._coding import code
from newel.statistics.imputation._covariates import (
    Columns,
    fixed_columns,
    independent,
    random_columns,
    site_columns,
    unidentified,
)
from newel.statistics.imputation._layers import Cells
from newel.statistics.imputation._notes import lost_note, thin_notes, unusable_note
from newel.statistics.imputation._plan import Known
from newel.statistics.imputation._shifts import latent_shifts, read_shifts
from newel.statistics.imputation.model import Flags, ImputationModel


@dataclass(frozen=True)
class Task:
    """The cells and the known columns, sorted by cluster; and what is said of the rest."""

    cells: tuple[Cells, Cells]
    shifts: Numbers
    """Shifts of missing latent cells of level 1, (n, q); no rows where there are none."""
    known: Known
    order: Levels
    """Row of the given table that each sorted row was."""
    used: tuple[tuple[int, ...], tuple[int, ...]]
    """Columns of the given table that are variables of level 1 and of level 2."""
    pinned: Flags
    """Cells of the given table that the model can say something about, (n, variables)."""
    unsaid: tuple[str, ...]
    """Sentences on what was asked for and is not imputed."""
    notes: tuple[str, ...]
    """Sentences on what is imputed and rests on little."""


def read_task(model: ImputationModel, values: Numbers, clusters: npt.ArrayLike | None) -> Task:
    """Sort, code and check. Raises ValueError for what does not fit."""
    values = checked(model, values)
    codes, count, unsaid = _clusters(model, clusters, len(values))
    order = np.argsort(codes, kind="stable")
    fixed = fixed_columns(model, len(values))
    usable, silent = _usable(model, values)
    unsaid += silent
    known = Known(
        _sorted(fixed, order),
        _sorted(_random(model, len(values), count), order),
        site_columns(fixed, codes, count) if count else independent([], np.empty((0, 0))),
        codes[order],
        count,
    )
    used = tuple(tuple(k for k in usable if model.variables[k].of_cluster is level) for level in (False, True))
    answers = _cells(model, used[0], values[order])
    of_sites = _site_values(model, values, (codes, count))
    sites = _cells(model, used[1], of_sites)
    effects = answers.width * known.random.values.shape[1]
    pinned, lost = _pinned(model, (values, usable), (fixed, known.sites, codes))
    return Task(
        (answers, replace(sites, effects=effects)),
        latent_shifts(answers, read_shifts(model, values)[order][:, used[0]]),
        known,
        order,
        (used[0], used[1]),
        pinned,
        (*unsaid, *lost),
        (*_repeated(known), *thin_notes(model, values, (codes, count))),
    )


def checked(model: ImputationModel, values: Numbers) -> Numbers:
    """Return the values as numbers; raise ValueError where the table, its names or its settings cannot be meant."""
    values = np.asarray(values, dtype=float)
    names = [variable.name for variable in model.variables]
    if values.ndim != 2 or not values.size or values.shape[1] != len(names):
        raise ValueError(f"Values of shape {values.shape} do not fit {len(names)} variables: {', '.join(names)}.")
    if len(set(names)) < len(names):
        raise ValueError(f"A variable is named twice: {', '.join(names)}.")
    if np.isinf(values).any():
        raise ValueError(f"`{names[int(np.isinf(values).any(axis=0).argmax())]}` holds an infinite value.")
    if model.burn_in < 0 or model.between < 1 or model.chains < 1 or model.prior <= 0:
        raise ValueError(
            "The burn-in must be 0 or more, steps between imputations and chains 1 or more, the prior above 0."
        )
    return values


def _clusters(model: ImputationModel, clusters: npt.ArrayLike | None, rows: int) -> tuple[Levels, int, tuple[str, ...]]:
    """Number the clusters. A single one can have no random effects."""
    if clusters is None:
        if any(variable.of_cluster for variable in model.variables) or model.slopes is not None:
            raise ValueError("Variables of the cluster, and slopes that vary by cluster, need clusters.")
        return np.zeros(rows, dtype=np.int64), 0, ()
    labels = np.asarray(clusters)
    if labels.shape != (rows,):
        raise ValueError(f"Clusters of shape {labels.shape} do not fit {rows} rows.")
    names, codes = np.unique(labels, return_inverse=True)
    if len(names) == 1 and not any(variable.of_cluster for variable in model.variables):
        return np.zeros(rows, dtype=np.int64), 0, ("All rows belong to one cluster: imputed without random effects.",)
    return codes.reshape(-1).astype(np.int64), len(names), ()


def _sorted(columns: Columns, order: Levels) -> Columns:
    return Columns(np.ascontiguousarray(columns.values[order]), columns.names, columns.scales, columns.dropped)


def _random(model: ImputationModel, rows: int, count: int) -> Columns:
    """Intercept and slopes that vary by cluster; no column where there are no clusters."""
    return random_columns(model, rows) if count else Columns(np.empty((rows, 0)), (), np.empty(0))


def _usable(model: ImputationModel, values: Numbers) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Variables with two different observed values at least, and a sentence on each of the others."""
    usable, silent = [], []
    for k, variable in enumerate(model.variables):
        seen = values[~np.isnan(values[:, k]), k]
        if len(seen) and (seen != seen[0]).any():
            usable.append(k)
        else:
            silent.append(unusable_note(variable.name, seen))
    if not usable:
        raise ValueError("No variable has two different observed values: there is nothing to learn from.")
    return tuple(usable), tuple(silent)


def _cells(model: ImputationModel, used: tuple[int, ...], values: Numbers) -> Cells:
    codings = tuple(code(model.variables[k], values[:, k]) for k in used)
    return Cells(codings, values[:, used])


def _site_values(model: ImputationModel, values: Numbers, clusters: tuple[Levels, int]) -> Numbers:
    """Values by cluster, (clusters, variables), nan where none of a cluster's rows has one."""
    codes, count = clusters
    table = np.full((count, len(model.variables)), np.nan)
    for k, variable in enumerate(model.variables):
        if not variable.of_cluster:
            continue
        seen = ~np.isnan(values[:, k])
        table[codes[seen], k] = values[seen, k]
        if (table[codes[seen], k] != values[seen, k]).any():
            raise ValueError(f"`{variable.name}` is a cluster's own, but differs between rows of one cluster.")
    return table


def _pinned(
    model: ImputationModel, given: tuple[Numbers, tuple[int, ...]], known: tuple[Columns, Columns, Levels]
) -> tuple[Flags, tuple[str, ...]]:
    """Cells whose fitted values the observed rows pin down, and a sentence on each variable for which some are not."""
    values, usable = given
    fixed, sites, codes = known
    pinned = np.zeros(values.shape, dtype=np.bool_)
    lost = []
    for k in usable:
        seen = ~np.isnan(values[:, k])
        columns = fixed
        if model.variables[k].of_cluster:
            columns, seen_there = sites, np.zeros(len(sites.values), dtype=np.bool_)
            seen_there[codes[seen]] = True
            loose, blame = unidentified(columns, seen_there)
            loose = loose[codes]
        else:
            loose, blame = unidentified(columns, seen)
        pinned[:, k] = ~loose
        if (loose & ~seen).any():
            lost.append(lost_note(model.variables[k].name, blame, int((loose & ~seen).sum())))
    return pinned, tuple(lost)


def _repeated(known: Known) -> tuple[str, ...]:
    return tuple(f"The covariate `{name}` says nothing that others do not: left out." for name in known.fixed.dropped)
