"""The small parts of a step against NumPy and SciPy: factors, covariance draws, regressions, thresholds, limits."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import norm, truncnorm

from newel.statistics.imputation import _algebra as algebra
from newel.statistics.imputation._cells import draw_held, regressions
from newel.statistics.imputation._covariances import draw_covariance, draw_held_covariance
from newel.statistics.imputation._state import Gaps, Held
from newel.statistics.imputation._thresholds import draw_thresholds

Table = npt.NDArray[np.float64]


def positive(size: int, seed: int = 1) -> Table:
    half = np.random.default_rng(seed).normal(size=(size, size + 2))
    return half @ half.T


def bartlett(size: int, freedom: int, generator: np.random.Generator) -> Table:
    lower = np.tril(generator.normal(size=(size, size)), -1)
    np.fill_diagonal(lower, np.sqrt(generator.chisquare([freedom - k for k in range(size)])))
    return lower


@pytest.mark.parametrize("size", [1, 2, 5])
def test_factor_and_solutions_are_those_of_numpy(size: int) -> None:
    matrix, vector = positive(size), np.arange(1.0, size + 1)
    root, forward, backward = np.zeros((size, size)), vector.copy(), vector.copy()

    algebra.factor(matrix, root)
    algebra.solve_lower(root, forward)
    algebra.solve_upper(root, backward)

    assert np.allclose(root, np.linalg.cholesky(matrix))
    assert np.allclose(root @ forward, vector)
    assert np.allclose(root.T @ backward, vector)


def test_products_of_rows_are_added_up() -> None:
    rows = np.random.default_rng(2).normal(size=(7, 3))

    assert np.allclose(algebra.squares(rows), rows.T @ rows)


def test_a_draw_from_the_inverse_wishart_is_the_inverse_of_its_precision() -> None:
    generator, root = np.random.default_rng(3), np.zeros((3, 3))

    precision = algebra.inverse_wishart(positive(3), bartlett(3, 9, generator), root)

    assert np.allclose(root @ root.T @ precision, np.eye(3))


def test_draws_from_the_inverse_wishart_have_its_mean() -> None:
    generator, scale, total = np.random.default_rng(4), positive(2), np.zeros((2, 2))

    for _ in range(4000):
        root = np.zeros((2, 2))
        algebra.inverse_wishart(scale, bartlett(2, 15, generator), root)
        total += root @ root.T

    assert np.allclose(total / 4000, scale / (15 - 2 - 1), rtol=0.03)


def test_a_covariance_without_latent_columns_is_drawn_about_products_and_prior() -> None:
    products, root, precision = positive(3), np.eye(3), np.eye(3)
    chance = bartlett(3, 40, np.random.default_rng(5))
    expected = np.zeros((3, 3))
    algebra.inverse_wishart(products + 0.1 * np.eye(3), chance, expected)

    draw_covariance(products.copy(), chance, (root, precision, 0.1))

    assert np.allclose(root @ root.T, expected @ expected.T)


def held_draw(uniform: float, opinion: Table) -> tuple[Table, Table, Table]:
    """A draw with a held column and a held block of two; its factors, root and precision."""
    root, precision = np.eye(4), np.eye(4)
    scales = np.column_stack([np.full(4, 3.0), np.full(4, uniform)])
    now = (root, precision, 0.1, np.array([0, 1, 2, 0]), opinion)
    chance = (bartlett(4, 60, np.random.default_rng(6)), scales)
    factors = draw_held_covariance(60 * positive(4), chance, now)
    return factors, root, precision


def test_held_columns_keep_the_variance_1_and_a_held_block_the_mean_variance_1() -> None:
    factors, root, precision = held_draw(0.5, np.zeros((4, 3)))
    covariance = root @ root.T

    assert covariance[1, 1] == pytest.approx(1.0)
    assert (covariance[2, 2] + covariance[3, 3]) / 2 == pytest.approx(1.0)
    assert np.allclose(covariance @ precision, np.eye(4))
    assert factors[0] == 1.0
    assert factors[2] == factors[3] != 1.0


def test_a_move_that_priors_speak_against_is_not_taken() -> None:
    opinion = np.zeros((4, 3))
    opinion[:, 1] = 1e6 if held_draw(0.5, np.zeros((4, 3)))[0][1] > 1 else 0.0
    opinion[:, 2] = 1e6 - opinion[:, 1]

    factors, root, _ = held_draw(0.5, opinion)

    assert (factors == 1).all()
    assert (root == np.eye(4)).all()


def test_regressions_of_missing_columns_are_those_of_the_covariance() -> None:
    covariance = positive(4)
    order = np.array([[2, 0, 1, 3], [1, 0, 2, 3], [0, 1, 2, 3]])
    gaps = Gaps(np.zeros(1, dtype=np.int64), order, np.array([2, 1, 0]), np.zeros((1, 4), dtype=np.int64))

    weights, roots = regressions(gaps, np.linalg.inv(covariance))

    for pattern, free in ((0, 2), (1, 1)):
        missing, known = order[pattern][:free], order[pattern][free:]
        expected = covariance[np.ix_(missing, known)] @ np.linalg.inv(covariance[np.ix_(known, known)])
        left = covariance[np.ix_(missing, missing)] - expected @ covariance[np.ix_(known, missing)]
        assert np.allclose(weights[pattern][:free, free:], expected)
        assert np.allclose(roots[pattern][:free, :free], np.linalg.cholesky(left))
    assert not weights[2].any()


def test_latent_values_behind_categories_follow_the_truncated_normal() -> None:
    rows, thresholds = 40_000, np.array([[-np.inf, -0.5, 0.7, np.inf]])
    category = np.random.default_rng(7).integers(0, 3, (rows, 1))
    held = Held(category, np.array([[0, 1]]), np.array([0, rows]))
    fitted, residual = np.full((rows, 1), 0.2), np.zeros((rows, 1))

    draw_held(held, (fitted, residual), (np.array([[4.0]]), thresholds, np.random.default_rng(8).random(rows)))

    for k in range(3):
        low, high = (thresholds[0, k] - 0.2) * 2, (thresholds[0, k + 1] - 0.2) * 2
        drawn = (fitted + residual)[category == k]
        expected = truncnorm(low, high, 0.2, 0.5)
        assert ((drawn >= thresholds[0, k]) & (drawn <= thresholds[0, k + 1])).all()
        assert drawn.mean() == pytest.approx(expected.mean(), abs=0.01)
        assert drawn.std() == pytest.approx(expected.std(), abs=0.01)


def test_the_largest_latent_value_of_a_nominal_block_belongs_to_the_observed_category() -> None:
    rows = 300
    category = np.repeat(np.random.default_rng(9).integers(0, 4, (rows, 1)), 3, axis=1)
    held = Held(category, np.array([[0, 3]] * 3), np.array([0, rows, 2 * rows, 3 * rows]))
    values = np.where(category == np.arange(3) + 1, 0.5, -0.5).astype(float)
    generator = np.random.default_rng(10)

    for _ in range(5):
        draw_held(held, (np.zeros((rows, 3)), values), (np.eye(3), np.zeros((3, 2)), generator.random(3 * rows)))

    winner = np.where(values.max(axis=1) < 0, 0, values.argmax(axis=1) + 1)
    assert (winner == category[:, 0]).all()


def test_inner_thresholds_settle_where_the_shares_put_them() -> None:
    rows, cuts = 1500, np.array([-1.0, -0.1, 0.9])
    generator = np.random.default_rng(11)
    latent = generator.normal(size=(rows, 1))
    category = np.digitize(latent, cuts)
    held = Held(category, np.array([[0, 1]]), np.array([0, rows]))
    thresholds = np.array([[-np.inf, -1.0, 0.5, 0.9, np.inf]])
    pace, fitted, path = np.array([[0.06], [0.0]]), np.zeros((rows, 1)), []
    latent = np.clip(norm.ppf((category + 0.5) / 4), -0.99, 0.49)

    for _ in range(600):
        moving = (np.eye(1), thresholds, pace, generator.random(3))
        draw_thresholds((category, 0), (fitted, latent), moving)
        draw_held(held, (fitted, latent), (np.eye(1), thresholds, generator.random(rows)))
        path.append(thresholds[0, 2])

    assert np.mean(path[200:]) == pytest.approx(norm.ppf((category < 2).mean()), abs=0.05)
    assert 50 < pace[1, 0] < 550
    assert (thresholds[0, [1, 3]] == [-1.0, 0.9]).all()
