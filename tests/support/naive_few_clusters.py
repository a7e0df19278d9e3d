"""Inference with few clusters by the textbook: dense matrices as large as the data, every refit done again."""

from collections.abc import Callable
from itertools import permutations, product

import numpy as np
from scipy.stats import norm

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed import Design


def naive_covariance_parts(design: Design) -> list[Numbers]:
    """Return V_i of every variance and covariance, and the identity, each n x n."""
    parts = []
    for term in design.random:
        same = (term.levels[:, None] == term.levels[None, :]).astype(float)
        for i in range(term.columns.shape[1]):
            for j in range(i + 1):
                outer = np.outer(term.columns[:, i], term.columns[:, j])
                parts.append(same * (outer if i == j else outer + outer.T))
    return [*parts, np.eye(len(design.fixed))]


def naive_kenward_roger(
    design: Design, theta: tuple[Numbers, ...], sigma: float, *, contrasts: Numbers
) -> tuple[Numbers, float, float]:
    """Return the adjusted covariance, the denominator degrees of freedom and the scaling of F, by n x n matrices."""
    parts = naive_covariance_parts(design)
    values = [sigma**2 * (t @ t.T)[i, j] for t in theta for i in range(len(t)) for j in range(i + 1)]
    whole = sum(value * part for value, part in zip([*values, sigma**2], parts, strict=True))
    inverse, x = np.linalg.inv(whole), design.fixed
    plain = np.linalg.inv(x.T @ inverse @ x)
    turned = [inverse @ part for part in parts]
    first = [-x.T @ one @ inverse @ x for one in turned]
    second = [[x.T @ one @ two @ inverse @ x for two in turned] for one in turned]
    count = len(parts)
    information = np.array([[
        (np.trace(turned[i] @ turned[j]) - 2 * np.trace(plain @ second[i][j])
         + np.trace(plain @ first[i] @ plain @ first[j])) / 2
        for j in range(count)] for i in range(count)])  # fmt: skip
    w = np.linalg.inv(information)
    inner = sum(w[i, j] * (second[i][j] - first[i] @ plain @ first[j]) for i in range(count) for j in range(count))
    loads = contrasts.T @ np.linalg.inv(contrasts @ plain @ contrasts.T) @ contrasts @ plain
    moved = [loads @ one @ plain for one in first]
    pairs = [(i, j) for i in range(count) for j in range(count)]
    a1 = sum(w[i, j] * np.trace(moved[i]) * np.trace(moved[j]) for i, j in pairs)
    a2 = sum(w[i, j] * np.trace(moved[i] @ moved[j]) for i, j in pairs)
    return plain + 2 * plain @ inner @ plain, *_matched(a1, a2, len(contrasts))


def _matched(a1: float, a2: float, q: int) -> tuple[float, float]:
    b = (a1 + 6 * a2) / (2 * q)
    g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2)
    c1, c2, c3 = (value / (3 * q + 2 * (1 - g)) for value in (g, q - g, q + 2 - g))
    mean = 1 / (1 - a2 / q)
    variance = 2 / q * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
    rho = variance / (2 * mean**2)
    freedom = 4 + (q + 2) / (q * rho - 1)
    return freedom, freedom / (mean * (freedom - 2))


def naive_satterthwaite(estimator: Numbers, working: Numbers, rows: list[Levels], *, contrast: Numbers) -> float:
    """Return the degrees of freedom of a variance that is a sum of squares of linear forms in the responses.

    estimator (G, p, n): the adjusted score of each cluster as a linear map of all responses, bread included.
    """
    maps = np.array([contrast @ one for one in estimator])
    between = maps @ working @ maps.T
    assert len(rows) == len(between)
    return float(np.trace(between) ** 2 / (between**2).sum())


