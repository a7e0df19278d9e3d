"""Answers and ratings that say nothing: each ends in a sentence or in nan, never in a number that looks like one."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import (
    Norms,
    cohen_kappa,
    cohens_d,
    explore,
    fleiss_kappa,
    gwet_ac1,
    hedges_g,
    krippendorff_alpha,
    omega,
    omega_total,
    ordinal_alpha,
    polychoric,
    reliability,
    reliable_change,
)
from newel.statistics.measurement.covariances import constant_items, correlations_of
from newel.statistics.multiplicity import adjust_family
from tests.support.questionnaire import numeric

PERFECT = np.repeat(np.arange(4.0)[:, None], 3, axis=1)


def with_a_flat_item(level: float = 0.1) -> Numbers:
    """Return answers in which everybody answered the second of four items alike."""
    answers = numeric()[:37, :4]
    answers[:, 1] = level
    return answers


@pytest.mark.parametrize("coefficient", [gwet_ac1, krippendorff_alpha])
def test_raters_who_never_differ_leave_nothing_to_test_by(coefficient: object) -> None:
    assert callable(coefficient)

    found = coefficient(PERFECT)

    assert found.value == pytest.approx(1)
    assert np.isnan(found.z)
    assert np.isnan(found.p)


def test_raters_who_never_differ_are_tested_by_the_error_that_chance_would_bring() -> None:
    found, pair = fleiss_kappa(PERFECT), cohen_kappa(PERFECT[:, 0], PERFECT[:, 1])

    assert found.standard_error == pair.standard_error == 0
    assert found.p < 1e-8
    assert pair.p < 1e-3


def test_a_rater_with_one_answer_for_everything_agrees_as_chance_would_and_cannot_be_tested() -> None:
    found = cohen_kappa(np.ones(4), np.array([1.0, 2, 1, 2]))

    assert found.value == 0
    assert np.isnan(found.p)


def test_two_raters_of_different_things_are_refused() -> None:
    with pytest.raises(ValueError, match="rate the same things, not 3 and 4"):
        cohen_kappa(np.arange(3.0), np.arange(4.0))


def test_a_category_that_only_lone_ratings_hold_does_not_save_krippendorffs_alpha() -> None:
    ratings = np.array([[1.0, 1.0], [1.0, 1.0], [2.0, np.nan]])

    with pytest.raises(ValueError, match="rated twice fall into one category"):
        krippendorff_alpha(ratings)


def test_an_interval_of_agreement_never_leaves_the_range_from_minus_one_to_one() -> None:
    against = cohen_kappa(np.array([1.0, 2, 1, 2, 1]), np.array([2.0, 1, 2, 1, 1]))
    nearly = fleiss_kappa(np.vstack([PERFECT, [[0.0, 0.0, 1.0]]]))

    assert against.low == -1
    assert nearly.high == 1


@pytest.mark.parametrize("level", [0.1, 3.0, 10 / 3])
def test_a_flat_item_is_named_by_its_number_and_leaves_alpha(level: float) -> None:
    found = reliability(with_a_flat_item(level))

    assert found.notes[0] == "Everybody answered item 2 alike: correlations with it are not defined."
    assert np.isfinite(found.alpha)
    assert np.isnan(found.lambda_6)


def test_two_flat_items_are_both_named() -> None:
    answers = with_a_flat_item()
    answers[:, 3] = 5

    assert "item 2 and item 4 alike" in reliability(answers).notes[0]


def test_flat_items_may_be_named_by_their_names() -> None:
    assert constant_items(np.diag([1.0, 0, 2, 0]), ("calm", "kind", "safe", "fair")) == ("kind", "fair")


def test_answers_without_any_difference_have_no_alpha_at_all() -> None:
    found = reliability(np.full((6, 3), 2.0))

    assert np.isnan([found.alpha, found.low, found.high]).all()
    assert np.isnan(found.alpha_if_dropped).all()


def test_a_flat_item_correlates_with_nothing_and_the_others_keep_their_correlations() -> None:
    covariance = np.array([[4.0, 0, 1], [0, 0, 0], [1, 0, 1]])

    found = correlations_of(covariance)

    assert np.isnan(found[1]).all()
    assert found[0, 2] == pytest.approx(0.5)


def test_a_flat_item_is_refused_by_every_kind_of_exploration() -> None:
    answers = with_a_flat_item()

    for look in (lambda: explore(answers, 1), lambda: omega_total(answers), lambda: omega(answers, 2)):
        with pytest.raises(ValueError, match="answered alike"):
            look()


def test_a_flat_item_is_refused_by_ordinal_alpha_and_named() -> None:
    with pytest.raises(ValueError, match="Item 2 was answered alike by everybody"):
        ordinal_alpha(np.round(with_a_flat_item()))


def test_one_ordered_item_is_correlated_with_itself() -> None:
    found = polychoric(np.array([[0.0], [1.0], [1.0]]))

    assert found.correlations.tolist() == [[1.0]]
    assert found.converged


@pytest.mark.parametrize(("first", "second"), [([50.0], [0.0, 0.5]), ([0.0, 0.5], [50.0]), ([1e4], [0.0, 1.0])])
def test_three_people_have_an_interval_however_far_apart_they_are(first: list[float], second: list[float]) -> None:
    found = cohens_d(np.array(first), np.array(second))

    assert found.low < found.value < found.high
    assert found.low * found.high < 0 or abs(found.value) > 12


def test_three_people_have_no_hedges_g() -> None:
    assert np.isnan(hedges_g(np.array([50.0]), np.array([0.0, 0.5])).value)


@pytest.mark.parametrize("spread", [0.7, 1.3, 4.1, 7.5, 11.9])
@pytest.mark.parametrize("reliability_of_scores", [0.55, 0.71, 0.8, 0.93])
def test_a_change_of_just_the_smallest_reliable_size_is_reliable(spread: float, reliability_of_scores: float) -> None:
    norms = Norms(spread, reliability_of_scores, lower_is_better=False)
    step = norms.smallest_reliable

    found = reliable_change(np.zeros(3), np.array([step, -step, 0.999 * step]), norms)

    assert found.categories == ("improved", "deteriorated", "unchanged")


def test_nobody_measured_twice_gives_four_counts_of_nought() -> None:
    found = reliable_change(np.array([]), np.array([]), Norms(5, 0.8, lower_is_better=True))

    assert dict(found.counts) == {"recovered": 0, "improved": 0, "unchanged": 0, "deteriorated": 0}


def test_a_family_says_by_which_methods_it_was_adjusted_when_asked_for_another() -> None:
    family = adjust_family("staff", {"climate": 0.01})

    with pytest.raises(ValueError, match="staff was adjusted by holm, bh, not by hommel"):
        family.adjusted_p("climate", "hommel")
