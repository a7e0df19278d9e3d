"""What must hold for any series: dense twins agree, scales carry through, and planted changes come back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from newel.statistics.interrupted import (
    Interruption,
    negative_binomial,
    one_series,
    quasi_poisson,
    segments,
    several_series,
    without,
)
from tests.support.naive_series import deviance_in_full, remembering

SEEDS = st.integers(0, 10_000)
TIMES = np.arange(36.0)


def _design() -> "np.typing.NDArray[np.float64]":
    columns, _ = segments(TIMES, (Interruption("law", 20),))
    return np.column_stack([np.ones(36), columns])


@given(seed=SEEDS, memory=st.sampled_from([-0.4, 0.0, 0.5]))
@settings(max_examples=10, deadline=None)
def test_a_series_with_a_memory_is_at_the_optimum_of_the_dense_twin(seed: int, memory: float) -> None:
    fixed, response = _design(), remembering(36, memory, np.random.default_rng(seed))

    fit = one_series(response, fixed)
    twin = minimize_scalar(
        lambda at: deviance_in_full(response, fixed, memory=at), bounds=(-0.98, 0.98), method="bounded"
    )

    assert -2 * fit.log_likelihood <= twin.fun + 1e-7
    assert -2 * fit.log_likelihood == pytest.approx(deviance_in_full(response, fixed, memory=fit.memory), rel=1e-9)


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_several_series_are_at_a_point_no_neighbour_of_which_is_better(seed: int) -> None:
    generator = np.random.default_rng(seed)
    series = np.repeat(np.arange(4), 12)
    fixed = np.column_stack([np.ones(48), np.tile(np.arange(12.0), 4)])
    response = np.concatenate([generator.normal() + remembering(12, 0.4, generator) for _ in range(4)])

    fit = several_series(response, fixed, series)
    ratio = (fit.between / fit.sigma) ** 2

    here = deviance_in_full(response, fixed, memory=fit.memory, series=series, ratio=ratio)
    assert -2 * fit.log_likelihood == pytest.approx(here, rel=1e-7)
    for memory, other in ((0.02, 0), (-0.02, 0), (0, 0.05), (0, -0.05)):
        moved = max(ratio + other, 0.0)
        there = deviance_in_full(response, fixed, memory=fit.memory + memory, series=series, ratio=moved)
        assert here <= there + 1e-6


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_a_series_in_other_units_has_the_same_memory(seed: int) -> None:
    fixed, response = _design(), remembering(36, 0.3, np.random.default_rng(seed))

    plain, scaled = one_series(response, fixed), one_series(1000 * response + 5, fixed)

    assert scaled.memory == pytest.approx(plain.memory, abs=1e-6)
    assert scaled.coefficients[1:] == pytest.approx(1000 * plain.coefficients[1:], rel=1e-5, abs=1e-6)


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_twice_the_children_at_risk_give_the_same_rate_ratios(seed: int) -> None:
    counts = np.random.default_rng(seed).poisson(30, 36).astype(np.float64)
    risk = np.full(36, np.log(100.0))

    one, two = (quasi_poisson(counts, _design(), offset=offset) for offset in (risk, risk + np.log(2)))

    assert two.coefficients[1:] == pytest.approx(one.coefficients[1:], abs=1e-9)
    assert two.coefficients[0] == pytest.approx(one.coefficients[0] - np.log(2), abs=1e-9)


@given(seed=SEEDS)
@settings(max_examples=6, deadline=None)
def test_a_planted_change_in_level_is_inside_a_wide_interval(seed: int) -> None:
    fixed = _design()
    expected = np.exp(np.column_stack([np.ones(36), fixed[:, 1:]]) @ np.array([4.0, 0.0, -0.5, 0.0]))
    counts = np.random.default_rng(seed).negative_binomial(20, 20 / (20 + expected)).astype(np.float64)

    found = negative_binomial(counts, fixed).inference(np.eye(4))

    assert abs(found.estimate[2] + 0.5) < 5 * found.standard_error[2]


def test_the_counterfactual_has_nothing_of_the_interruption() -> None:
    columns, names = segments(TIMES, (Interruption("law", 20), Interruption("covid", 26, 30, slope=False, pulse=True)))

    never = without(columns, names, "covid")

    assert names == ("trend", "law_level", "law_slope", "covid_level", "covid_pulse")
    assert not never[:, 3:].any()
    assert np.array_equal(never[:, :3], columns[:, :3])
    assert columns[26:30, 4].all()
    assert columns[:, 4].sum() == 4
