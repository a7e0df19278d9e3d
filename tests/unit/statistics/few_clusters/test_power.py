"""Power of a stepped wedge: swCRTdesign's figures, one row a person, and words for what cannot be."""

import numpy as np
import pytest
from scipy.stats import norm

from newel.statistics.power import (
    Spread,
    binomial_power,
    effect_variance,
    gaussian_power,
    power_of,
    smallest_effect,
    spread_of,
    stepped_wedge,
)
from tests.support.naive_few_clusters import naive_wedge_power

WEDGE = stepped_wedge(np.full(6, 3))
OURS = {
    "sigma": "person", "tau": "site", "gamma": "period", "eta": "effect", "rho": "correlation", "zeta": "same_people"
}  # fmt: skip
SMALL = stepped_wedge(np.array([2, 1, 2]))


def test_the_figures_of_swcrtdesign() -> None:
    """Source: swCRTdesign 4.0 in R 4.2.2: 18 clusters in 6 sequences, 7 periods, 20 people a period."""
    gaussian = gaussian_power(WEDGE, 20, effect=0.3, spread=Spread(person=1, site=0.2))
    binomial = binomial_power(WEDGE, 20, before=0.3, after=0.4, likeness=(0.05, 0.8))

    assert gaussian == pytest.approx(0.994086274188609, rel=1e-12)
    assert binomial == pytest.approx(0.816445640211475, rel=1e-12)


def test_the_variance_of_hussey_and_hughes_in_closed_form() -> None:
    """Source: Hussey and Hughes 2007, equation 8."""
    sites, periods = WEDGE.shape
    noise, between = 1 / 20, 0.04
    u, w, v = WEDGE.sum(), (WEDGE.sum(axis=0) ** 2).sum(), (WEDGE.sum(axis=1) ** 2).sum()
    below = (sites * u - w) * noise + (u**2 + sites * periods * u - periods * w - sites * v) * between
    expected = sites * noise * (noise + periods * between) / below

    assert effect_variance(WEDGE, 20, spread=Spread(1, 0.2)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    "deviations",
    [
        {"sigma": 1.0},
        {"sigma": 1.0, "tau": 0.3, "gamma": 0.1},
        {"sigma": 0.8, "tau": 0.3, "eta": 0.2, "rho": -0.4},
        {"sigma": 1.0, "tau": 0.3, "gamma": 0.2, "eta": 0.2, "rho": 0.5, "zeta": 0.6},
    ],
)
def test_power_equals_a_model_with_one_row_a_person(deviations: dict[str, float]) -> None:
    expected = naive_wedge_power(SMALL, 5, effect=0.7, deviations=deviations)
    spread = Spread(**{OURS[name]: value for name, value in deviations.items()})

    assert gaussian_power(SMALL, 5, effect=0.7, spread=spread) == pytest.approx(expected, rel=1e-9)


def test_numbers_of_people_may_differ_and_sites_may_miss_periods() -> None:
    spread = Spread(1, site=0.3, period=0.1)
    each = np.full(SMALL.shape, 6.0)
    missed, never = each.copy(), SMALL.copy()
    missed[2, 1], never[2, 1] = 0, np.nan

    whole = effect_variance(SMALL, 6, spread=spread)
    assert effect_variance(SMALL, each, spread=spread) == pytest.approx(whole)
    assert effect_variance(SMALL, np.full(5, 6), spread=spread) == pytest.approx(whole)
    assert effect_variance(SMALL, missed, spread=spread) > effect_variance(SMALL, each, spread=spread)
    assert effect_variance(SMALL, missed, spread=spread) == pytest.approx(effect_variance(never, each, spread=spread))


def test_likeness_turns_into_standard_deviations() -> None:
    spread = spread_of(0.05, autocorrelation=0.8, person=2.0)

    between = spread.site**2 + spread.period**2
    assert between / (between + 4) == pytest.approx(0.05)
    assert spread.site**2 / between == pytest.approx(0.8)


def test_the_smallest_effect_is_found_with_the_power_asked_for() -> None:
    variance = effect_variance(WEDGE, 20, spread=Spread(1, 0.2))

    effect = smallest_effect(variance, power=0.8)

    assert power_of(effect, variance) == pytest.approx(0.8, abs=1e-6)
    assert power_of(0, variance) == pytest.approx(0.05)
    stricter = norm.cdf(norm.ppf(0.8) + norm.ppf(0.975) - norm.ppf(0.995))
    assert power_of(effect, variance, level=0.01) == pytest.approx(stricter, abs=1e-6)


def test_a_wedge_is_one_step_after_another() -> None:
    assert stepped_wedge(np.array([1, 2])).tolist() == [[0, 1, 1], [0, 0, 1], [0, 0, 1]]
    assert stepped_wedge(np.array([1]), before=2).tolist() == [[0, 0, 1]]


def test_impossible_designs_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="cannot be told from time"):
        effect_variance(np.tile(WEDGE[:1], (4, 1)), 20, spread=Spread(1, 0.2))
    with pytest.raises(ValueError, match="cannot be told from time"):
        effect_variance(np.zeros((4, 3)), 20, spread=Spread(1, 0.2))
    with pytest.raises(ValueError, match="5 sites and numbers of people for 3"):
        effect_variance(SMALL, np.ones(3), spread=Spread(1))
    with pytest.raises(ValueError, match="at least 0"):
        Spread(person=-1)
    with pytest.raises(ValueError, match="only where both differ"):
        Spread(person=1, site=0.1, correlation=0.5)
    with pytest.raises(ValueError, match="from 0 to below 1"):
        spread_of(1.0, person=1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        binomial_power(SMALL, 5, before=0, after=0.5, likeness=(0.05, 1))
