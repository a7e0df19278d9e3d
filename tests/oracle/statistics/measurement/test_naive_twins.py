"""Every estimator of measurement beside a slow one written out from the textbook."""

from itertools import product

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa as kappa_of_statsmodels

from newel.statistics.measurement import (
    cohen_kappa,
    fit_factors,
    intraclass,
    krippendorff_alpha,
    ordinal_alpha,
    polychoric,
    reliability,
)
from newel.statistics.measurement.bivariate import cumulative, density
from newel.statistics.measurement.covariances import complete, correlations_of, pairwise_covariance
from newel.statistics.measurement.factor.patterns import constant, deviance, patterns_of, saturated
from newel.statistics.multiplicity import adjust
from tests.support import naive_measurement as naive
from tests.support.questionnaire import MODEL, asked, numeric, ordered, with_gaps

LIMITS = (-2.5, -0.4, 0.0, 0.7, 3.0)


@pytest.mark.parametrize("correlation", [-0.95, -0.3, 0.0, 0.5, 0.99])
def test_the_bivariate_normal_is_that_of_quadrature(correlation: float) -> None:
    for first, second in product(LIMITS, LIMITS):
        found = float(cumulative(np.float64(first), np.float64(second), np.float64(correlation)))
        assert found == pytest.approx(naive.both_below(first, second, correlation), abs=1e-12)


def test_the_bivariate_normal_reaches_its_margins_at_infinity() -> None:
    ends = cumulative(np.array([np.inf, -np.inf, 0.0]), np.array([0.0, 1.0, np.inf]), np.array([0.4, 0.4, 0.4]))

    assert ends == pytest.approx([0.5, 0.0, 0.5], abs=1e-15)
    assert density(np.array([np.inf]), np.array([0.0]), np.array([0.4])) == 0


@pytest.mark.parametrize("correlation", [-0.8, 0.1, 0.6])
def test_the_density_is_how_fast_the_probability_grows_with_the_correlation(correlation: float) -> None:
    step = 1e-5
    for first, second in product(LIMITS, LIMITS):
        point = np.float64(first), np.float64(second)
        rise = cumulative(*point, np.float64(correlation + step)) - cumulative(*point, np.float64(correlation - step))
        assert float(density(*point, np.float64(correlation))) == pytest.approx(float(rise) / (2 * step), abs=1e-9)


def test_polychoric_correlations_are_those_of_a_search_over_quadrature() -> None:
    answers = ordered()[:, [0, 2, 4]]

    found = polychoric(answers).correlations

    for first, second in ((0, 1), (0, 2)):
        slow = naive.polychoric_of_two(answers[:, first], answers[:, second])
        assert found[first, second] == pytest.approx(slow, abs=1e-5)


def test_alpha_is_that_of_variances_and_the_mean_of_all_split_halves() -> None:
    found = reliability(numeric()).alpha

    assert found == pytest.approx(naive.alpha(numeric()), rel=1e-12)
    assert found == pytest.approx(naive.split_halves(numeric()), rel=1e-12)


def test_ordinal_alpha_is_alpha_of_the_polychoric_correlations() -> None:
    correlations = polychoric(ordered()).correlations
    average = float((correlations.sum() - 6) / 30)

    assert ordinal_alpha(ordered()) == pytest.approx(6 * average / (1 + 5 * average), rel=1e-12)


def test_pairwise_covariances_are_those_of_each_pair_alone() -> None:
    answers = with_gaps()

    found = pairwise_covariance(answers)

    for first, second in product(range(6), range(6)):
        both = ~np.isnan(answers[:, first]) & ~np.isnan(answers[:, second])
        one = answers[both, first] - np.nanmean(answers[both, first])
        other = answers[both, second] - np.nanmean(answers[both, second])
        assert found[first, second] == pytest.approx(float(one @ other) / (both.sum() - 1), rel=1e-10)
    assert np.diag(correlations_of(found)) == pytest.approx(np.ones(6))


def test_the_likelihood_of_gaps_is_that_of_people_one_by_one() -> None:
    answers = with_gaps()
    patterns = patterns_of(answers)
    mean, covariance, settled = saturated(patterns)

    found = -(deviance(patterns, mean, covariance) + constant(patterns)) / 2

    assert settled
    assert found == pytest.approx(naive.log_likelihood(answers, mean, covariance), rel=1e-12)


def test_the_saturated_moments_cannot_be_improved_in_any_direction() -> None:
    patterns = patterns_of(with_gaps())
    mean, covariance, _ = saturated(patterns)
    least = deviance(patterns, mean, covariance)
    draws = np.random.default_rng(3)

    for _ in range(20):
        turn = draws.standard_normal((6, 6)) * 0.01
        moved = deviance(patterns, mean + 0.01 * draws.standard_normal(6), covariance + turn + turn.T)
        assert moved > least


