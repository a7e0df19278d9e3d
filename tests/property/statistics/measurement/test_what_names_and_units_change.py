"""The order of people, the names of groups, the unit of a score: none of them says anything about a questionnaire."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.measurement import (
    Answers,
    FactorModel,
    cohens_d,
    explore,
    fit_factors,
    fleiss_kappa,
    gwet_ac1,
    hedges_g,
    intraclass,
    krippendorff_alpha,
    polychoric,
    reliability,
)
from newel.statistics.measurement.bivariate import cumulative
from newel.statistics.measurement.factor.normal import NormalProblem
from newel.statistics.measurement.factor.weighted import WeightedProblem
from newel.statistics.multiplicity import METHODS, adjust
from tests.support.questionnaire import ITEMS, MODEL, asked, groups, numeric, ordered, with_gaps

seeds = st.integers(0, 10_000)
few = settings(max_examples=8, deadline=None, derandomize=True)
ESTIMATORS = ("ML", "MLR", "DWLS")


def answers_for(estimator: str) -> "np.typing.NDArray[np.float64]":
    return ordered() if estimator == "DWLS" else numeric()


@few
@given(seed=seeds, estimator=st.sampled_from(ESTIMATORS))
def test_the_order_of_people_changes_no_fit(seed: int, estimator: str) -> None:
    values = answers_for(estimator)
    shuffled = values[np.random.default_rng(seed).permutation(len(values))]

    one, other = (fit_factors(MODEL, asked(own), estimator=estimator) for own in (values, shuffled))

    assert other.theta == pytest.approx(one.theta, rel=1e-6, abs=1e-8)
    assert other.covariance == pytest.approx(one.covariance, rel=1e-5, abs=1e-9)
    assert other.indices["chisq"] == pytest.approx(one.indices["chisq"], rel=1e-8)


@few
@given(seed=seeds)
def test_the_order_of_people_with_gaps_changes_no_fit(seed: int) -> None:
    values = with_gaps()
    shuffled = values[np.random.default_rng(seed).permutation(len(values))]

    one, other = (fit_factors(MODEL, asked(own), missing="fiml") for own in (values, shuffled))

    assert other.theta == pytest.approx(one.theta, rel=1e-6, abs=1e-8)
    assert other.indices["logl"] == pytest.approx(one.indices["logl"], rel=1e-12)


@few
@given(estimator=st.sampled_from(ESTIMATORS), equal=st.sampled_from([(), ("loadings",)]))
def test_the_names_of_groups_and_their_order_change_no_chi_square(estimator: str, equal: tuple[str, ...]) -> None:
    values = answers_for(estimator)
    renamed = [{"day": "Z", "night": "A"}[group] for group in groups()]
    plain = fit_factors(MODEL, Answers(values, ITEMS, groups()), estimator=estimator, equal=equal)
    turned = fit_factors(
        MODEL, Answers(values[::-1].copy(), ITEMS, renamed[::-1]), estimator=estimator, equal=equal
    )

    assert turned.groups == ("A", "Z")
    for name in ("chisq", "cfi", "rmsea", "srmr", "npar"):
        assert turned.indices[name] == pytest.approx(plain.indices[name], rel=1e-6, abs=1e-8)


@few
@given(factor=st.sampled_from([0.1, 3.0, 40.0]), item=st.integers(0, 5), gaps=st.sampled_from([0, 1]))
def test_an_item_in_another_unit_leaves_fit_and_standardised_loadings(factor: float, item: int, gaps: int) -> None:
    values = with_gaps() if gaps else numeric()
    scaled = values.copy()
    scaled[:, item] = factor * scaled[:, item] + 7

    one, other = (fit_factors(MODEL, asked(own), missing="fiml") for own in (values, scaled))

    assert other.indices["chisq"] == pytest.approx(one.indices["chisq"], abs=1e-5)
    assert other.indices["srmr"] == pytest.approx(one.indices["srmr"], abs=1e-5)
    loadings = [[own.standardised for own in found.coefficients if own.operator == "=~"] for found in (one, other)]
    assert loadings[1] == pytest.approx(loadings[0], abs=1e-5)


@few
@given(order=st.permutations(range(3)), estimator=st.sampled_from(ESTIMATORS))
def test_which_item_sets_the_unit_changes_no_fit(order: list[int], estimator: str) -> None:
    first = tuple(MODEL.factors["A"][place] for place in order)
    turned = FactorModel({"A": first, "B": MODEL.factors["B"]})
    unit = FactorModel(MODEL.factors, unit_variance=True)

    fits = [fit_factors(model, asked(answers_for(estimator)), estimator=estimator) for model in (MODEL, turned, unit)]

    for found in fits[1:]:
        assert found.indices["chisq"] == pytest.approx(fits[0].indices["chisq"], abs=1e-6)
        standardised = [found.coefficient("A", "=~", item).standardised for item in MODEL.factors["A"]]
        assert standardised == pytest.approx(
            [fits[0].coefficient("A", "=~", item).standardised for item in MODEL.factors["A"]], abs=1e-6
        )


@few
@given(estimator=st.sampled_from(["ML", "MLR"]))
def test_everyone_twice_keeps_estimates_and_doubles_chi_square(estimator: str) -> None:
    values = numeric()

    one, twice = (fit_factors(MODEL, asked(own), estimator=estimator) for own in (values, np.vstack([values, values])))

    assert twice.theta == pytest.approx(one.theta, rel=1e-6)
    assert twice.indices["chisq"] == pytest.approx(2 * one.indices["chisq"], rel=1e-8)
    assert twice.covariance == pytest.approx(one.covariance / 2, rel=1e-5, abs=1e-10)


def test_fiml_of_complete_answers_is_ml() -> None:
    plain, everyone = fit_factors(MODEL, asked(numeric())), fit_factors(MODEL, asked(numeric()), missing="fiml")

    assert everyone.indices["chisq"] == pytest.approx(plain.indices["chisq"], abs=1e-8)
    assert everyone.indices["logl"] == pytest.approx(plain.indices["logl"], rel=1e-12)
    assert everyone.indices["cfi.robust"] == pytest.approx(plain.indices["cfi"], abs=1e-8)


def _problem(estimator: str, missing: str) -> "tuple[NormalProblem | WeightedProblem, np.typing.NDArray[np.float64]]":
    values = with_gaps() if missing == "fiml" else answers_for(estimator)
    equal = ("loadings", "thresholds") if estimator == "DWLS" else ("loadings", "intercepts")
    fit = fit_factors(MODEL, asked(values, grouped=True), estimator=estimator, missing=missing, equal=equal)
    return fit.problem, fit.theta


PROBLEMS = {name: _problem(*own) for name, own in {
    "complete": ("ML", "listwise"), "gaps": ("ML", "fiml"), "ordered": ("DWLS", "listwise"),
}.items()}


@few
@given(seed=seeds, name=st.sampled_from(sorted(PROBLEMS)))
def test_gradient_and_curvature_are_those_of_differences_anywhere(seed: int, name: str) -> None:
    problem, best = PROBLEMS[name]
    theta = best + 0.03 * np.random.default_rng(seed).standard_normal(len(best))
    steps = 1e-5 * np.eye(len(theta))

    gradient, _ = problem.slope(theta)
    slow = [(problem.value(theta + step) - problem.value(theta - step)) / 2e-5 for step in steps]
    bent = [(problem.slope(theta + step)[0] - problem.slope(theta - step)[0]) / 2e-5 for step in steps]

    assert gradient == pytest.approx(np.array(slow), rel=1e-5, abs=1e-8)
    assert problem.curved(theta) == pytest.approx(np.array(bent), rel=1e-4, abs=1e-6)


@few
@given(seed=seeds, name=st.sampled_from(sorted(PROBLEMS)))
def test_no_other_parameters_fit_better(seed: int, name: str) -> None:
    problem, best = PROBLEMS[name]
    draws = np.random.default_rng(seed)

    for size in (1e-3, 0.05, 0.5):
        assert problem.value(best + size * draws.standard_normal(len(best))) >= problem.value(best)


@few
@given(seed=seeds, factor=st.floats(0.01, 100))
def test_alpha_knows_neither_order_nor_unit(seed: int, factor: float) -> None:
    draws = np.random.default_rng(seed)
    people, items = draws.permutation(240), draws.permutation(6)

    one, other = reliability(numeric()), reliability(factor * numeric()[people][:, items] - 5)

    assert other.alpha == pytest.approx(one.alpha, rel=1e-9)
    assert other.lambda_6 == pytest.approx(one.lambda_6, rel=1e-9)
    assert other.item_rest == pytest.approx(one.item_rest[items], rel=1e-8)
    assert other.low < other.alpha < other.high


@few
@given(seed=seeds)
def test_polychoric_correlations_know_only_the_order_of_answers(seed: int) -> None:
    answers = np.random.default_rng(seed).integers(1, 5, (40, 3)).astype(float)
    one, other = polychoric(answers), polychoric(answers**3 - 100)
    turned = polychoric(np.column_stack([-answers[:, 0], answers[:, 1:]]))

    assert other.correlations == pytest.approx(one.correlations, abs=1e-12)
    sign = np.array([-1, 1, 1])
    assert turned.correlations * np.outer(sign, sign) == pytest.approx(one.correlations, abs=1e-7)
    assert np.abs(one.correlations).max() <= 1


@few
@given(first=st.floats(-4, 4), second=st.floats(-4, 4), seed=seeds)
def test_the_bivariate_probability_grows_with_limits_and_correlation(first: float, second: float, seed: int) -> None:
    correlations = np.sort(np.random.default_rng(seed).uniform(-0.99, 0.99, 5))

    found = cumulative(np.full(5, first), np.full(5, second), correlations)

    assert np.all(np.diff(found) >= -1e-14)
    assert np.all((found >= -1e-14) & (found <= 1))
    mirrored = cumulative(np.full(5, second), np.full(5, first), correlations)
    assert mirrored == pytest.approx(found, abs=1e-14)


@few
@given(seed=seeds)
def test_the_order_of_raters_and_things_and_the_names_of_categories_change_no_agreement(seed: int) -> None:
    draws = np.random.default_rng(seed)
    ratings = draws.integers(1, 4, (20, 4)).astype(float)
    ratings[draws.random((20, 4)) < 0.2] = np.nan
    ratings[:3] = [[1, 2, 1, 2], [2, 2, 3, 3], [3, 3, 3, 1]]
    shuffled = ratings[draws.permutation(20)][:, draws.permutation(4)]
    renamed = np.where(np.isnan(ratings), np.nan, 10 - ratings)

    for coefficient in (fleiss_kappa, gwet_ac1, krippendorff_alpha):
        one = coefficient(ratings)
        for other in (coefficient(shuffled), coefficient(renamed)):
            assert other.value == pytest.approx(one.value, abs=1e-12)
            assert other.standard_error == pytest.approx(one.standard_error, abs=1e-12)


@few
@given(seed=seeds, factor=st.floats(0.1, 10))
def test_intraclass_correlations_know_no_unit(seed: int, factor: float) -> None:
    ratings = np.random.default_rng(seed).standard_normal((12, 3)).cumsum(axis=0)

    one, other = intraclass(ratings), intraclass(factor * ratings + 100)

    for form, found in other.items():
        assert found.value == pytest.approx(one[form].value, rel=1e-7, abs=1e-9)
        assert found.low <= found.value <= found.high


@few
@given(seed=seeds, factor=st.floats(0.1, 10))
def test_a_standardised_difference_knows_no_unit_and_turns_its_sign(seed: int, factor: float) -> None:
    draws = np.random.default_rng(seed)
    first, second = draws.standard_normal(12) + 0.5, draws.standard_normal(9)

    one, scaled, turned = cohens_d(first, second), cohens_d(factor * first, factor * second), cohens_d(second, first)

    assert scaled.value == pytest.approx(one.value, rel=1e-9)
    assert [turned.low, turned.high] == pytest.approx([-one.high, -one.low], rel=1e-6, abs=1e-8)
    assert abs(hedges_g(first, second).value) < abs(one.value)


@few
@given(order=st.permutations(range(6)))
def test_exploratory_factors_follow_their_items(order: list[int]) -> None:
    one, other = explore(numeric(), 2), explore(numeric()[:, order], 2)

    assert other.uniquenesses == pytest.approx(one.uniquenesses[order], abs=1e-6)
    assert np.abs(other.loadings) == pytest.approx(np.abs(one.loadings[order]), abs=1e-4)


@few
@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=12), method=st.sampled_from(sorted(METHODS)))
def test_adjusting_keeps_the_order_of_outcomes_and_never_helps_one(p: list[float], method: str) -> None:
    given_p = np.array(p)

    adjusted = adjust(given_p, method)

    assert np.all(adjusted >= given_p - 1e-12)
    assert np.all(adjusted <= 1)
    ranked = adjusted[np.argsort(given_p, kind="stable")]
    assert all(later >= earlier - 1e-12 for earlier, later in pairwise(ranked))


@few
@given(p=st.lists(st.floats(0.001, 1), min_size=2, max_size=10))
def test_methods_stand_in_their_known_order(p: list[float]) -> None:
    found = {method: adjust(np.array(p), method) for method in METHODS}

    for stricter, milder in (("bonferroni", "holm"), ("holm", "hochberg"), ("hochberg", "hommel"), ("hommel", "bh")):
        assert np.all(found[stricter] >= found[milder] - 1e-12)
