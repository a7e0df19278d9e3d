"""How well given variances fit, which way they should move, and how far: criterion, exact gradient, curvature."""

from typing import NamedTuple

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.dense import cholesky, inverse_factor, inverse_product
from newel.statistics.mixed.derivatives import Derivatives, differentiate
from newel.statistics.mixed.elimination import Inverse, Model, eliminate, factors_of, invert


class Point(NamedTuple):
    """The deviance at given variances, and its derivatives with respect to theta, the Cholesky factors' numbers."""

    theta: Numbers
    factor: Numbers
    """Cholesky factor L of each factor's covariance, relative to the residual variance; shape (f, k, k)."""
    criterion: float
    """-2 log (restricted) likelihood, profiled over the residual variance unless that was given."""
    variance: float
    """Residual variance: `residual` over its degrees of freedom, or as given."""
    residual: float
    """y'Py, with P = H^-1 - H^-1 X (X'H^-1 X)^-1 X'H^-1."""
    coefficients: Numbers
    unscaled: Numbers
    """(X'H^-1 X)^-1, shape (p, p)."""
    derivatives: Derivatives

    @property
    def gradient(self) -> Numbers:
        """With respect to theta."""
        return self.derivatives.gradient

    @property
    def curvature(self) -> Numbers:
        """A positive approximation of the second derivatives."""
        return self.derivatives.curvature


def evaluate(model: Model, theta: Numbers, variance: float = 0.0) -> Point:
    """Return criterion and derivatives at theta; a `variance` of 0 is replaced by the best one."""
    factor = factors_of(model, theta)
    width = model.factors[0, 1]
    reduced = eliminate(model.sums, np.ascontiguousarray(factor[0, :width, :width]))
    inverse = invert(model, reduced, factor)
    target = reduced.matrix[-1, :-1]
    solution = inverse.inner @ target
    residual = max(float(reduced.matrix[-1, -1] - solution @ target), 1e-300)
    freedom = model.rows - model.predictors if model.reml else model.rows
    profiled = variance <= 0
    if profiled:
        variance = residual / freedom
    criterion = reduced.log_determinant + inverse.log_determinant
    criterion += freedom * float(np.log(2 * np.pi * variance)) + residual / variance
    if model.reml:
        criterion += inverse.log_determinant_fixed
    size = len(solution) - model.predictors
    scales = np.array((variance, residual if profiled else np.inf))
    left, inner = (inverse.left, inverse.inner) if model.reml else _without_fixed(inverse, size)
    layout = model.sums, model.factors, model.parameters
    found = differentiate(layout, (reduced, inverse.inner, solution), (left, inner, factor, scales))
    return Point(
        theta,
        factor,
        criterion,
        variance,
        residual,
        solution[size:],
        inverse.inner[size:, size:],
        found,
    )


def _without_fixed(inverse: Inverse, size: int) -> tuple[Numbers, Numbers]:
    """Return the inverse of the equations without X, times L, and between L and L', with zeros in the place of X."""
    left, inner = inverse.left, inverse.inner
    if size == len(inner):
        return left, inner
    root = inverse_factor(cholesky(np.ascontiguousarray(inner[size:, size:])))
    weights = inner[:, size:] @ inverse_product(root)
    return left - weights @ left[size:], inner - weights @ inner[size:]
