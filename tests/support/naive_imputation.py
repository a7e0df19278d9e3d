"""One step of the imputation chain by the textbook: whole matrices, every row visited, covariances and no shortcuts.

It takes the same chance as the chain, so it has to reach the same values. Where the chain adds up cross-products, works
with precisions and touches only rows with gaps, this one fits rows, inverts covariances and does everything anew.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve_triangular
from scipy.stats import invwishart, norm

from newel.statistics.imputation._plan import Plan
from newel.statistics.imputation._state import Draws

Matrix = npt.NDArray[np.float64]


@dataclass
class NaiveState:
    """All values of both levels, and the parameters."""

    answers: Matrix
    sites: Matrix
    coefficients: Matrix
    effects: Matrix
    residual: Matrix
    root: Matrix
    """R, with R R' the residual covariance."""
    site_coefficients: Matrix
    level_two: Matrix
    thresholds: Matrix


def naive_start(plan: Plan) -> NaiveState:
    """The state a chain starts from."""
    q, d, count = plan.answers, plan.level_two, plan.known.count
    sites = plan.cells[1].start if plan.cells[1].codings else np.zeros((count, 0))
    return NaiveState(
        plan.cells[0].start,
        sites,
        np.zeros((plan.known.fixed.values.shape[1], q)),
        np.zeros((count, d)),
        np.eye(q),
        np.eye(q),
        np.zeros((plan.known.sites.values.shape[1], d - plan.cells[1].effects)),
        np.eye(d) / 10,
        plan.cells[0].thresholds,
    )


def naive_step(plan: Plan, state: NaiveState, draws: Draws, step: int) -> None:
    """Draw everything once, in the order of the chain; `state` is changed."""
    own = plan.cells[1].effects
    _coefficients(plan, state, draws.coefficients[step])
    if plan.known.count:
        _effects(plan, state, draws.effects[step])
        _slide(plan, state, draws.orbit[step])
    _residual_covariance(plan, state, (draws.bartlett[step], draws.scales[step]))
    if plan.level_two:
        _level_two_covariance(plan, state, (draws.site_bartlett[step], draws.site_scales[step]))
    if plan.level_two > own:
        _site_coefficients(plan, state, draws.site_coefficients[step])
        fitted = plan.known.sites.values @ state.site_coefficients
        fitted = np.hstack([np.zeros((len(fitted), own)), fitted])
        values = np.hstack([state.effects[:, :own], state.sites])
        _cells(plan, 1, (values, fitted, state.level_two, plan.cells[1].thresholds), draws, step)
        state.sites = values[:, own:]
        state.effects = values - fitted
    of = (state.answers, _fitted(plan, state), state.residual, state.thresholds)
    for column in plan.ordinal:
        _thresholds(plan, column, of, draws.thresholds[step, column])
    _cells(plan, 0, of, draws, step)


def _by_row(plan: Plan, state: NaiveState) -> Matrix:
    """Z u of every row."""
    z, q = plan.known.random.values, plan.answers
    if not plan.known.count:
        return np.zeros((len(z), q))
    effects = state.effects[:, : plan.cells[1].effects].reshape(-1, q, z.shape[1])
    return np.einsum("nr,nqr->nq", z, effects[plan.known.clusters])


def _fitted(plan: Plan, state: NaiveState) -> Matrix:
    return plan.known.fixed.values @ state.coefficients + _by_row(plan, state)


def _coefficients(plan: Plan, state: NaiveState, noise: Matrix) -> None:
    x = plan.known.fixed.values
    left = state.answers - _by_row(plan, state)
    if not len(plan.shape.weak):
        inverse_root = np.linalg.inv(np.linalg.cholesky(x.T @ x)).T
        state.coefficients = np.linalg.solve(x.T @ x, x.T @ left) + inverse_root @ noise @ state.root.T
        return
    precision = np.linalg.inv(state.residual)
    for j in range(plan.answers):
        others = [k for k in range(plan.answers) if k != j]
        pull = precision[j, j] * x.T @ left[:, j]
        pull += x.T @ (left[:, others] - x @ state.coefficients[:, others]) @ precision[j, others]
        own = precision[j, j] * x.T @ x + np.diag(plan.shape.weak[:, j])
        upper = np.linalg.cholesky(own).T
        state.coefficients[:, j] = np.linalg.solve(own, pull) + solve_triangular(upper, noise[:, j])


