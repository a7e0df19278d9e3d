"""Costs and effects of the same people in one model: each may differ by site, and they may go together.

y_ij = B'x_ij + u_j + e_ij, with u_j ~ N(0, T) over sites and e_ij ~ N(0, W) over people, both unstructured. The data
are read once, into sums; after that a step costs the same for any number of people.
Source: Nixon RM, Thompson SG. Health Econ 2005;14:1217-1229; Grieve R, Nixon R, Thompson SG. Med Decis Making
2010;30:163-175. Restricted likelihood: Harville DA. JASA 1977;72:320-338.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.inference import Inference

_NOTHING = 1e-6
"""A share of the people's spread below which sites do not differ at all."""


@dataclass(frozen=True)
class JointFit:
    """q outcomes on p covariates, in the units they came in."""

    coefficients: Numbers
    """Shape (p, q)."""
    covariance: Numbers
    """Of the coefficients stacked outcome by outcome, shape (q p, q p)."""
    between: Numbers
    """Covariance of the sites' own levels, T, shape (q, q)."""
    within: Numbers
    """Covariance of people within a site, W, shape (q, q)."""
    criterion: float
    """-2 log restricted likelihood."""
    sites: int
    converged: bool
    notes: tuple[str, ...]

    def inference(self, weights: Numbers, *, freedom: float = np.inf) -> Inference:
        """Return sums of coefficients, with weights of shape (m, p, q); the caller chooses and states `freedom`."""
        stacked = weights.transpose(0, 2, 1).reshape(len(weights), -1)
        spread = np.sqrt(np.einsum("ma,ab,mb->m", stacked, self.covariance, stacked))
        estimate = np.einsum("mpq,pq->m", weights, self.coefficients)
        return Inference(estimate, spread, np.full(len(weights), freedom), "joint random-intercept REML")


@dataclass(frozen=True)
class _Sums:
    """What the likelihood needs of the data: products within sites, and means of sites."""

    people: int
    counts: Numbers
    xx: Numbers
    xy: Numbers
    yy: Numbers
    x_means: Numbers
    y_means: Numbers
    x_squares: Numbers
    """Products of a site's covariate means, (sites, p p)."""


def fit_costs_and_effects(
    outcomes: Numbers, covariates: Numbers, sites: Levels, *, near: JointFit | None = None
) -> JointFit:
    """Fit the joint model to outcomes (N, q) and covariates (N, p), which include the column of ones.

    Every outcome of every person must be there: impute first. The search begins at a fit of much the same data, where
    `near` gives one: sets completed from the same answers. Raises ValueError where an outcome is missing, where a
    covariate is a sum of others, and where there are fewer than two sites.
    """
    _check(outcomes, covariates, sites)
    scale = outcomes.std(axis=0, ddof=1)
    sums = _summed(outcomes / scale, covariates, sites)
    found = _minimum(sums, _start(sums) if near is None else _start_near(near, scale))
    if near is None and found.fun > (again := _minimum(sums, found.x * 0.9)).fun:
        found = again
    point = _at(sums, found.x)
    q, p = outcomes.shape[1], covariates.shape[1]
    gradient = float(np.abs(_gradient(sums, point)).max())
    stretch = np.repeat(scale, p)
    between, notes = _settled(point.between)
    return JointFit(
        coefficients=point.coefficients * scale,
        covariance=point.inverse * np.outer(stretch, stretch),
        between=between * np.outer(scale, scale),
        within=point.within * np.outer(scale, scale),
        criterion=point.deviance + q * (len(outcomes) - p) * np.log(2 * np.pi)
        + 2 * (len(outcomes) - p) * float(np.log(scale).sum()),
        sites=len(sums.counts),
        converged=gradient < 1e-3,
        notes=notes if gradient < 1e-3 else (*notes, "The variances did not settle."),
    )  # fmt: skip


