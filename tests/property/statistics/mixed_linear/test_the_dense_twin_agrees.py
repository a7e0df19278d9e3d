"""The engine against its naive twin, which writes V out in full: at any variances, and at the best ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.mixed import fit_linear, linear_at, satterthwaite
from tests.support import naive_mixed
from tests.support.mixed_designs import SHAPES, drawn, roots

shapes, seeds = st.sampled_from(SHAPES), st.integers(0, 10_000)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(shape=shapes, seed=seeds, reml=st.booleans())
def test_any_variances_have_the_likelihood_effects_and_errors_of_the_twin(*, shape: str, seed: int, reml: bool) -> None:
    design, response = drawn(shape, seed)
    theta = roots(design, seed)

    found = linear_at(design, response, theta=theta, sigma=1.3, reml=reml)

    coefficients, unscaled = naive_mixed.estimates(design, response, theta)
    expected = naive_mixed.deviance(design, response, theta, reml=reml, sigma=1.3)
    assert found.criterion == pytest.approx(expected, rel=1e-11)
    assert found.coefficients == pytest.approx(coefficients, rel=1e-9, abs=1e-10)
    assert found.covariance == pytest.approx(1.3**2 * unscaled, rel=1e-9, abs=1e-12)
    for ours, theirs in zip(found.effects, naive_mixed.effects(design, response, theta), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-9)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(shape=shapes, seed=seeds, reml=st.booleans())
def test_no_general_optimiser_finds_a_better_fit(*, shape: str, seed: int, reml: bool) -> None:
    design, response = drawn(shape, seed)

    found = fit_linear(design, response, reml=reml)

    assert found.converged, found.notes
    assert found.criterion <= naive_mixed.best_deviance(design, response, reml=reml) + 1e-8
    expected = naive_mixed.deviance(design, response, found.theta, reml=reml)
    assert found.criterion == pytest.approx(expected, rel=1e-10)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(shape=shapes, seed=seeds, reml=st.booleans())
def test_degrees_of_freedom_are_those_of_the_twins_differences(*, shape: str, seed: int, reml: bool) -> None:
    design, response = drawn(shape, seed)
    found = fit_linear(design, response, reml=reml)

    freedom = satterthwaite(found, np.eye(2)).freedom

    expected = naive_mixed.satterthwaite(design, response, (found.theta, found.sigma), reml=reml)
    assert freedom == pytest.approx(expected, rel=2e-4)