def _effects(plan: Plan, state: NaiveState, noise: Matrix) -> None:
    own = plan.cells[1].effects
    residual, level_two = np.linalg.inv(state.residual), np.linalg.inv(state.level_two)
    left = state.answers - plan.known.fixed.values @ state.coefficients
    for g in range(plan.known.count):
        rows = plan.known.clusters == g
        z = plan.known.random.values[rows]
        precision = np.kron(residual, z.T @ z) + level_two[:own, :own]
        pull = (residual @ left[rows].T @ z).ravel() - level_two[:own, own:] @ state.effects[g, own:]
        upper = np.linalg.cholesky(precision).T
        state.effects[g, :own] = np.linalg.solve(precision, pull) + solve_triangular(upper, noise[g])


def _slide(plan: Plan, state: NaiveState, noise: Matrix) -> None:
    own, z = plan.cells[1].effects, plan.known.random.values
    precision = np.linalg.inv(state.level_two)
    inner = precision[:own, :own] * plan.known.count
    mean = np.linalg.solve(inner, precision[:own] @ state.effects.sum(axis=0))
    shift = mean + solve_triangular(np.linalg.cholesky(inner).T, noise)
    state.effects[:, :own] -= shift
    orbit = np.linalg.lstsq(plan.known.fixed.values, z, rcond=None)[0]
    state.coefficients += orbit @ shift.reshape(plan.answers, z.shape[1]).T


def _residual_covariance(plan: Plan, state: NaiveState, chance: tuple[Matrix, Matrix]) -> None:
    """Draw it; where columns are held, carry values, coefficients, effects and their covariance along or stay."""
    left = state.answers - _fitted(plan, state)
    root, factors = _drawn(left.T @ left, (state.residual, plan.shape.held), chance, plan.prior)
    spread = np.ones(plan.level_two)
    spread[: plan.cells[1].effects] = np.repeat(factors, plan.known.random.values.shape[1])
    moved = state.level_two * np.outer(spread, spread)
    gain = plan.shape.root.shape[0] * np.log(factors).sum() + (plan.level_two + 1) * np.log(spread).sum()
    if len(plan.shape.weak):
        gain -= 0.5 * (plan.shape.weak * state.coefficients**2 * (factors**2 - 1)).sum()
    if plan.level_two:
        prior = invwishart(plan.level_two, plan.prior * np.eye(plan.level_two))
        gain += prior.logpdf(moved) - prior.logpdf(state.level_two)
    if plan.shape.held.any() and np.log(chance[1][plan.shape.held.argmax(), 1]) >= gain:
        return
    state.root, state.residual, state.level_two = root, root @ root.T, moved
    state.answers = state.answers * factors
    state.coefficients = state.coefficients * factors
    state.effects = state.effects * spread


def _level_two_covariance(plan: Plan, state: NaiveState, chance: tuple[Matrix, Matrix]) -> None:
    own, held = plan.cells[1].effects, plan.shape.site_held
    root, factors = _drawn(state.effects.T @ state.effects, (state.level_two, held), chance, plan.prior)
    gain = plan.site_root.shape[0] * np.log(factors).sum()
    if held.any() and np.log(chance[1][held.argmax(), 1]) >= gain:
        return
    state.level_two = root @ root.T
    state.effects = state.effects * factors
    state.sites = state.sites * factors[own:]
    state.site_coefficients = state.site_coefficients * factors[own:]


def _drawn(
    products: Matrix, now: tuple[Matrix, Matrix], chance: tuple[Matrix, Matrix], prior: float
) -> tuple[Matrix, Matrix]:
    """Blow the held blocks up, draw a root from the inverse Wishart, bring the blocks back; the factors of that."""
    (current, held), (bartlett, scales) = now, chance
    blow, back = np.ones(len(products)), np.ones(len(products))
    blocks = [np.arange(k, k + size) for k, size in enumerate(held) if size]
    for block in blocks:
        blow[block] = np.sqrt(prior * np.diag(np.linalg.inv(current))[block].sum() / scales[block[0], 0])
    lower = np.linalg.cholesky(products * np.outer(blow, blow) + prior * np.eye(len(products)))
    root = lower @ np.linalg.inv(bartlett).T
    for block in blocks:
        back[block] = 1 / np.sqrt(np.diag(root @ root.T)[block].mean())
    return root * back[:, None], blow * back


def _site_coefficients(plan: Plan, state: NaiveState, noise: Matrix) -> None:
    own, x = plan.cells[1].effects, plan.known.sites.values
    s = state.level_two
    on_effects = s[own:, :own] @ np.linalg.inv(s[:own, :own]) if own else np.zeros((len(s), 0))
    left = state.sites - state.effects[:, :own] @ on_effects.T
    spread = s[own:, own:] - on_effects @ s[:own, own:]
    inverse_root = np.linalg.inv(np.linalg.cholesky(x.T @ x)).T
    fitted = np.linalg.solve(x.T @ x, x.T @ left)
    state.site_coefficients = fitted + inverse_root @ noise @ np.linalg.cholesky(spread).T