def held_coefficients(outcomes: Numbers, covariates: Numbers, sites: Levels, *, at: JointFit) -> Numbers:
    """Return the coefficients (p, q) of other outcomes (N, q) of the same people, both covariances held at a fit's.

    They are linear in the outcomes, so those of a part of a cost are its part in the coefficients of the whole.
    """
    scale = np.sqrt(np.diag(at.within))
    values, vectors = np.linalg.eigh(at.between / np.outer(scale, scale))
    of_sites = vectors * np.sqrt(np.maximum(values, 0.0))  # sites may not differ at all, so that there is no Cholesky
    of_people = np.linalg.cholesky(at.within / np.outer(scale, scale))
    return _given(_summed(outcomes / scale, covariates, sites), (of_people, of_sites)).coefficients * scale


def net_benefit(fit: JointFit, *, covariate: int, thresholds: Numbers, freedom: float = np.inf) -> Inference:
    """Return the incremental net benefit of one covariate at each threshold; outcome 0 is the cost, 1 the effect."""
    weights = np.zeros((len(thresholds), *fit.coefficients.shape))
    weights[:, covariate, 0], weights[:, covariate, 1] = -1.0, thresholds
    return fit.inference(weights, freedom=freedom)


def _check(outcomes: Numbers, covariates: Numbers, sites: Levels) -> None:
    for name, values in (("outcome", outcomes), ("covariate", covariates)):
        bad = np.argwhere(~np.isfinite(values))
        if len(bad):
            raise ValueError(f"Person {bad[0][0] + 1} has no value of {name} {bad[0][1] + 1}: impute, or leave out.")
    if int(sites.max()) < 1:
        raise ValueError("One site cannot show how sites differ: two at least are needed.")
    if np.linalg.matrix_rank(covariates) < covariates.shape[1]:
        raise ValueError("A covariate is a sum of others, so its coefficient is not defined: leave one of them out.")
    still = np.flatnonzero(outcomes.std(axis=0) == 0)
    if len(still):
        raise ValueError(f"Outcome {still[0] + 1} is the same for everyone.")


def _summed(outcomes: Numbers, covariates: Numbers, sites: Levels) -> _Sums:
    counts = np.bincount(sites).astype(np.float64)
    both = np.column_stack([covariates, outcomes])
    means = np.stack([np.bincount(sites, weights=column) for column in both.T], axis=1) / counts[:, None]
    apart = both - means[sites]
    products, p = apart.T @ apart, covariates.shape[1]
    x_means = means[:, :p]
    squares = (x_means[:, :, None] * x_means[:, None, :]).reshape(len(means), -1)
    return _Sums(
        len(both), counts, products[:p, :p], products[:p, p:], products[p:, p:], x_means, means[:, p:], squares
    )  # fmt: skip


@dataclass(frozen=True)
class _Point:
    """The likelihood at one pair of covariances, with the coefficients at their best."""

    deviance: float
    coefficients: Numbers
    inverse: Numbers
    within: Numbers
    between: Numbers
    factors: tuple[Numbers, Numbers]


def _factors(parameters: Numbers, q: int) -> tuple[Numbers, Numbers]:
    half, lower = q * (q + 1) // 2, np.tril_indices(q)
    factors = np.zeros((2, q, q))
    factors[0][lower], factors[1][lower] = parameters[:half], parameters[half:]
    return factors[0], factors[1]


def _at(sums: _Sums, parameters: Numbers) -> _Point:
    return _given(sums, _factors(parameters, sums.yy.shape[0]))


