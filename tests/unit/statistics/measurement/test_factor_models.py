"""What a factor model says of data it cannot be fitted to, and of fits that are not to be trusted."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import Answers, FactorFit, FactorModel, composites, fit_factors
from tests.support.questionnaire import ITEMS, MODEL, asked, groups, numeric, ordered, with_gaps

ESTIMATORS = ("ML", "MLR", "DWLS")


def answers_for(estimator: str) -> Numbers:
    return ordered() if estimator == "DWLS" else numeric()


def fit(values: Numbers, estimator: str, model: FactorModel = MODEL) -> FactorFit:
    return fit_factors(model, asked(values), estimator=estimator)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_an_item_that_everybody_answered_alike_is_named(estimator: str) -> None:
    values = answers_for(estimator)
    values[:, 2] = 3

    with pytest.raises(ValueError, match="Everybody answered a3 alike"):
        fit(values, estimator)


def test_an_item_constant_in_one_group_is_named_with_its_group() -> None:
    values = numeric()
    values[1::2, 4] = 7

    with pytest.raises(ValueError, match="Everybody in group night answered b2 alike"):
        fit_factors(MODEL, asked(values, grouped=True))


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_fewer_people_than_items_are_refused(estimator: str) -> None:
    with pytest.raises(ValueError, match="6 people gave usable answers to 6 items"):
        fit(answers_for(estimator)[:6], estimator)


def test_an_item_that_is_the_sum_of_others_is_refused() -> None:
    values = numeric()
    values[:, 5] = values[:, 3] + values[:, 4]

    with pytest.raises(ValueError, match="not positive definite"):
        fit(values, "ML")


def test_two_ordered_items_answered_alike_are_named() -> None:
    values = ordered()
    values[:, 5] = values[:, 4]

    found = fit(values, "DWLS")

    assert any("Items 5 and 6 correlate at the limit" in note for note in found.notes)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_model_with_more_parameters_than_moments_is_not_called_converged(estimator: str) -> None:
    found = fit(answers_for(estimator), estimator, FactorModel({"A": ("a1", "a2")}))

    assert not found.converged
    assert any("more parameters" in note for note in found.notes)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_three_items_are_fitted_without_anything_to_test(estimator: str) -> None:
    found = fit(answers_for(estimator), estimator, FactorModel({"A": ("a1", "a2", "a3")}))

    assert found.converged
    assert found.indices["df"] == 0
    assert found.indices["chisq"] == pytest.approx(0, abs=1e-8)
    assert np.isnan(found.indices["pvalue"])
    assert found.indices["cfi"] == pytest.approx(1)


def test_a_negative_residual_variance_is_called_a_heywood_case() -> None:
    draws = np.random.default_rng(20)
    values = draws.standard_normal((60, 6))
    values[:, 0] += 2 * values[:, 1]
    values[:, 2] += 0.3 * values[:, 0]

    found = fit(values, "ML")

    variances = [own for own in found.coefficients if own.operator == "~~" and own.left == own.right]
    negative = [own for own in variances if own.estimate < 0]
    assert negative
    for own in negative:
        assert any(own.left in note for note in found.notes)


def test_factors_that_coincide_are_named() -> None:
    draws = np.random.default_rng(4)
    one = draws.standard_normal(400)
    values = 1.5 * one[:, None] + draws.standard_normal((400, 6))

    notes = [note for seed in range(6) for note in fit(values + 0.3 * np.random.default_rng(seed).standard_normal(
        values.shape), "ML").notes]

    assert any("some factors coincide" in note for note in notes)


def test_items_that_have_nothing_in_common_do_not_pass_as_a_scale() -> None:
    values = np.random.default_rng(1).standard_normal((80, 6))

    found = fit(values, "ML")

    assert not found.converged or found.notes or found.indices["cfi"] < 0.9 or found.baseline.p > 0.05


def test_people_left_out_are_counted() -> None:
    values = with_gaps()
    values[:4] = np.nan

    rows, everyone = fit(values, "ML"), fit_factors(MODEL, asked(values), missing="fiml")

    left = int(np.isnan(values).any(axis=1).sum())
    assert rows.notes[0] == f"{left} of 240 people did not answer every item and are left out."
    assert everyone.notes == ("4 of 240 people answered none of the items and are left out.",)
    assert rows.people == (240 - left,)
    assert everyone.people == (236,)


def test_two_items_never_answered_together_are_refused() -> None:
    values = numeric()
    values[:120, 0], values[120:, 1] = np.nan, np.nan

    with pytest.raises(ValueError, match="answered some two items together"):
        fit_factors(MODEL, asked(values), missing="fiml")


def test_an_item_that_nobody_answered_is_named() -> None:
    values = numeric()
    values[:, 3] = np.nan

    with pytest.raises(ValueError, match="Nobody answered b1"):
        fit_factors(MODEL, asked(values), missing="fiml")


def test_a_wave_without_any_answer_is_named() -> None:
    values = numeric()
    values[1::2] = np.nan

    with pytest.raises(ValueError, match="0 people in group night"):
        fit_factors(MODEL, asked(values, grouped=True))


def test_an_answer_that_one_group_never_gave_is_named() -> None:
    values = ordered()
    values[1::2, 0] = np.minimum(values[1::2, 0], 3)

    with pytest.raises(ValueError, match="a1 has answers 1, 2, 3, 4 in group day and 1, 2, 3 in group night"):
        fit_factors(MODEL, asked(values, grouped=True), estimator="DWLS")


def test_an_answer_in_the_middle_that_nobody_gave_is_named() -> None:
    values = ordered()
    values[values[:, 1] == 2, 1] = 3

    found = fit(values, "DWLS")

    assert any("Item 2 skips an answer" in note for note in found.notes)


def test_the_first_item_may_point_the_other_way() -> None:
    values = numeric()
    values[:, 0] = -values[:, 0]

    turned, plain = fit(values, "ML"), fit(numeric(), "ML")

    assert turned.indices["chisq"] == pytest.approx(plain.indices["chisq"], abs=1e-6)
    assert turned.coefficient("A", "=~", "a2").estimate < 0


def test_a_factor_of_one_item_is_that_item() -> None:
    found = fit(numeric(), "ML", FactorModel({"A": ITEMS[:3], "B": ("b1",)}))

    assert found.converged
    assert found.coefficient("b1", "~~", "b1").estimate == 0
    assert found.coefficient("B", "~~", "B").estimate == pytest.approx(float(np.var(numeric()[:, 3])), rel=1e-6)


def test_a_factor_of_one_ordered_item_is_refused() -> None:
    with pytest.raises(ValueError, match="B rests on one item"):
        fit(ordered(), "DWLS", FactorModel({"A": ITEMS[:3], "B": ("b1",)}))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"estimator": "GLS"}, "GLS is not an estimator"),
        ({"missing": "mean"}, "not as mean"),
        ({"estimator": "DWLS", "missing": "fiml"}, "complete rows"),
        ({"equal": ("everything",)}, "everything cannot be held equal"),
    ],
)
def test_settings_that_do_not_exist_are_refused_in_words(settings: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        fit_factors(MODEL, asked(ordered()), **settings)


def test_an_item_without_answers_in_the_table_is_named() -> None:
    with pytest.raises(ValueError, match="There are no answers to c1"):
        fit_factors(FactorModel({"C": ("a1", "c1")}), asked(numeric()))


def test_an_infinite_answer_is_refused() -> None:
    values = numeric()
    values[3, 3] = np.inf

    with pytest.raises(ValueError, match="infinite"):
        fit(values, "ML")


def test_groups_are_compared_in_the_order_in_which_they_appear() -> None:
    labels = list(reversed(groups()))

    found = fit_factors(MODEL, Answers(numeric(), ITEMS, labels))

    assert found.groups == ("night", "day")


def test_a_coefficient_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="no coefficient A =~ b1"):
        fit(numeric(), "ML").coefficient("A", "=~", "b1")


def test_a_fixed_coefficient_has_no_test() -> None:
    found = fit(numeric(), "ML").coefficient("A", "=~", "a1")

    assert (found.estimate, found.standard_error) == (1, 0)
    assert np.isnan(found.z)


def test_free_parameters_have_wald_intervals() -> None:
    found = fit(numeric(), "ML")

    inference = found.inference

    loading = found.coefficient("A", "=~", "a2")
    assert inference.estimate[0] == pytest.approx(loading.estimate)
    assert inference.p[0] == pytest.approx(loading.p)
    assert inference.method == "ML, Wald"


def test_robust_errors_differ_from_normal_ones_and_estimates_do_not() -> None:
    values = np.exp(numeric() / 4)

    plain, robust = fit(values, "ML"), fit(values, "MLR")

    assert robust.theta == pytest.approx(plain.theta, rel=1e-6)
    assert robust.indices["chisq"] == pytest.approx(plain.indices["chisq"], abs=1e-6)
    assert not np.allclose(np.diag(robust.covariance), np.diag(plain.covariance), rtol=0.05)


@pytest.mark.parametrize("estimator", ["ML", "DWLS"])
def test_every_scale_of_every_group_has_its_composite_reliability(estimator: str) -> None:
    fitted = fit_factors(MODEL, asked(answers_for(estimator), grouped=True), estimator=estimator)

    found = composites(fitted)

    assert [(own.factor, own.group) for own in found] == [("A", 0), ("B", 0), ("A", 1), ("B", 1)]
    for own in found:
        assert 0 < own.average_variance < own.omega < 1
        assert own.omega == pytest.approx(own.omega2)  # no item is shared and no residuals covary
