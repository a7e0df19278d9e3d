"""Measurement written out as the textbooks have it: loops over people and pairs, quadrature, dense search."""

from itertools import combinations

import numpy as np
from scipy.integrate import quad
from scipy.optimize import minimize, minimize_scalar
from scipy.special import ndtr, ndtri

from newel.statistics.arrays import Numbers


def both_below(first: float, second: float, correlation: float) -> float:
    """Return P(X <= first, Y <= second) of correlated standard normals, by integrating over X."""
    spread = np.sqrt(1 - correlation**2)

    def slice_at(x: float) -> float:
        return float(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi) * ndtr((second - correlation * x) / spread))

    return quad(slice_at, -12, min(first, 12), epsabs=1e-13, epsrel=1e-12, limit=200)[0] if first > -12 else 0.0


def polychoric_of_two(first: Numbers, second: Numbers) -> float:
    """Return the polychoric correlation of two items: thresholds from the margins, then a search over one number."""
    rows, columns = np.unique(first), np.unique(second)
    limits = [_limits(first, rows), _limits(second, columns)]
    counts = {(i, j): int(((first == one) & (second == other)).sum())
              for i, one in enumerate(rows) for j, other in enumerate(columns)}

    def misfit(rho: float) -> float:
        total = 0.0
        for (i, j), count in counts.items():
            if count:
                (low, high), (left, right) = limits[0][i : i + 2], limits[1][j : j + 2]
                cell = both_below(high, right, rho) - both_below(low, right, rho)
                cell += both_below(low, left, rho) - both_below(high, left, rho)
                total -= count * np.log(cell)
        return total

    return float(minimize_scalar(misfit, bounds=(-0.98, 0.98), method="bounded", options={"xatol": 1e-7}).x)


def _limits(answers: Numbers, seen: Numbers) -> list[float]:
    shares = [float((answers <= one).mean()) for one in seen[:-1]]
    return [-12.0, *(float(ndtri(share)) for share in shares), 12.0]


def alpha(answers: Numbers) -> float:
    """Return Cronbach's alpha from the variances of items and of their sum."""
    items = answers.shape[1]
    own = sum(float(np.var(column, ddof=1)) for column in answers.T)
    return items / (items - 1) * (1 - own / float(np.var(answers.sum(axis=1), ddof=1)))


def split_halves(answers: Numbers) -> float:
    """Return the mean of Flanagan and Rulon's coefficient over all ways to halve an even number of items."""
    items, found = answers.shape[1], []
    for half in combinations(range(items), items // 2):
        rest = [item for item in range(items) if item not in half]
        one, other = answers[:, list(half)].sum(axis=1), answers[:, rest].sum(axis=1)
        found.append(4 * float(np.cov(one, other)[0, 1]) / float(np.var(one + other, ddof=1)))
    return float(np.mean(found))


def krippendorff(ratings: Numbers, squared: "dict[tuple[float, float], float]") -> float:
    """Return Krippendorff's alpha through the matrix of coincidences; `squared` holds the squared differences."""
    values = sorted({float(value) for value in ratings[~np.isnan(ratings)]})
    together = dict.fromkeys(((one, other) for one in values for other in values), 0.0)
    for row in ratings:
        given = [float(value) for value in row if not np.isnan(value)]
        for i, one in enumerate(given):
            for j, other in enumerate(given):
                if i != j:
                    together[one, other] += 1 / (len(given) - 1)
    totals = {one: sum(together[one, other] for other in values) for one in values}
    people = sum(totals.values())
    seen = sum(share * squared[pair] for pair, share in together.items()) / people
    chance = sum(totals[one] * totals[other] * squared[one, other] for one in values for other in values)
    return 1 - seen / (chance / (people * (people - 1)))


def log_likelihood(answers: Numbers, mean: Numbers, covariance: Numbers) -> float:
    """Return the normal log-likelihood of people who may each have left out items, one person at a time."""
    total = 0.0
    for row in answers:
        seen = ~np.isnan(row)
        own, apart = covariance[np.ix_(seen, seen)], (row - mean)[seen]
        log_determinant = float(np.log(np.linalg.det(2 * np.pi * own)))
        total -= (log_determinant + float(apart @ np.linalg.solve(own, apart))) / 2
    return total


def two_factors(theta: Numbers) -> tuple[Numbers, Numbers]:
    """Return means and covariances of six items under two factors of three; theta as `fit_two_factors` has it."""
    loadings = np.zeros((6, 2))
    loadings[:3, 0] = 1.0, *theta[:2]
    loadings[3:, 1] = 1.0, *theta[2:4]
    factors = np.array([[theta[10], theta[12]], [theta[12], theta[11]]])
    return theta[13:], loadings @ factors @ loadings.T + np.diag(theta[4:10])


def fit_two_factors(answers: Numbers) -> tuple[Numbers, float]:
    """Return loadings (4), residual variances (6), factor variances (2) and covariance, item means (6); and logLik.

    A general search over all 19 numbers from a start that looks at nothing but the items' variances.
    """
    spread = np.nanvar(answers, axis=0)
    start = np.concatenate([np.full(4, 0.8), spread / 2, spread[[0, 3]] / 2, [0.1], np.nanmean(answers, axis=0)])

    def misfit(theta: Numbers) -> float:
        mean, covariance = two_factors(theta)
        if np.linalg.eigvalsh(covariance)[0] <= 1e-6:
            return 1e10
        return -log_likelihood(answers, mean, covariance)

    found = minimize(misfit, start, method="BFGS", options={"gtol": 2e-3, "maxiter": 300})
    return np.asarray(found.x), -float(found.fun)


def holm(p: Numbers) -> Numbers:
    """Return Holm's adjusted p values, outcome by outcome from the smallest."""
    adjusted, running = np.empty(len(p)), 0.0
    for rank, place in enumerate(np.argsort(p, kind="stable")):
        running = max(running, min(1.0, (len(p) - rank) * float(p[place])))
        adjusted[place] = running
    return adjusted


def benjamini_hochberg(p: Numbers) -> Numbers:
    """Return Benjamini and Hochberg's adjusted p values, outcome by outcome from the largest."""
    adjusted, running = np.empty(len(p)), 1.0
    for rank, place in enumerate(np.argsort(-p, kind="stable")):
        running = min(running, len(p) / (len(p) - rank) * float(p[place]))
        adjusted[place] = running
    return adjusted
