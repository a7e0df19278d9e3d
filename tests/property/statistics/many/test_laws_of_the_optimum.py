"""The steps end where nothing is better: against a grid, from hard starts, and at the edge where a variance is 0."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.mixed import Design, fit_linear
from newel.statistics.mixed.many.optimum import newton_step, optimum, profile_at
from tests.support.nested_cases import nested_case

seeds = st.integers(0, 10_000)
spreads = st.tuples(*[st.sampled_from([0.0, 0.1, 0.5, 1.5, 6.0])] * 2)


@settings(max_examples=30, deadline=None)
@given(seed=seeds, spread=spreads, two=st.booleans())
def test_no_point_of_a_grid_is_better(seed: int, spread: tuple[float, float], *, two: bool) -> None:
    task = nested_case(seed, two=two, spreads=spread).task
    grid = [0.0, *np.geomspace(1e-4, 1e3, 15)]

    best, converged = optimum(task)

    others = [profile_at(task, np.array([a, b])).criterion for a in grid for b in (grid if two else [0.0])]
    assert converged
    assert best.criterion <= min(others) + 1e-7


@settings(max_examples=30, deadline=None)
@given(seed=seeds, spread=spreads)
def test_at_rest_the_gradient_is_zero_or_points_out_of_bounds(seed: int, spread: tuple[float, float]) -> None:
    best, _ = optimum(nested_case(seed, spreads=spread).task)

    for ratio, slope in zip(best.ratios, best.slopes.gradient, strict=True):
        assert abs(ratio * slope) < 1e-5
        assert ratio > 0 or slope >= 0


@settings(max_examples=40, deadline=None)
@given(seed=seeds, a=st.floats(1e-4, 50), b=st.floats(1e-4, 50))
def test_every_step_goes_downhill_and_is_not_too_long(seed: int, a: float, b: float) -> None:
    """Wherever it stands: a step that was cut in one direction only once went uphill and never ended."""
    task = nested_case(seed).task
    here = profile_at(task, np.array([a, b]))

    step, gain = newton_step(here)

    steepness = -(here.slopes.gradient * here.ratios) @ step
    assert gain >= steepness - 1e-9 >= -2e-9
    assert gain == pytest.approx(steepness) or np.abs(step).max() == pytest.approx(2)
    assert np.abs(step).max() <= 2 + 1e-12
    if gain > 1e-6:
        near = profile_at(task, here.ratios * np.exp(1e-4 * step))
        assert near.criterion < here.criterion


@settings(max_examples=20, deadline=None)
@given(seed=seeds, spread=spreads)
def test_the_optimum_is_that_of_the_general_engine(seed: int, spread: tuple[float, float]) -> None:
    case = nested_case(seed, spreads=spread)

    best, _ = optimum(case.task)

    single = fit_linear(case.design, case.response)
    theta = [float(root[0, 0]) for root in single.theta]
    assert np.sqrt(best.ratios[::-1]) == pytest.approx(theta, rel=1e-3, abs=1e-4)
    assert [ratio == 0 for ratio in best.ratios[::-1]] == [root == 0 for root in theta]


def test_where_rows_of_a_person_are_alike_there_is_no_optimum() -> None:
    case = nested_case(5, two=False)
    alike = np.random.default_rng(0).normal(size=30)[case.person]
    design = Design(case.design.fixed[:, :1], ("(Intercept)",), case.design.random)

    best, converged = optimum(replace(case, design=design, response=alike).task)

    assert not converged
    assert best.ratios[0] > 1e6
