"""Generalised mixed models by the textbook: dense matrices, scipy's distributions, integrals summed on a fine grid."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logsumexp
from scipy.stats import binom, nbinom, norm, poisson

from newel.statistics import Numbers
from newel.statistics.mixed import Design


@dataclass(frozen=True)
class Truth:
    """A model at given parameters, in its own terms."""

    family: str
    coefficients: Numbers
    factors: tuple[Numbers, ...] = ()
    """Lower triangular covariance factor of each random term."""
    thresholds: Numbers | None = None
    """Shape (categories - 1, 1 + m)."""
    dispersion: float = 1.0
    excess: Numbers | None = None
    """Coefficients of the log odds of an excess zero."""


@dataclass(frozen=True)
class Sample:
    """Data of a model."""

    design: Design
    response: Numbers
    trials: Numbers
    nominal: Numbers | None = None
    inflation: Numbers | None = None


def log_likelihoods(sample: Sample, truth: Truth, linear: Numbers) -> Numbers:
    """Return each row's log-likelihood at its linear predictor."""
    count = _counts(sample, truth, linear)
    if sample.inflation is None or truth.excess is None:
        return count
    excess = expit(sample.inflation @ truth.excess)
    return np.where(
        sample.response == 0, np.log(excess + (1 - excess) * np.exp(count)), np.log(1 - excess) + count
    )


def _counts(sample: Sample, truth: Truth, linear: Numbers) -> Numbers:
    response, mean = sample.response, np.exp(linear)
    if truth.family == "binomial":
        return np.asarray(binom.logpmf(response, sample.trials, expit(linear)))
    if truth.family == "poisson":
        return np.asarray(poisson.logpmf(response, mean))
    if truth.family == "ordinal":
        return _ordered(sample, truth, linear)
    size = np.full_like(mean, truth.dispersion) if truth.family == "nbinom2" else mean / truth.dispersion
    return np.asarray(nbinom.logpmf(response, size, size / (size + mean)))


def _ordered(sample: Sample, truth: Truth, linear: Numbers) -> Numbers:
    assert truth.thresholds is not None
    ones = np.ones((len(linear), 1))
    columns = ones if sample.nominal is None else np.hstack([ones, sample.nominal])
    below = expit(columns @ truth.thresholds.T - linear[:, None])
    edges = np.hstack([np.zeros_like(ones), below, ones])
    rows, category = np.arange(len(linear)), sample.response.astype(int)
    return np.log(edges[rows, category + 1] - edges[rows, category])


def random_columns(sample: Sample, truth: Truth) -> Numbers:
    """Return Z times the covariance factors, dense, one column a spherical effect."""
    parts = [np.zeros((len(sample.response), 0))]
    for term, factor in zip(sample.design.random, truth.factors, strict=True):
        chosen = (term.levels[:, None] == np.arange(term.count)).astype(float)
        parts.append(np.einsum("ij,ik->ijk", chosen, term.columns @ factor).reshape(len(chosen), -1))
    return np.hstack(parts)


def fixed_predictor(sample: Sample, truth: Truth) -> Numbers:
    """Return the linear predictor without random effects."""
    offset = 0.0 if sample.design.offset is None else sample.design.offset
    return np.asarray(sample.design.fixed @ truth.coefficients + offset)


def laplace(sample: Sample, truth: Truth) -> float:
    """Return the log-likelihood by Laplace's approximation: a general minimiser, and a Hessian by differences."""
    columns, base = random_columns(sample, truth), fixed_predictor(sample, truth)

    def penalised(effects: Numbers) -> float:
        return float(effects @ effects / 2 - log_likelihoods(sample, truth, base + columns @ effects).sum())

    found = minimize(penalised, np.zeros(columns.shape[1]), method="BFGS", options={"gtol": 1e-7}).x
    linear, step = base + columns @ found, 1e-3
    rows = {shift: log_likelihoods(sample, truth, linear + shift * step) for shift in (-2, -1, 0, 1, 2)}
    bends = (-rows[2] + 16 * rows[1] - 30 * rows[0] + 16 * rows[-1] - rows[-2]) / (12 * step * step)
    curvature = np.eye(columns.shape[1]) - columns.T @ (bends[:, None] * columns)
    return -penalised(found) - float(np.linalg.slogdet(curvature)[1]) / 2


def integrated(sample: Sample, truth: Truth, *, points: int = 801, reach: float = 9.0) -> float:
    """Return the log-likelihood of a model with one scalar random term: the integral on a grid of equal steps.

    For a smooth function that dies away at both ends the trapezoid rule has all digits.
    """
    (term,), (factor,) = sample.design.random, truth.factors
    grid = np.linspace(-reach, reach, points)
    base = fixed_predictor(sample, truth)
    each = np.stack(
        [log_likelihoods(sample, truth, base + term.columns[:, 0] * factor[0, 0] * effect) for effect in grid]
    )
    total = 0.0
    for level in range(term.count):
        heights = each[:, term.levels == level].sum(1) + norm.logpdf(grid)
        total += float(logsumexp(heights)) + np.log(grid[1] - grid[0])
    return total


def slope_by_differences(value: Callable[[Numbers], float], at: Numbers, *, step: float = 1e-5) -> Numbers:
    """Return the slope of a function by central differences."""
    found = np.empty(len(at))
    for number in range(len(at)):
        shift = np.zeros(len(at))
        shift[number] = step
        found[number] = (value(at + shift) - value(at - shift)) / (2 * step)
    return found
