"""What Kenward-Roger adds up comes out of the derivatives as it does out of the matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.mixed.many.inference import Best, information, kenward_roger, linear_parts, satterthwaite
from newel.statistics.mixed.many.optimum import optimum, profile_at
from tests.support.nested_cases import nested_case

seeds, ratios = st.integers(0, 10_000), st.floats(0.0, 3.0)


@settings(max_examples=15, deadline=None)
@given(seed=seeds, a=ratios, b=ratios, two=st.booleans())
def test_the_parts_are_those_of_the_matrices(seed: int, a: float, b: float, *, two: bool) -> None:
    case = nested_case(seed, two=two)
    b = b if two else 0.0
    task = case.task

    parts = linear_parts(Best(task, profile_at(task, np.array([a, b]))))

    x, inverse = case.bordered[:, 1:-1], np.linalg.inv(case.covariance(a, b))
    one = np.eye(len(x))
    blocks = [one, case.covariance(1, 0) - one, case.covariance(0, 1) - one][: 2 + two]
    for i, first in enumerate(blocks):
        assert parts.first[i] == pytest.approx(-x.T @ inverse @ first @ inverse @ x, rel=1e-7, abs=1e-8)
        for j, other in enumerate(blocks):
            q = x.T @ inverse @ first @ inverse @ other @ inverse @ x
            assert parts.second[i, j] == pytest.approx((q + q.T) / 2, rel=1e-7, abs=1e-8)
            assert parts.traces[i, j] == pytest.approx(np.trace(inverse @ first @ inverse @ other), rel=1e-8)


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_the_information_is_that_of_the_residuals_projection(seed: int) -> None:
    """I_ij = tr(P V_i P V_j) / 2 with P = V^-1 - V^-1 X (X'V^-1 X)^-1 X'V^-1: another road to the same matrix."""
    case = nested_case(seed)
    profile = profile_at(case.task, np.array([0.7, 0.3]))

    found = information(linear_parts(Best(case.task, profile)), profile.inverse)

    x, inverse = case.design.fixed, np.linalg.inv(case.covariance(0.7, 0.3))
    projection = inverse - inverse @ x @ np.linalg.solve(x.T @ inverse @ x, x.T @ inverse)
    one = np.eye(len(x))
    blocks = [one, case.covariance(1, 0) - one, case.covariance(0, 1) - one]
    expected = [[np.trace(projection @ i @ projection @ j) / 2 for j in blocks] for i in blocks]
    assert found == pytest.approx(np.array(expected), rel=1e-7)


@settings(max_examples=15, deadline=None)
@given(seed=seeds, factor=st.sampled_from([0.01, 3.0, -7.0]))
def test_a_multiple_of_a_contrast_is_as_sure_as_the_contrast(seed: int, factor: float) -> None:
    task = nested_case(seed).task
    best = Best(task, optimum(task)[0])
    contrast = np.random.default_rng(seed).normal(size=(1, 3))

    for judge in (satterthwaite, kenward_roger):
        once, again = np.empty((2, 2, 1))
        judge(best, contrast, once)
        judge(best, factor * contrast, again)
        assert again[0] == pytest.approx(abs(factor) * once[0])
        assert again[1] == pytest.approx(once[1])


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_without_random_effects_satterthwaite_has_the_freedom_of_least_squares(seed: int) -> None:
    case = nested_case(seed)
    task = case.task
    found = np.empty((2, 3))

    satterthwaite(Best(task, profile_at(task, np.zeros(2))), np.eye(3), found)

    assert found[1] == pytest.approx(len(case.response) - 3)
    variance = task.sums.total[-1, -1] / task.freedom
    assert found[0] == pytest.approx(np.sqrt(variance))


@settings(max_examples=15, deadline=None)
@given(seed=seeds, a=st.floats(0.05, 3), b=st.floats(0.05, 3))
def test_kenward_and_rogers_standard_error_is_never_below_the_plain_one(seed: int, a: float, b: float) -> None:
    task = nested_case(seed).task
    best = Best(task, profile_at(task, np.array([a, b])))
    plain, exact = np.empty((2, 2, 3))

    satterthwaite(best, np.eye(3), plain)
    kenward_roger(best, np.eye(3), exact)

    assert (exact[0] >= plain[0] * (1 - 1e-9)).all()
    assert (exact[1] > 0).all()
