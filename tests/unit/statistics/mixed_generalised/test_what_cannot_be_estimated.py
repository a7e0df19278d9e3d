"""What cannot be estimated is said in words that name it, and no number stands where there is none."""

import numpy as np
import pytest

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed import Design, GeneralisedFit, RandomTerm, fit_generalised

N = 120
RNG = np.random.default_rng(3)
SITE = np.arange(N) % 12
X = RNG.normal(size=N)
FOURTH = (np.arange(N) % 4 == 0).astype(float)
BINARY = RNG.binomial(1, 1 / (1 + np.exp(-X + RNG.normal(size=12)[SITE]))).astype(float)
COUNTS = RNG.poisson(np.exp(0.5 * X + 0.3 * RNG.normal(size=12)[SITE])).astype(float)
ORDERED = np.digitize(X + RNG.logistic(size=N) + RNG.normal(size=12)[SITE], [-1, 0, 1]).astype(float)


def term(levels: Levels = SITE, factor: str = "site") -> RandomTerm:
    return RandomTerm(factor, levels, np.ones((N, 1)), ("(Intercept)",))


def design(*more: tuple[str, Numbers], random: tuple[RandomTerm, ...] = (term(),)) -> Design:
    columns = [("(Intercept)", np.ones(N)), ("x", X), *more]
    return Design(np.column_stack([values for _, values in columns]), tuple(name for name, _ in columns), random)


def said(fit: GeneralisedFit) -> str:
    return " ".join(fit.notes)


@pytest.mark.parametrize(
    ("response", "family", "names"),
    [
        ((X > 0).astype(float), "binomial", ("x",)),
        (np.digitize(X, [-0.5, 0.5]).astype(float), "ordinal", ("x",)),
    ],
)
def test_complete_separation_names_its_columns_and_gives_no_number(
    response: Numbers, family: str, names: tuple[str, ...]
) -> None:
    fit = fit_generalised(design(), response, family=family)

    assert not fit.converged
    assert np.all(np.isnan(fit.all_estimates))
    assert np.all(np.isnan(fit.all_standard_errors))
    assert "complete separation" in said(fit)
    assert all(name in said(fit) for name in names)


@pytest.mark.parametrize(
    ("response", "family"),
    [
        (np.where(FOURTH == 1, 1.0, BINARY), "binomial"),
        (np.where(FOURTH == 1, 3.0, ORDERED), "ordinal"),
        (np.where(FOURTH == 1, 0.0, COUNTS), "poisson"),
        (np.where(FOURTH == 1, 0.0, COUNTS), "nbinom2"),
    ],
)
@pytest.mark.parametrize("random", [(), (term(),)])
def test_quasi_complete_separation_names_the_column_and_leaves_the_others(
    response: Numbers, family: str, random: tuple[RandomTerm, ...]
) -> None:
    fit = fit_generalised(design(("fourth", FOURTH), random=random), response, family=family)
    decided = FOURTH == 0
    rest = Design(design().fixed[decided], design().names, tuple(_only(one, decided) for one in random))
    without = fit_generalised(rest, response[decided], family=family)

    assert not fit.converged
    assert "fourth (quasi-complete separation)" in said(fit)
    assert np.isnan(fit.coefficients[-1])
    assert np.isnan(fit.standard_errors[-1])
    # The rows that are told apart are certain: what is left is the model of the others.
    assert fit.coefficients[:-1] == pytest.approx(without.coefficients, abs=1e-3)
    assert fit.standard_errors[:-1] == pytest.approx(without.standard_errors, rel=1e-3)


def _only(one: RandomTerm, rows: Numbers) -> RandomTerm:
    _, levels = np.unique(one.levels[rows], return_inverse=True)
    return RandomTerm(one.factor, levels, one.columns[rows], one.names)


def test_a_threshold_effect_that_is_separated_is_named_with_its_threshold() -> None:
    response = np.where((FOURTH == 1) & (ORDERED == 0), 1.0, ORDERED)
    fit = fit_generalised(
        design(random=()), response, family="ordinal", nominal=Design(FOURTH[:, None], ("fourth",))
    )

    assert not fit.converged
    assert "0|1.fourth" in said(fit)
    assert np.isnan(fit.thresholds[0, 1])
    assert np.all(np.isfinite(fit.thresholds[1:]))


def test_a_group_without_zeros_separates_the_zero_inflation() -> None:
    ones = np.ones(N)
    counts = np.where(RNG.uniform(size=N) < 0.4, 0.0, RNG.poisson(np.exp(0.5 + 0.3 * X)))
    counts = np.where((FOURTH == 1) & (counts == 0), 1.0, counts)
    inflation = Design(np.column_stack([ones, FOURTH]), ("(Intercept)", "fourth"))
    fit = fit_generalised(design(random=()), counts, family="poisson", zero_inflation=inflation)

    assert not fit.converged
    assert "zero inflation: fourth" in said(fit)
    assert np.isnan(fit.zero_inflation[1])
    assert np.all(np.isfinite(fit.coefficients))


@pytest.mark.parametrize(
    ("response", "family", "words"),
    [
        (np.zeros(N), "binomial", "Every response is 0"),
        (np.ones(N), "binomial", "Every response is a success"),
        (np.zeros(N), "poisson", "Every response is 0"),
        (np.zeros(N), "nbinom1", "Every response is 0"),
        (np.full(N, 2.0), "ordinal", "Every response is the same category"),
    ],
)
def test_a_constant_response_is_named(response: Numbers, family: str, words: str) -> None:
    fit = fit_generalised(design(), response, family=family)

    assert not fit.converged
    assert np.all(np.isnan(fit.coefficients))
    assert np.isnan(fit.log_likelihood)
    assert words in said(fit)


