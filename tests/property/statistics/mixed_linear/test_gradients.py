"""The exact derivatives against differences of the criterion, at points that are not the optimum."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.mixed.criterion import evaluate
from newel.statistics.mixed.newton import canonical, minimise
from newel.statistics.mixed.preparation import aim, prepare
from newel.statistics.mixed.start import first_guess
from tests.support.mixed_designs import SHAPES, drawn
from tests.support.naive_mixed import differences


@settings(max_examples=30, deadline=None, derandomize=True)
@given(shape=st.sampled_from(SHAPES), seed=st.integers(0, 10_000), reml=st.booleans(), given_variance=st.booleans())
def test_the_gradient_is_that_of_the_criterion(*, shape: str, seed: int, reml: bool, given_variance: bool) -> None:
    design, response = drawn(shape, seed)
    model = aim(prepare(design), response, reml=reml).model
    variance = 0.4 if given_variance else 0.0
    theta = np.random.default_rng(seed).uniform(0.2, 1.5, len(model.parameters))

    point = evaluate(model, theta, variance)

    slopes = differences(lambda at: evaluate(model, at, variance).criterion, theta, 1e-3)
    assert point.gradient == pytest.approx(slopes, rel=1e-6, abs=1e-6)
    residual = differences(lambda at: evaluate(model, at, variance).residual, theta, 1e-3)
    assert -point.derivatives.fall == pytest.approx(residual, rel=1e-6, abs=1e-6)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(shape=st.sampled_from(SHAPES), seed=st.integers(0, 10_000), reml=st.booleans())
def test_average_information_is_never_negative(*, shape: str, seed: int, reml: bool) -> None:
    design, response = drawn(shape, seed)
    model = aim(prepare(design), response, reml=reml).model
    theta = np.random.default_rng(seed).uniform(-1, 1, len(model.parameters))

    derivatives = evaluate(model, theta).derivatives

    largest = np.linalg.eigvalsh(derivatives.curvature)[-1]
    assert np.linalg.eigvalsh(derivatives.information)[0] > -1e-9 * largest
    assert np.linalg.eigvalsh(derivatives.curvature)[0] > -1e-9 * largest


@settings(max_examples=20, deadline=None, derandomize=True)
@given(shape=st.sampled_from(SHAPES), seed=st.integers(0, 10_000))
def test_the_same_optimum_is_reached_from_elsewhere(shape: str, seed: int) -> None:
    design, response = drawn(shape, seed, rows=60)
    model = aim(prepare(design), response, reml=True).model
    far = 3 * first_guess(model)

    near_end, _ = minimise(model, first_guess(model), 1e-13)
    far_end, _ = minimise(model, far, 1e-13)

    assert far_end.criterion == pytest.approx(near_end.criterion, abs=1e-7)
    covariance = [point.factor @ point.factor.transpose(0, 2, 1) for point in (near_end, far_end)]
    assert covariance[0] == pytest.approx(covariance[1], rel=1e-3, abs=1e-3)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_a_cholesky_factor_made_canonical_has_the_same_covariance(seed: int) -> None:
    draw = np.random.default_rng(seed)
    factor = np.tril(draw.normal(size=(3, 3)))[None] * draw.choice([0.0, 1.0], size=3)
    places = np.array([(0, row, column) for column in range(3) for row in range(column, 3)])

    theta = canonical(places, factor, np.full((1, 3), 1e-8))

    root = np.zeros((3, 3))
    root[places[:, 1], places[:, 2]] = theta
    assert (np.diag(root) >= 0).all()
    assert root @ root.T == pytest.approx(factor[0] @ factor[0].T, abs=1e-7)
