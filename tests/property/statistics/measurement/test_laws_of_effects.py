"""Effects and change: what a t test says, what simulation says, and what turning a scale round must not change."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import (
    Arms,
    Components,
    Estimated,
    Norms,
    cluster_difference,
    cohens_d,
    hedges_g,
    reliable_change,
    standardised,
    threshold_between,
)
from newel.statistics.measurement.effects import noncentral_interval, small_sample_factor

few = settings(max_examples=20, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
NORMS = Norms(spread=6.0, reliability=0.85, lower_is_better=True, threshold=14)


def two_groups(seed: int, *, apart: float = 0.7) -> tuple[Numbers, Numbers]:
    draws = np.random.default_rng(seed)
    first, second = draws.integers(3, 15, 2)
    return apart + draws.standard_normal(first), draws.standard_normal(second)


@few
@given(seed=seeds)
def test_cohens_d_is_the_t_statistic_in_another_unit(seed: int) -> None:
    first, second = two_groups(seed)
    unit = sqrt(1 / len(first) + 1 / len(second))

    assert cohens_d(first, second).value == pytest.approx(float(ttest_ind(first, second).statistic) * unit, rel=1e-10)


@few
@given(seed=seeds)
def test_the_interval_excludes_nought_just_where_the_t_test_rejects(seed: int) -> None:
    first, second = two_groups(seed, apart=1.0)
    found = cohens_d(first, second)

    rejected = bool(ttest_ind(first, second).pvalue < 0.05)

    assert (found.low > 0 or found.high < 0) is rejected


@few
@given(seed=seeds, level=st.floats(-20, 20))
def test_adding_the_same_points_to_everybody_changes_no_effect(seed: int, level: float) -> None:
    first, second = two_groups(seed)

    one, other = hedges_g(first, second), hedges_g(first + level, second + level)

    assert other.value == pytest.approx(one.value, abs=1e-9)
    assert [other.low, other.high] == pytest.approx([one.low, one.high], abs=1e-7)


@few
@given(seed=seeds)
def test_counting_everybody_twice_narrows_the_interval(seed: int) -> None:
    first, second = two_groups(seed)

    one, twice = cohens_d(first, second), cohens_d(np.tile(first, 2), np.tile(second, 2))

    assert twice.high - twice.low < one.high - one.low
    assert twice.standard_error < one.standard_error


@pytest.mark.parametrize("people", [4, 8])
def test_hedges_g_is_right_on_average_where_cohens_d_is_too_large(people: int) -> None:
    draws = np.random.default_rng(people)
    first, second = 0.8 + draws.standard_normal((6000, people)), draws.standard_normal((6000, people))
    spread = np.sqrt((first.var(axis=1, ddof=1) + second.var(axis=1, ddof=1)) / 2)
    d = (first.mean(axis=1) - second.mean(axis=1)) / spread

    shown = hedges_g(first[0], second[0]).value / cohens_d(first[0], second[0]).value

    error = float(d.std()) / sqrt(6000)
    assert float(d.mean()) * shown == pytest.approx(0.8, abs=3.5 * error)
    assert float(d.mean()) - 0.8 > 3.5 * error


def test_the_exact_interval_holds_the_true_effect_in_nineteen_of_twenty_samples() -> None:
    draws, held = np.random.default_rng(2), 0

    for _ in range(300):
        found = cohens_d(1.2 + draws.standard_normal(6), draws.standard_normal(9))
        held += found.low <= 1.2 <= found.high

    assert held / 300 == pytest.approx(0.95, abs=4 * sqrt(0.95 * 0.05 / 300))


@few
@given(statistic=st.floats(-40, 40), freedom=st.floats(1, 500))
def test_turning_a_t_statistic_round_turns_its_interval_round(statistic: float, freedom: float) -> None:
    low, high = noncentral_interval(statistic, freedom)

    assert noncentral_interval(-statistic, freedom) == pytest.approx((-high, -low), abs=1e-8)
    assert low < statistic < high


@few
@given(freedom=st.floats(2, 1e4))
def test_the_small_sample_factor_grows_to_one_and_the_usual_approximation_is_close(freedom: float) -> None:
    exact = small_sample_factor(freedom)

    assert exact < small_sample_factor(freedom + 1) < 1
    assert small_sample_factor(freedom, exact=False) == pytest.approx(exact, abs=0.02 / freedom)


@few
@given(site=st.floats(0.01, 2), person=st.floats(0, 2), residual=st.floats(0.1, 2), factor=st.floats(0.1, 20))
def test_a_model_effect_knows_no_unit(site: float, person: float, residual: float, factor: float) -> None:
    parts = {"site": site, "person": person, "residual": residual}
    plain = Components(**parts)
    scaled = Components(**{name: factor**2 * value for name, value in parts.items()})

    for basis in ("total", "within", "between"):
        one = standardised(Estimated(0.4, 0.2, 12), plain, basis=basis)
        other = standardised(Estimated(0.4 * factor, 0.2 * factor, 12), scaled, basis=basis)
        assert [other.value, other.low, other.high] == pytest.approx([one.value, one.low, one.high], rel=1e-9)


@few
@given(site=st.floats(0.01, 2), residual=st.floats(0.1, 2))
def test_an_effect_looks_smallest_in_the_total_variance(site: float, residual: float) -> None:
    found = {
        basis: standardised(Estimated(0.4, 0.2), Components(site, residual), basis=basis).value
        for basis in ("total", "within", "between")
    }

    assert found["total"] < min(found["within"], found["between"])
    assert found["total"] ** -2 == pytest.approx(found["within"] ** -2 + found["between"] ** -2, rel=1e-9)


@pytest.mark.parametrize("basis", ["total", "within"])
def test_differences_of_arms_of_clusters_are_right_on_average_and_as_variable_as_said(basis: str) -> None:
    """Six clusters of ten people in each arm; of a total variance of 1, clusters make 0.4; the effect is 2.5."""
    draws = np.random.default_rng(6)
    arms = Arms((6, 6), (60, 60), 0.4)
    true = 2.5 if basis == "total" else 2.5 / sqrt(0.6)
    shape = (4000, 2, 6)
    scores = sqrt(0.4) * draws.standard_normal((*shape, 1)) + sqrt(0.6) * draws.standard_normal((*shape, 10))
    difference = 2.5 + scores[:, 0].mean(axis=(1, 2)) - scores[:, 1].mean(axis=(1, 2))
    about = scores.reshape(4000, 2, 60) if basis == "total" else scores.reshape(4000, 12, 10)
    freedom = 118 if basis == "total" else 108
    spread = np.sqrt(((about - about.mean(axis=2, keepdims=True)) ** 2).sum(axis=(1, 2)) / freedom)

    found = [cluster_difference(*pair, arms, basis=basis) for pair in zip(difference, spread, strict=True)]

    values = np.array([one.value for one in found])
    assert values.mean() == pytest.approx(true, abs=4 * values.std() / sqrt(4000) + 0.03)
    said = sqrt(np.mean([one.standard_error**2 for one in found]))
    assert said == pytest.approx(float(values.std()), rel=0.04)


@few
@given(alike=st.floats(0.01, 0.9), size=st.integers(2, 6), clusters=st.integers(2, 5))
def test_what_a_spread_adds_to_the_variance_is_that_of_a_quadratic_form_in_full(
    alike: float, size: int, clusters: int
) -> None:
    """A squared spread is y'Ay: its squared error relative to its mean is 2 tr(AVAV) / tr(AV)^2, by dense matrices."""
    people, site = 2 * clusters * size, np.repeat(np.arange(2 * clusters), size)
    same, arm = np.equal.outer(site, site).astype(float), np.equal.outer(site < clusters, site < clusters).astype(float)
    covariance = alike * same + (1 - alike) * np.eye(people)
    arms = Arms((clusters, clusters), (people // 2, people // 2), alike)
    about = {
        "total": np.eye(people) - arm / (people // 2),
        "within": np.eye(people) - same / size,
        "between": same / size - arm / (people // 2),
    }

    for basis, form in about.items():
        turned = form @ covariance
        relative = 2 * np.trace(turned @ turned) / np.trace(turned) ** 2
        there, nothing = (cluster_difference(apart, 1.0, arms, basis=basis) for apart in (1.5, 0.0))
        added = there.standard_error**2 - nothing.standard_error**2
        # Hedges' equations have the corrected estimate where the plain one would be exact: hence the square of both.
        correction = (there.value / 1.5) ** 2
        assert added == pytest.approx(correction * there.value**2 * relative / 4, rel=1e-8)


@few
@given(alike=st.floats(0, 0.9), basis=st.sampled_from(["total", "within"]))
def test_clusters_whose_people_are_more_alike_say_less(alike: float, basis: str) -> None:
    less, more = (
        cluster_difference(0.0, 1.0, Arms((6, 6), (90, 90), own), basis=basis) for own in (alike, alike + 0.05)
    )

    assert more.standard_error > less.standard_error


@few
@given(seed=seeds)
def test_turning_scores_and_norms_round_leaves_everybody_in_their_category(seed: int) -> None:
    draws = np.random.default_rng(seed)
    before, after = draws.uniform(0, 40, (2, 30))
    turned = Norms(6.0, 0.85, lower_is_better=False, threshold=40 - 14)

    plain, mirrored = reliable_change(before, after, NORMS), reliable_change(40 - before, 40 - after, turned)

    assert mirrored.categories == plain.categories
    assert mirrored.index == pytest.approx(plain.index, abs=1e-12)


@few
@given(seed=seeds)
def test_going_back_turns_improvement_into_deterioration(seed: int) -> None:
    before, after = np.random.default_rng(seed).uniform(0, 40, (2, 30))

    there, back = reliable_change(before, after, NORMS), reliable_change(after, before, NORMS)

    better = there.counts["improved"] + there.counts["recovered"]
    assert better == back.counts["deteriorated"]
    assert there.counts["unchanged"] == back.counts["unchanged"]
    assert sum(there.counts.values()) == 30


@few
@given(seed=seeds, factor=st.floats(0.1, 10))
def test_a_score_in_another_unit_changes_nobodys_category(seed: int, factor: float) -> None:
    before, after = np.random.default_rng(seed).integers(0, 40, (2, 30)).astype(float)
    scaled = Norms(6 * factor, 0.85, lower_is_better=True, threshold=14.5 * factor)
    plain = Norms(6, 0.85, lower_is_better=True, threshold=14.5)

    found = reliable_change(factor * before, factor * after, scaled)

    assert found.categories == reliable_change(before, after, plain).categories


def test_of_people_who_did_not_change_one_in_twenty_seems_to_have() -> None:
    draws = np.random.default_rng(9)
    lasting = sqrt(0.85) * 6 * draws.standard_normal(20_000)
    before, after = (lasting + sqrt(0.15) * 6 * draws.standard_normal(20_000) for _ in range(2))

    found = reliable_change(before, after, Norms(6.0, 0.85, lower_is_better=True))

    assert found.counts["unchanged"] / 20_000 == pytest.approx(0.95, abs=4 * sqrt(0.95 * 0.05 / 20_000))


@few
@given(low=st.floats(0, 20), apart=st.floats(1, 20), spread=st.floats(1, 9), other=st.floats(1, 9))
def test_the_threshold_is_equally_many_standard_deviations_from_both_groups(
    low: float, apart: float, spread: float, other: float
) -> None:
    found = threshold_between((low, spread), (low + apart, other))

    assert (found - low) / spread == pytest.approx((low + apart - found) / other, rel=1e-9)