def test_an_empty_category_is_named_and_the_others_keep_their_numbers() -> None:
    fit = fit_generalised(design(), np.where(ORDERED == 2, 3.0, ORDERED), family="ordinal")

    assert fit.converged
    assert fit.all_names == ("0|1", "1|3", "x")
    assert "Nobody answered category 2" in said(fit)


def test_aliased_columns_are_dropped_by_name() -> None:
    fit = fit_generalised(design(("twice x", 2 * X - 1), ("fourth", FOURTH)), BINARY, family="binomial")
    plain = fit_generalised(design(("fourth", FOURTH)), BINARY, family="binomial")

    assert fit.aliased == ("twice x",)
    assert "twice x" in said(fit)
    assert fit.design.names == ("(Intercept)", "x", "fourth")
    assert fit.coefficients == pytest.approx(plain.coefficients)


def test_thresholds_take_the_place_of_an_intercept_without_a_word() -> None:
    fit = fit_generalised(design(), ORDERED, family="ordinal")

    assert fit.design.names == ("x",)
    assert fit.aliased == ()
    assert fit.notes == ()


def test_a_factor_with_one_level_is_left_out_by_name() -> None:
    both = (term(np.zeros(N, dtype=np.int64), "service"), term())
    fit = fit_generalised(design(random=both), BINARY, family="binomial")
    plain = fit_generalised(design(), BINARY, family="binomial")

    assert "service has one level only" in said(fit)
    assert np.all(np.isnan(fit.variances[0]))
    assert fit.variances[1] == pytest.approx(plain.variances[0])
    assert fit.coefficients == pytest.approx(plain.coefficients)


def test_a_level_without_a_row_has_no_effect_and_changes_none() -> None:
    gaps = (term(SITE + (SITE > 4) + 1), term(np.arange(N) % 5 + 2, "rater"))
    close = (term(), term(np.arange(N) % 5, "rater"))
    fit = fit_generalised(design(random=gaps), COUNTS, family="poisson")
    plain = fit_generalised(design(random=close), COUNTS, family="poisson")

    assert fit.coefficients == pytest.approx(plain.coefficients, abs=1e-6)
    assert fit.effects[0][0, 0] == 0.0
    assert fit.effects[0][6, 0] == 0.0
    assert np.delete(fit.effects[0], [0, 6]) == pytest.approx(plain.effects[0][:, 0], abs=1e-5)


def test_one_answer_a_level_cannot_tell_levels_from_rows() -> None:
    fit = fit_generalised(design(random=(term(np.arange(N), "person"),)), BINARY, family="binomial")

    assert "Each level of person has one row" in said(fit)
    assert np.all(np.isnan(fit.variances[0]))


def test_one_count_a_level_is_a_model_of_overdispersion() -> None:
    scattered = RNG.poisson(np.exp(1 + 0.8 * RNG.normal(size=N))).astype(float)
    fit = fit_generalised(design(random=(term(np.arange(N), "row"),)), scattered, family="poisson")

    assert fit.converged
    assert 0.3 < fit.variances[0][0, 0] < 1.2


def test_levels_without_any_difference_inside_have_effects_without_end() -> None:
    pair = np.arange(N) // 2
    fit = fit_generalised(design(random=(term(pair, "pair"),)), (pair % 2).astype(float), family="binomial")

    assert not fit.converged
    assert "The effects of pair grow without end" in said(fit)


def test_a_variance_that_heads_to_zero_is_exactly_zero_and_flagged() -> None:
    balanced = np.tile([0.0, 1.0], N // 2)[np.argsort(np.arange(N) // 24, kind="stable")]
    site = np.arange(N) // 10
    fit = fit_generalised(design(random=(term(site),)), balanced, family="binomial")
    plain = fit_generalised(design(random=()), balanced, family="binomial")

    assert fit.converged
    assert fit.singular
    assert fit.variances[0][0, 0] == 0.0
    assert fit.coefficients == pytest.approx(plain.coefficients, abs=1e-6)
    assert fit.standard_errors == pytest.approx(plain.standard_errors, rel=1e-4)
    assert fit.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-7)
    assert fit.parameters == plain.parameters + 1


@pytest.mark.parametrize(("family", "dispersion"), [("nbinom2", np.inf), ("nbinom1", 0.0)])
def test_a_negative_binomial_without_scatter_ends_as_a_poisson_model(family: str, dispersion: float) -> None:
    even = 2.0 + np.arange(N) % 2
    fit = fit_generalised(design(random=()), even, family=family)
    plain = fit_generalised(design(random=()), even, family="poisson")

    assert fit.converged
    assert fit.dispersion == dispersion
    assert "ends as a Poisson model" in said(fit)
    assert fit.coefficients == pytest.approx(plain.coefficients, abs=1e-6)
    assert fit.standard_errors == pytest.approx(plain.standard_errors, rel=1e-4)
    assert fit.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-5)


def test_zero_inflation_without_excess_zeros_ends_at_none() -> None:
    ones = Design(np.ones((N, 1)), ("(Intercept)",))
    fit = fit_generalised(design(), 2.0 + np.arange(N) % 2, family="poisson", zero_inflation=ones)

    assert fit.converged
    assert np.isnan(fit.zero_inflation[0])
    assert "zero inflation ends at none" in said(fit)
