"""A linear mixed model as a textbook writes it: V in full, its inverse, and a general-purpose optimiser."""

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm

Roots = tuple[Numbers, ...]


def indicator(term: RandomTerm) -> Numbers:
    """Return Z of one term in full, shape (n, q k)."""
    rows, width = term.columns.shape
    matrix = np.zeros((rows, term.count * width))
    for row in range(rows):
        matrix[row, term.levels[row] * width : (term.levels[row] + 1) * width] = term.columns[row]
    return matrix


def covariance(design: Design, theta: Roots) -> Numbers:
    """Return V relative to the residual variance, shape (n, n)."""
    result = np.eye(len(design.fixed))
    for term, root in zip(design.random, theta, strict=True):
        columns = indicator(term)
        result += columns @ np.kron(np.eye(term.count), root @ root.T) @ columns.T
    return result


def deviance(design: Design, response: Numbers, theta: Roots, *, reml: bool, sigma: float | None = None) -> float:
    """Return -2 log (restricted) likelihood; the best residual SD unless one is given."""
    inverse = np.linalg.inv(covariance(design, theta))
    information = design.fixed.T @ inverse @ design.fixed
    coefficients = np.linalg.solve(information, design.fixed.T @ inverse @ response)
    residual = response - design.fixed @ coefficients
    squares = float(residual @ inverse @ residual)
    freedom = len(response) - (len(coefficients) if reml else 0)
    variance = squares / freedom if sigma is None else sigma**2
    value = -np.linalg.slogdet(inverse)[1] + freedom * np.log(2 * np.pi * variance) + squares / variance
    return float(value + (np.linalg.slogdet(information)[1] if reml else 0.0))


def estimates(design: Design, response: Numbers, theta: Roots) -> tuple[Numbers, Numbers]:
    """Return coefficients and (X'V^-1 X)^-1."""
    inverse = np.linalg.inv(covariance(design, theta))
    unscaled = np.linalg.inv(design.fixed.T @ inverse @ design.fixed)
    return unscaled @ design.fixed.T @ inverse @ response, unscaled


def effects(design: Design, response: Numbers, theta: Roots) -> tuple[Numbers, ...]:
    """Return the conditional means G Z' V^-1 (y - X b) of each term, shape (q, k)."""
    residual = response - design.fixed @ estimates(design, response, theta)[0]
    pulled = np.linalg.solve(covariance(design, theta), residual)
    return tuple(
        (indicator(term).T @ pulled).reshape(term.count, -1) @ root @ root.T
        for term, root in zip(design.random, theta, strict=True)
    )


def unpack(design: Design, flat: Numbers) -> Roots:
    """Return lower triangles from their numbers, column by column."""
    roots, place = [], 0
    for term in design.random:
        width = term.columns.shape[1]
        root = np.zeros((width, width))
        for column in range(width):
            root[column:, column] = flat[place : place + width - column]
            place += width - column
        roots.append(root)
    return tuple(roots)


def pack(theta: Roots) -> Numbers:
    """Return the numbers of lower triangles, column by column."""
    return np.concatenate([root[column:, column] for root in theta for column in range(len(root))])


def best_deviance(design: Design, response: Numbers, *, reml: bool) -> float:
    """Return the smallest deviance that BFGS without gradient reaches from several starts."""

    def criterion(flat: Numbers) -> float:
        return deviance(design, response, unpack(design, flat), reml=reml)

    diagonal = pack(tuple(np.eye(term.columns.shape[1]) for term in design.random))
    starts = [size * diagonal + 0.1 for size in (0.1, 0.6, 2.0)]
    return min(float(minimize(criterion, start, method="BFGS").fun) for start in starts)


def satterthwaite(design: Design, response: Numbers, at: tuple[Roots, float], *, reml: bool) -> Numbers:
    """Return degrees of freedom of each coefficient by differences of the full deviance, in (theta, log variance)."""
    theta, sigma = at
    centre = np.append(pack(theta), np.log(sigma**2))

    def full(point: Numbers) -> float:
        sd = float(np.exp(point[-1] / 2))
        return deviance(design, response, unpack(design, point[:-1]), reml=reml, sigma=sd)

    def variances(point: Numbers) -> Numbers:
        return np.exp(point[-1]) * np.diag(estimates(design, response, unpack(design, point[:-1]))[1])

    hessian = differences(lambda point: differences(full, point, 1e-3), centre, 1e-3)
    slopes = differences(variances, centre, 1e-4)
    return 2 * variances(centre) ** 2 / np.einsum("im,ij,jm->m", slopes, 2 * np.linalg.pinv(hessian, 1e-7), slopes)


def differences(function: Callable[[Numbers], Numbers | float], point: Numbers, step: float) -> Numbers:
    """Return central differences of fourth order along each coordinate, one row each."""
    rows = []
    for place in range(len(point)):
        move = np.zeros(len(point))
        move[place] = step
        near = np.asarray(function(point + move)) - np.asarray(function(point - move))
        far = np.asarray(function(point + 2 * move)) - np.asarray(function(point - 2 * move))
        rows.append((8 * near - far) / (12 * step))
    return np.array(rows)
