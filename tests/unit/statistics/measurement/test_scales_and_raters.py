"""What reliability, agreement and exploration say at their edges."""

import numpy as np
import pytest

from newel.statistics.measurement import (
    agreement_test,
    cohen_kappa,
    explore,
    explore_correlations,
    fleiss_kappa,
    gwet_ac1,
    intraclass,
    krippendorff_alpha,
    omega,
    omega_total,
    polychoric,
    reliability,
)
from newel.statistics.measurement.reliability import alpha_of, feldt_interval, lambda_6
from tests.support.questionnaire import numeric, ordered, with_gaps


def test_people_who_left_out_an_item_are_counted() -> None:
    found = reliability(with_gaps())

    left = int(np.isnan(with_gaps()).any(axis=1).sum())
    assert found.people == 240 - left
    assert found.notes == (f"{left} of 240 people did not answer every item and are left out.",)


def test_pairwise_covariances_keep_everyone() -> None:
    found = reliability(with_gaps(), missing="pairwise")

    assert found.people == 240
    assert found.notes == ()


def test_an_item_without_variance_leaves_alpha_and_takes_the_correlations() -> None:
    values = numeric()
    values[:, 1] = 4

    found = reliability(values)

    assert np.isfinite(found.alpha)
    assert np.isnan([found.standardised_alpha, found.average_correlation, found.lambda_6]).all()
    assert np.isnan(found.item_rest[1])
    assert "item 2" in found.notes[0]


def test_an_item_that_runs_against_the_others_is_pointed_out() -> None:
    values = numeric()[:, :3]
    values[:, 0] *= -1

    found = reliability(values)

    assert found.item_rest[0] < 0
    assert "turn them round" in found.notes[0]


def test_two_items_have_no_alpha_without_one_of_them() -> None:
    assert np.isnan(reliability(numeric()[:, :2]).alpha_if_dropped).all()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.full((5, 3), np.nan), "0 of 5 people answered every item"),
        (np.ones((5, 1)), "at least 2 items"),
        (np.ones(5), "at least 2 items"),
        (np.array([[1.0, np.inf], [2.0, 3.0]]), "infinite"),
    ],
)
def test_answers_that_are_no_table_of_a_scale_are_refused(values: "np.typing.NDArray[np.float64]", words: str) -> None:
    with pytest.raises(ValueError, match=words):
        reliability(values)


def test_an_unknown_treatment_of_gaps_is_refused() -> None:
    with pytest.raises(ValueError, match="not as mean"):
        reliability(numeric(), missing="mean")


def test_two_items_never_answered_together_have_no_covariance() -> None:
    values = numeric()
    values[:120, 0], values[120:, 1] = np.nan, np.nan

    with pytest.raises(ValueError, match="answered together"):
        reliability(values, missing="pairwise")


def test_an_item_that_repeats_another_has_no_lambda_6() -> None:
    assert np.isnan(lambda_6(np.array([[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]])))


def test_items_that_cancel_out_have_no_alpha() -> None:
    assert np.isnan(alpha_of(np.array([[1.0, -1.0], [-1.0, 1.0]])))


def test_one_person_gives_no_interval() -> None:
    assert np.isnan(feldt_interval(0.8, people=1, items=5)).all()


def test_more_people_give_a_narrower_interval_around_alpha() -> None:
    few, many = feldt_interval(0.8, people=30, items=5), feldt_interval(0.8, people=300, items=5)

    assert few[0] < many[0] < 0.8 < many[1] < few[1]


@pytest.mark.parametrize(
    ("column", "words"),
    [(np.ones(240), "answered alike"), (np.arange(240.0), "240 different answers"), (np.full(240, np.nan), "gaps")],
)
def test_what_is_no_ordered_item_is_refused(column: "np.typing.NDArray[np.float64]", words: str) -> None:
    values = ordered()
    values[:, 2] = column

    with pytest.raises(ValueError, match=words):
        polychoric(values)


def test_an_empty_cell_may_be_given_half_a_person() -> None:
    values = ordered()[:60, :2]

    plain, filled = polychoric(values), polychoric(values, empty_cell=0.5)

    assert plain.correlations[0, 1] != filled.correlations[0, 1]
    assert plain.correlations[0, 1] == pytest.approx(filled.correlations[0, 1], abs=0.1)


def test_correlations_that_contradict_each_other_are_pointed_out() -> None:
    values = np.random.default_rng(0).integers(0, 3, (14, 7)).astype(float)

    found = polychoric(values)

    assert np.linalg.eigvalsh(found.correlations)[0] < 0
    assert any("not positive definite" in note for note in found.notes)


def test_raters_who_never_differ_agree_perfectly() -> None:
    targets = np.repeat(np.arange(4.0)[:, None], 3, axis=1)

    assert {found.value for found in intraclass(targets).values()} == {1.0}
    assert agreement_test(targets).p == 0
    assert krippendorff_alpha(targets).value == pytest.approx(1)
    assert fleiss_kappa(targets).value == pytest.approx(1)
    assert gwet_ac1(targets).value == pytest.approx(1)
    assert cohen_kappa(targets[:, 0], targets[:, 1]).value == pytest.approx(1)


