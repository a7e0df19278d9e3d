"""Linear algebra on matrices of a handful of rows, where calling a library would take longer than the sum itself."""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers


@compiled
def factor(matrix: Numbers, root: Numbers) -> None:
    """Write the lower Cholesky factor of `matrix` into `root`; its upper part is left alone."""
    for row in range(len(matrix)):
        for column in range(row + 1):
            rest = matrix[row, column]
            for k in range(column):
                rest -= root[row, k] * root[column, k]
            root[row, column] = np.sqrt(rest) if row == column else rest / root[column, column]


@compiled
def solve_lower(root: Numbers, vector: Numbers) -> None:
    """Replace `vector` by the solution of root x = vector."""
    for row in range(len(vector)):
        rest = vector[row]
        for k in range(row):
            rest -= root[row, k] * vector[k]
        vector[row] = rest / root[row, row]


@compiled
def solve_upper(root: Numbers, vector: Numbers) -> None:
    """Replace `vector` by the solution of root' x = vector."""
    for row in range(len(vector) - 1, -1, -1):
        rest = vector[row]
        for k in range(row + 1, len(vector)):
            rest -= root[k, row] * vector[k]
        vector[row] = rest / root[row, row]


@compiled
def inverse_wishart(scale: Numbers, bartlett: Numbers, root: Numbers) -> Numbers:
    """Draw a covariance matrix R R': write R into `root` and return the inverse of the draw.

    `bartlett` is lower triangular: normals below the diagonal, on it roots of chi-squares that lose one degree of
    freedom a row. With scale = L L' the inverse is L^-T A A' L^-1, so R = L A^-T.
    """
    size = len(scale)
    lower = np.zeros((size, size))
    factor(scale, lower)
    half = np.empty((size, size))
    for row in range(size):
        for k in range(size):
            half[row, k] = bartlett[k, row]
            root[row, k] = lower[row, k]
        solve_upper(lower, half[row])
        solve_lower(bartlett, root[row])
    return squares(half)


@compiled
def squares(rows: Numbers) -> Numbers:
    """Return rows' rows, (k, k) for (n, k)."""
    size = rows.shape[1]
    total = np.zeros((size, size))
    for row in rows:
        add_square(total, row)
    return mirrored(total)


@compiled
def add_square(total: Numbers, row: Numbers) -> None:
    """Add the outer product of `row` with itself to the lower half of `total`."""
    for j in range(len(row)):
        for k in range(j + 1):
            total[j, k] += row[j] * row[k]


@compiled
def mirrored(total: Numbers) -> Numbers:
    """Copy the lower half of `total` onto its upper half."""
    for j in range(len(total)):
        for k in range(j):
            total[k, j] = total[j, k]
    return total