def naive_robust(
    fixed: Numbers, clusters: Levels, *, kind: str, weights: Numbers, working: Numbers
) -> tuple[Callable[[Numbers], Numbers], Numbers]:
    """Return the covariance as a function of the response, and each cluster's score map (G, p, n); all n x n.

    weights, working: n x n. The adjustment of CR2 is Pustejovsky and Tipton's, with upper Cholesky factors.
    """
    n = len(fixed)
    bread = np.linalg.inv(fixed.T @ weights @ fixed)
    leftover = np.eye(n) - fixed @ bread @ fixed.T @ weights
    expected = leftover @ working @ leftover.T
    maps = []
    for cluster in np.unique(clusters):
        at = np.flatnonzero(clusters == cluster)
        adjustment = np.eye(len(at))
        if kind == "CR2":
            upper = np.linalg.cholesky(working[np.ix_(at, at)]).T
            values, vectors = np.linalg.eigh(upper @ expected[np.ix_(at, at)] @ upper.T)
            powers = np.array([value**-0.5 if value > 1e-12 else 0 for value in values])
            adjustment = upper.T @ vectors @ np.diag(powers) @ vectors.T @ upper
        if kind == "CR3":
            adjustment = np.linalg.inv(leftover[np.ix_(at, at)])
        maps.append(bread @ (fixed.T @ weights)[:, at] @ adjustment @ leftover[at])
    found = np.array(maps)
    return lambda response: np.einsum("gp,gq->pq", found @ response, found @ response), found


def naive_wild(
    fixed: Numbers, response: Numbers, clusters: Levels, *, column: int, kind: str, restricted: bool, null: float = 0.0
) -> tuple[float, Numbers]:
    """Return t and the t of every sign vector: each time responses are made anew, and everything is fitted again."""
    groups = [np.flatnonzero(clusters == cluster) for cluster in np.unique(clusters)]
    start = np.linalg.lstsq(fixed, response, rcond=None)[0]
    others = [place for place in range(fixed.shape[1]) if place != column]
    fitted, residuals = np.empty(len(response)), np.empty(len(response))
    shifted = response - null * fixed[:, column]
    for at in groups:
        kept = np.ones(len(response), dtype=bool)
        kept[at] = kind[0] == "1"
        used, target = (fixed[:, others], shifted) if restricted else (fixed, response)
        moved = null * fixed[:, column] if restricted else 0.0
        residuals[at] = (target - used @ np.linalg.lstsq(used[kept], target[kept], rcond=None)[0])[at]
        whole = used @ np.linalg.lstsq(used, target, rcond=None)[0] + moved
        fitted[at] = whole[at]
    centre = null if restricted else start[column]
    seen = (start[column] - null) / _error(fixed, response, groups, column=column, kind=kind)
    turned = []
    for signs in product((1, -1), repeat=len(groups)):
        made = fitted.copy()
        for sign, at in zip(signs, groups, strict=True):
            made[at] += sign * residuals[at]
        again = np.linalg.lstsq(fixed, made, rcond=None)[0][column]
        turned.append((again - centre) / _error(fixed, made, groups, column=column, kind=kind))
    return float(seen), np.array(turned)


def naive_joint(
    fixed: Numbers, response: Numbers, clusters: Levels, *, contrasts: Numbers, kind: str, restricted: bool
) -> tuple[float, Numbers]:
    """Return the Wald statistic that all contrasts are 0, and that of every sign vector, refitting each time."""
    groups = [np.flatnonzero(clusters == cluster) for cluster in np.unique(clusters)]
    free = np.linalg.svd(contrasts)[2][len(contrasts) :].T
    used = fixed @ free if restricted else fixed
    fitted, residuals = used @ np.linalg.lstsq(used, response, rcond=None)[0], np.empty(len(response))
    for at in groups:
        kept = np.ones(len(response), dtype=bool)
        kept[at] = kind[0] == "1"
        residuals[at] = (response - used @ np.linalg.lstsq(used[kept], response[kept], rcond=None)[0])[at]
    centre = np.zeros(len(contrasts)) if restricted else contrasts @ np.linalg.lstsq(fixed, response, rcond=None)[0]
    turned = []
    for signs in product((1, -1), repeat=len(groups)):
        made = fitted.copy()
        for sign, at in zip(signs, groups, strict=True):
            made[at] += sign * residuals[at]
        turned.append(_wald(fixed, made, groups, contrasts=contrasts, kind=kind, centre=centre))
    return _wald(fixed, response, groups, contrasts=contrasts, kind=kind, centre=0 * centre), np.array(turned)


