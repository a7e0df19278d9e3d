"""What must not change a finding: the order of rows, the names of sites, units, and how columns are coded."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters import (
    Lottery,
    WildRule,
    cluster_robust,
    clustered_least_squares,
    randomisation_test,
    robust,
    wald_tests,
    wild_cluster_test,
    within_effect,
)

quick = settings(max_examples=20, deadline=None, derandomize=True)
seeds = st.integers(0, 10**6)
kinds = st.sampled_from(["CR0", "CR1", "CR1S", "CR2", "CR3"])
types = st.sampled_from(["11", "13", "31", "33"])
SECOND = np.array([0.0, 1.0, 0.0])


def _study(seed: int) -> tuple[Numbers, Numbers, Levels]:
    """Return six to nine sites of unequal size, with a treatment of whole sites and a covariate."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(3, 9, rng.integers(6, 10))
    site = np.repeat(np.arange(len(sizes)), sizes)
    fixed = np.column_stack([np.ones(len(site)), site % 2, rng.normal(size=len(site))])
    return fixed, fixed @ [1, 0.5, 0.3] + rng.normal(size=len(sizes))[site] + rng.normal(size=len(site)), site


@quick
@given(seeds, kinds)
def test_order_names_units_and_coding_change_no_robust_finding(seed: int, kind: str) -> None:
    fixed, response, site = _study(seed)
    rng = np.random.default_rng(seed)
    order, names = rng.permutation(len(site)), rng.permutation(100)
    turn = np.array([[1.0, 0.5, 2], [0, 3, -1], [0, 0, 0.1]])

    plain = cluster_robust(fixed, response, site, kind=kind)
    moved = cluster_robust(
        (fixed @ turn)[order], 7 * response[order], names[site[order]], kind=kind, contrasts=turn
    )

    assert moved.estimate == pytest.approx(7 * plain.estimate, rel=1e-8, abs=1e-10)
    assert moved.standard_error == pytest.approx(7 * plain.standard_error, rel=1e-8)
    assert moved.freedom == pytest.approx(plain.freedom, rel=1e-6)


@quick
@given(seeds)
def test_kinds_stand_in_their_order(seed: int) -> None:
    fixed, response, site = _study(seed)

    fit = clustered_least_squares(fixed, response, site)

    errors = {kind: robust(fit, kind).inference().standard_error for kind in ("CR0", "CR1", "CR2", "CR3")}

    assert (errors["CR0"] < errors["CR1"]).all()
    assert (errors["CR0"] <= errors["CR2"] + 1e-12).all()
    assert (errors["CR2"] <= errors["CR3"] + 1e-12).all()


@quick
@given(seeds)
def test_weights_that_are_all_alike_are_no_weights(seed: int) -> None:
    fixed, response, site = _study(seed)

    plain = robust(clustered_least_squares(fixed, response, site)).inference()
    weighted = robust(clustered_least_squares(fixed, response, site, weights=np.full(len(site), 3.0))).inference()

    assert weighted.standard_error == pytest.approx(plain.standard_error, rel=1e-9)
    assert weighted.freedom == pytest.approx(plain.freedom, rel=1e-8)


@quick
@given(seeds)
def test_every_joint_test_gives_a_probability(seed: int) -> None:
    fixed, response, site = _study(seed)

    found = wald_tests(robust(clustered_least_squares(fixed, response, site)), np.eye(3)[1:])

    assert all(0 <= test.p <= 1 for test in found.values())
    assert found["HTZ"].p >= found["chi-sq"].p


@quick
@given(seeds, types, st.booleans())
def test_order_names_and_units_change_no_wild_p(seed: int, kind: str, restricted: bool) -> None:  # noqa: FBT001 - hypothesis passes by position
    fixed, response, site = _study(seed)
    rng = np.random.default_rng(seed)
    order, names = rng.permutation(len(site)), rng.permutation(100)
    rule = WildRule(kind=kind, restricted=restricted, interval=False)

    plain = wild_cluster_test(fixed, response, site, contrast=SECOND, rule=rule)
    moved = wild_cluster_test(fixed[order], -5 * response[order], names[site[order]], contrast=SECOND, rule=rule)

    assert moved.p == plain.p
    assert moved.statistic == pytest.approx(-plain.statistic, rel=1e-8)


@quick
@given(seeds)
def test_the_wild_p_is_a_number_of_sign_vectors_and_never_below_two(seed: int) -> None:
    fixed, response, site = _study(seed)
    sites = len(np.unique(site))

    found = wild_cluster_test(fixed, response + 1e3 * fixed[:, 1], site, contrast=SECOND)

    assert found.p >= 2 / 2**sites
    assert (found.p * 2**sites) % 2 == 0
    assert found.low <= found.estimate <= found.high


@quick
@given(seeds)
def test_adding_an_effect_moves_the_randomisation_interval_along(seed: int) -> None:
    rng = np.random.default_rng(seed)
    starts = rng.permutation(np.array([1.0, 1, 2, 2, 3, 3]))
    site, period = np.repeat(np.arange(6), 12), np.tile(np.repeat(np.arange(4.0), 3), 6)
    response = rng.normal(size=72) + rng.normal(size=6)[site]
    treated = period >= starts[site]

    plain, raised = (
        randomisation_test(within_effect(one, site, period, start_site=starts), starts, lottery=Lottery())
        for one in (response, 10 * response + 5 * treated)
    )

    assert raised.statistic == pytest.approx(10 * plain.statistic + 5)
    assert (raised.low, raised.high) == pytest.approx((10 * plain.low + 5, 10 * plain.high + 5), rel=1e-5)
    assert 1 / 90 <= plain.p <= 1
