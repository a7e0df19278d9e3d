"""Ordered items and exploration: closed forms at medians, errors against resampling, planted structures found again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import multivariate_normal, norm

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import explore, explore_correlations, omega, omega_total, polychoric
from newel.statistics.measurement.bivariate import cumulative
from newel.statistics.measurement.exploratory import Exploration
from newel.statistics.measurement.factor.ordinal import ordered_moments
from tests.support import naive_factors as naive
from tests.support.naive_scales import jackknife_error, with_covariance
from tests.support.questionnaire import numeric, ordered

few = settings(max_examples=10, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
GROUPS = np.repeat(np.arange(3), 3)


def cut(seed: int, correlation: float, *, people: int = 4000) -> Numbers:
    """Return two items of four and three answers behind which lies this correlation."""
    draws = np.random.default_rng(seed)
    latent = draws.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], people)
    return np.column_stack([np.digitize(latent[:, 0], [-1, 0.2, 1]), np.digitize(latent[:, 1], [-0.4, 0.9])]).astype(
        float
    )


def overlap(loadings: Numbers) -> float:
    """Return the criterion of oblimin: how much squared loadings of different factors overlap."""
    squares = loadings**2
    return float((squares.sum(axis=1) ** 2).sum() - (squares**2).sum())


@few
@given(first=st.integers(1, 40), second=st.integers(1, 40))
def test_items_cut_at_their_medians_have_sheppards_correlation(first: int, second: int) -> None:
    counts = {(0.0, 0.0): first, (1.0, 1.0): first, (0.0, 1.0): second, (1.0, 0.0): second}
    answers = np.array([pair for pair, count in counts.items() for _ in range(count)])

    expected = naive.tetrachoric_at_medians(first / (2 * (first + second)))

    assert polychoric(answers).correlations[0, 1] == pytest.approx(expected, abs=1e-7)


@few
@given(correlation=st.floats(-0.98, 0.98), first=st.floats(-2, 2), second=st.floats(-2, 2))
def test_the_probability_below_two_limits_is_scipys(correlation: float, first: float, second: float) -> None:
    expected = multivariate_normal.cdf([first, second], cov=[[1, correlation], [correlation, 1]])

    found = float(cumulative(np.float64(first), np.float64(second), np.float64(correlation)))

    assert found == pytest.approx(float(expected), abs=1e-7)


@pytest.mark.parametrize("correlation", [-0.7, 0.0, 0.4, 0.85])
def test_a_planted_correlation_is_found_behind_coarse_answers_where_codes_would_understate_it(
    correlation: float,
) -> None:
    answers = cut(5, correlation)

    found = polychoric(answers).correlations[0, 1]

    assert found == pytest.approx(correlation, abs=0.06)
    assert abs(np.corrcoef(answers.T)[0, 1]) <= abs(found) + 0.01


@few
@given(seed=seeds)
def test_thresholds_are_normal_quantiles_of_the_shares_below(seed: int) -> None:
    answers = cut(seed, 0.3, people=300)

    found = polychoric(answers)

    for item, own in enumerate(found.thresholds):
        shares = [float((answers[:, item] <= category).mean()) for category in found.categories[item][:-1]]
        assert own == pytest.approx(ndtri(shares), abs=1e-12)


@few
@given(seed=seeds)
def test_counting_everybody_twice_changes_no_polychoric_correlation(seed: int) -> None:
    answers = cut(seed, 0.5, people=80)

    one, twice = polychoric(answers), polychoric(np.vstack([answers, answers]))

    assert twice.correlations == pytest.approx(one.correlations, abs=1e-8)


@few
@given(seed=seeds)
def test_a_pair_is_correlated_alike_whichever_items_are_asked_beside_it(seed: int) -> None:
    rows = np.random.default_rng(seed).permutation(240)[:120]
    answers = ordered()[rows]

    whole, alone = polychoric(answers), polychoric(answers[:, [1, 4]])

    assert whole.correlations[1, 4] == pytest.approx(alone.correlations[0, 1], abs=1e-8)


def test_the_variance_of_a_threshold_is_that_of_a_share_through_the_normal_curve() -> None:
    moments = ordered_moments(ordered())

    shares = norm.cdf(np.concatenate(moments.found.thresholds))
    expected = shares * (1 - shares) / norm.pdf(np.concatenate(moments.found.thresholds)) ** 2

    assert np.diag(moments.gamma)[: moments.cuts] == pytest.approx(expected, rel=1e-9)


def test_the_errors_of_polychoric_correlations_are_close_to_those_of_leaving_out_one_person() -> None:
    answers = ordered()[:160, :3]
    moments = ordered_moments(answers)

    for place, (first, second) in enumerate([(0, 1), (0, 2)]):
        slow = jackknife_error(answers[:, [first, second]], lambda own: float(polychoric(own).correlations[0, 1]))
        quick = np.sqrt(moments.gamma[moments.cuts + place, moments.cuts + place] / 160)
        assert quick == pytest.approx(slow, rel=0.1)


def test_ordered_moments_vary_from_sample_to_sample_as_they_say() -> None:
    samples = np.array([ordered_moments(cut(seed, 0.5, people=400)).moments for seed in range(300)])

    said = ordered_moments(cut(1000, 0.5, people=20_000)).gamma / 400

    spread = np.sqrt(np.diag(said))
    assert samples.std(axis=0, ddof=1) == pytest.approx(spread, rel=4 / np.sqrt(600))
    assert np.corrcoef(samples.T) == pytest.approx(said / np.outer(spread, spread), abs=4 / np.sqrt(300))


@pytest.mark.parametrize(
    ("first", "second", "below"), [(5e-324, -5e-324, 0.25), (1.0, 5e-324, 0.42067), (0.0, 0.0, 0.25)]
)
def test_limits_next_to_nought_are_as_good_as_nought(first: float, second: float, below: float) -> None:
    assert float(cumulative(np.float64(first), np.float64(second), np.float64(0))) == pytest.approx(below, abs=5e-6)


@few
@given(seed=seeds)
def test_one_factor_of_three_items_explains_them_in_closed_form(seed: int) -> None:
    draws = np.random.default_rng(seed)
    loadings = draws.uniform(0.4, 0.9, 3)
    correlations = naive.one_factor(loadings, 1 - loadings**2)

    found = explore_correlations(correlations, 1, people=100)

    assert found.loadings[:, 0] == pytest.approx(naive.three_items(correlations)[0], abs=1e-5)
    assert found.uniquenesses == pytest.approx(1 - loadings**2, abs=1e-5)
    assert found.root_mean_square == pytest.approx(0, abs=1e-6)


@few
@given(seed=seeds)
def test_factors_without_overlap_are_found_exactly_with_how_they_correlate(seed: int) -> None:
    draws = np.random.default_rng(seed)
    pattern = np.zeros((8, 2))
    pattern[:4, 0], pattern[4:, 1] = draws.uniform(0.6, 0.9, 4), draws.uniform(0.5, 0.8, 4)
    between = np.array([[1, 0.35], [0.35, 1]])
    correlations = pattern @ between @ pattern.T
    np.fill_diagonal(correlations, 1)

    found = explore_correlations(correlations, 2, people=200)

    order = np.argmax(np.abs(found.loadings[[0, 7]]), axis=1)
    assert sorted(order) == [0, 1]
    assert found.loadings[:, order] == pytest.approx(pattern, abs=1e-3)
    assert found.correlations[0, 1] == pytest.approx(0.35, abs=1e-3)
    assert found.chi_square == pytest.approx(0, abs=1e-4)


@few
@given(seed=seeds)
def test_no_other_rotation_overlaps_less(seed: int) -> None:
    found = explore(numeric(), 2)
    draws = np.random.default_rng(seed)
    plain = explore(numeric(), 2, rotation="none").loadings

    for _ in range(20):
        turn = draws.standard_normal((2, 2))
        turn /= np.sqrt((turn**2).sum(axis=0))
        assert overlap(found.loadings) <= overlap(plain @ np.linalg.inv(turn).T) + 1e-9


def test_more_factors_leave_less_and_take_degrees_of_freedom() -> None:
    found: list[Exploration] = [explore(numeric(), factors, rotation="none") for factors in (1, 2)]

    assert found[1].root_mean_square < found[0].root_mean_square
    assert found[1].chi_square < found[0].chi_square
    assert [one.freedom for one in found] == [9, 4]


def test_planted_general_and_special_factors_give_both_omegas() -> None:
    """Loadings in proportion within each group: just then a Schmid-Leiman solution is the model itself."""
    general = np.array([0.72, 0.63, 0.54, 0.56, 0.48, 0.40, 0.42, 0.35, 0.28])
    special = general * np.repeat([0.6, 0.9, 1.2], 3)
    correlations = naive.schmid_leiman(general, special, GROUPS)
    answers = with_covariance(400, correlations, seed=4)

    found = omega(answers, 3)

    total = correlations.sum()
    assert found.hierarchical == pytest.approx(general.sum() ** 2 / total, abs=2e-3)
    assert found.total == pytest.approx(1 - (1 - general**2 - special**2).sum() / total, abs=2e-3)
    assert np.abs(found.general) == pytest.approx(general, abs=5e-3)
    assert np.abs(found.groups).max(axis=1) == pytest.approx(special, abs=5e-3)


@few
@given(seed=seeds)
def test_what_the_general_factor_explains_is_part_of_what_all_explain(seed: int) -> None:
    rows = np.random.default_rng(seed).permutation(240)[:200]

    found = omega(numeric()[rows], 2)

    assert 0 <= found.hierarchical <= found.total <= 1
    assert found.general.sum() >= 0


@few
@given(seed=seeds, factor=st.floats(0.01, 100))
def test_omega_knows_no_unit_as_long_as_all_items_share_it(seed: int, factor: float) -> None:
    rows = np.random.default_rng(seed).permutation(240)[:150]
    answers = numeric()[rows][:, :4]

    assert omega_total(factor * answers + 3) == pytest.approx(omega_total(answers), abs=1e-6)
