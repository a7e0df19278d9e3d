"""Factor models where the answer is known beforehand: closed forms, exact covariances, models that fall apart."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import Answers, FactorModel, composites, difference, fit_factors, invariance
from newel.statistics.measurement.factor.ladder import NUMERIC_STEPS, ORDERED_STEPS
from tests.support import naive_factors as naive
from tests.support.naive_scales import with_covariance
from tests.support.questionnaire import ITEMS, MODEL, asked, groups, numeric, ordered, with_gaps

few = settings(max_examples=8, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
THREE = FactorModel({"A": ITEMS[:3]}, unit_variance=True)
FOUR = FactorModel({"A": ("i1", "i2", "i3", "i4")}, unit_variance=True)
APART = FactorModel(MODEL.factors, orthogonal=True)


def one_scale(seed: int, items: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return loadings, residual variances, and answers of 90 people whose covariances (divisor n) are just those."""
    draws = np.random.default_rng(seed)
    loadings, residuals = draws.uniform(0.4, 1.5, items), draws.uniform(0.3, 2, items)
    covariance = naive.one_factor(loadings, residuals) * 90 / 89
    return loadings, residuals, with_covariance(90, covariance, seed=seed)


@few
@given(seed=seeds)
def test_a_factor_of_three_items_has_its_closed_form_and_nothing_left_to_test(seed: int) -> None:
    rows = np.random.default_rng(seed).permutation(240)[:150]
    answers = numeric()[rows]
    loadings, residuals = naive.three_items(np.cov(answers[:, :3].T, ddof=0))

    fit = fit_factors(THREE, asked(answers))

    assert [fit.coefficient("A", "=~", item).estimate for item in ITEMS[:3]] == pytest.approx(loadings, rel=1e-5)
    assert [fit.coefficient(item, "~~", item).estimate for item in ITEMS[:3]] == pytest.approx(residuals, rel=1e-5)
    assert fit.indices["df"] == 0
    assert fit.indices["chisq"] == pytest.approx(0, abs=1e-8)


@few
@given(seed=seeds)
def test_answers_that_follow_the_model_exactly_give_it_back_with_a_chi_square_of_nought(seed: int) -> None:
    loadings, residuals, answers = one_scale(seed, 4)

    fit = fit_factors(FOUR, Answers(answers, FOUR.items))

    assert fit.converged
    assert [fit.coefficient("A", "=~", item).estimate for item in FOUR.items] == pytest.approx(loadings, rel=1e-5)
    assert [fit.coefficient(item, "~~", item).estimate for item in FOUR.items] == pytest.approx(residuals, rel=1e-5)
    assert fit.indices["chisq"] == pytest.approx(0, abs=1e-7)
    assert [fit.indices[name] for name in ("cfi", "rmsea", "srmr")] == pytest.approx([1, 0, 0], abs=1e-5)


@few
@given(seed=seeds)
def test_chi_square_and_residuals_are_those_of_the_two_matrices(seed: int) -> None:
    rows = np.random.default_rng(seed).permutation(240)[:180]
    answers = numeric()[rows]

    fit = fit_factors(MODEL, asked(answers))

    observed, implied = np.cov(answers.T, ddof=0), fit.matrices[0].covariance
    assert fit.indices["chisq"] == pytest.approx(180 * naive.discrepancy(observed, implied), rel=1e-7)
    assert fit.indices["srmr"] == pytest.approx(naive.standardised_residual(observed, implied), rel=1e-7)
    independence = np.diag(np.diag(observed))
    assert fit.indices["baseline.chisq"] == pytest.approx(180 * naive.discrepancy(observed, independence), rel=1e-7)


@few
@given(seed=seeds)
def test_comparative_indices_and_rmsea_follow_from_the_two_chi_squares(seed: int) -> None:
    draws = np.random.default_rng(seed)
    answers = numeric() + 1.5 * draws.standard_normal((240, 1)) * [1, 0, 0, 1, 0, 0]

    found = fit_factors(MODEL, asked(answers)).indices

    own, base = found["chisq"] - found["df"], found["baseline.chisq"] - found["baseline.df"]
    assert found["cfi"] == pytest.approx(1 - max(own, 0) / max(own, base, 0), abs=1e-12)
    ratio, base_ratio = found["chisq"] / found["df"], found["baseline.chisq"] / found["baseline.df"]
    assert found["tli"] == pytest.approx((base_ratio - ratio) / (base_ratio - 1), abs=1e-12)
    assert found["rmsea"] == pytest.approx(np.sqrt(max(own, 0) / (240 * found["df"])), abs=1e-12)
    assert found["rmsea.ci.lower"] <= found["rmsea"] <= found["rmsea.ci.upper"]
    assert found["aic"] == pytest.approx(-2 * found["logl"] + 2 * found["npar"])
    assert found["bic"] == pytest.approx(-2 * found["logl"] + np.log(240) * found["npar"])


