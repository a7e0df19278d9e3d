"""What must hold for any costs and effects: the dense twin agrees, and scales and order carry through."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.costs_and_effects import (
    fit_costs_and_effects,
    gamma_costs,
    held_coefficients,
    net_benefit,
    ready,
    two_stage,
)
from newel.statistics.costs_and_effects.joint import _at, _gradient, _summed
from tests.support.naive_joint import joint_in_full

SEEDS = st.integers(0, 10_000)


def _people(seed: int, *, outcomes: int = 2) -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
    generator = np.random.default_rng(seed)
    sites = np.repeat(np.arange(6), generator.integers(3, 8, 6))
    covariates = np.column_stack(
        [np.ones(len(sites)), generator.integers(0, 2, len(sites)), generator.normal(size=len(sites))]
    )
    mixing = generator.normal(size=(outcomes, outcomes))
    noise = generator.normal(size=(len(sites), outcomes)) @ mixing + generator.normal(size=(6, outcomes))[sites]
    return covariates @ generator.normal(size=(3, outcomes)) + noise, covariates, sites


@given(seed=SEEDS, outcomes=st.integers(1, 3))
@settings(max_examples=12, deadline=None)
def test_the_fit_is_the_dense_twin_at_its_variances_and_no_neighbour_is_better(seed: int, outcomes: int) -> None:
    values, covariates, sites = _people(seed, outcomes=outcomes)

    fit = fit_costs_and_effects(values, covariates, sites)
    twin = joint_in_full(values, covariates, sites, within=fit.within, between=fit.between)

    assert fit.criterion == pytest.approx(twin[0], abs=1e-4)
    assert fit.coefficients == pytest.approx(twin[1], abs=1e-5)
    for people, places in ((0.9, 1.0), (1.1, 1.0), (1.0, 0.9), (1.0, 1.1)):
        beside = joint_in_full(values, covariates, sites, within=people * fit.within, between=places * fit.between)
        assert beside[0] >= twin[0] - 1e-6


@given(seed=SEEDS)
@settings(max_examples=12, deadline=None)
def test_with_covariances_held_coefficients_are_the_dense_twins_and_add_up_over_parts(seed: int) -> None:
    values, covariates, sites = _people(seed)
    fit = fit_costs_and_effects(values, covariates, sites)
    part = np.random.default_rng(seed).normal(size=values.shape)

    of_part, of_rest, of_whole = (
        held_coefficients(each, covariates, sites, at=fit) for each in (part, values - part, values)
    )
    twin = joint_in_full(part, covariates, sites, within=fit.within, between=fit.between)

    assert of_part == pytest.approx(twin[1], abs=1e-5)
    assert of_part + of_rest == pytest.approx(of_whole, abs=1e-9)
    assert of_whole == pytest.approx(fit.coefficients, abs=1e-5)


@given(seed=SEEDS)
@settings(max_examples=12, deadline=None)
def test_the_gradient_is_that_of_central_differences_away_from_the_optimum(seed: int) -> None:
    values, covariates, sites = _people(seed)
    sums = _summed(values, covariates, sites)
    start = np.random.default_rng(seed).normal(size=6) + np.array([2, 0, 2, 0, 0, 0])
    steps = 1e-5 * np.eye(6)

    differences = [(_at(sums, start + each).deviance - _at(sums, start - each).deviance) / 2e-5 for each in steps]

    assert _gradient(sums, _at(sums, start)) == pytest.approx(differences, rel=1e-5, abs=1e-4)


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_where_the_search_begins_changes_nothing(seed: int) -> None:
    values, covariates, sites = _people(seed)
    other = values + np.random.default_rng(seed).normal(scale=0.1, size=values.shape)

    plain = fit_costs_and_effects(values, covariates, sites)
    warm = fit_costs_and_effects(values, covariates, sites, near=fit_costs_and_effects(other, covariates, sites))

    assert warm.criterion == pytest.approx(plain.criterion, abs=1e-5)
    error = np.sqrt(np.diag(plain.covariance)).reshape(2, 3).T
    assert (np.abs(warm.coefficients - plain.coefficients) < 2e-3 * error).all()


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_pounds_or_pence_and_the_order_of_outcomes_and_people_change_nothing_but_the_scale(seed: int) -> None:
    values, covariates, sites = _people(seed)
    order = np.random.default_rng(seed).permutation(len(values))

    plain = fit_costs_and_effects(values, covariates, sites)
    pence = fit_costs_and_effects((values * [100, 1])[order], covariates[order], sites[order])
    swapped = fit_costs_and_effects(values[:, ::-1], covariates, sites)

    error = np.sqrt(np.diag(plain.covariance)).reshape(2, 3).T
    assert pence.criterion - 2 * (len(values) - 3) * np.log(100) == pytest.approx(plain.criterion, abs=1e-6)
    assert swapped.criterion == pytest.approx(plain.criterion, abs=1e-6)
    assert (np.abs(pence.coefficients / [100, 1] - plain.coefficients) < 2e-3 * error).all()
    assert (np.abs(swapped.coefficients[:, ::-1] - plain.coefficients) < 2e-3 * error).all()


@given(seed=SEEDS, threshold=st.floats(0, 50))
@settings(max_examples=8, deadline=None)
def test_net_benefit_is_the_weighted_difference_of_its_parts(seed: int, threshold: float) -> None:
    values, covariates, sites = _people(seed)
    fit = fit_costs_and_effects(values, covariates, sites)

    found = net_benefit(fit, covariate=1, thresholds=np.array([threshold]))
    variance = fit.covariance[1, 1] + threshold**2 * fit.covariance[4, 4] - 2 * threshold * fit.covariance[1, 4]

    assert found.estimate[0] == pytest.approx(threshold * fit.coefficients[1, 1] - fit.coefficients[1, 0])
    assert found.standard_error[0] ** 2 == pytest.approx(variance)


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_costs_in_pence_have_the_same_ratios_and_a_hundred_times_the_difference(seed: int) -> None:
    generator = np.random.default_rng(seed)
    covariates = np.column_stack([np.ones(80), np.repeat([0.0, 1.0], 40)])
    costs = generator.gamma(2, 500, 80)

    pounds, pence = gamma_costs(costs, covariates), gamma_costs(100 * costs, covariates)

    assert pence.coefficients[1] == pytest.approx(pounds.coefficients[1], abs=1e-8)
    assert pence.recycled(1) == pytest.approx(100 * pounds.recycled(1), rel=1e-7)
    # With an arm and nothing else the model's means are the arms' means.
    assert pounds.recycled(1) == pytest.approx(costs[40:].mean() - costs[:40].mean(), rel=1e-7)


@given(seed=SEEDS)
@settings(max_examples=6, deadline=None)
def test_the_same_seed_draws_the_same_bootstrap(seed: int) -> None:
    values, _, sites = _people(seed)
    arms = (ready(values, sites), ready(values + 1, sites))

    first, second = (two_stage(arms, draws=20, generator=np.random.default_rng(seed)) for _ in range(2))

    assert np.array_equal(first, second)
