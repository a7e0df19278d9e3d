"""Models small enough to be known without a computer, and what a fit tells of itself."""

import numpy as np
import pytest

from newel.statistics.mixed import Design, RandomTerm, fit_generalised

ONES = np.ones((6, 1))
INTERCEPT = Design(ONES, ("(Intercept)",))


def test_a_logit_without_columns_is_the_log_odds() -> None:
    fit = fit_generalised(INTERCEPT, np.array([1.0, 0, 0, 0, 1, 0]), family="binomial")

    assert fit.coefficients == pytest.approx([np.log(2 / 4)])
    assert fit.standard_errors == pytest.approx([np.sqrt(1 / 2 + 1 / 4)])
    assert fit.log_likelihood == pytest.approx(2 * np.log(1 / 3) + 4 * np.log(2 / 3))
    assert fit.parameters == 1


def test_a_rate_is_counts_over_exposure() -> None:
    years = np.array([1.0, 2, 3, 4, 5, 6])
    design = Design(ONES, ("(Intercept)",), (), np.log(years))
    fit = fit_generalised(design, np.array([0.0, 3, 1, 5, 4, 8]), family="poisson")

    assert fit.coefficients == pytest.approx([np.log(21 / 21)], abs=1e-9)
    assert fit.standard_errors == pytest.approx([1 / np.sqrt(21)])


def test_an_ordered_answer_without_columns_has_the_margins_log_odds_as_thresholds() -> None:
    fit = fit_generalised(INTERCEPT, np.array([0.0, 0, 1, 1, 1, 2]), family="ordinal")

    assert fit.thresholds.ravel() == pytest.approx([np.log(2 / 4), np.log(5 / 1)])
    assert fit.all_names == ("0|1", "1|2")
    assert fit.coefficients.shape == (0,)
    assert fit.log_likelihood == pytest.approx(2 * np.log(2 / 6) + 3 * np.log(3 / 6) + np.log(1 / 6))


def test_threshold_effects_of_a_group_are_its_own_log_odds() -> None:
    answers = np.array([0.0, 0, 0, 1, 2, 0, 1, 1, 2, 2, 2, 2])
    group = np.array([0.0] * 5 + [1.0] * 7)
    fit = fit_generalised(
        Design(np.zeros((12, 0)), ()), answers, family="ordinal", nominal=Design(group[:, None], ("group",))
    )

    own = [[np.log(3 / 2), np.log(1 / 6) - np.log(3 / 2)], [np.log(4 / 1), np.log(3 / 4) - np.log(4)]]
    assert fit.thresholds == pytest.approx(np.array(own))
    assert fit.all_names == ("0|1.(Intercept)", "0|1.group", "1|2.(Intercept)", "1|2.group")


def test_a_zero_inflated_poisson_splits_zeros_from_counts() -> None:
    counts = np.repeat([0.0, 1, 2, 3, 4], [50, 15, 15, 10, 5])
    ones = np.ones((len(counts), 1))
    fit = fit_generalised(
        Design(ones, ("(Intercept)",)), counts, family="poisson", zero_inflation=Design(ones, ("(Intercept)",))
    )

    rate, excess = np.exp(fit.coefficients[0]), 1 / (1 + np.exp(-fit.zero_inflation[0]))
    # The likelihood equations: the mean of the positive counts, and the share of zeros.
    assert rate / (1 - np.exp(-rate)) == pytest.approx(counts[counts > 0].mean(), rel=1e-7)
    assert excess + (1 - excess) * np.exp(-rate) == pytest.approx(50 / 95, rel=1e-7)
    assert fit.all_names == ("(Intercept)", "zero inflation: (Intercept)")


def test_the_design_comes_back_with_its_effects_by_term_in_the_order_given() -> None:
    rng = np.random.default_rng(5)
    ward, site = np.arange(200) % 20, np.arange(200) % 5
    x = rng.normal(size=200)
    pairs = np.column_stack([np.ones(200), x])
    terms = (
        RandomTerm("site", site, pairs, ("(Intercept)", "x")),
        RandomTerm("ward", ward, np.ones((200, 1)), ("(Intercept)",)),
    )
    counts = rng.poisson(np.exp(0.5 + 0.6 * rng.normal(size=20)[ward] + rng.normal(size=5)[site] * x)).astype(float)
    fit = fit_generalised(Design(pairs, ("(Intercept)", "x"), terms), counts, family="poisson")

    assert [effects.shape for effects in fit.effects] == [(5, 2), (20, 1)]
    assert [variance.shape for variance in fit.variances] == [(2, 2), (1, 1)]
    assert fit.parameters == 2 + 3 + 1
    assert fit.aic == pytest.approx(fit.criterion + 12)
    # At the mode each scalar effect is its variance times the sum of its level's residuals.
    linear = pairs @ fit.coefficients + (pairs * fit.effects[0][site]).sum(1) + fit.effects[1][ward, 0]
    left = counts - np.exp(linear)
    assert fit.effects[1][:, 0] == pytest.approx(fit.variances[1][0, 0] * np.bincount(ward, left), abs=1e-6)
    by_site = np.column_stack([np.bincount(site, left), np.bincount(site, left * x)])
    assert fit.effects[0] == pytest.approx(by_site @ fit.variances[0], abs=1e-6)


def test_the_modes_of_a_zero_inflated_model_are_its_own() -> None:
    rng = np.random.default_rng(6)
    site, ones = np.arange(300) % 15, np.ones((300, 1))
    rate = np.exp(0.8 + 0.5 * rng.normal(size=15)[site])
    counts = np.where(rng.uniform(size=300) < 0.3, 0.0, rng.poisson(rate).astype(float))
    term = RandomTerm("site", site, ones, ("(Intercept)",))
    design = Design(ones, ("(Intercept)",), (term,))
    inflation = Design(ones, ("(Intercept)",))

    fit = fit_generalised(design, counts, family="poisson", zero_inflation=inflation)

    mean = np.exp(fit.coefficients[0] + fit.effects[0][site, 0])
    excess = 1 / (1 + np.exp(-fit.zero_inflation[0]))
    counted = np.where(counts > 0, 1.0, (1 - excess) * np.exp(-mean) / (excess + (1 - excess) * np.exp(-mean)))
    pull = np.bincount(site, counted * (counts - mean))
    assert fit.effects[0][:, 0] == pytest.approx(fit.variances[0][0, 0] * pull, abs=1e-6)


def test_inference_is_walds_on_contrasts_of_the_fixed_effects() -> None:
    rng = np.random.default_rng(8)
    x = rng.normal(size=100)
    design = Design(np.column_stack([np.ones(100), x]), ("(Intercept)", "x"))
    fit = fit_generalised(design, rng.poisson(np.exp(0.2 + 0.3 * x)).astype(float), family="poisson")

    found = fit.inference(np.array([[0.0, 1.0], [1.0, 2.0]]))

    assert found.estimate == pytest.approx([fit.coefficients[1], fit.coefficients @ [1, 2]])
    assert found.standard_error[0] == pytest.approx(fit.standard_errors[1])
    assert found.standard_error[1] == pytest.approx(np.sqrt(np.array([1, 2]) @ fit.covariance @ [1, 2]))
    assert found.method == "Wald"
    assert np.all(np.isinf(found.freedom))
    assert fit.all_inference(np.eye(2)).estimate == pytest.approx(fit.all_estimates)
    with pytest.raises(ValueError, match="A contrast has 3 weights for 2 coefficients"):
        fit.inference(np.ones((1, 3)))