@pytest.mark.parametrize("gaps", [False, True])
def test_a_factor_model_is_that_of_a_general_search(gaps: bool) -> None:  # noqa: FBT001 - a pytest parameter
    answers = (with_gaps() if gaps else numeric())[::4]
    slow, best = naive.fit_two_factors(answers)

    fit = fit_factors(MODEL, asked(answers), missing="fiml")

    names = [("A", "a2"), ("A", "a3"), ("B", "b2"), ("B", "b3")]
    assert fit.indices["logl"] == pytest.approx(best, abs=1e-4)
    assert fit.indices["logl"] >= best - 1e-8
    loadings = [fit.coefficient(factor, "=~", item).estimate for factor, item in names]
    assert loadings == pytest.approx(list(slow[:4]), abs=2e-3)
    assert fit.coefficient("A", "~~", "B").estimate == pytest.approx(slow[12], abs=2e-2)


def test_standard_errors_are_those_of_the_likelihoods_own_curvature() -> None:
    answers = with_gaps()[::4]
    fit = fit_factors(MODEL, asked(answers), missing="fiml")
    order = [("A", "=~", "a2"), ("A", "=~", "a3"), ("B", "=~", "b2"), ("B", "=~", "b3")]
    order += [(item, "~~", item) for item in MODEL.items]
    order += [("A", "~~", "A"), ("B", "~~", "B"), ("A", "~~", "B"), *((item, "~1", "") for item in MODEL.items)]
    theta = np.array([fit.coefficient(*names).estimate for names in order])
    step = 1e-3 * np.maximum(np.abs(theta), 0.1)
    curvature = np.empty((19, 19))

    def value(moved: "np.typing.NDArray[np.float64]") -> float:
        return naive.log_likelihood(answers, *naive.two_factors(moved))

    for row, column in product(range(19), range(19)):
        if row > column:
            continue
        one, other = np.eye(19)[row] * step[row], np.eye(19)[column] * step[column]
        whole = value(theta + one + other) - value(theta + one - other) - value(theta - one + other)
        curvature[row, column] = -(whole + value(theta - one - other)) / (4 * step[row] * step[column])
        curvature[column, row] = curvature[row, column]

    errors = np.sqrt(np.diag(np.linalg.inv(curvature)))

    assert [fit.coefficient(*names).standard_error for names in order] == pytest.approx(errors, rel=1e-3)


def test_consistency_of_the_mean_of_raters_is_cronbachs_alpha_of_raters_as_items() -> None:
    ratings = numeric()[:40, :3]

    assert intraclass(ratings)["ICC3k"].value == pytest.approx(naive.alpha(ratings), rel=1e-12)


def test_the_one_way_intraclass_correlation_is_that_of_the_variance_of_means_and_within() -> None:
    ratings = numeric()[:40, :3]
    within = float(np.mean([np.var(row, ddof=1) for row in ratings]))
    between = float(np.var(ratings.mean(axis=1), ddof=1)) - within / 3

    assert intraclass(ratings)["ICC1"].value == pytest.approx(between / (between + within), rel=1e-12)


@pytest.mark.parametrize("weights", ["linear", "quadratic"])
def test_weighted_kappa_and_its_errors_are_those_of_statsmodels(weights: str) -> None:
    first, second = ordered()[:, 0], ordered()[:, 1]
    table = np.zeros((4, 4))
    np.add.at(table, (first.astype(int) - 1, second.astype(int) - 1), 1)
    expected = kappa_of_statsmodels(table, wt=weights)

    found = cohen_kappa(first, second, weights=weights)

    assert found.value == pytest.approx(expected.kappa, rel=1e-12)
    assert found.standard_error == pytest.approx(expected.std_kappa, rel=1e-12)
    assert found.null_standard_error == pytest.approx(expected.std_kappa0, rel=1e-12)
    assert found.z == pytest.approx(expected.z_value, rel=1e-12)


@pytest.mark.parametrize("level", ["nominal", "interval"])
def test_krippendorffs_alpha_is_that_of_counted_coincidences(level: str) -> None:
    ratings = ordered()[:50, :4].copy()
    ratings[::3, 1], ratings[::5, 2] = np.nan, np.nan
    values = (1.0, 2.0, 3.0, 4.0)
    squared = {pair: float(pair[0] != pair[1]) if level == "nominal" else (pair[0] - pair[1]) ** 2
               for pair in product(values, values)}

    found = krippendorff_alpha(ratings, level=level).value

    assert found == pytest.approx(naive.krippendorff(ratings, squared), rel=1e-10)


def test_holm_and_benjamini_hochberg_are_those_of_going_through_the_list() -> None:
    draws = np.random.default_rng(5)
    for _ in range(10):
        p = draws.uniform(size=7) ** 2
        assert adjust(p, "holm") == pytest.approx(naive.holm(p))
        assert adjust(p, "bh") == pytest.approx(naive.benjamini_hochberg(p))


def test_complete_rows_are_those_without_a_gap() -> None:
    rows = complete(with_gaps())

    assert len(rows) == int((~np.isnan(with_gaps()).any(axis=1)).sum())
    assert not np.isnan(rows).any()