@few
@given(seed=seeds)
def test_uncorrelated_factors_are_fitted_as_if_each_were_alone(seed: int) -> None:
    rows = np.random.default_rng(seed).permutation(240)[:200]
    answers = asked(numeric()[rows])

    both = fit_factors(APART, answers)
    alone = [fit_factors(FactorModel({name: own}), answers) for name, own in MODEL.factors.items()]

    assert both.indices["logl"] == pytest.approx(sum(fit.indices["logl"] for fit in alone), rel=1e-9)
    for fit in alone:
        for own in fit.coefficients:
            same = both.coefficient(own.left, own.operator, own.right)
            assert same.estimate == pytest.approx(own.estimate, rel=1e-4)
            assert same.standard_error == pytest.approx(own.standard_error, rel=1e-4)


@pytest.mark.parametrize("estimator", ["ML", "MLR", "DWLS"])
def test_groups_with_nothing_in_common_are_fitted_as_if_each_were_alone(estimator: str) -> None:
    values = ordered() if estimator == "DWLS" else numeric()
    night = np.array(groups()) == "night"

    both = fit_factors(MODEL, asked(values, grouped=True), estimator=estimator)
    alone = [fit_factors(MODEL, asked(values[own]), estimator=estimator) for own in (~night, night)]

    assert both.indices["chisq"] == pytest.approx(sum(fit.indices["chisq"] for fit in alone), rel=1e-6)
    assert both.indices["df"] == sum(fit.indices["df"] for fit in alone)
    for group, fit in enumerate(alone):
        for item in ITEMS:
            factor = "A" if item in MODEL.factors["A"] else "B"
            assert both.coefficient(factor, "=~", item, group).estimate == pytest.approx(
                fit.coefficient(factor, "=~", item).estimate, rel=1e-5
            )


@pytest.mark.parametrize(("estimator", "steps"), [("ML", NUMERIC_STEPS), ("DWLS", ORDERED_STEPS)])
def test_groups_of_the_same_answers_climb_the_ladder_without_any_loss(
    estimator: str, steps: dict[str, tuple[str, ...]]
) -> None:
    values = (ordered() if estimator == "DWLS" else numeric())[:150]
    twice = Answers(np.vstack([values, values]), ITEMS, ["first"] * 150 + ["later"] * 150)

    ladder = invariance(MODEL, twice, estimator=estimator)

    assert [step.name for step in ladder.steps] == list(steps)
    chi_squares = [step.fit.indices["chisq"] for step in ladder.steps]
    assert chi_squares == pytest.approx([chi_squares[0]] * len(steps), abs=1e-5)
    assert ladder.reached == "strict"
    assert ladder.steps[2].fit.coefficient("A", "~1", "", 1).estimate == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("estimator", ["ML", "MLR", "DWLS"])
def test_every_step_of_the_ladder_asks_for_more_and_fits_no_better(estimator: str) -> None:
    values = ordered() if estimator == "DWLS" else numeric()

    ladder = invariance(MODEL, asked(values, grouped=True), estimator=estimator)

    freedoms = [step.fit.indices["df"] for step in ladder.steps]
    misfits = [step.fit.indices["chisq"] for step in ladder.steps]
    assert freedoms == sorted(set(freedoms))
    assert all(later >= earlier - 1e-6 for earlier, later in pairwise(misfits))
    for before, step in pairwise(ladder.steps):
        assert step.difference is not None
        assert step.difference.freedom == step.fit.indices["df"] - before.fit.indices["df"]
        assert 0 <= step.difference.p <= 1


@few
@given(item=st.integers(0, 5))
def test_turning_one_item_round_turns_its_loading_and_changes_no_fit(item: int) -> None:
    turned = numeric()
    turned[:, item] *= -1
    unit = FactorModel(MODEL.factors, unit_variance=True)

    one, other = fit_factors(unit, asked(numeric())), fit_factors(unit, asked(turned))

    assert other.indices["chisq"] == pytest.approx(one.indices["chisq"], abs=1e-6)
    factor = "A" if item < 3 else "B"
    same = other.coefficient(factor, "=~", ITEMS[item]).standardised
    assert abs(same) == pytest.approx(abs(one.coefficient(factor, "=~", ITEMS[item]).standardised), abs=1e-6)


