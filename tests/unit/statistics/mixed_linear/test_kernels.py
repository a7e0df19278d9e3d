"""The compiled pieces one by one: small matrices against NumPy, sums against matrix products, both ways to invert."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm, dense, elimination
from newel.statistics.mixed.criterion import evaluate
from newel.statistics.mixed.newton import leans, learn, newton_step, semidefinite_root, steepest_rise
from newel.statistics.mixed.preparation import aim, orthonormalise, prepare, project, scale_columns
from newel.statistics.mixed.start import first_guess
from tests.support.mixed_designs import SHAPES, drawn, every_level, term
from tests.support.naive_mixed import indicator


def positive(size: int, seed: int = 0) -> Numbers:
    """Return a symmetric positive matrix."""
    root = np.random.default_rng(seed).normal(size=(size, size + 2))
    return root @ root.T


def test_a_cholesky_factor_and_its_inverse() -> None:
    matrix = positive(7)

    factor = dense.cholesky(matrix)

    assert factor == pytest.approx(np.linalg.cholesky(matrix))
    assert dense.inverse_product(dense.inverse_factor(factor)) == pytest.approx(np.linalg.inv(matrix))


def test_a_pivot_that_rounding_made_negative_is_taken_as_tiny() -> None:
    factor = dense.cholesky(np.array([[1.0, 1.0], [1.0, 1.0 - 1e-18]]))

    assert 0 < factor[1, 1] < 1e-7


def test_a_system_is_solved() -> None:
    right = np.arange(5.0)

    assert dense.solve_positive(positive(5), right) == pytest.approx(np.linalg.solve(positive(5), right))


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_eigenvalues_and_the_positive_part(size: int) -> None:
    matrix = positive(size) - 5 * np.eye(size)
    values, vectors = np.linalg.eigh(matrix)

    found, turned = dense.eigen(matrix)

    assert np.sort(found) == pytest.approx(values)
    assert turned.T @ np.diag(found) @ turned == pytest.approx(matrix)
    expected = vectors @ np.diag(np.maximum(values, 0)) @ vectors.T
    assert dense.positive_part(matrix) == pytest.approx(expected, abs=1e-12)


def test_orthonormal_columns_leave_out_what_the_columns_before_say() -> None:
    draw = np.random.default_rng(1)
    columns = draw.normal(size=(3, 30))
    aliased = np.vstack((columns[0], 2 * columns[0], columns[1], columns[0] - columns[1], 0 * columns[0], columns[2]))

    basis, triangle, kept = orthonormalise(aliased)

    assert kept.tolist() == [0, 2, 5]
    assert basis @ basis.T == pytest.approx(np.eye(3), abs=1e-14)
    assert basis.T @ triangle == pytest.approx(columns.T)


def test_what_is_left_of_a_response_is_orthogonal_to_the_last_digit() -> None:
    draw = np.random.default_rng(2)
    basis, *_ = orthonormalise(draw.normal(size=(4, 50)))
    response = 1e8 + draw.normal(size=50)

    shares, rest = project(basis, response)

    assert basis.T @ shares + rest == pytest.approx(response, rel=1e-14)
    assert np.abs(basis @ rest).max() < 1e-7


def test_random_columns_become_orthonormal_by_a_lower_triangle() -> None:
    years = np.random.default_rng(3).integers(2005, 2021, 80).astype(float)
    columns = np.column_stack((np.ones(80), years))

    scaled, scale = scale_columns(columns)

    assert scale[0, 1] == 0
    assert scaled == pytest.approx(columns @ scale)
    assert scaled.T @ scaled / 80 == pytest.approx(np.eye(2), abs=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_cross_products_are_those_of_the_matrices_in_full(shape: str) -> None:
    design, response = drawn(shape, 1)
    prepared = prepare(design)
    model = aim(prepared, response, reml=True).model
    blocks = [
        indicator(RandomTerm("", levels, prepared.columns[:, first : first + width], ("",) * width))
        for levels, (_, width, first, _) in zip(prepared.levels, model.factors.tolist(), strict=True)
    ]
    rest = project(prepared.orthonormal, response)[1]
    border = np.column_stack((prepared.orthonormal.T, rest / np.sqrt(np.mean(rest**2))))
    whole = np.column_stack((*blocks[1:], border))

    sums = model.sums

    assert sums.dense == pytest.approx(whole.T @ whole, abs=1e-10)
    width = model.factors[0, 1]
    for level in range(model.factors[0, 0]):
        own = blocks[0][:, level * width : (level + 1) * width]
        met = np.zeros((whole.shape[1], width))
        entries = slice(sums.start[level], sums.start[level + 1])
        met[sums.column[entries]] = sums.value[entries]
        assert sums.blocks[level] == pytest.approx(own.T @ own)
        assert met == pytest.approx(whole.T @ own, abs=1e-10)
        assert (np.diff(sums.column[entries]) > 0).all()


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("shape", ["three crossed", "crossed slopes"])
def test_lapack_and_loops_give_the_same_point(*, shape: str, reml: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    design, response = drawn(shape, 4)
    model = aim(prepare(design), response, reml=reml).model
    theta = np.random.default_rng(4).uniform(0.3, 1.2, len(model.parameters))
    by_loops = evaluate(model, theta)

    monkeypatch.setattr(elimination, "SMALL", 0)
    by_lapack = evaluate(model, theta)

    assert by_lapack.criterion == pytest.approx(by_loops.criterion, rel=1e-13)
    assert by_lapack.gradient == pytest.approx(by_loops.gradient, rel=1e-9, abs=1e-10)
    assert by_lapack.curvature == pytest.approx(by_loops.curvature, rel=1e-9, abs=1e-10)
    assert by_lapack.unscaled == pytest.approx(by_loops.unscaled, rel=1e-10)


def test_the_first_guess_equates_sums_of_squares_with_their_expectations() -> None:
    """Against the matrices in full: the traces of the textbook."""
    design, response = drawn("three crossed", 2, rows=150)
    model = aim(prepare(design), response, reml=True).model
    fixed = np.linalg.qr(design.fixed)[0]
    annihilator = np.eye(150) - fixed @ fixed.T
    kernels = [np.eye(150), *(indicator(part) @ indicator(part).T for part in design.random)]
    system = [[np.trace(annihilator @ one @ annihilator @ two) for two in kernels] for one in kernels]
    rest = annihilator @ response
    variances = np.linalg.solve(system, [rest @ kernel @ rest for kernel in kernels])
    expected = np.sqrt(np.clip(variances[1:] / variances[0], 0.05**2, 20**2))

    guess = first_guess(model)

    assert np.sort(guess) == pytest.approx(np.sort(expected), rel=1e-6)


def test_a_step_is_never_longer_than_is_sensible_and_always_downhill() -> None:
    theta, gradient = np.array([0.5, 0.1]), np.array([100.0, -3.0])

    step, decrement = newton_step(np.array([[0, 0, 0], [1, 0, 0]]), theta, (gradient, np.diag([1.0, 1e-3])))

    assert np.abs(step).max() == pytest.approx(1.0)
    assert decrement == pytest.approx(-step @ gradient)
    assert decrement > 0


def test_curvature_learns_from_a_step_what_a_quadratic_has() -> None:
    true = positive(3)
    moved = np.array([0.1, -0.2, 0.3])

    learnt = learn(np.eye(3), moved, true @ moved)

    assert learnt @ moved == pytest.approx(true @ moved)
    assert np.linalg.eigvalsh(learnt)[0] > 0


def test_a_step_that_bent_the_wrong_way_teaches_nothing() -> None:
    assert learn(np.eye(2), np.array([1.0, 0.0]), np.array([-1.0, 0.0])) == pytest.approx(np.eye(2))


def test_a_column_leans_where_its_diagonal_is_nearly_0_and_something_stands_below_it() -> None:
    places = np.array([[0, 0, 0], [0, 1, 0], [0, 1, 1], [1, 0, 0]])

    def factor(*numbers: float) -> Numbers:
        result = np.zeros((2, 2, 2))
        result[tuple(places.T)] = numbers
        return result

    assert leans(places, factor(1e-4, 0.3, 0.5, 1.0))
    assert not leans(places, factor(1e-4, 0.0, 0.5, 1.0))
    assert not leans(places, factor(1e-4, 0.3, 0.0, 1.0))
    assert not leans(places, factor(0.2, 0.3, 1e-6, 1e-6))


def test_a_root_of_a_singular_covariance() -> None:
    covariance = np.outer([1.0, 2.0, -1.0], [1.0, 2.0, -1.0]) + np.outer([0.0, 1.0, 1.0], [0.0, 1.0, 1.0])

    root = semidefinite_root(covariance)

    assert root @ root.T == pytest.approx(covariance)
    assert np.triu(root, 1) == pytest.approx(np.zeros((3, 3)))


def test_a_variance_that_should_be_larger_is_seen_in_any_direction() -> None:
    factors = np.array([[5, 2, 0, 0]])
    trace = np.array([[[4.0, 0.0], [0.0, 1.0]]])

    assert steepest_rise(factors, np.array([[[0.0, 1.0], [1.0, 0.0]]]), trace) == pytest.approx(0.5)
    assert steepest_rise(factors, np.array([[[1.0, 0.0], [0.0, 2.0]]]), trace) == 0


def test_terms_of_one_factor_are_eliminated_together() -> None:
    draw = np.random.default_rng(0)
    site, w = every_level(draw, 60, 6), draw.normal(size=60)
    design = Design(np.ones((60, 1)), ("one",), (term("site", site), term("site", site, w)))

    prepared = prepare(design)

    assert prepared.factors.tolist() == [[6, 2, 0, 0]]
    assert prepared.parameters.tolist() == [[0, 0, 0], [0, 1, 1]]
