"""A fitted regression seen as independent clusters: least squares, weighted, logit and Poisson, or a mixed model."""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from scipy.linalg import cho_solve, solve_triangular

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters._reweighted import fitted, mean_and_slope
from newel.statistics.few_clusters._rows import checked, orthonormal, places
from newel.statistics.mixed.terms import Design


@dataclass(frozen=True)
class ClusteredFit:
    """One entry a cluster. Columns y are orthonormal under the weights: the sum of y'Wy is the identity."""

    coefficients: Numbers
    """Of the original columns, shape (p,)."""
    back: Numbers
    """Original coefficients are `back @` those of the orthonormal columns, shape (p, p)."""
    columns: tuple[Numbers, ...]
    residuals: tuple[Numbers, ...]
    loaded: tuple[Numbers, ...] | None = None
    """Wy of each cluster, shape (m, p); None where weights and working covariance are the identity."""
    working: tuple[Numbers, ...] | None = None
    """Working covariance of each cluster, shape (m, m), or (m,) where it is diagonal."""
    outer: Numbers | None = None
    """The sandwich's bread in orthonormal coordinates, where it is not the identity: weights one step behind."""


@dataclass(frozen=True)
class Family:
    """The distribution of a response."""

    name: str = "binomial"
    """Either "binomial" with the logit, or "poisson" with the log."""
    stop: float | None = None
    """1e-8 stops where R's glm does by default, with its bread of one step behind: SEs then agree with R's to the last
    digits, and are off by about 1e-5 of themselves. None goes on to the optimum."""


class FittedMixed(Protocol):
    """What is needed of a linear mixed fit."""

    @property
    def design(self) -> Design: ...
    @property
    def response(self) -> Numbers: ...
    @property
    def coefficients(self) -> Numbers: ...
    @property
    def theta(self) -> tuple[Numbers, ...]: ...


def clustered_least_squares(
    fixed: Numbers, response: Numbers, clusters: Levels, *, weights: Numbers | None = None
) -> ClusteredFit:
    """Return ordinary least squares, or weighted: then the working covariance stays the identity, as in clubSandwich.

    fixed (n, p), response (n,), clusters (n,), weights (n,) or None. Raises ValueError in words on impossible input.
    """
    checked(fixed, response, clusters)
    if weights is None:
        basis = orthonormal(fixed)
        own = basis.columns.T @ response
        return _split(basis.back @ own, basis.back, rows=(basis.columns, response - basis.columns @ own, clusters))
    if not (np.isfinite(weights).all() and (weights > 0).all()):
        raise ValueError("A weight must be a number above 0. Leave rows of weight 0 out.")
    root = np.sqrt(weights / weights.mean())
    basis = orthonormal(fixed * root[:, None])
    own = basis.columns.T @ (root * response)
    columns = basis.columns / root[:, None]
    split = _split(basis.back @ own, basis.back, rows=(columns, response - columns @ own, clusters))
    loaded = tuple((basis.columns * root[:, None])[at] for at in places(clusters))
    return replace(split, loaded=loaded, working=tuple(np.ones(len(block)) for block in loaded))


def clustered_generalised(
    fixed: Numbers,
    response: Numbers,
    clusters: Levels,
    *,
    family: Family | str = "binomial",
    trials: Numbers | None = None,
) -> ClusteredFit:
    """Return a logit or log-linear fit by maximum likelihood, with working weights and variances.

    fixed (n, p), response (n,), clusters (n,); with `trials`, (n,), the response counts successes. Raises ValueError
    where the fit runs away: separation.
    """
    family = Family(family) if isinstance(family, str) else family
    checked(fixed, response, clusters)
    size = np.ones(len(response)) if trials is None else np.asarray(trials, dtype=np.float64)
    if not (np.isfinite(size).all() and (size > 0).all()):
        raise ValueError("A number of trials must be a number above 0. Leave rows without trials out.")
    share = response / size
    _possible(share, family)
    coefficients, last = fitted(fixed, share, size, family=family.name, stop=family.stop)
    mean, slope = mean_and_slope(fixed @ coefficients, family.name)
    root = np.sqrt(size / slope)
    basis = orthonormal(fixed * (slope * root)[:, None])
    split = _split(coefficients, basis.back, rows=(basis.columns / root[:, None], share - mean, clusters))
    change = np.linalg.solve(basis.back, last.back)
    rows = places(clusters)
    loaded = tuple((basis.columns * root[:, None])[at] for at in rows)
    return replace(split, loaded=loaded, working=tuple(root[at] ** -2 for at in rows), outer=change @ change.T)


def clustered_mixed(fit: FittedMixed, clusters: Levels | None = None) -> ClusteredFit:
    """Return a linear mixed fit: each cluster's working covariance is the model's, relative to sigma squared.

    `clusters` defaults to the factor with the fewest levels. Raises ValueError where another is not nested in it.
    """
    terms = fit.design.random
    if clusters is None:
        clusters = min(terms, key=lambda term: term.count).levels
    checked(fit.design.fixed, fit.response, clusters)
    if not np.isfinite(fit.coefficients).all():
        raise ValueError("The mixed model could not be fitted, so it has no residuals to take standard errors from.")
    _nested(fit.design, clusters)
    rows = places(clusters)
    working = tuple(_covariance(fit, at) for at in rows)
    lower = [np.linalg.cholesky(block) for block in working]
    whitened = np.empty_like(fit.design.fixed)
    for at, triangle in zip(rows, lower, strict=True):
        whitened[at] = solve_triangular(triangle, fit.design.fixed[at], lower=True)
    back = orthonormal(whitened).back
    residuals = fit.response - fit.design.fixed @ fit.coefficients
    split = _split(fit.coefficients, back, rows=(fit.design.fixed @ back, residuals, clusters))
    loaded = tuple(cho_solve((one, True), y) for one, y in zip(lower, split.columns, strict=True))
    return replace(split, loaded=loaded, working=working)


def _split(coefficients: Numbers, back: Numbers, *, rows: tuple[Numbers, Numbers, Levels]) -> ClusteredFit:
    columns, residuals, clusters = rows
    cut = places(clusters)
    return ClusteredFit(coefficients, back, tuple(columns[at] for at in cut), tuple(residuals[at] for at in cut))


def _possible(share: Numbers, family: Family) -> None:
    if share.min() < 0 or (family.name == "binomial" and share.max() > 1):
        raise ValueError("A response is below 0 or above its number of trials.")


def _nested(design: Design, clusters: Levels) -> None:
    for term in design.random:
        pairs = np.unique(np.stack([term.levels, clusters]), axis=1)
        if len(np.unique(term.levels)) != pairs.shape[1]:
            raise ValueError(f"Levels of {term.factor} are seen in several clusters, so clusters are not independent.")


def _covariance(fit: FittedMixed, at: Levels) -> Numbers:
    """Return I + sum of Z T T' Z' over terms, for the rows `at` of one cluster."""
    total = np.eye(len(at))
    for term, factor in zip(fit.design.random, fit.theta, strict=True):
        loaded = term.columns[at] @ factor
        same = term.levels[at][:, None] == term.levels[at][None, :]
        total += same * (loaded @ loaded.T)
    return total
