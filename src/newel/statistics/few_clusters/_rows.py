"""Rows of a regression, checked and sorted into their clusters: impossible input ends in a sentence."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import qr, solve_triangular

from newel.statistics.arrays import Levels, Numbers

DEPENDENT = 1e-10
"""A column whose part of its own is smaller than this share of its length is taken for a sum of the others."""


@dataclass(frozen=True)
class Basis:
    """Columns made orthonormal: coefficients of the original columns are `back @ ` those of the orthonormal ones."""

    columns: Numbers
    back: Numbers


def orthonormal(fixed: Numbers) -> Basis:
    """Return an orthonormal basis of the columns. Raises ValueError where a column is a sum of others."""
    lengths = np.linalg.norm(fixed, axis=0)
    if not lengths.all():
        raise ValueError(f"Column {int(np.argmin(lengths)) + 1} of the design is 0 in every row. Leave it out.")
    columns, triangle = qr(fixed / lengths, mode="economic")
    own = np.abs(np.diag(triangle))
    if len(own) < fixed.shape[1] or own.min() < DEPENDENT:
        place = int(np.argmin(own)) + 1 if len(own) == fixed.shape[1] else len(own) + 1
        raise ValueError(f"Column {place} of the design is a sum of the columns before it. Leave it out.")
    return Basis(columns, solve_triangular(triangle, np.eye(len(own))) / lengths[:, None])


def checked(fixed: Numbers, response: Numbers, clusters: Levels) -> None:
    """Raise ValueError where the rows are ragged, empty or not finite, or where only one cluster was seen."""
    if not len(response) or not fixed.shape[1]:
        raise ValueError("A regression needs at least one row and one column.")
    if not len(fixed) == len(response) == len(clusters):
        found = f"{len(fixed)} rows of the design, {len(response)} responses, {len(clusters)} clusters"
        raise ValueError(f"Design, response and clusters must have one entry a row; found {found}.")
    if not (np.isfinite(fixed).all() and np.isfinite(response).all()):
        raise ValueError("A value is missing or infinite. Leave the row out before fitting, and say so.")
    if len(np.unique(clusters)) < 2:
        raise ValueError("All rows belong to one cluster: how clusters differ cannot be seen.")


def places(clusters: Levels) -> tuple["np.typing.NDArray[np.int64]", ...]:
    """Return each cluster's rows, in the order of the cluster numbers."""
    order = np.argsort(clusters, kind="stable")
    starts = np.flatnonzero(np.diff(clusters[order], prepend=clusters[order[0]] - 1))
    return tuple(np.split(order, starts[1:]))
