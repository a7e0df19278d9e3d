"""Least squares as the textbook has it, to stand beside the cluster-robust figures."""

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.few_clusters._rows import orthonormal
from newel.statistics.inference import Inference


def ordinary(fixed: Numbers, response: Numbers, *, contrasts: Numbers | None = None) -> Inference:
    """Return each coefficient, or each contrast (m, p), as if every row were independent of every other.

    fixed (n, p), response (n,). Raises ValueError where columns depend on each other or no row is left over.
    """
    rows, columns = fixed.shape
    if len(response) != rows:
        raise ValueError(f"The design has {rows} rows and the response {len(response)}.")
    if rows <= columns:
        raise ValueError(f"{columns} coefficients cannot be judged by {rows} rows.")
    basis = orthonormal(fixed)
    own = basis.columns.T @ response
    residuals = response - basis.columns @ own
    variance = residuals @ residuals / (rows - columns)
    wanted = (np.eye(columns) if contrasts is None else np.atleast_2d(contrasts)) @ basis.back
    error = np.sqrt(variance * (wanted**2).sum(axis=1))
    return Inference(wanted @ own, error, np.full(len(wanted), float(rows - columns)), "least squares")
