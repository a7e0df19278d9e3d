"""Pooling by hand on small numbers, and at its edges."""

import numpy as np
import pytest

from newel.statistics.imputation import interval, likelihood_test, pool, statistics_test, wald_test


def test_three_data_sets_are_pooled_by_hand() -> None:
    found = pool(np.array([[1.0], [2.0], [3.0]]), np.array([[0.5], [0.5], [0.5]]))

    assert (found.estimate[0], found.within[0], found.between[0]) == (2.0, 0.5, 1.0)
    assert found.total[0] == pytest.approx(0.5 + 4 / 3)
    assert found.freedom[0] == pytest.approx(2 / ((4 / 3) / (0.5 + 4 / 3)) ** 2)
    assert "large-sample" in found.inference.method


def test_complete_data_pool_to_the_plain_fit() -> None:
    found = pool(np.full((5, 2), [1.3, -0.2]), np.full((5, 2), [0.04, 0.09]), complete_freedom=30)

    assert found.estimate == pytest.approx([1.3, -0.2])
    assert found.inference.standard_error == pytest.approx([0.2, 0.3])
    assert found.freedom == pytest.approx(31 / 33 * 30)
    assert (found.fraction_missing == found.share_missing + 2 / (found.freedom + 3)).all()
    assert "nothing that matters" in found.notes[0]


def test_complete_data_without_a_limit_have_the_normal_interval() -> None:
    found = pool(np.full((5, 1), 1.0), np.full((5, 1), 0.04))

    assert np.isinf(found.freedom).all()
    assert found.inference.margin == pytest.approx(1.959963984540054 * 0.2)
    assert (found.fraction_missing == 0).all()


def test_degrees_of_freedom_never_exceed_those_of_complete_data() -> None:
    generator = np.random.default_rng(1)
    estimates, variances = generator.normal(size=(20, 3)) / 10, np.full((20, 3), 1.0)

    assert (pool(estimates, variances, complete_freedom=12).freedom < 12).all()


def test_small_sample_freedom_of_each_data_set_is_averaged() -> None:
    estimates, variances = np.array([[1.0], [1.2]]), np.array([[0.3], [0.4]])

    by_set = pool(estimates, variances, complete_freedom=np.array([[10.0], [14.0]]))

    assert by_set.freedom == pytest.approx(pool(estimates, variances, complete_freedom=12).freedom)


def test_a_wider_interval_has_more_confidence() -> None:
    found = pool(np.array([[1.0], [1.2]]), np.array([[0.3], [0.4]]))

    low, high = interval(found, 0.95)

    assert (low[0], high[0]) == pytest.approx((found.inference.low[0], found.inference.high[0]))
    assert interval(found, 0.99)[1][0] > high[0]


def test_too_few_imputations_are_said_in_words() -> None:
    found = pool(np.array([[1.0], [3.0]]), np.array([[0.1], [0.1]]))

    assert "draw more" in found.notes[0]


@pytest.mark.parametrize(
    ("estimates", "variances", "freedom", "sentence"),
    [
        ([[1.0]], [[1.0]], None, "at least two"),
        ([[1.0], [2.0]], [[1.0]], None, "one shape"),
        ([1.0, 2.0], [1.0, 1.0], None, "one shape"),
        ([[1.0], [np.nan]], [[1.0], [1.0]], None, "not a finite number"),
        ([[1.0], [2.0]], [[1.0], [-1.0]], None, "negative"),
        ([[1.0], [2.0]], [[1.0], [1.0]], 0.0, "above 0"),
    ],
)
def test_what_cannot_be_pooled_is_refused(
    estimates: list[object], variances: list[object], freedom: float | None, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        pool(np.array(estimates, dtype=float), np.array(variances, dtype=float), complete_freedom=freedom)


def test_a_joint_test_of_one_parameter_is_the_square_of_its_t() -> None:
    estimates, variances = np.array([[1.0], [1.4], [0.9], [1.3]]), np.array([[0.2], [0.25], [0.2], [0.22]])
    single = pool(estimates, variances)

    found = wald_test(estimates, variances[:, :, None])

    assert found.statistic == pytest.approx(single.inference.statistic[0] ** 2)
    assert found.increase == pytest.approx(single.increase[0])


def test_joint_tests_of_complete_data_are_chi_square_tests() -> None:
    wald = wald_test(np.full((4, 2), 1.0), np.tile(np.eye(2), (4, 1, 1)))
    ratio = likelihood_test(np.full(4, 2.0), np.full(4, 2.0), 2)
    stacked = statistics_test(np.full(4, 2.0), 2)

    assert [test.statistic for test in (wald, ratio, stacked)] == pytest.approx([1.0, 1.0, 1.0])
    assert [test.p for test in (wald, ratio, stacked)] == pytest.approx([np.exp(-1)] * 3, rel=1e-6)


def test_small_samples_lower_the_denominator() -> None:
    generator = np.random.default_rng(3)
    estimates, covariances = generator.normal(1, 0.3, size=(10, 2)), np.tile(0.2 * np.eye(2), (10, 1, 1))

    small = wald_test(estimates, covariances, complete_freedom=20)

    assert small.denominator < 20 < wald_test(estimates, covariances).denominator
    assert wald_test(estimates, covariances, complete_freedom=3).denominator == 4.0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: wald_test(np.ones((1, 2)), np.ones((1, 2, 2))), "at least two"),
        (lambda: wald_test(np.ones(3), np.ones((3, 1, 1))), "table"),
        (lambda: wald_test(np.ones((3, 2)), np.ones((3, 2, 2))), "no inverse"),
        (lambda: wald_test(np.ones((3, 2)), np.ones((3, 2))), "do not fit"),
        (lambda: statistics_test(np.ones(1), 1), "at least two"),
        (lambda: likelihood_test(np.ones(3), np.ones(2), 1), "at pooled ones"),
    ],
)
def test_a_joint_test_without_a_basis_is_refused(call: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()  # type: ignore[operator]