@pytest.mark.parametrize("missing", ["listwise", "fiml"])
def test_robust_tests_of_normal_answers_are_nearly_the_plain_ones(missing: str) -> None:
    draws = np.random.default_rng(8)
    covariance = np.cov(numeric().T)
    answers = draws.standard_normal((3000, 6)) @ np.linalg.cholesky(covariance).T
    if missing == "fiml":
        answers[draws.random((3000, 6)) < 0.1] = np.nan

    fit = fit_factors(MODEL, asked(answers), estimator="MLR", missing=missing)

    assert fit.indices["chisq.scaling.factor"] == pytest.approx(1, abs=0.06)
    plain = fit_factors(MODEL, asked(answers), missing=missing)
    ratios = [
        own.standard_error / other.standard_error
        for own, other in zip(fit.coefficients, plain.coefficients, strict=True)
        if other.standard_error > 0
    ]
    assert ratios == pytest.approx(np.ones(len(ratios)), abs=0.15)


def test_robust_errors_grow_where_answers_have_heavy_tails() -> None:
    draws = np.random.default_rng(9)
    answers = draws.standard_t(4, (2000, 1)) * [1.0, 0.8, 0.9] + draws.standard_t(4, (2000, 3))

    plain, robust = (fit_factors(THREE, Answers(answers, ITEMS[:3]), estimator=name) for name in ("ML", "MLR"))

    for item in ITEMS[:3]:
        variances = [fit.coefficient(item, "~~", item).standard_error for fit in (plain, robust)]
        assert variances[1] > 1.2 * variances[0]


def test_answers_that_spread_more_for_some_people_scale_chi_square_by_their_kurtosis() -> None:
    """Source: Browne MW. Br J Math Stat Psychol 1984;37:62-83: of elliptical answers by 1 plus relative kurtosis."""
    draws = np.random.default_rng(10)
    width = draws.permutation(np.repeat([0.5, 1.5], 3000))
    answers = width[:, None] * (draws.standard_normal((6000, 6)) @ np.linalg.cholesky(np.cov(numeric().T)).T)

    found = fit_factors(MODEL, asked(answers), estimator="MLR").indices

    kurtosis = float(np.mean(width**4) / np.mean(width**2) ** 2)
    assert found["chisq.scaling.factor"] == pytest.approx(kurtosis, rel=0.06)
    assert found["chisq.scaled"] == pytest.approx(found["chisq"] / kurtosis, rel=0.06)


def test_a_pair_of_residuals_that_share_something_is_found_and_tested() -> None:
    answers = numeric()
    shared = 0.9 * np.random.default_rng(3).standard_normal(240)
    answers[:, 0] += shared
    answers[:, 3] += shared
    paired = FactorModel(MODEL.factors, residual_pairs=(("a1", "b1"),))

    without, within = (fit_factors(model, asked(answers)) for model in (MODEL, paired))

    assert within.coefficient("a1", "~~", "b1").p < 0.01
    test = difference(within, without)
    assert (test.freedom, test.method) == (1, "likelihood ratio")
    assert test.p < 0.01
    wald = within.coefficient("a1", "~~", "b1").z ** 2
    assert test.chi_square == pytest.approx(wald, rel=0.35)


def test_the_reliability_of_a_scale_whose_items_load_alike_is_its_alpha() -> None:
    covariance = naive.one_factor(np.full(4, 0.9), np.array([0.5, 0.8, 1.1, 0.7]))
    answers = with_covariance(100, covariance, seed=2)

    (found,) = composites(fit_factors(FOUR, Answers(answers, FOUR.items)))

    assert [found.omega, found.omega2, found.omega3] == pytest.approx([found.alpha] * 3, abs=1e-6)


@few
@given(seed=seeds)
def test_omega_of_unequal_loadings_is_above_alpha_and_is_the_squared_correlation_with_the_factor(seed: int) -> None:
    loadings, residuals, answers = one_scale(seed, 4)

    (found,) = composites(fit_factors(FOUR, Answers(answers, FOUR.items)))

    explained = loadings.sum() ** 2
    assert found.omega == pytest.approx(explained / (explained + residuals.sum()), rel=1e-5)
    assert found.omega >= found.alpha - 1e-9
    share = (loadings @ loadings) / (loadings @ loadings + residuals.sum())
    assert found.average_variance == pytest.approx(share, rel=1e-5)


def test_people_with_gaps_add_to_what_complete_people_say() -> None:
    complete, everyone = (fit_factors(MODEL, asked(with_gaps()), missing=own) for own in ("listwise", "fiml"))

    pairs = zip(complete.coefficients, everyone.coefficients[: len(complete.coefficients)], strict=True)
    shrunk = [other.standard_error < own.standard_error for own, other in pairs if own.standard_error > 0]
    assert np.mean(shrunk) > 0.9
