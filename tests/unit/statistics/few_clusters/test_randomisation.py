"""The randomisation test: every permutation refitted, strata, draws, and words where the deals are too few."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.few_clusters import Lottery, randomisation_test, within_effect
from newel.statistics.few_clusters.randomisation import every_deal
from tests.support.naive_few_clusters import naive_randomisation

STARTS = np.array([1.0, 1, 2, 2, 3, 3])
SITES = np.repeat(np.arange(6), 20)
PERIODS = np.tile(np.repeat(np.arange(5.0), 4), 6)
RESPONSE = (
    0.7 * (STARTS[SITES] <= PERIODS) + 0.2 * PERIODS + np.sin(5 * SITES) + np.sin(np.arange(120) ** 2)
)
KEPT = np.arange(120) % 11 > 0
"""Unbalanced: some people are missing."""


def _effect(response: Numbers = RESPONSE, starts: Numbers = STARTS) -> object:
    return within_effect(response[KEPT], SITES[KEPT], PERIODS[KEPT], start_site=starts)


@pytest.mark.parametrize("strata", [None, np.array([0, 0, 0, 1, 1, 1])])
def test_the_p_equals_refitting_every_permutation(strata: np.ndarray | None) -> None:
    seen, p = naive_randomisation(RESPONSE[KEPT], SITES[KEPT], PERIODS[KEPT], starts=STARTS, strata=strata)

    found = randomisation_test(_effect(), STARTS, lottery=Lottery(strata=strata))

    assert found.statistic == pytest.approx(seen, rel=1e-10)
    assert found.p == pytest.approx(p, abs=1e-12)
    assert found.exact
    assert found.deals == (90 if strata is None else 9)


def test_effects_at_the_ends_of_the_interval_are_at_the_level() -> None:
    found = randomisation_test(_effect(), STARTS)

    for end in (found.low, found.high):
        for step, rejected in ((1e-6, True), (-1e-6, False)):
            effect = end + step * np.sign(end - found.statistic)
            without = RESPONSE - effect * (STARTS[SITES] <= PERIODS)
            assert (randomisation_test(_effect(without), STARTS).p <= 0.05) is rejected


def test_any_statistic_can_be_given_and_then_has_no_interval() -> None:
    means = np.array([RESPONSE[site == SITES].mean() for site in range(6)])

    found = randomisation_test(lambda dates: dates @ (means - means.mean()), STARTS)

    assert found.statistic == pytest.approx(STARTS @ (means - means.mean()))
    assert np.isnan([found.low, found.high]).all()
    assert 0 < found.p <= 1


def test_adjusting_for_a_column_is_a_larger_regression() -> None:
    column = np.cos(np.arange(120.0))
    statistic = within_effect(RESPONSE, SITES, PERIODS, adjust=column[:, None], start_site=STARTS)
    dummies = np.column_stack([SITES[:, None] == np.arange(6), PERIODS[:, None] == np.arange(1, 5), column])
    dose = (STARTS[SITES] <= PERIODS).astype(float)
    expected = np.linalg.lstsq(np.column_stack([dose, dummies]), RESPONSE, rcond=None)[0][0]

    assert statistic(STARTS[None, :])[0, 0] == pytest.approx(expected)


def test_draws_repeat_with_their_seed_and_never_give_a_p_of_0() -> None:
    exact = randomisation_test(_effect(), STARTS).p

    def drawn(seed: int) -> float:
        lottery = Lottery(largest=10, draws=1999, generator=np.random.default_rng(seed))
        return randomisation_test(_effect(), STARTS, lottery=lottery).p

    assert drawn(5) == drawn(5)
    assert drawn(5) == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 1999) + 1 / 2000)
    assert drawn(5) >= 1 / 2000


def test_every_deal_is_different_and_keeps_its_dates() -> None:
    deals = every_deal(STARTS, (np.array([0, 2, 4]), np.array([1, 3, 5])))

    assert len(np.unique(deals, axis=0)) == len(deals) == 36
    assert (np.sort(deals, axis=1) == np.sort(STARTS)).all()


def test_too_few_deals_are_said_and_too_many_need_a_generator() -> None:
    pairs = np.array([0, 0, 1, 1, 2, 2])

    dates = np.array([1.0, 2, 2, 3, 1, 3])

    found = randomisation_test(_effect(starts=dates), dates, lottery=Lottery(strata=pairs))

    assert found.deals == 8
    assert "dealt in 8 ways only, so p cannot fall below 0.125" in found.notes[0]
    with pytest.raises(ValueError, match="too many ways"):
        randomisation_test(_effect(), STARTS, lottery=Lottery(largest=10))
    with pytest.raises(ValueError, match="6 sites and 2 strata"):
        randomisation_test(_effect(), STARTS, lottery=Lottery(strata=np.arange(2)))


def test_dates_that_never_differ_have_no_effect_to_test() -> None:
    with pytest.raises(ValueError, match="not a number"):
        randomisation_test(_effect(starts=np.ones(6)), np.ones(6))
