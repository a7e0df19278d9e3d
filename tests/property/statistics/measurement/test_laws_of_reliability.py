"""Alpha and its relatives: textbook identities that hold of any answers whatever."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import f as f_distribution

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import intraclass, omega_total, ordinal_alpha, reliability
from newel.statistics.measurement.reliability import alpha_of, feldt_interval, from_covariance
from tests.support import naive_scales as naive

few = settings(max_examples=20, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)


def a_scale(seed: int, *, people: int = 40, items: int = 5) -> Numbers:
    """Return answers with one thing in common, items of different spread and level."""
    draws = np.random.default_rng(seed)
    factor = draws.standard_normal(people)
    answers = factor[:, None] * draws.uniform(0.3, 1.2, items) + draws.standard_normal((people, items))
    return np.asarray(draws.uniform(1, 5, items) + draws.uniform(0.5, 2, items) * answers)


def parallel(items: int, correlation: float) -> Numbers:
    """Return the covariances of parallel items."""
    return np.asarray(4.0 * ((1 - correlation) * np.eye(items) + correlation))


@few
@given(items=st.integers(2, 12), correlation=st.floats(0.01, 0.95))
def test_alpha_of_parallel_items_is_spearman_and_browns_prophecy(items: int, correlation: float) -> None:
    prophecy = items * correlation / (1 + (items - 1) * correlation)

    assert alpha_of(parallel(items, correlation)) == pytest.approx(prophecy, rel=1e-12)


@few
@given(items=st.integers(2, 8), correlation=st.floats(0.01, 0.95))
def test_twice_as_many_parallel_items_are_as_reliable_as_the_prophecy_says(items: int, correlation: float) -> None:
    short, long = alpha_of(parallel(items, correlation)), alpha_of(parallel(2 * items, correlation))

    assert long == pytest.approx(2 * short / (1 + short), rel=1e-12)


@few
@given(items=st.integers(3, 8), correlation=st.floats(0.1, 0.9))
def test_every_coefficient_of_parallel_items_agrees_on_what_they_share(items: int, correlation: float) -> None:
    answers = naive.with_covariance(60, parallel(items, correlation), seed=items)

    found = reliability(answers)

    assert found.average_correlation == pytest.approx(correlation, rel=1e-8)
    assert found.standardised_alpha == pytest.approx(found.alpha, rel=1e-9)
    assert omega_total(answers) == pytest.approx(found.alpha, abs=1e-5)
    assert found.item_rest == pytest.approx([found.item_rest[0]] * items, rel=1e-8)


@few
@given(seed=seeds)
def test_standardised_alpha_follows_from_the_average_correlation(seed: int) -> None:
    found = reliability(a_scale(seed))

    average = found.average_correlation
    assert found.standardised_alpha == pytest.approx(5 * average / (1 + 4 * average), rel=1e-10)


@few
@given(seed=seeds)
def test_standardised_alpha_is_alpha_of_standardised_items(seed: int) -> None:
    answers = a_scale(seed)
    standard = (answers - answers.mean(axis=0)) / answers.std(axis=0)

    assert reliability(standard).alpha == pytest.approx(reliability(answers).standardised_alpha, rel=1e-10)


@few
@given(seed=seeds)
def test_alpha_is_hoyts_share_of_the_analysis_of_variance(seed: int) -> None:
    """Source: Hoyt C. Psychometrika 1941;6:153-160."""
    answers = a_scale(seed)
    found = naive.mean_squares(answers)

    assert reliability(answers).alpha == pytest.approx(1 - found["left"] / found["targets"], rel=1e-9)
    assert reliability(answers).alpha == pytest.approx(intraclass(answers)["ICC3k"].value, rel=1e-9)


@few
@given(seed=seeds)
def test_lambda_6_is_what_regressions_on_the_other_items_leave(seed: int) -> None:
    answers = a_scale(seed)

    assert reliability(answers).lambda_6 == pytest.approx(naive.lambda_6(answers), rel=1e-8)


@few
@given(seed=seeds)
def test_each_item_is_correlated_with_the_sum_of_the_others(seed: int) -> None:
    answers = a_scale(seed)

    assert reliability(answers).item_rest == pytest.approx(naive.item_rest(answers), rel=1e-8)


@few
@given(seed=seeds, item=st.integers(0, 4))
def test_alpha_if_an_item_is_dropped_is_alpha_of_the_rest(seed: int, item: int) -> None:
    answers = a_scale(seed)

    rest = reliability(np.delete(answers, item, axis=1)).alpha

    assert reliability(answers).alpha_if_dropped[item] == pytest.approx(rest, rel=1e-10)


@few
@given(seed=seeds)
def test_turning_all_items_round_changes_nothing(seed: int) -> None:
    answers = a_scale(seed)

    one, other = reliability(answers), reliability(6 - answers)

    assert other.alpha == pytest.approx(one.alpha, rel=1e-10)
    assert other.lambda_6 == pytest.approx(one.lambda_6, rel=1e-10)
    assert other.item_rest == pytest.approx(one.item_rest, rel=1e-9)


@few
@given(seed=seeds, item=st.integers(0, 4))
def test_forgetting_to_turn_one_item_round_lowers_alpha_and_is_pointed_out(seed: int, item: int) -> None:
    draws = np.random.default_rng(seed)
    answers = draws.standard_normal(80)[:, None] + 0.7 * draws.standard_normal((80, 5))
    forgotten = answers.copy()
    forgotten[:, item] *= -1

    found = reliability(forgotten)

    assert found.alpha < reliability(answers).alpha
    assert found.item_rest[item] < 0
    assert "turn them round" in found.notes[-1]


@few
@given(seed=seeds, level=st.floats(-5, 5))
def test_an_item_that_everybody_answers_alike_only_counts_as_one_more_item(seed: int, level: float) -> None:
    answers = a_scale(seed)
    longer = np.column_stack([answers, np.full(len(answers), level)])

    one, other = reliability(answers), reliability(longer)

    # The sum's variance and the items' variances stay: only the factor k / (k - 1) changes.
    assert other.alpha == pytest.approx(one.alpha * (6 / 5) * (4 / 5), rel=1e-9)
    assert other.alpha_if_dropped[5] == pytest.approx(one.alpha, rel=1e-9)
    assert "item 6" in other.notes[0]


@few
@given(seed=seeds)
def test_counting_everybody_twice_moves_no_coefficient_but_narrows_the_interval(seed: int) -> None:
    answers = a_scale(seed)

    one, twice = reliability(answers), reliability(np.vstack([answers, answers]))

    assert twice.alpha == pytest.approx(one.alpha, rel=1e-10)
    assert twice.lambda_6 == pytest.approx(one.lambda_6, rel=1e-9)
    assert twice.high - twice.low < one.high - one.low


@few
@given(seed=seeds)
def test_counting_every_item_twice_makes_the_scale_look_more_reliable_than_it_is(seed: int) -> None:
    answers = a_scale(seed)

    assert reliability(np.hstack([answers, answers])).alpha > reliability(answers).alpha


@few
@given(seed=seeds, missing=st.sampled_from(["complete", "pairwise"]))
def test_a_person_who_answered_nothing_changes_nothing_but_the_note(seed: int, missing: str) -> None:
    answers = a_scale(seed)
    padded = np.vstack([answers, np.full((3, 5), np.nan)])

    one, other = reliability(answers, missing=missing), reliability(padded, missing=missing)

    assert other.alpha == pytest.approx(one.alpha, rel=1e-12)
    assert other.people == one.people == 40
    assert other.notes[-1].startswith("3 of 43 people")


@few
@given(seed=seeds)
def test_without_gaps_it_does_not_matter_how_gaps_are_treated(seed: int) -> None:
    answers = a_scale(seed)

    complete, pairwise = reliability(answers), reliability(answers, missing="pairwise")

    assert pairwise.alpha == pytest.approx(complete.alpha, rel=1e-12)
    assert pairwise.alpha_if_dropped == pytest.approx(complete.alpha_if_dropped, rel=1e-12)


@few
@given(alpha=st.floats(-0.5, 0.97), people=st.integers(5, 300), items=st.integers(2, 30))
def test_feldts_interval_turns_the_f_distribution_round(alpha: float, people: int, items: int) -> None:
    """Source: Feldt LS. Psychometrika 1965;30:357-370: (1 - true) / (1 - found) has an F distribution."""
    low, high = feldt_interval(alpha, people=people, items=items)

    freedom = people - 1, (people - 1) * (items - 1)
    ends = [f_distribution.cdf((1 - end) / (1 - alpha), *freedom) for end in (low, high)]
    assert ends == pytest.approx([0.975, 0.025], abs=1e-9)


def test_feldts_interval_holds_the_true_reliability_in_nineteen_of_twenty_samples() -> None:
    draws = np.random.default_rng(20)
    true = alpha_of(parallel(6, 0.4))
    root = np.linalg.cholesky(parallel(6, 0.4))

    held = 0
    for _ in range(600):
        found = reliability(draws.standard_normal((25, 6)) @ root.T)
        held += found.low <= true <= found.high

    assert held / 600 == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 600))


@few
@given(seed=seeds)
def test_ordinal_alpha_is_above_alpha_of_the_codes_where_few_answers_are_offered(seed: int) -> None:
    draws = np.random.default_rng(seed)
    latent = draws.standard_normal(300)[:, None] + 0.8 * draws.standard_normal((300, 4))
    answers = (latent > np.array([-0.5, 0.0, 0.4, 0.8])).astype(float)

    assert ordinal_alpha(answers) > reliability(answers).alpha


def test_describing_correlations_is_describing_standardised_items() -> None:
    answers = a_scale(3)

    found = from_covariance(np.corrcoef(answers.T), people=40)

    assert found.alpha == pytest.approx(reliability(answers).standardised_alpha, rel=1e-12)
    assert found.lambda_6 == pytest.approx(reliability(answers).lambda_6, rel=1e-9)
