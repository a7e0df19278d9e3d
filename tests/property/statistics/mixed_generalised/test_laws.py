"""What may be renamed, reordered or rescaled says nothing; models that are the same in words are so in numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import comb

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, GeneralisedFit, RandomTerm, fit_generalised

N = 240
FAMILIES = ("binomial", "poisson", "nbinom1", "nbinom2", "ordinal")
few = settings(max_examples=8, deadline=None, derandomize=True)
seeds = st.integers(0, 99)
families = st.sampled_from(FAMILIES)


def planted(family: str, seed: int) -> tuple[Design, Numbers]:
    """Draw from a model with sites, and raters who see all of them."""
    rng = np.random.default_rng(seed)
    site, rater, x = np.arange(N) % 12, rng.permutation(np.arange(N) % 5), rng.normal(size=N)
    linear = 0.3 + 0.5 * x + 0.7 * rng.normal(size=12)[site] + 0.5 * rng.normal(size=5)[rater]
    ones = np.ones((N, 1))
    terms = (RandomTerm("rater", rater, ones, ("(Intercept)",)), RandomTerm("site", site, ones, ("(Intercept)",)))
    response = {
        "binomial": rng.binomial(1, 1 / (1 + np.exp(-linear))),
        "poisson": rng.poisson(np.exp(linear)),
        "nbinom1": rng.poisson(np.exp(linear) * rng.gamma(1.5, 1 / 1.5, N)),
        "nbinom2": rng.poisson(np.exp(linear) * rng.gamma(1.5, 1 / 1.5, N)),
        "ordinal": np.digitize(linear + rng.logistic(size=N), [-1, 0.5, 2]),
    }[family]
    return Design(np.column_stack([ones, x]), ("(Intercept)", "x"), terms), response.astype(float)


def same(one: GeneralisedFit, other: GeneralisedFit) -> None:
    assert one.converged
    assert other.converged
    assert one.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-7)
    assert one.all_estimates == pytest.approx(other.all_estimates, abs=1e-4)
    assert one.all_standard_errors == pytest.approx(other.all_standard_errors, rel=1e-3)
    assert one.dispersion == pytest.approx(other.dispersion, rel=1e-3)


@few
@given(family=families, seed=seeds)
def test_the_order_of_rows_terms_and_levels_says_nothing(family: str, seed: int) -> None:
    design, response = planted(family, seed)
    rng = np.random.default_rng(seed)
    rows, renamed = rng.permutation(N), rng.permutation(12)
    rater, site = design.random
    shuffled = (
        replace(site, levels=renamed[site.levels][rows]),
        replace(rater, levels=rater.levels[rows]),
    )

    fit = fit_generalised(design, response, family=family)
    other = fit_generalised(replace(design, fixed=design.fixed[rows], random=shuffled), response[rows], family=family)

    same(fit, other)
    assert fit.effects[1] == pytest.approx(other.effects[0][renamed], abs=1e-4)
    assert fit.variances[0] == pytest.approx(other.variances[1], abs=1e-4)


@few
@given(family=families, seed=seeds, factor=st.sampled_from([-3.0, 1e-3, 1e4]))
def test_a_column_in_another_unit_has_its_effect_in_that_unit(family: str, seed: int, factor: float) -> None:
    design, response = planted(family, seed)
    scaled = design.fixed * np.array([1.0, factor])

    fit = fit_generalised(design, response, family=family)
    other = fit_generalised(replace(design, fixed=scaled), response, family=family)

    assert other.coefficients[-1] * factor == pytest.approx(fit.coefficients[-1], rel=1e-4, abs=1e-5)
    assert other.standard_errors[-1] * abs(factor) == pytest.approx(fit.standard_errors[-1], rel=1e-3)
    assert other.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-7)


@few
@given(seed=seeds)
def test_categories_in_reverse_turn_every_sign(seed: int) -> None:
    design, response = planted("ordinal", seed)

    fit = fit_generalised(design, response, family="ordinal")
    other = fit_generalised(design, response.max() - response, family="ordinal")

    assert other.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-7)
    assert other.coefficients == pytest.approx(-fit.coefficients, abs=1e-4)
    assert other.thresholds == pytest.approx(-fit.thresholds[::-1], abs=1e-4)
    assert other.standard_errors == pytest.approx(fit.standard_errors, rel=1e-3)


@few
@given(seed=seeds)
def test_two_categories_are_a_logit(seed: int) -> None:
    design, response = planted("binomial", seed)

    fit = fit_generalised(design, response, family="binomial")
    ordered = fit_generalised(design, response, family="ordinal")

    assert ordered.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-7)
    assert ordered.thresholds[0, 0] == pytest.approx(-fit.coefficients[0], abs=1e-4)
    assert ordered.coefficients == pytest.approx(fit.coefficients[1:], abs=1e-4)


@few
@given(family=st.sampled_from(["poisson", "nbinom2"]), seed=seeds)
def test_twice_the_exposure_moves_the_intercept_by_its_log(family: str, seed: int) -> None:
    design, response = planted(family, seed)

    fit = fit_generalised(design, response, family=family)
    other = fit_generalised(replace(design, offset=np.full(N, np.log(2.0))), response, family=family)

    assert other.coefficients == pytest.approx(fit.coefficients - [np.log(2), 0], abs=1e-4)
    assert other.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-7)


@few
@given(seed=seeds)
def test_rows_of_one_trial_are_one_row_of_many(seed: int) -> None:
    rng = np.random.default_rng(seed)
    group, x = np.arange(40) % 8, rng.normal(size=40)
    successes, trials = rng.binomial(6, 1 / (1 + np.exp(-0.5 * x - rng.normal(size=8)[group]))), np.full(40, 6.0)
    grouped = Design(
        np.column_stack([np.ones(40), x]), ("(Intercept)", "x"), (RandomTerm("g", group, np.ones((40, 1)), ("a",)),)
    )
    rows = np.repeat(np.arange(40), 6)
    single = np.concatenate([np.arange(6) < some for some in successes]).astype(float)
    apart = Design(grouped.fixed[rows], grouped.names, (RandomTerm("g", group[rows], np.ones((240, 1)), ("a",)),))

    for points in (1, 5):
        fit = fit_generalised(grouped, successes.astype(float), family="binomial", trials=trials, quadrature=points)
        other = fit_generalised(apart, single, family="binomial", quadrature=points)
        assert other.all_estimates == pytest.approx(fit.all_estimates, abs=1e-4)
        assert other.all_standard_errors == pytest.approx(fit.all_standard_errors, rel=1e-3)
        assert other.variances[0] == pytest.approx(fit.variances[0], abs=1e-4)
        ways = float(np.log(comb(6, successes)).sum())
        assert other.log_likelihood == pytest.approx(fit.log_likelihood - ways, abs=1e-7)


@few
@given(family=families, seed=seeds)
def test_a_shift_along_a_column_is_taken_up_by_its_coefficient(family: str, seed: int) -> None:
    design, response = planted(family, seed)
    fit = fit_generalised(design, response, family=family)
    shifted = [replace(design, offset=sign * 1e-3 * column) for column in design.fixed.T for sign in (-1.0, 1.0)]

    # A fixed shift along a column is taken up by its coefficient, so the optimum stays where it was.
    for other in shifted:
        again = fit_generalised(other, response, family=family)
        assert again.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-7)
