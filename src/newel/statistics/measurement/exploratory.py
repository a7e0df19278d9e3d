"""Exploratory factor analysis, and how much of a scale's total score its general factor explains (omega)."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.covariances import checked, complete, correlations_of, pairwise_covariance


@dataclass(frozen=True)
class Exploration:
    """m factors of p items, found without saying which item belongs to which."""

    loadings: Numbers
    """Shape (p, m); factors by falling explained variance, each pointing where most of its loadings do."""
    uniquenesses: Numbers
    """Shape (p,): the share of each item's variance that no factor explains."""
    correlations: Numbers
    """Of the factors, shape (m, m)."""
    root_mean_square: float
    """Of the residual correlations."""
    chi_square: float
    """Bartlett's corrected likelihood statistic at these estimates."""
    freedom: int
    converged: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Omega:
    """How much of the variance of a scale's total score is due to factors."""

    total: float
    hierarchical: float
    """Due to the general factor alone."""
    general: Numbers
    """Loadings on the general factor, shape (p,)."""
    groups: Numbers
    """Loadings on what remains of each group factor, shape (p, m)."""
    notes: tuple[str, ...] = ()


def explore(answers: Numbers, factors: int, *, rotation: str = "oblimin") -> Exploration:
    """Extract factors from those who answered every item by minimum residuals, and rotate them.

    `rotation` is `oblimin` (factors may correlate) or `none`.
    Source: Harman HH, Jones WH. Psychometrika 1966;31:351-368; Jennrich RI. Psychometrika 2002;67:7-19.
    """
    rows = complete(checked(answers))
    correlations = correlations_of(pairwise_covariance(rows))
    return explore_correlations(correlations, factors, people=len(rows), rotation=rotation)


def explore_correlations(
    correlations: Numbers, factors: int, *, people: int, rotation: str = "oblimin"
) -> Exploration:
    """Extract factors from correlations, such as polychoric ones."""
    items = len(correlations)
    freedom = items * (items - 1) // 2 - items * factors + factors * (factors - 1) // 2
    if not 0 < factors < items:
        raise ValueError(f"{items} items can have 1 to {items - 1} factors, not {factors}.")
    if not np.isfinite(correlations).all():
        raise ValueError("Some correlation is not defined: leave out items that everybody answered alike.")
    if rotation not in ("oblimin", "none"):
        raise ValueError(f"{rotation} is not a rotation. Use oblimin or none.")
    unique, converged = _uniquenesses(correlations, factors)
    plain = _loadings(correlations, unique, factors)
    left = correlations - plain @ plain.T
    unique = 1 - (plain**2).sum(axis=1)
    rotated, between, turned = _rotated(plain, rotation)
    heywood = np.flatnonzero(unique < 6e-3)
    notes = [f"The uniqueness of item {item + 1} is at its limit of 0 (a Heywood case)." for item in heywood]
    if not turned:
        notes.append("The rotation did not settle.")
    off = ~np.eye(items, dtype=bool)
    return Exploration(
        rotated, unique, between, float(np.sqrt(np.mean(left[off] ** 2))),
        _bartlett(correlations, plain @ plain.T + np.diag(unique), (people, factors)), freedom, converged and turned,
        tuple(notes),
    )


def omega_total(answers: Numbers) -> float:
    """Return omega total of one common factor, by minimum residuals, of those who answered every item.

    Source: McDonald RP. Test theory, 1999, ch 6.
    """
    correlations = correlations_of(pairwise_covariance(complete(checked(answers))))
    unique = explore_correlations(correlations, 1, people=len(answers), rotation="none").uniquenesses
    return float(1 - unique.sum() / correlations.sum())


def omega(answers: Numbers, groups: int = 3) -> Omega:
    """Return omega total and hierarchical from group factors that share a general one (Schmid and Leiman).

    Needs three group factors or more; with two, both are taken to depend on the general one alike.
    Source: Schmid J, Leiman JM. Psychometrika 1957;22:53-61; Zinbarg RE et al. Psychometrika 2005;70:123-133.
    """
    rows = complete(checked(answers))
    correlations = correlations_of(pairwise_covariance(rows))
    if groups < 2:
        raise ValueError("A general factor needs at least two group factors; with one, use omega_total.")
    found = explore_correlations(correlations, groups, people=len(rows))
    notes = list(found.notes)
    if groups == 2:
        between = found.correlations[0, 1]
        second = np.array([1.0, np.sign(between)]) * np.sqrt(abs(between))
        notes.append("With two group factors the general one is not identified; both depend on it alike here.")
    else:
        second = explore_correlations(found.correlations, 1, people=len(rows), rotation="none").loadings[:, 0]
    general = found.loadings @ second
    rest = found.loadings * np.sqrt(np.maximum(1 - second**2, 0.0))
    if general.sum() < 0:
        general = -general
    total = correlations.sum()
    return Omega(
        float(1 - found.uniquenesses.sum() / total), float(general.sum() ** 2 / total), general, rest, tuple(notes)
    )


