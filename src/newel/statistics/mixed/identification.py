"""What a linear mixed model cannot be asked: arrays that are no design, and effects that the data cannot tell apart."""

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.preparation import Prepared, Target
from newel.statistics.mixed.terms import Design, RandomTerm

DEPENDENT = 1e-12
"""Smallest eigenvalue of the correlations of a term's columns below which one of them says nothing new."""


def check(design: Design, response: Numbers) -> Numbers:
    """Return the response less the offset. Raises ValueError for what is empty, ragged, or not a number."""
    rows = len(design.fixed)
    if rows == 0:
        raise ValueError("A model needs rows of data: the design has none.")
    if design.fixed.ndim != 2 or design.fixed.shape[1] != len(design.names):
        raise ValueError(f"The fixed columns have shape {design.fixed.shape}, but {len(design.names)} names.")
    response = np.asarray(response, dtype=np.float64)
    if response.shape != (rows,):
        raise ValueError(f"The response has shape {response.shape}, and the design {rows} rows.")
    if design.offset is not None:
        if np.shape(design.offset) != (rows,):
            raise ValueError(f"The offset has shape {np.shape(design.offset)}, and the design {rows} rows.")
        response = response - design.offset
    if not np.isfinite(response).all() or not np.isfinite(design.fixed).all():
        raise ValueError("The response, the offset or a fixed column holds a value that is not a number.")
    for term in design.random:
        _check_term(term, rows)
    return np.ascontiguousarray(response)


def _check_term(term: RandomTerm, rows: int) -> None:
    """Raise ValueError for a term whose arrays do not fit the design."""
    if term.columns.ndim != 2 or term.columns.shape != (rows, len(term.names)) or not len(term.names):
        raise ValueError(f"The columns of {term.factor} have shape {term.columns.shape}, and the design {rows} rows.")
    if term.levels.shape != (rows,):
        raise ValueError(f"{term.factor} has {len(term.levels)} levels, and the design {rows} rows.")
    if not np.isfinite(term.columns).all():
        raise ValueError(f"A column of {term.factor} holds a value that is not a number.")
    if term.levels.min() < 0 or not np.bincount(term.levels).all():
        raise ValueError(f"The levels of {term.factor} are not numbered 0, 1, 2, ... with a row for each.")


def reasons(prepared: Prepared, target: Target) -> tuple[str, ...]:
    """Return why the model cannot be fitted, in sentences; empty where it can."""
    rows, predictors = len(prepared.design.fixed), len(prepared.orthonormal)
    found = []
    if rows <= predictors:
        found.append(f"There are {rows} rows for {predictors} fixed effects, so nothing is left to judge them by.")
    elif target.scale == 0:
        found.append("The fixed effects reproduce the response exactly, so there is no variation to describe.")
    terms = prepared.design.random
    for position, term in enumerate(terms):
        found += _term_reasons(term, rows)
        if any(_same(term, other) for other in terms[:position]):
            found.append(f"Two terms of {term.factor} have the same columns, so they cannot be told apart.")
    return tuple(found)


def _term_reasons(term: RandomTerm, rows: int) -> list[str]:
    """Return why the covariance of one term cannot be estimated."""
    effects = term.count * len(term.names)
    named = ", ".join(term.names)
    if term.count == 1:
        return [f"{term.factor} has one level only, so how its levels differ cannot be estimated."]
    if term.count == rows:
        return [f"Each level of {term.factor} has one row, so its variance cannot be told from the residual one."]
    if effects >= rows:
        return [f"{term.factor} asks for {effects} effects ({named} by level) from {rows} rows."]
    return _column_reasons(term, named)


def _column_reasons(term: RandomTerm, named: str) -> list[str]:
    """Return which columns of a term say nothing of their own."""
    lengths = np.sqrt(np.einsum("ij,ij->j", term.columns, term.columns))
    if not lengths.all():
        return [f"A column of {term.factor} is 0 in every row, so its variance cannot be estimated."]
    if len(lengths) > 1:
        unit = term.columns / lengths
        if np.linalg.eigvalsh(unit.T @ unit)[0] < DEPENDENT:
            return [f"The columns {named} of {term.factor} say the same, so they cannot be told apart."]
    return []


def _same(one: RandomTerm, other: RandomTerm) -> bool:
    """Say whether two terms have a column in common, by the same grouping."""
    if one.count != other.count or not np.array_equal(one.levels, other.levels):
        return False
    return any(np.array_equal(a, b) for a in one.columns.T for b in other.columns.T)
