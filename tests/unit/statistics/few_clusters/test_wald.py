"""Joint tests: one constraint is a t test, and what cannot be told apart is said."""

import numpy as np
import pytest

from newel.statistics.few_clusters import clustered_least_squares, robust, wald_tests
from tests.support.small_example import FIXED, JOINT, RESPONSE, ROW, SITE


def test_one_constraint_is_the_square_of_t() -> None:
    fit = robust(clustered_least_squares(FIXED, RESPONSE, SITE))
    alone = fit.inference(np.eye(5)[1])

    found = wald_tests(fit, np.eye(5)[1])

    for name in ("HTA", "HTB", "HTZ"):
        assert found[name].statistic == pytest.approx(alone.statistic[0] ** 2)
        assert found[name].denominator == pytest.approx(alone.freedom[0])
        assert found[name].p == pytest.approx(alone.p[0])


def test_turning_the_constraints_changes_no_test() -> None:
    fit = robust(clustered_least_squares(FIXED, RESPONSE, SITE))
    turn = np.array([[2.0, 1, 0], [0, 1, -1], [1, 1, 3]])

    one, other = wald_tests(fit, JOINT), wald_tests(fit, turn @ JOINT)

    for name in ("chi-sq", "Naive-F", "Naive-Fp", "HTA", "HTZ"):
        assert other[name].p == pytest.approx(one[name].p, rel=1e-8)


def test_more_constraints_than_clusters_can_tell_apart_are_refused() -> None:
    fit = robust(clustered_least_squares(FIXED, RESPONSE, SITE % 3))

    with pytest.raises(ValueError, match="5 constraints cannot be told apart by 3 clusters"):
        wald_tests(fit, np.eye(5))
    with pytest.raises(ValueError, match="2 constraints cannot"):
        wald_tests(fit, np.vstack([np.eye(5)[1], 2 * np.eye(5)[1]]))


def test_a_test_that_the_clusters_are_too_few_for_has_no_p() -> None:
    """Hotelling's denominator is then negative; clubSandwich prints NA."""
    one_large = np.minimum(ROW // 3, 3)
    fit = robust(clustered_least_squares(FIXED, RESPONSE, one_large))

    found = wald_tests(fit, JOINT)

    assert found["HTZ"].denominator < 0
    assert np.isnan(found["HTZ"].p)
    assert 0 < found["EDT"].p < 1


def test_degrees_of_freedom_beyond_measure_leave_a_chi_square() -> None:
    rng = np.random.default_rng(4)
    fixed = np.column_stack([np.ones(3000), rng.normal(size=(3000, 2))])
    fit = robust(clustered_least_squares(fixed, rng.normal(size=3000), np.arange(3000) % 150))

    found = wald_tests(fit, np.eye(3)[1:])

    assert found["EDF"].p == pytest.approx(found["HTZ"].p, abs=0.01)
    assert found["EDT"].p == pytest.approx(found["HTZ"].p, abs=0.01)
