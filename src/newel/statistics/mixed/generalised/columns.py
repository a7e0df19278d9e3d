"""Columns of a design made fit to compute with: those that say nothing new are dropped by name, the rest orthogonal."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newel.statistics.arrays import Numbers

Flags = npt.NDArray[np.bool_]

_SAYS_NOTHING = 1e-7
"""A column is aliased where less than this share of its length is left beside the columns before it (as R's lm)."""


@dataclass(frozen=True)
class Basis:
    """Independent columns in an orthogonal form: kept = orthogonal @ back^-1, so coefficients = back @ working ones."""

    kept: tuple[int, ...]
    orthogonal: Numbers
    """Shape (n, p), each column of mean square 1."""
    back: Numbers
    """Shape (p, p)."""


def orthogonal_basis(columns: Numbers) -> Basis:
    """Return the first columns that are independent of each other, by Gram-Schmidt done twice."""
    n = len(columns)
    found: list[Numbers] = []
    kept: list[int] = []
    for number, column in enumerate(columns.T):
        left = np.array(column, dtype=np.float64)
        for done in [*found, *found]:
            left -= (done @ left) / n * done
        size = np.sqrt(left @ left / n)
        if size > _SAYS_NOTHING * np.sqrt(column @ column / n):
            found.append(left / size)
            kept.append(number)
    orthogonal = np.stack(found, 1) if found else np.zeros((n, 0))
    triangle = orthogonal.T @ columns[:, kept] / n
    return Basis(tuple(kept), orthogonal, np.linalg.inv(np.triu(triangle)).astype(np.float64))
