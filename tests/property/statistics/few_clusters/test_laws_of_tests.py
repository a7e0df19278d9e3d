"""Laws of tests with few clusters: exact where they say so, blind to what is held constant, never sure."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters import (
    WildRule,
    cluster_robust,
    clustered_generalised,
    clustered_least_squares,
    robust,
    wald_tests,
    wild_cluster_test,
    wild_joint_test,
)

few = settings(max_examples=12, deadline=None, derandomize=True)
seeds = st.integers(0, 10**6)
kinds = st.sampled_from(["CR0", "CR1", "CR2", "CR3"])
types = st.sampled_from(["11", "13", "31", "33"])
SECOND = np.array([0.0, 1.0, 0.0])
QUICK = WildRule(interval=False)


def study(seed: int) -> tuple[Numbers, Numbers, Levels]:
    """Return six to eight sites of unequal size, with a treatment of whole sites and a covariate."""
    draws = np.random.default_rng(seed)
    sizes = draws.integers(3, 9, draws.integers(6, 9))
    site = np.repeat(np.arange(len(sizes)), sizes)
    fixed = np.column_stack([np.ones(len(site)), site % 2, draws.standard_normal(len(site))])
    return (
        fixed,
        fixed @ [1, 0.5, 0.3] + draws.standard_normal(len(sizes))[site] + draws.standard_normal(len(site)),
        site,
    )


@few
@given(seed=seeds, kind=types)
def test_a_coefficient_and_its_negative_have_one_wild_p(seed: int, kind: str) -> None:
    fixed, response, site = study(seed)
    rule = WildRule(kind=kind)

    one = wild_cluster_test(fixed, response, site, contrast=SECOND, rule=rule)
    other = wild_cluster_test(fixed, response, site, contrast=-SECOND, rule=rule)

    assert other.p == one.p
    assert (other.low, other.high) == pytest.approx((-one.high, -one.low), rel=1e-6, abs=1e-7)


@few
@given(seed=seeds, kind=types, factor=st.floats(0.01, 100))
def test_a_contrast_in_another_unit_has_the_same_wild_p_and_an_interval_in_that_unit(
    seed: int, kind: str, factor: float
) -> None:
    fixed, response, site = study(seed)

    one, other = (
        wild_cluster_test(fixed, response, site, contrast=scale * SECOND, rule=WildRule(kind=kind))
        for scale in (1.0, factor)
    )

    assert other.p == one.p
    assert [other.estimate, other.low, other.high] == pytest.approx(
        [factor * value for value in (one.estimate, one.low, one.high)], rel=1e-6, abs=1e-7 * factor
    )


@few
@given(seed=seeds, kind=types, null=st.floats(-2, 2))
def test_testing_a_value_is_testing_nought_once_it_is_taken_off(seed: int, kind: str, null: float) -> None:
    fixed, response, site = study(seed)
    rule = WildRule(kind=kind, null=null, interval=False)

    found = wild_cluster_test(fixed, response, site, contrast=SECOND, rule=rule)
    moved = wild_cluster_test(
        fixed, response - null * fixed[:, 1], site, contrast=SECOND, rule=WildRule(kind=kind, interval=False)
    )

    assert found.p == moved.p
    assert found.statistic == pytest.approx(moved.statistic, rel=1e-8, abs=1e-9)


@few
@given(seed=seeds, kind=types)
def test_what_other_columns_explain_changes_no_wild_p(seed: int, kind: str) -> None:
    fixed, response, site = study(seed)
    rule = WildRule(kind=kind, interval=False)

    one = wild_cluster_test(fixed, response, site, contrast=SECOND, rule=rule)
    other = wild_cluster_test(fixed, response + 4 - 3 * fixed[:, 2], site, contrast=SECOND, rule=rule)

    assert other.p == one.p


@few
@given(seed=seeds, kind=st.sampled_from(["11", "31"]))
def test_a_stricter_count_never_gives_a_larger_wild_p(seed: int, kind: str) -> None:
    fixed, response, site = study(seed)

    found = wild_cluster_test(fixed, response, site, contrast=SECOND, rule=WildRule(kind=kind, interval=False))

    assert found.p_beyond <= found.p
    assert found.floor <= found.p <= 1


@few
@given(seed=seeds)
def test_nought_lies_in_the_wild_interval_just_where_it_is_not_rejected(seed: int) -> None:
    fixed, response, site = study(seed)

    found = wild_cluster_test(fixed, response + 0.7 * fixed[:, 1], site, contrast=SECOND)

    assert (found.low <= 0 <= found.high) is (found.p > 0.05)


def test_over_all_sign_vectors_the_wild_test_of_a_mean_rejects_exactly_as_often_as_it_says() -> None:
    values = np.random.default_rng(5).standard_normal(7)
    signs = np.array(np.meshgrid(*[[1, -1]] * 7)).reshape(7, -1).T

    found = np.array(
        [
            wild_cluster_test(np.ones((7, 1)), values * own, np.arange(7), contrast=np.ones(1), rule=QUICK).p
            for own in signs
        ]
    )

    for count in range(2, 130, 2):
        assert (found <= count / 128 + 1e-12).sum() == count


@few
@given(seed=seeds, kind=types)
def test_the_order_of_joint_contrasts_and_their_signs_change_no_wild_p(seed: int, kind: str) -> None:
    fixed, response, site = study(seed)
    rule = WildRule(kind=kind)

    one = wild_joint_test(fixed, response, site, contrasts=np.eye(3)[1:], rule=rule)
    other = wild_joint_test(fixed, response, site, contrasts=np.array([[0.0, 0, 5], [0, -2, 0]]), rule=rule)

    assert other.p == one.p
    assert other.statistic == pytest.approx(one.statistic, rel=1e-7)


@few
@given(seed=seeds, webb=st.booleans())
def test_drawn_vectors_never_give_a_wild_p_of_nought_and_repeat_with_their_seed(seed: int, webb: bool) -> None:  # noqa: FBT001 - hypothesis passes by position
    fixed, response, site = study(seed)

    first, again = (
        wild_cluster_test(
            fixed,
            response + 9 * fixed[:, 1],
            site,
            contrast=SECOND,
            rule=WildRule(largest=0, draws=199, webb=webb, generator=np.random.default_rng(seed), interval=False),
        )
        for _ in range(2)
    )

    assert (first.p, first.p_beyond, first.statistic) == (again.p, again.p_beyond, again.statistic)
    assert first.p >= 1 / 200
    assert not first.exact


@few
@given(seed=seeds, kind=kinds)
def test_a_column_of_the_response_is_estimated_without_error_of_its_own(seed: int, kind: str) -> None:
    fixed, response, site = study(seed)

    one = cluster_robust(fixed, response, site, kind=kind)
    other = cluster_robust(fixed, response + fixed @ [3, -2, 1], site, kind=kind)

    assert other.estimate == pytest.approx(one.estimate + np.array([3, -2, 1]), abs=1e-9)
    assert other.standard_error == pytest.approx(one.standard_error, rel=1e-8)


@few
@given(seed=seeds, kind=st.sampled_from(["CR0", "CR1"]))
def test_writing_every_row_twice_changes_nothing_that_clusters_decide(seed: int, kind: str) -> None:
    fixed, response, site = study(seed)

    one = cluster_robust(fixed, response, site, kind=kind)
    twice = cluster_robust(np.vstack([fixed, fixed]), np.tile(response, 2), np.tile(site, 2), kind=kind)

    assert twice.standard_error == pytest.approx(one.standard_error, rel=1e-9)
    assert twice.freedom == pytest.approx(one.freedom, rel=1e-8)


@few
@given(seed=seeds)
def test_degrees_of_freedom_lie_between_one_and_clusters_less_one_for_what_clusters_share(seed: int) -> None:
    fixed, response, site = study(seed)

    found = cluster_robust(fixed, response, site).freedom[1]

    assert 1 - 1e-9 <= found <= len(np.unique(site)) - 1 + 1e-9


def test_cr2_rejects_nearly_as_often_as_it_says_where_cr0_rejects_far_too_often() -> None:
    draws = np.random.default_rng(15)
    site = np.repeat(np.arange(8), 5)
    fixed = np.column_stack([np.ones(40), site < 3])
    rejected = {"CR0": 0, "CR2": 0}

    for _ in range(600):
        fit = clustered_least_squares(fixed, draws.standard_normal(8)[site] + draws.standard_normal(40), site)
        plain, corrected = robust(fit, "CR0").inference(), robust(fit, "CR2").inference()
        rejected["CR0"] += abs(plain.statistic[1]) > 1.96
        rejected["CR2"] += corrected.p[1] < 0.05

    assert rejected["CR2"] / 600 == pytest.approx(0.05, abs=0.03)
    assert rejected["CR0"] / 600 > 0.12


@few
@given(seed=seeds)
def test_a_joint_test_of_one_constraint_is_its_own_t_test_by_every_kind_of_sandwich(seed: int) -> None:
    fixed, response, site = study(seed)

    for kind in ("CR1", "CR2", "CR3"):
        fit = robust(clustered_least_squares(fixed, response, site), kind)
        assert wald_tests(fit, SECOND[None, :])["HTZ"].p == pytest.approx(fit.inference(SECOND).p[0], rel=1e-8)


@pytest.mark.parametrize("contrasts", [np.zeros((1, 3)), np.ones((1, 2)), np.vstack([SECOND, 0 * SECOND])])
def test_contrasts_of_nothing_or_of_other_coefficients_are_refused(contrasts: Numbers) -> None:
    with pytest.raises(ValueError, match="a number for each of 3 coefficients"):
        cluster_robust(*study(1), contrasts=contrasts)


@pytest.mark.parametrize("trials", [0.0, -2.0, np.nan])
def test_a_row_without_trials_is_refused(trials: float) -> None:
    fixed, response, site = study(1)
    counted = np.full(len(site), 5.0)
    counted[3] = trials

    with pytest.raises(ValueError, match="trials must be a number above 0"):
        clustered_generalised(fixed, (response > 1).astype(float), site, trials=counted)