def _wald(
    fixed: Numbers, response: Numbers, groups: list[Levels], *, contrasts: Numbers, kind: str, centre: Numbers
) -> float:
    coefficients = np.linalg.lstsq(fixed, response, rcond=None)[0]
    if kind[1] == "3":
        left = [np.delete(np.arange(len(response)), at) for at in groups]
        without = [np.linalg.lstsq(fixed[at], response[at], rcond=None)[0] - coefficients for at in left]
        parts = np.sqrt(1 - 1 / len(groups)) * np.array(without) @ contrasts.T
    else:
        bread, residuals = np.linalg.inv(fixed.T @ fixed), response - fixed @ coefficients
        parts = np.array([contrasts @ bread @ fixed[at].T @ residuals[at] for at in groups])
    effect = contrasts @ coefficients - centre
    return float(effect @ np.linalg.solve(parts.T @ parts, effect))


def _error(fixed: Numbers, response: Numbers, groups: list[Levels], *, column: int, kind: str) -> float:
    coefficients = np.linalg.lstsq(fixed, response, rcond=None)[0]
    if kind[1] == "3":
        left = [np.delete(np.arange(len(response)), at) for at in groups]
        without = [np.linalg.lstsq(fixed[at], response[at], rcond=None)[0][column] for at in left]
        return float(np.sqrt((1 - 1 / len(groups)) * np.sum((np.array(without) - coefficients[column]) ** 2)))
    bread = np.linalg.inv(fixed.T @ fixed)
    residuals = response - fixed @ coefficients
    scores = [(bread @ fixed[at].T @ residuals[at])[column] for at in groups]
    return float(np.sqrt(np.sum(np.square(scores))))


def naive_randomisation(
    response: Numbers, sites: Levels, periods: Numbers, *, starts: Numbers, strata: Levels | None = None
) -> tuple[float, float]:
    """Return the within-site effect of having started and its p, refitting for every permutation of the sites."""

    def effect(dates: Numbers) -> float:
        site, period = sites[:, None] == np.unique(sites), periods[:, None] == np.unique(periods)[1:]
        columns = np.column_stack([periods >= dates[sites], site, period]).astype(float)
        return float(np.linalg.lstsq(columns, response, rcond=None)[0][0])

    seen, labels = effect(starts), np.zeros(len(starts)) if strata is None else strata
    allowed = [order for order in permutations(range(len(starts))) if (labels[list(order)] == labels).all()]
    found = np.array([effect(starts[list(order)]) for order in allowed])
    return seen, float((np.abs(found) >= abs(seen) - 1e-9).mean())


def naive_wedge_power(treated: Numbers, people: int, *, effect: float, deviations: dict[str, float]) -> float:
    """Return the power with one row a person: tau, gamma, eta, rho, zeta and sigma as swCRTdesign names them."""
    sites, periods = treated.shape
    rows = [(site, period, person) for site in range(sites) for period in range(periods) for person in range(people)]
    site, period, person = np.array(rows).T
    dose = treated[site, period]
    columns = np.column_stack([period == one for one in range(periods)] + [dose]).astype(float)
    d = {"tau": 0.0, "gamma": 0.0, "eta": 0.0, "rho": 0.0, "zeta": 0.0, **deviations}
    same = site[:, None] == site[None, :]
    shared = d["tau"] ** 2 + d["eta"] ** 2 * np.outer(dose, dose)
    shared = shared + d["rho"] * d["tau"] * d["eta"] * np.add.outer(dose, dose)
    shared = shared + d["gamma"] ** 2 * (period[:, None] == period[None, :])
    shared = shared + d["zeta"] ** 2 * (person[:, None] == person[None, :])
    whole = same * shared + d["sigma"] ** 2 * np.eye(len(rows))
    variance = np.linalg.inv(columns.T @ np.linalg.solve(whole, columns))[-1, -1]
    distance = abs(effect) / np.sqrt(variance)
    return float(norm.cdf(distance - norm.ppf(0.975)) + norm.cdf(-distance - norm.ppf(0.975)))
