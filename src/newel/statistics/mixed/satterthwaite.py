"""Satterthwaite's degrees of freedom: how well the variances behind a standard error are known themselves.

Source: Satterthwaite FE. Biometrics Bull 1946;2:110-114; for mixed models Fai AH, Cornelius PL. J Stat Comput Simul
1996;54:363-378, and Kuznetsova A, Brockhoff PB, Christensen RHB. J Stat Softw 2017;82(13) for the way to a joint test.
"""

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference, JointTest
from newel.statistics.mixed.criterion import evaluate
from newel.statistics.mixed.elimination import Model
from newel.statistics.mixed.linear import Engine, LinearFit

METHOD = "Satterthwaite"
STEP = 1e-4
FLAT = 1e-8
"""Directions in which the deviance bends less than this share of the sharpest say nothing of a variance."""


def satterthwaite(fit: LinearFit, contrasts: Numbers) -> Inference:
    """Return m contrasts of the coefficients, shape (m, p), with Satterthwaite's degrees of freedom."""
    contrasts = np.atleast_2d(np.asarray(contrasts, dtype=np.float64))
    estimate = contrasts @ fit.coefficients
    if fit.engine is None:
        return Inference(estimate, np.full(len(estimate), np.nan), np.full(len(estimate), np.nan), METHOD)
    variance = np.einsum("ij,jk,ik->i", contrasts, fit.covariance, contrasts)
    return Inference(estimate, np.sqrt(variance), _freedom(fit.engine, contrasts, variance / fit.sigma**2), METHOD)


def satterthwaite_joint(fit: LinearFit, contrasts: Numbers) -> JointTest:
    """Test that all contrasts, shape (m, p), are 0.

    The contrasts are turned into independent ones, each with degrees of freedom of its own, which are combined so that
    the expectation of F is right. Contrasts that follow from the others do not count.
    """
    contrasts = np.atleast_2d(np.asarray(contrasts, dtype=np.float64))
    if fit.engine is None:
        return JointTest(np.nan, np.nan, np.nan, METHOD)
    values, vectors = np.linalg.eigh(contrasts @ fit.covariance @ contrasts.T)
    kept = values > max(values[-1], 0) * 1.5e-8
    turned = vectors[:, kept].T @ contrasts
    single = satterthwaite(fit, turned)
    rank = int(kept.sum())
    if not rank:
        return JointTest(np.nan, 0.0, np.nan, METHOD)
    return JointTest(float(np.mean(single.statistic**2)), float(rank), _combined(single.freedom), METHOD)


def _combined(freedom: Numbers) -> float:
    """Return the denominator's degrees of freedom of the mean of independent squared t statistics."""
    if len(freedom) == 1 or np.all(np.abs(np.diff(freedom)) < 1e-8):
        return float(np.mean(freedom))
    if np.any(freedom <= 2):
        return 2.0
    expected = float(np.sum(freedom / (freedom - 2)))
    return 2 * expected / (expected - len(freedom))


def _freedom(engine: Engine, contrasts: Numbers, variance: Numbers) -> Numbers:
    """Return 2 v^2 / (g' 2 H^-1 g) of each contrast; `variance` is v, relative to the residual variance."""
    hessian, change = _derivatives(engine.target.model, engine.point.theta, engine.point.variance)
    values, vectors = np.linalg.eigh(hessian)
    kept = values > FLAT * values[-1]
    weights = contrasts @ engine.prepared.back
    gradient = np.empty((len(contrasts), len(hessian)))
    gradient[:, :-1] = np.einsum("ij,mjk,ik->im", weights, change, weights)
    gradient[:, -1] = variance
    uncertain = 2 * np.sum((gradient @ vectors[:, kept]) ** 2 / values[kept], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(2 * variance**2 / uncertain)


def _derivatives(model: Model, theta: Numbers, variance: float) -> tuple[Numbers, Numbers]:
    """Return the second derivatives of the deviance in (theta, log residual variance), and those of (X'H^-1 X)^-1.

    Central differences of the exact gradient at a fixed residual variance.
    """
    count = len(theta)
    hessian = np.zeros((count + 1, count + 1))
    change = np.zeros((count, model.predictors, model.predictors))
    at = evaluate(model, theta, variance)
    hessian[count, count] = at.residual / variance
    for i in range(count):
        hessian[i, count] = at.derivatives.fall[i] / variance
        hessian[count, i] = hessian[i, count]
        for sign in (-1, 1):
            moved = theta.copy()
            moved[i] += sign * STEP
            there = evaluate(model, moved, variance)
            hessian[i, :count] += sign * there.gradient / (2 * STEP)
            change[i] += sign * there.unscaled / (2 * STEP)
    hessian[:count, :count] = (hessian[:count, :count] + hessian[:count, :count].T) / 2
    return hessian, change
