"""Where the search starts: the margins of the response, then the model without random effects."""

from collections.abc import Iterator

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.factor import invert
from newel.statistics.mixed.generalised.modes import find_modes
from newel.statistics.mixed.generalised.problem import Problem
from newel.statistics.mixed.generalised.rows import BINOMIAL, INFLATED, ORDINAL

_UPDATES = 3
"""Steps of EM before the search."""


def start_fixed(problem: Problem) -> Numbers:
    """Return parameters of a model without random effects that fit the margins: no column has an effect."""
    shape, response = problem.shape, problem.data[:, 0]
    thresholds = np.zeros((shape.boundaries, problem.nominal.shape[1]))
    coefficients = np.zeros(shape.fixed)
    if problem.kind == ORDINAL:
        below = np.cumsum(np.bincount(response.astype(np.int64)))[:-1] / len(response)
        thresholds[:, 0] = np.log(below / (1 - below))
    else:
        coefficients = problem.fixed.T @ (_typical(problem) - problem.offset) / len(response)
    zeros = min(max(float(np.mean(response == 0)) / 2, 0.01), 0.5)
    excess = problem.inflation.mean(0) * np.log(zeros / (1 - zeros))
    return np.concatenate([thresholds.ravel(), coefficients, np.zeros(shape.dispersion), excess])


def _typical(problem: Problem) -> Numbers:
    """Return the linear predictor at which every row has the mean of all."""
    total = problem.data[:, 0].sum() + 0.5
    if problem.kind % INFLATED == BINOMIAL:
        return np.full(len(problem.data), np.log(total / (problem.data[:, 1].sum() - total + 1)))
    offset: Numbers = problem.offset + np.log(total / np.exp(problem.offset).sum())
    return offset


def start_effects(problem: Problem, fixed: Numbers) -> Numbers:
    """Return all parameters: the fixed ones given, made conditional, and random effects of a likely size."""
    parameters = _start_uncorrelated(problem, fixed, [1.0] * len(problem.bands.widths))
    for _ in range(_UPDATES):
        found = _expected(problem, parameters)
        if found is None:
            break
        parameters = found
    problem.warm[:] = 0.0
    return parameters


def _start_uncorrelated(problem: Problem, fixed: Numbers, sizes: list[float]) -> Numbers:
    """Return the fixed parameters, made conditional, and uncorrelated effects of one size a term."""
    own = [size * _diagonal(width) for size, width in zip(sizes, problem.bands.widths, strict=True)]
    factors = np.concatenate(own)
    problem.warm[:] = 0.0
    return np.concatenate([_conditional(problem, fixed, float(factors @ factors)), factors])


def other_starts(problem: Problem, fixed: Numbers) -> Iterator[Numbers]:
    """Yield starts from which another optimum may be found: all effects of unit size, then one term's at a time."""
    terms = len(problem.bands.widths)
    yield _start_uncorrelated(problem, fixed, [1.0] * terms)
    for large in range(terms if terms > 1 else 0):
        yield _start_uncorrelated(problem, fixed, [1.0 if term == large else 0.1 for term in range(terms)])


def _expected(problem: Problem, parameters: Numbers) -> Numbers | None:
    """Return the parameters with each covariance set to that of the modes and their spread (a step of EM)."""
    model = problem.model(parameters)
    value, _, _, factor = find_modes(model, problem.warm)
    if not np.isfinite(value):
        return None
    inverse = invert(model.bands, factor)
    entries, used = [], 0
    for term, lower in enumerate(problem.factors(parameters)):
        width = len(lower)
        size = problem.bands.sizes[term]
        own = slice(used - len(inverse.blocks), used - len(inverse.blocks) + size)
        blocks = inverse.blocks if term == 0 else _diagonal_blocks(inverse.rest[own, own], width)
        modes = problem.warm[used : used + size].reshape(-1, width)
        second = (modes.T @ modes + blocks.reshape(-1, width, width).sum(0)) / len(modes)
        covariance = lower @ (second + second.T) @ lower.T / 2
        entries.append(np.linalg.cholesky(covariance + 1e-4 * np.eye(width))[np.tril_indices(width)])
        used += size
    return np.concatenate([parameters[: problem.shape.count - problem.shape.factors], *entries])


def _diagonal_blocks(own: Numbers, width: int) -> Numbers:
    levels = len(own) // width
    return np.asarray(np.einsum("iaib->iab", own.reshape(levels, width, levels, width)).reshape(-1, width))


def _conditional(problem: Problem, fixed: Numbers, variance: float) -> Numbers:
    """Turn averages over the random effects into what holds at their middle.

    Source: Zeger SL, Liang KY, Albert PS. Biometrics 1988;44:1049-60, equations 3.1 and 3.3.
    """
    thresholds, coefficients, dispersion, inflation, _ = problem.shape.cut(fixed)
    if problem.kind in (BINOMIAL, ORDINAL):
        stretch = np.sqrt(1 + 0.346 * variance)
        thresholds, coefficients = thresholds * stretch, coefficients * stretch
    else:
        coefficients = coefficients - problem.fixed.mean(0) * variance / 2
    return np.concatenate([thresholds, coefficients, dispersion, inflation])


def _diagonal(width: int) -> Numbers:
    rows, columns = np.tril_indices(width)
    return np.asarray(rows == columns, dtype=np.float64)