def _given(sums: _Sums, factors: tuple[Numbers, Numbers]) -> _Point:
    q, p = sums.yy.shape[0], sums.xx.shape[0]
    within, between = (factor @ factor.T for factor in factors)
    of_means = within + sums.counts[:, None, None] * between
    people, sites = np.linalg.inv(within), sums.counts[:, None, None] * np.linalg.inv(of_means)
    information = people[:, :, None, None] * sums.xx
    information = information + (sites.reshape(-1, q * q).T @ sums.x_squares).reshape(q, q, p, p)
    information = information.transpose(0, 2, 1, 3).reshape(q * p, q * p)
    weighted = (sites @ sums.y_means[:, :, None])[:, :, 0]
    right = (people @ sums.xy.T + weighted.T @ sums.x_means).ravel()
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    stacked = inverse @ right
    square = np.sum(people * sums.yy) + np.sum(weighted * sums.y_means)
    deviance = (sums.people - len(sums.counts)) * np.linalg.slogdet(within)[1] + np.linalg.slogdet(of_means)[1].sum()
    deviance += np.linalg.slogdet(information)[1] + square - right @ stacked
    return _Point(float(deviance), stacked.reshape(q, p).T, inverse, within, between, factors)


def _gradient(sums: _Sums, point: _Point) -> Numbers:
    """Return the derivative of the deviance by both Cholesky factors."""
    q, p = sums.yy.shape[0], sums.xx.shape[0]
    inverse = point.inverse.reshape(q, p, q, p).transpose(0, 2, 1, 3).reshape(q * q, p * p)
    beta = point.coefficients
    left = sums.yy - sums.xy.T @ beta - beta.T @ sums.xy + beta.T @ sums.xx @ beta
    left = left + (inverse @ sums.xx.ravel()).reshape(q, q)
    of_means = sums.y_means - sums.x_means @ beta
    seen = of_means[:, :, None] * of_means[:, None, :]
    seen = seen + (sums.x_squares @ inverse.T).reshape(-1, q, q)
    people = np.linalg.inv(point.within)
    means = np.linalg.inv(point.within + sums.counts[:, None, None] * point.between)
    of_sites = means - sums.counts[:, None, None] * means @ seen @ means
    by_within = (sums.people - len(sums.counts)) * people - people @ left @ people + of_sites.sum(axis=0)
    by_between = (sums.counts[:, None, None] * of_sites).sum(axis=0)
    lower = np.tril_indices(q)
    slopes = (2 * by_within @ point.factors[0], 2 * by_between @ point.factors[1])
    return np.concatenate([slope[lower] for slope in slopes])


def _start(sums: _Sums) -> Numbers:
    q = sums.yy.shape[0]
    left = sums.yy - sums.xy.T @ np.linalg.pinv(sums.xx) @ sums.xy
    factor = np.linalg.cholesky(left / max(sums.people - len(sums.counts), 1) + 1e-8 * np.eye(q))
    lower = np.tril_indices(q)
    return np.concatenate([factor[lower], 0.3 * factor[lower]])


def _start_near(near: JointFit, scale: Numbers) -> Numbers:
    """Return another fit's covariances as factors; a spread of nothing begins at a little, or it would stay there."""
    lower, square = np.tril_indices(len(scale)), np.outer(scale, scale)
    factors = [np.linalg.cholesky(part / square + 1e-4 * np.eye(len(scale))) for part in (near.within, near.between)]
    return np.concatenate([factor[lower] for factor in factors])


def _minimum(sums: _Sums, start: Numbers) -> "_Found":
    def both(parameters: Numbers) -> tuple[float, Numbers]:
        try:
            point = _at(sums, parameters)
        except np.linalg.LinAlgError:
            return np.inf, np.zeros_like(parameters)
        return point.deviance, _gradient(sums, point)

    found = minimize(both, start, jac=True, method="BFGS", options={"gtol": 1e-7, "maxiter": 500})
    return _Found(float(found.fun), np.asarray(found.x))


@dataclass(frozen=True)
class _Found:
    fun: float
    x: Numbers


def _settled(between: Numbers) -> tuple[Numbers, tuple[str, ...]]:
    """Set what is nothing to nothing, and say so. Outcomes are in standard deviations here."""
    alike = np.diag(between) < _NOTHING
    if not alike.any():
        return between, ()
    kept = np.where(alike[:, None] | alike[None, :], 0.0, between)
    places = ", ".join(str(place + 1) for place in np.flatnonzero(alike))
    return kept, (f"Sites do not differ in outcome {places} beyond what people within them do.",)
