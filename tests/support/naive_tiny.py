"""Likelihoods of tiny data sets by brute force: every row at every point of a fine grid, and slopes by differences."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.special import logsumexp
from scipy.stats import norm

from newel.statistics import Numbers
from newel.statistics.mixed import GeneralisedFit
from tests.support.naive_generalised import Sample, Truth, fixed_predictor, log_likelihoods


def tiled(sample: Sample, times: int) -> Sample:
    """Return the rows of a sample so many times one after another, without their design."""
    again = np.tile(np.arange(len(sample.response)), times)
    return replace(
        sample,
        response=sample.response[again],
        trials=sample.trials[again],
        nominal=None if sample.nominal is None else sample.nominal[again],
        inflation=None if sample.inflation is None else sample.inflation[again],
    )


def integral(sample: Sample, truth: Truth, *, points: int = 401, reach: float = 8.0) -> float:
    """Return the log-likelihood of a model with one scalar random term, by the trapezoid rule on equal steps."""
    (term,), (factor,) = sample.design.random, truth.factors
    grid = np.linspace(-reach, reach, points)
    linear = fixed_predictor(sample, truth)[None, :] + grid[:, None] * factor[0, 0] * term.columns[None, :, 0]
    each = log_likelihoods(tiled(sample, points), truth, linear.ravel()).reshape(points, -1)
    heights = np.stack([each[:, term.levels == level].sum(1) for level in range(term.count)], axis=1)
    density = norm.logpdf(grid)[:, None] + np.log(grid[1] - grid[0])
    return float(logsumexp(heights + density, axis=0).sum())


def integral_of_pairs(sample: Sample, truth: Truth, *, points: int = 101, reach: float = 5.0) -> float:
    """Return the same of one term with two columns, on a square grid."""
    (term,), (factor,) = sample.design.random, truth.factors
    line = np.linspace(-reach, reach, points)
    grid = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1).reshape(-1, 2)
    linear = fixed_predictor(sample, truth)[None, :] + (grid @ factor.T) @ term.columns.T
    each = log_likelihoods(tiled(sample, len(grid)), truth, linear.ravel()).reshape(len(grid), -1)
    heights = np.stack([each[:, term.levels == level].sum(1) for level in range(term.count)], axis=1)
    density = norm.logpdf(grid).sum(1)[:, None] + 2 * np.log(line[1] - line[0])
    return float(logsumexp(heights + density, axis=0).sum())


def place(fit: GeneralisedFit) -> Numbers:
    """Return where a fit with one scalar random term ended: estimates, log dispersion if any, standard deviation."""
    dispersion = [np.log(fit.dispersion)] if fit.family.startswith("nbinom") else []
    return np.concatenate([fit.all_estimates, dispersion, [fit.theta[0][0, 0]]])


def truth_at(fit: GeneralisedFit, at: Numbers) -> Truth:
    """Say such a place in the terms of the textbook."""
    cut, fixed, excess = fit.thresholds.size, len(fit.coefficients), len(fit.zero_inflation)
    ordinal = fit.family == "ordinal"
    coefficients = at[cut : cut + fixed]
    return Truth(
        fit.family,
        coefficients=np.append(0.0, coefficients) if ordinal else coefficients,
        factors=(np.array([[at[-1]]]),),
        thresholds=at[:cut].reshape(fit.thresholds.shape) if ordinal else None,
        dispersion=float(np.exp(at[-2])) if fit.family.startswith("nbinom") else 1.0,
        excess=at[cut + fixed : cut + fixed + excess] if excess else None,
    )


def curvature(value: Callable[[Numbers], float], at: Numbers, *, step: float = 1e-3) -> Numbers:
    """Return the matrix of second differences of a function."""
    size = len(at)
    moves = step * np.eye(size)
    found = np.empty((size, size))
    for i in range(size):
        for j in range(i + 1):
            corners = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
            total = sum(a * b * value(at + a * moves[i] + b * moves[j]) for a, b in corners)
            found[i, j] = found[j, i] = total / (4 * step**2)
    return found
