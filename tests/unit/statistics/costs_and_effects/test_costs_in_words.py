"""What cannot be modelled is refused, with the person and the outcome."""

import numpy as np
import pytest

from newel.statistics.costs_and_effects import fit_costs_and_effects, gamma_costs, poisson_costs, ready

SITES = np.repeat(np.arange(4), 5)
ONES = np.ones((20, 1))


def _values() -> np.ndarray:
    return np.random.default_rng(2).normal(size=(20, 2))


def test_a_missing_outcome_names_the_person() -> None:
    values = _values()
    values[6, 1] = np.nan

    with pytest.raises(ValueError, match="Person 7 has no value of outcome 2: impute, or leave out"):
        fit_costs_and_effects(values, ONES, SITES)


def test_one_site_is_refused() -> None:
    with pytest.raises(ValueError, match="One site cannot show how sites differ"):
        fit_costs_and_effects(_values(), ONES, np.zeros(20, dtype=np.int64))


def test_a_covariate_that_repeats_another_is_refused() -> None:
    with pytest.raises(ValueError, match="a sum of others"):
        fit_costs_and_effects(_values(), np.column_stack([ONES, ONES]), SITES)


def test_an_outcome_that_is_the_same_for_everyone_is_refused() -> None:
    values = _values()
    values[:, 0] = 3.0

    with pytest.raises(ValueError, match="Outcome 1 is the same for everyone"):
        fit_costs_and_effects(values, ONES, SITES)


def test_sites_that_do_not_differ_are_said_not_to() -> None:
    values = _values()
    values[:, 0] = np.tile([-2.0, -1.0, 0.0, 1.0, 2.0], 4)

    fit = fit_costs_and_effects(values, ONES, SITES)

    assert fit.between[0].tolist() == [0.0, 0.0]
    assert "Sites do not differ in outcome 1" in fit.notes[0]


def test_a_person_without_cost_is_named() -> None:
    with pytest.raises(ValueError, match="Person 3 has a cost of 0: a gamma model needs costs above 0"):
        gamma_costs(np.array([10.0, 20.0, 0.0]), np.ones((3, 1)))


def test_a_cost_below_nothing_is_named() -> None:
    with pytest.raises(ValueError, match="Person 2 has a cost of -20: costs are never below 0"):
        poisson_costs(np.array([0.0, -20.0, 10.0]), np.ones((3, 1)))


def test_costs_of_nothing_count_in_the_mean_of_a_group() -> None:
    costs, group = np.array([0.0, 30.0, 60.0, 0.0, 0.0, 30.0]), np.repeat([0.0, 1.0], 3)

    fit = poisson_costs(costs, np.column_stack([np.ones(6), group]))

    assert fit.recycled(1) == pytest.approx(10.0 - 30.0)


def test_clustered_errors_without_clusters_are_refused() -> None:
    fit = gamma_costs(np.random.default_rng(1).gamma(2, 10, 20), ONES)

    with pytest.raises(ValueError, match="CR1 need to know who is in which cluster"):
        fit.covariance("CR1")


def test_named_errors_differ_by_their_factors_alone() -> None:
    fit = gamma_costs(np.random.default_rng(1).gamma(2, 10, 20), ONES)
    plain = fit.covariance("CR0", SITES)[0, 0]

    assert fit.covariance("CR0 G/(G-1)", SITES)[0, 0] == pytest.approx(plain * 4 / 3)
    assert fit.covariance("CR1", SITES)[0, 0] == pytest.approx(plain * 4 / 3 * 19 / 19)


def test_an_arm_of_one_site_cannot_be_drawn_in_two_stages() -> None:
    with pytest.raises(ValueError, match="two sites at least"):
        ready(_values(), np.zeros(20, dtype=np.int64))


def test_sites_with_equal_means_are_drawn_together_altogether() -> None:
    values = np.tile([[-1.0], [1.0]], (6, 1))

    assert ready(values, np.repeat(np.arange(3), 4)).shrinkage.tolist() == [1.0]