def test_a_rater_who_is_always_stricter_is_consistent_but_does_not_agree() -> None:
    targets = np.arange(8.0)[:, None] + np.array([0.0, 5.0])

    found = intraclass(targets)

    assert found["ICC3"].value == 1
    assert found["ICC2"].value < 0.5
    assert found["ICC2"].low < found["ICC2"].value < found["ICC2"].high


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        (np.ones((4, 3)), "All ratings are the same"),
        (np.ones((4, 1)), "two raters"),
        (np.array([[1.0, np.nan], [2.0, 3.0]]), "missing"),
    ],
)
def test_ratings_that_show_no_agreement_are_refused(ratings: "np.typing.NDArray[np.float64]", words: str) -> None:
    with pytest.raises(ValueError, match=words):
        intraclass(ratings)


@pytest.mark.parametrize("coefficient", [fleiss_kappa, gwet_ac1, krippendorff_alpha])
def test_one_category_and_lone_ratings_say_nothing_about_agreement(coefficient: object) -> None:
    assert callable(coefficient)
    with pytest.raises(ValueError, match="one category"):
        coefficient(np.ones((4, 3)))
    lone = np.array([[1.0, np.nan], [np.nan, 2.0], [1.0, 2.0]])
    with pytest.raises(ValueError, match="Fewer than two things"):
        coefficient(lone)
    with pytest.raises(ValueError, match="two raters"):
        coefficient(np.ones((4, 1)))


def test_kappa_of_two_raters_needs_both_of_them_and_known_weights() -> None:
    first = np.array([1.0, 2, 1, 2])

    with pytest.raises(ValueError, match="missing"):
        cohen_kappa(first, np.array([1.0, np.nan, 2, 1]))
    with pytest.raises(ValueError, match="cubic weights"):
        cohen_kappa(first, first[::-1], weights="cubic")


def test_an_unknown_level_of_measurement_is_refused() -> None:
    with pytest.raises(ValueError, match="circular"):
        krippendorff_alpha(ordered()[:, :2], level="circular")


def test_a_rare_category_lowers_kappa_but_not_ac1() -> None:
    ratings = np.ones((50, 2))
    ratings[0, 0], ratings[1, 1] = 2, 2

    assert fleiss_kappa(ratings).value < 0
    assert gwet_ac1(ratings).value > 0.9


def test_agreement_carries_its_interval_and_test() -> None:
    found = gwet_ac1(ordered()[:, :3])

    assert found.low < found.value < found.high <= 1
    assert found.z == pytest.approx(found.value / found.standard_error)
    assert 0 <= found.p <= 1
    assert found.observed > found.expected


def test_missing_ratings_leave_fleiss_kappa_without_its_test_against_chance() -> None:
    ratings = ordered()[:, :3].copy()
    complete = fleiss_kappa(ratings)
    ratings[0, 0] = np.nan

    assert complete.null_standard_error is not None
    assert fleiss_kappa(ratings).null_standard_error is None


def test_more_factors_than_items_are_refused() -> None:
    with pytest.raises(ValueError, match="1 to 5 factors, not 6"):
        explore(numeric(), 6)


def test_a_rotation_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="varimin"):
        explore(numeric(), 2, rotation="varimin")


def test_a_correlation_that_is_not_defined_is_refused() -> None:
    with pytest.raises(ValueError, match="answered alike"):
        explore_correlations(np.array([[1, np.nan, 0], [np.nan, 1, 0], [0, 0, 1]]), 1, people=10)


def test_rotation_leaves_what_the_factors_explain_as_it_is() -> None:
    plain, turned = explore(numeric(), 2, rotation="none"), explore(numeric(), 2)

    whole = turned.loadings @ turned.correlations @ turned.loadings.T
    assert plain.loadings @ plain.loadings.T == pytest.approx(whole, abs=1e-8)
    assert turned.uniquenesses == pytest.approx(plain.uniquenesses, abs=1e-10)


def test_planted_factors_are_found_with_their_items() -> None:
    found = explore(numeric(), 2)

    assert (np.abs(found.loadings).argmax(axis=1) == [0, 0, 0, 1, 1, 1]).all()
    assert found.correlations[0, 1] > 0.2


def test_factors_that_explain_an_item_wholly_are_pointed_out() -> None:
    found = explore(numeric(), 3)

    assert any("Heywood" in note for note in found.notes)


def test_a_general_factor_needs_group_factors() -> None:
    with pytest.raises(ValueError, match="at least two group factors"):
        omega(numeric(), 1)


def test_two_group_factors_do_not_identify_the_general_one_and_say_so() -> None:
    found = omega(numeric(), 2)

    assert "not identified" in found.notes[-1]
    assert 0 < found.hierarchical < found.total < 1


def test_one_common_factor_explains_more_of_a_scale_than_of_two_scales() -> None:
    one, both = omega_total(numeric()[:, :3]), omega_total(numeric())

    assert 0 < both < 1
    assert 0 < one < 1