def _cells(plan: Plan, level: int, of: tuple[Matrix, Matrix, Matrix, Matrix], draws: Draws, step: int) -> None:
    """Latent normals behind categories, column by column; then the gaps of each row at once."""
    values, fitted, covariance, thresholds = of
    cells = plan.cells[level]
    missing, category = cells.missing, cells.category
    uniforms, normals = iter(draws.uniforms[level][step]), draws.cells[level][step]
    for column in range(values.shape[1]):
        others = [k for k in range(values.shape[1]) if k != column]
        weights = np.linalg.solve(covariance[np.ix_(others, others)], covariance[others, column])
        spread = np.sqrt(covariance[column, column] - weights @ covariance[others, column])
        for i in np.flatnonzero(category[:, column] >= 0):
            mean = fitted[i, column] + weights @ (values - fitted)[i, others]
            low, high = _limits(plan, level, (values[i], category[i, column], column), thresholds)
            start, end = norm.cdf([(low - mean) / spread, (high - mean) / spread])
            values[i, column] = mean + spread * norm.ppf(start + next(uniforms) * (end - start))
    taken = np.cumsum(missing.sum(axis=0)) - missing.sum(axis=0)
    for i in np.flatnonzero(missing.any(axis=1)):
        seen = values[i] - fitted[i]
        known = list(np.flatnonzero(~missing[i]))
        for column in np.flatnonzero(missing[i]):
            weights = np.linalg.solve(covariance[np.ix_(known, known)], covariance[known, column])
            spread = np.sqrt(covariance[column, column] - weights @ covariance[known, column])
            seen[column] = weights @ seen[known] + spread * normals[taken[column]]
            values[i, column] = fitted[i, column] + seen[column]
            known.append(column)
            taken[column] += 1


def _thresholds(plan: Plan, column: int, of: tuple[Matrix, Matrix, Matrix, Matrix], chance: Matrix) -> None:
    """Cowles' joint proposal of a column's thresholds; latent values keep their share of the way between them."""
    values, fitted, covariance, thresholds = of
    category, pace = plan.cells[0].category[:, column], 2.4 / np.sqrt(len(plan.touched[0]))
    now = thresholds[column].copy()
    proposed, log_ratio = now.copy(), 0.0
    for t in range(2, len(plan.cells[0].codings[column].thresholds)):
        inside = norm(now[t], pace)
        start, end = inside.cdf(proposed[t - 1]), inside.cdf(now[t + 1])
        proposed[t] = inside.ppf(start + chance[t - 2] * (end - start))
        log_ratio += np.log(end - start)
    for t in range(2, len(plan.cells[0].codings[column].thresholds)):
        back = norm(proposed[t], pace)
        log_ratio -= np.log(back.cdf(proposed[t + 1]) - back.cdf(now[t - 1]))
    others = [k for k in range(values.shape[1]) if k != column]
    weights = np.linalg.solve(covariance[np.ix_(others, others)], covariance[others, column])
    spread = np.sqrt(covariance[column, column] - weights @ covariance[others, column])
    mean = fitted[:, column] + (values - fitted)[:, others] @ weights
    seen = np.flatnonzero(category >= 0)
    places = norm(mean[seen], spread)
    old = places.cdf(now[category[seen]]), places.cdf(now[category[seen] + 1])
    new = places.cdf(proposed[category[seen]]), places.cdf(proposed[category[seen] + 1])
    log_ratio += np.log((new[1] - new[0]) / (old[1] - old[0])).sum()
    if np.log(chance[-1]) < log_ratio:
        share = (places.cdf(values[seen, column]) - old[0]) / (old[1] - old[0])
        values[seen, column] = places.ppf(new[0] + share * (new[1] - new[0]))
        thresholds[column] = proposed


def _limits(plan: Plan, level: int, cell: tuple[Matrix, int, int], thresholds: Matrix) -> tuple[float, float]:
    row, category, column = cell
    coding_columns = next(at for at in plan.cells[level].columns if at.start <= column < at.stop)
    if coding_columns.stop - coding_columns.start == 1:
        return thresholds[column, category], thresholds[column, category + 1]
    block = np.arange(coding_columns.start, coding_columns.stop)
    if category == 0:
        return -np.inf, 0.0
    winner = block[category - 1]
    if column != winner:
        return -np.inf, row[winner]
    return max(0.0, row[block[block != winner]].max()), np.inf
