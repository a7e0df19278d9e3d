"""Power of designs: closed forms of the textbook, and what more sites, people or likeness must do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from newel.statistics.arrays import Numbers
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

few = settings(max_examples=20, deadline=None, derandomize=True)
likeness = st.floats(0.01, 0.5)
WEDGE = stepped_wedge(np.full(4, 2))


def total_of_one(icc: float, autocorrelation: float = 1.0) -> Spread:
    """Return a spread whose variances add up to 1."""
    return spread_of(icc, autocorrelation=autocorrelation, person=np.sqrt(1 - icc))


@few
@given(steps=st.integers(2, 8), sites=st.integers(1, 4), people=st.integers(1, 60), icc=likeness)
def test_a_stepped_wedge_has_the_design_effect_of_woertman(steps: int, sites: int, people: int, icc: float) -> None:
    """Source: Woertman W et al. J Clin Epidemiol 2013;66:752-758: one measurement before, one after each step."""
    wedge = stepped_wedge(np.full(steps, sites))
    top, bottom = 1 + icc * (steps * people + people - 1), 1 + icc * (steps * people / 2 + people - 1)
    design_effect = top / bottom * 3 * (1 - icc) / (2 * (steps - 1 / steps))

    found = effect_variance(wedge, people, spread=total_of_one(icc))

    assert found == pytest.approx(4 * design_effect / (len(wedge) * people), rel=1e-9)


@few
@given(first=st.integers(1, 9), second=st.integers(1, 9), people=st.integers(1, 60), icc=likeness)
def test_two_arms_in_one_period_have_the_design_effect_of_clusters(
    first: int, second: int, people: int, icc: float
) -> None:
    """Source: Donner A, Klar N. Design and analysis of cluster randomization trials, 2000: 1 + (m - 1) rho."""
    arms = np.repeat([1.0, 0.0], [first, second])[:, None]
    inflation = 1 + (people - 1) * icc

    found = effect_variance(arms, people, spread=total_of_one(icc))

    assert found == pytest.approx(inflation / people * (1 / first + 1 / second), rel=1e-9)


@few
@given(people=st.integers(2, 60), icc=likeness, kept=st.floats(0, 1))
def test_a_period_before_helps_as_much_as_cluster_means_correlate(people: int, icc: float, kept: float) -> None:
    """Source: Teerenstra S et al. Stat Med 2012;31:2169-2178: 1 - r^2 where all differ alike before."""
    treated = np.array([[0.0, 1.0]] * 5 + [[0.0, 0.0]] * 5)
    spread = total_of_one(icc, kept)
    of_means = icc * kept / (icc + (1 - icc) / people)

    found = effect_variance(treated, people, spread=spread)

    alone = effect_variance(treated[:, 1:], people, spread=spread)
    assert found == pytest.approx(alone * (1 - of_means**2), rel=1e-9)


@few
@given(icc=likeness, kept=st.floats(0.1, 1), people=st.integers(1, 50))
def test_more_sites_of_the_same_plan_divide_the_variance(icc: float, kept: float, people: int) -> None:
    spread = total_of_one(icc, kept)

    one = effect_variance(WEDGE, people, spread=spread)
    three = effect_variance(np.vstack([WEDGE] * 3), people, spread=spread)

    assert three == pytest.approx(one / 3, rel=1e-9)


@few
@given(icc=likeness, kept=st.floats(0.1, 1), people=st.integers(1, 50))
def test_more_people_help_but_never_beyond_what_sites_alone_would_say(icc: float, kept: float, people: int) -> None:
    spread = total_of_one(icc, kept)

    few_people, more, endless = (effect_variance(WEDGE, own, spread=spread) for own in (people, people + 1, 1e9))

    assert few_people > more > endless >= 0


@few
@given(icc=likeness, people=st.integers(2, 50), drift=st.floats(0.05, 1))
def test_sites_that_drift_between_periods_cost_power(icc: float, people: int, drift: float) -> None:
    lasting = total_of_one(icc)
    drifting = Spread(lasting.person, lasting.site, drift)

    assert effect_variance(WEDGE, people, spread=drifting) > effect_variance(WEDGE, people, spread=lasting)


@few
@given(icc=likeness, people=st.integers(2, 50), effect=st.floats(0.05, 1))
def test_sites_in_which_the_treatment_does_more_or_less_cost_power(icc: float, people: int, effect: float) -> None:
    plain = total_of_one(icc)
    varying = Spread(plain.person, plain.site, plain.period, effect=effect)

    assert effect_variance(WEDGE, people, spread=varying) > effect_variance(WEDGE, people, spread=plain)


@few
@given(people=st.integers(2, 50), icc=likeness, seed=st.integers(0, 1000))
def test_the_order_of_sites_changes_nothing(people: int, icc: float, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(WEDGE))
    asked = np.random.default_rng(seed).integers(1, people, len(WEDGE)).astype(float)

    one = effect_variance(WEDGE, asked, spread=total_of_one(icc))
    other = effect_variance(WEDGE[order], asked[order], spread=total_of_one(icc))

    assert other == pytest.approx(one, rel=1e-9)


@few
@given(people=st.integers(2, 50), icc=likeness)
def test_treating_first_and_stopping_later_says_as_much_as_starting_later(people: int, icc: float) -> None:
    spread = total_of_one(icc, 0.9)

    started, stopped = (effect_variance(own, people, spread=spread) for own in (WEDGE, 1 - WEDGE))

    assert stopped == pytest.approx(started, rel=1e-9)


@few
@given(people=st.integers(2, 50), icc=likeness)
def test_a_period_in_which_nobody_is_asked_changes_nothing(people: int, icc: float) -> None:
    longer = np.column_stack([WEDGE, np.full(len(WEDGE), np.nan)])

    one, other = (effect_variance(own, people, spread=total_of_one(icc)) for own in (WEDGE, longer))

    assert other == pytest.approx(one, rel=1e-9)


@few
@given(effect=st.floats(0, 3), variance=st.floats(0.01, 2), level=st.sampled_from([0.01, 0.05, 0.1]))
def test_power_knows_no_direction_and_never_falls_below_the_level(effect: float, variance: float, level: float) -> None:
    found = power_of(effect, variance, level=level)

    assert power_of(-effect, variance, level=level) == found
    assert level - 1e-12 <= found <= 1
    assert power_of(effect + 0.1, variance, level=level) >= found


@few
@given(effect=st.floats(-3, 3), factor=st.floats(0.1, 10))
def test_power_knows_no_unit(effect: float, factor: float) -> None:
    plain, scaled = Spread(1, 0.3, 0.1), Spread(factor, 0.3 * factor, 0.1 * factor)

    one = gaussian_power(WEDGE, 8, effect=effect, spread=plain)

    assert gaussian_power(WEDGE, 8, effect=effect * factor, spread=scaled) == pytest.approx(one, abs=1e-10)


@few
@given(before=st.floats(0.05, 0.95), after=st.floats(0.05, 0.95))
def test_counting_the_other_answer_leaves_the_power_of_a_share(before: float, after: float) -> None:
    one = binomial_power(WEDGE, 20, before=before, after=after, likeness=(0.05, 0.8))
    other = binomial_power(WEDGE, 20, before=1 - before, after=1 - after, likeness=(0.05, 0.8))

    assert other == pytest.approx(one, abs=1e-10)


@few
@given(variance=st.floats(0.001, 2), power=st.floats(0.5, 0.99), level=st.sampled_from([0.01, 0.05]))
def test_the_smallest_effect_is_found_with_its_power_and_no_smaller_one_is(
    variance: float, power: float, level: float
) -> None:
    effect = smallest_effect(variance, power=power, level=level)

    assert power_of(effect, variance, level=level) == pytest.approx(power, abs=1e-4)
    assert power_of(0.99 * effect, variance, level=level) < power


def test_the_power_said_is_the_share_of_simulated_studies_that_find_the_effect() -> None:
    """Site means by period are drawn from the design, and the effect is estimated by weighted least squares."""
    draws, spread, people = np.random.default_rng(21), Spread(1, 0.4, 0.2), 12
    sites, periods = WEDGE.shape
    own = np.diag(np.full(periods, spread.person**2 / people + spread.period**2)) + spread.site**2
    root, inverse = np.linalg.cholesky(own), np.linalg.inv(own)
    columns = [np.column_stack([np.eye(periods), dose]) for dose in WEDGE]
    bread = np.linalg.inv(sum(one.T @ inverse @ one for one in columns))
    said = gaussian_power(WEDGE, people, effect=0.45, spread=spread)

    def estimate() -> float:
        means = [0.45 * dose + root @ draws.standard_normal(periods) for dose in WEDGE]
        return float((bread @ sum(one.T @ inverse @ mean for one, mean in zip(columns, means, strict=True)))[-1])

    found = np.mean([abs(estimate()) / np.sqrt(bread[-1, -1]) > norm.ppf(0.975) for _ in range(1500)])

    assert len(WEDGE) == sites
    assert found == pytest.approx(said, abs=4 * np.sqrt(said * (1 - said) / 1500))


@pytest.mark.parametrize(("variance", "level"), [(0.0, 0.05), (-1.0, 0.05), (np.nan, 0.05), (1.0, 0.0), (1.0, 1.0)])
def test_power_of_no_variance_or_no_level_is_refused(variance: float, level: float) -> None:
    with pytest.raises(ValueError, match="A variance above 0 and a level between 0 and 1"):
        power_of(0.5, variance, level=level)


def test_answers_that_never_differ_within_a_site_are_refused() -> None:
    with pytest.raises(ValueError, match="Answers differ within a site"):
        Spread(person=0, site=1)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_spread_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="A standard deviation is a number"):
        Spread(person=1, site=value)


@pytest.mark.parametrize("design", [np.ones((4, 3)), np.tile([0.0, 1.0], (4, 1)), np.full((4, 3), np.nan)])
def test_designs_in_which_time_and_treatment_are_one_are_refused(design: Numbers) -> None:
    with pytest.raises(ValueError, match="cannot be told from time"):
        effect_variance(design, 10, spread=Spread(1, 0.2))