def _uniquenesses(correlations: Numbers, factors: int) -> tuple[Numbers, bool]:
    """Return the uniquenesses that leave the smallest squared residuals, and whether the search settled."""
    start = 1 / np.diag(np.linalg.pinv(correlations))

    def value(unique: Numbers) -> tuple[float, Numbers]:
        roots, axes = np.linalg.eigh(correlations - np.diag(unique))
        left, apart = roots[:-factors], axes[:, :-factors]
        return float(left @ left) / 2, -(apart**2) @ left

    found = minimize(
        value, np.clip(start, 0.01, 0.99), jac=True, method="L-BFGS-B", bounds=[(0.005, 1.0)] * len(start),
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 5000, "maxcor": 30},
    )
    slope = np.where((found.x <= 0.005) & (found.jac > 0) | (found.x >= 1.0) & (found.jac < 0), 0.0, found.jac)
    return np.asarray(found.x), bool(np.abs(slope).max() < 1e-5)


def _loadings(correlations: Numbers, unique: Numbers, factors: int) -> Numbers:
    roots, axes = np.linalg.eigh(correlations - np.diag(unique))
    return np.asarray(axes[:, -factors:] * np.sqrt(np.maximum(roots[-factors:], 0.0)))[:, ::-1]


def _rotated(plain: Numbers, rotation: str) -> tuple[Numbers, Numbers, bool]:
    """Return rotated loadings in order, correlations of the factors, and whether the rotation settled."""
    factors = plain.shape[1]
    rotated, turn, settled = plain, np.eye(factors), True
    if rotation == "oblimin" and factors > 1:
        rotated, turn, settled = _oblimin(plain)
    between = turn.T @ turn
    order = np.argsort(-np.diag(between @ rotated.T @ rotated), kind="stable")
    sign = np.where(rotated[:, order].sum(axis=0) < 0, -1.0, 1.0)
    return rotated[:, order] * sign, between[np.ix_(order, order)] * np.outer(sign, sign), settled


def _oblimin(plain: Numbers) -> tuple[Numbers, Numbers, bool]:
    """Rotate by gradient projection until the criterion, the overlap of squared loadings, no longer falls."""
    turn, length = np.eye(plain.shape[1]), 1.0
    loadings, value, slope = _overlap(plain, turn)
    for _ in range(5000):
        along = slope - turn * (turn * slope).sum(axis=0)
        size = float((along**2).sum())
        if size < 1e-20:
            return loadings, turn, True
        length *= 2
        for _ in range(30):
            moved = turn - length * along
            moved = moved / np.sqrt((moved**2).sum(axis=0))
            found = _overlap(plain, moved)
            if found[1] < value - length * size / 2:
                break
            length /= 2
        else:
            return loadings, turn, size < 1e-10
        turn, (loadings, value, slope) = moved, found
    return loadings, turn, False


def _overlap(plain: Numbers, turn: Numbers) -> tuple[Numbers, float, Numbers]:
    """Return rotated loadings, the oblimin criterion, and its gradient by the rotation."""
    inverse = np.linalg.inv(turn)
    loadings = plain @ inverse.T
    squares = loadings**2
    others = squares.sum(axis=1, keepdims=True) - squares
    gradient = loadings * others
    return loadings, float((squares * others).sum()) / 4, -(loadings.T @ gradient @ inverse).T


def _bartlett(correlations: Numbers, implied: Numbers, counts: tuple[int, int]) -> float:
    people, factors = counts
    items = len(correlations)
    ratio = np.linalg.solve(implied, correlations)
    misfit = float(np.trace(ratio)) - float(np.linalg.slogdet(ratio)[1]) - items
    return float((people - 1 - (2 * items + 5) / 6 - 2 * factors / 3) * misfit)
