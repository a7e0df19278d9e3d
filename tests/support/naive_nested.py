"""Naive twin of many fits: a dense covariance matrix, derivatives by differences, formulas as the papers print them."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed import Design, RandomTerm


@dataclass(frozen=True)
class Naive:
    """One response, fitted by REML or ML."""

    variances: Numbers
    """Of the terms in order, and the residual."""
    coefficients: Numbers
    covariance: Numbers
    criterion: float


def intercept(factor: str, levels: Levels) -> RandomTerm:
    """Return (1 | factor)."""
    return RandomTerm(factor, np.asarray(levels), np.ones((len(levels), 1)), ("(Intercept)",))


def indicators(design: Design) -> list[Numbers]:
    """Return ZZ' of each term, and the identity."""
    blocks = [(term.levels[:, None] == term.levels[None, :]).astype(float) for term in design.random]
    return [*blocks, np.eye(len(design.fixed))]


def at(design: Design, response: Numbers, variances: Numbers, *, reml: bool) -> Naive:
    """Return generalised least squares and minus twice the log-likelihood at given variances."""
    covariance = sum(v * block for v, block in zip(variances, indicators(design), strict=True))
    inverse, x = np.linalg.inv(covariance), design.fixed
    information = x.T @ inverse @ x
    coefficients = np.linalg.solve(information, x.T @ inverse @ response)
    left = response - x @ coefficients
    rows, columns = x.shape
    criterion = np.linalg.slogdet(covariance)[1] + left @ inverse @ left + (rows - columns * reml) * np.log(2 * np.pi)
    if reml:
        criterion += np.linalg.slogdet(information)[1]
    return Naive(np.asarray(variances), coefficients, np.linalg.inv(information), float(criterion))


def fitted(design: Design, response: Numbers, *, reml: bool = True) -> Naive:
    """Return the best fit found by a search on logs without derivatives, from three starts."""
    spread, terms = np.var(response), len(design.random)

    def criterion(logs: Numbers) -> float:
        return at(design, response, np.exp(logs), reml=reml).criterion

    starts = [np.log(spread * np.array([*[share] * terms, 1.0])) for share in (0.1, 0.5, 2.0)]
    options = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000, "maxfev": 4000}
    found = [minimize(criterion, start, method="Nelder-Mead", options=options) for start in starts]
    best = min(found, key=lambda one: one.fun)
    return at(design, response, np.exp(best.x), reml=reml)


def satterthwaite_freedom(design: Design, response: Numbers, variances: Numbers, contrast: Numbers) -> float:
    """Return 2 v^2 / (g' A g): A twice the inverse Hessian of the deviance, both by differences in the variances."""

    def deviance(v: Numbers) -> float:
        return at(design, response, v, reml=True).criterion

    def variance(v: Numbers) -> float:
        return float(contrast @ at(design, response, v, reml=True).covariance @ contrast)

    steps = 1e-4 * variances
    size = len(variances)
    moved = np.diag(steps)
    slope = np.array([variance(variances + one) - variance(variances - one) for one in moved]) / (2 * steps)
    hessian = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            signs = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
            corners = [a * b * deviance(variances + a * moved[i] + b * moved[j]) for a, b in signs]
            hessian[i, j] = sum(corners) / (4 * steps[i] * steps[j])
    return float(2 * variance(variances) ** 2 / (slope @ (2 * np.linalg.inv(hessian)) @ slope))


def kenward_roger(design: Design, variances: Numbers, contrast: Numbers) -> tuple[float, float]:
    """Return the adjusted standard error and the degrees of freedom of one contrast, by the formulas of the paper."""
    blocks, x = indicators(design), design.fixed
    inverse = np.linalg.inv(sum(v * block for v, block in zip(variances, blocks, strict=True)))
    phi = np.linalg.inv(x.T @ inverse @ x)
    p = [-x.T @ inverse @ b @ inverse @ x for b in blocks]
    q = [[x.T @ inverse @ b @ inverse @ c @ inverse @ x for c in blocks] for b in blocks]
    t = [[np.trace(inverse @ b @ inverse @ c) for c in blocks] for b in blocks]
    size = range(len(blocks))
    information = np.array(
        [[(t[i][j] - 2 * np.trace(phi @ q[i][j]) + np.trace(phi @ p[i] @ phi @ p[j])) / 2 for j in size] for i in size]
    )
    w = np.linalg.inv(information)
    middle = sum(w[i, j] * (q[i][j] - p[i] @ phi @ p[j]) for i in size for j in size)
    adjusted = phi + 2 * phi @ middle @ phi
    theta = np.outer(contrast, contrast) / (contrast @ phi @ contrast)
    traces = [np.trace(theta @ phi @ p[i] @ phi) for i in size]
    a = sum(w[i, j] * traces[i] * traces[j] for i in size for j in size)
    b, g = 7 * a / 2, -1.0
    c = 3 + 2 * (1 - g)
    expected = 1 / (1 - a)
    v = 2 * (1 + g / c * b) / ((1 - (1 - g) / c * b) ** 2 * (1 - (3 - g) / c * b))
    rho = v / (2 * expected**2)
    return float(np.sqrt(contrast @ adjusted @ contrast)), float(4 + 3 / (rho - 1))
