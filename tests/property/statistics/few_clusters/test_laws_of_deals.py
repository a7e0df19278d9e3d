"""Laws of the randomisation test: uniform over all deals, and blind to what sites and periods bring."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.few_clusters import Lottery, randomisation_test, within_effect
from newel.statistics.few_clusters.randomisation import every_deal

few = settings(max_examples=12, deadline=None, derandomize=True)
seeds = st.integers(0, 10**6)
STARTS = np.array([1.0, 1, 2, 2, 3, 3])
SITES, PERIODS = np.repeat(np.arange(6), 10), np.tile(np.repeat(np.arange(5.0), 2), 6)


def test_over_all_deals_the_randomisation_test_rejects_no_more_often_than_it_says() -> None:
    """Whichever deal had been the real one, its p is its place among all deals: without ties p is uniform."""
    response = np.random.default_rng(7).standard_normal(60)
    deals = every_deal(STARTS, (np.arange(6),))

    found = np.array(
        [randomisation_test(within_effect(response, SITES, PERIODS, start_site=own), own).p for own in deals]
    )

    assert len(deals) == 90
    for count in range(1, 91):
        assert (found <= count / 90 + 1e-12).sum() <= count
    assert (found <= 9 / 90 + 1e-12).sum() == 9


@few
@given(seed=seeds)
def test_what_sites_and_periods_bring_changes_no_randomisation_p(seed: int) -> None:
    draws = np.random.default_rng(seed)
    response = draws.standard_normal(60)
    moved = response + 5 * draws.standard_normal(6)[SITES] + 5 * draws.standard_normal(5)[PERIODS.astype(int)]

    one, other = (
        randomisation_test(within_effect(own, SITES, PERIODS, start_site=STARTS), STARTS) for own in (response, moved)
    )

    assert other.p == one.p
    assert [other.statistic, other.low, other.high] == pytest.approx(
        [one.statistic, one.low, one.high], rel=1e-6, abs=1e-6
    )


@few
@given(seed=seeds)
def test_turning_outcomes_round_turns_the_randomisation_interval_round(seed: int) -> None:
    response = np.random.default_rng(seed).standard_normal(60)

    one, other = (
        randomisation_test(within_effect(own, SITES, PERIODS, start_site=STARTS), STARTS)
        for own in (response, -response)
    )

    assert other.p == one.p
    assert (other.low, other.high) == pytest.approx((-one.high, -one.low), rel=1e-6, abs=1e-6)


@few
@given(seed=seeds)
def test_naming_sites_in_another_order_changes_no_randomisation_p(seed: int) -> None:
    draws = np.random.default_rng(seed)
    response, order = draws.standard_normal(60), draws.permutation(6)
    names = np.argsort(order)[SITES]

    one = randomisation_test(within_effect(response, SITES, PERIODS, start_site=STARTS), STARTS)
    other = randomisation_test(within_effect(response, names, PERIODS, start_site=STARTS[order]), STARTS[order])

    assert other.p == one.p


def test_a_site_that_never_starts_waits_for_ever_and_one_without_a_date_is_refused() -> None:
    response = np.random.default_rng(2).standard_normal(60)
    never, missing = STARTS.copy(), STARTS.copy()
    never[5], missing[5] = np.inf, np.nan

    found = randomisation_test(within_effect(response, SITES, PERIODS, start_site=never), never)

    assert found.deals == 180
    with pytest.raises(ValueError, match="A start date is missing"):
        randomisation_test(within_effect(response, SITES, PERIODS, start_site=missing), missing)


def test_every_stratum_of_its_own_leaves_one_deal_and_no_test() -> None:
    response = np.random.default_rng(2).standard_normal(60)

    found = randomisation_test(
        within_effect(response, SITES, PERIODS, start_site=STARTS), STARTS, lottery=Lottery(strata=np.arange(6))
    )

    assert (found.deals, found.p) == (1, 1.0)
    assert "cannot fall below 1" in found.notes[0]
