"""The plain loops of the compiled engine give what NumPy gives."""

import numpy as np
import pytest

from newel.statistics.mixed.many.algebra import add, dot, inverse_of, product, root_of, times, trace_of

RNG = np.random.default_rng(4)
ONE, OTHER = RNG.normal(size=(2, 5, 5))
SQUARE = ONE @ ONE.T + np.eye(5)


def test_products_are_those_of_numpy() -> None:
    vector = ONE[0].copy()

    assert times(OTHER, vector) == pytest.approx(OTHER @ vector)
    assert dot(vector, OTHER[1]) == pytest.approx(vector @ OTHER[1])
    assert product(ONE, OTHER) == pytest.approx(ONE @ OTHER)
    assert trace_of(ONE, OTHER) == pytest.approx(np.trace(ONE @ OTHER))


def test_a_multiple_of_a_larger_matrix_is_added_to_its_upper_left_part() -> None:
    target = np.ones((2, 2))

    add(target, OTHER, -2.0)

    assert target == pytest.approx(1 - 2 * OTHER[:2, :2])


def test_the_root_and_the_inverse_of_a_positive_definite_matrix() -> None:
    inverse, log_determinant = inverse_of(SQUARE)

    assert root_of(SQUARE) == pytest.approx(np.linalg.cholesky(SQUARE))
    assert inverse == pytest.approx(np.linalg.inv(SQUARE))
    assert log_determinant == pytest.approx(np.linalg.slogdet(SQUARE)[1])


def test_a_matrix_that_is_not_positive_definite_has_no_number() -> None:
    inverse, log_determinant = inverse_of(np.array([[1.0, 2.0], [2.0, 1.0]]))

    assert np.isnan(log_determinant)
    assert np.isnan(inverse).any()
