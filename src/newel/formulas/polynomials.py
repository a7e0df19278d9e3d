"""Orthogonal polynomials: a straight line, then what is left over for a curve, and so on."""

import numpy as np

from newel.statistics.arrays import Numbers


def orthogonal(values: Numbers, degree: int) -> Numbers:
    """Return orthonormal polynomials of degree 1 to `degree`, shape (n, degree), each growing at the right end.

    Source: Chambers JM, Hastie TJ. Statistical Models in S, 1992, section 7.2; R's `poly` and `contr.poly`.
    """
    basis, triangle = np.linalg.qr((values - values.mean())[:, None] ** np.arange(degree + 1))
    return np.asarray((basis * np.sign(np.diag(triangle)))[:, 1:])
