"""Each thing that is wrong with the input is said by itself, several at once, and never as a fault of the machine."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm, fit_generalised

N = 24
ONES = np.ones((N, 1))
X = np.linspace(-1, 1, N)
SITE = np.arange(N) % 6
COUNTS = np.tile([0.0, 1, 2, 4], 6)
TERM = RandomTerm("site", SITE, ONES, ("(Intercept)",))
PLAIN = Design(ONES, ("(Intercept)",))
MIXED = replace(PLAIN, random=(TERM,))


def gap(numbers: Numbers, value: float = np.nan) -> Numbers:
    spoilt = numbers.copy()
    spoilt.flat[5] = value
    return spoilt


@pytest.mark.parametrize(
    ("design", "response", "options", "words"),
    [
        (PLAIN, COUNTS[:, None], {}, r"The response has the shape \(24, 1\)"),
        (PLAIN, COUNTS, {"nominal": Design(X[:5, None], ("x",)), "family": "ordinal"}, "nominal columns have 5 rows"),
        (PLAIN, COUNTS, {"nominal": Design(X[:, None], ()), "family": "ordinal"}, "1 nominal columns but 0 names"),
        (PLAIN, COUNTS, {"zero_inflation": Design(ONES[:5], ("a",))}, "The zero inflation has 5 rows"),
        (PLAIN, COUNTS, {"zero_inflation": Design(ONES, ())}, "The zero inflation has 1 columns but 0 names"),
        (PLAIN, COUNTS, {"zero_inflation": Design(gap(ONES), ("a",))}, "A number is missing or infinite"),
        (PLAIN, COUNTS, {"family": "ordinal", "zero_inflation": PLAIN}, "need a count; the family is ordinal"),
        (PLAIN, COUNTS, {"nominal": Design(X[:, None], ("x",))}, "ordered answer; the family is poisson"),
        (replace(PLAIN, offset=gap(X, np.inf)), COUNTS, {}, "A number is missing or infinite"),
        (PLAIN, COUNTS, {"family": "binomial", "trials": gap(5 * ONES[:, 0])}, "A number is missing or infinite"),
        (PLAIN, COUNTS, {"family": "binomial", "trials": np.full(N, 4.5)}, "The trials 4.5 are not a whole number"),
        (PLAIN, 0 * COUNTS, {"family": "binomial", "trials": -ONES[:, 0]}, "0 successes of -1 trials"),
        (PLAIN, gap(COUNTS, -2.0), {"family": "ordinal"}, "The response -2 is below 0, which the family ordinal"),
        (PLAIN, gap(COUNTS, 1.5), {"family": "nbinom1"}, "The response 1.5 is not a whole number"),
        (PLAIN, gap(COUNTS, -1.5), {}, r"-1.5 is below 0.* -1.5 is not a whole number"),
        (MIXED, COUNTS, {"quadrature": 2.5}, "Quadrature counts whole points"),
        (MIXED, COUNTS, {"quadrature": -3}, "-3 were asked for"),
        (replace(PLAIN, random=(replace(TERM, levels=SITE[:5], columns=ONES[:5]),)), COUNTS, {}, "site has 5 rows"),
        (replace(PLAIN, random=(replace(TERM, columns=gap(ONES)),)), COUNTS, {}, "A number is missing or infinite"),
        (replace(PLAIN, random=(replace(TERM, columns=ONES[:, :0]),)), COUNTS, {}, "of site are 24 x 0, for 24 rows"),
        (replace(PLAIN, names=("a", "b")), COUNTS, {}, "1 columns but 2 names"),
    ],
)
def test_what_is_wrong_is_said(design: Design, response: Numbers, options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        fit_generalised(design, response, **{"family": "poisson", **options})


def test_faults_of_shape_are_all_said_at_once() -> None:
    broken = Design(ONES[:7], ("a", "b"), (replace(TERM, levels=SITE[:3], columns=ONES[:3]),), X[:2])

    with pytest.raises(ValueError, match="fixed effects have 7 rows") as refused:
        fit_generalised(broken, COUNTS, family="poisson", zero_inflation=Design(ONES[:4], ("c",)))

    for words in ("The offset has 2 rows", "random term of site has 3 rows", "zero inflation has 4 rows", "2 names"):
        assert words in str(refused.value)


@pytest.mark.parametrize("options", [{"family": "poisson"}, {"family": "nbinom2"}, {"family": "ordinal"}])
def test_whole_numbers_are_taken_as_they_are(options: dict[str, Any]) -> None:
    whole = fit_generalised(MIXED, COUNTS.astype(int), **options)  # type: ignore[arg-type] - whole numbers on purpose
    assert whole.log_likelihood == fit_generalised(MIXED, COUNTS, **options).log_likelihood


def test_points_of_quadrature_do_not_matter_without_random_terms() -> None:
    one, many = (fit_generalised(PLAIN, COUNTS, family="poisson", quadrature=points) for points in (1, 9))

    assert many.log_likelihood == one.log_likelihood
    assert many.quadrature == 9


def test_a_model_of_thresholds_alone_needs_no_column() -> None:
    none = Design(np.zeros((N, 0)), ())

    fit = fit_generalised(none, COUNTS, family="ordinal")

    assert fit.all_names == ("0|1", "1|2", "2|4")
    assert fit.coefficients.shape == fit.standard_errors.shape == (0,)
    assert "Nobody answered category 3" in fit.notes[0]
    assert fit.inference(np.zeros((1, 0))).estimate == pytest.approx([0.0])


def test_without_any_parameter_the_likelihood_is_that_of_chance() -> None:
    none = Design(np.zeros((N, 0)), ())

    fit = fit_generalised(none, np.tile([0.0, 1.0], N // 2), family="binomial")

    assert fit.converged
    assert fit.parameters == 0
    assert fit.log_likelihood == pytest.approx(N * np.log(0.5))


def test_sites_differ_even_where_nothing_else_is_estimated() -> None:
    none = Design(np.zeros((N, 0)), (), (TERM,))
    counts = np.where(SITE < 3, 1.0, 9.0)

    fit = fit_generalised(none, counts, family="poisson")

    assert fit.converged
    assert fit.variances[0][0, 0] > 0.5
    assert fit.effects[0][:, 0].argmax() >= 3


def test_a_column_of_zeros_is_left_out_by_name_whatever_the_family() -> None:
    for family in ("poisson", "ordinal", "nbinom2"):
        fit = fit_generalised(Design(np.column_stack([ONES, 0 * X, X]), ("a", "nil", "x")), COUNTS, family=family)
        assert fit.aliased == ("nil",)
        assert "the columns before them say the same: nil" in fit.notes[-1]


def test_a_column_of_excess_zeros_that_repeats_another_is_left_out_by_name() -> None:
    inflation = Design(np.column_stack([ONES, X, 2 * X]), ("(Intercept)", "x", "again"))

    fit = fit_generalised(PLAIN, COUNTS * 3, family="poisson", zero_inflation=inflation)

    assert fit.aliased == ("zero inflation: again",)
    assert fit.zero_inflation.shape == (2,)


def test_a_nominal_column_that_repeats_another_is_left_out_by_name() -> None:
    nominal = Design(np.column_stack([X, -X]), ("x", "mirror"))

    fit = fit_generalised(Design(np.zeros((N, 0)), ()), COUNTS, family="ordinal", nominal=nominal)

    assert fit.aliased == ("mirror",)
    assert fit.thresholds.shape == (3, 2)


def test_a_fixed_effect_of_a_nominal_column_is_already_in_the_thresholds() -> None:
    both = Design(np.column_stack([ONES, X]), ("(Intercept)", "x"))

    fit = fit_generalised(both, COUNTS, family="ordinal", nominal=Design(X[:, None], ("x",)))

    assert fit.aliased == ("x",)
    assert fit.coefficients.shape == (0,)


def test_large_counts_lose_no_digits() -> None:
    fit = fit_generalised(PLAIN, 1e6 * (1 + COUNTS), family="poisson")

    assert fit.coefficients == pytest.approx([np.log(1e6 * 2.75)], abs=1e-9)
    assert fit.standard_errors == pytest.approx([1 / np.sqrt(1e6 * 2.75 * N)], rel=1e-6)


def test_a_contrast_may_leave_out_what_could_not_be_estimated() -> None:
    answers = np.where(X > 0.5, 1.0, np.tile([0.0, 1.0], N // 2))
    fit = fit_generalised(Design(np.column_stack([ONES, X > 0.5]), ("(Intercept)", "late")), answers, family="binomial")

    assert np.isnan(fit.coefficients[1])
    found = fit.inference(np.array([[1.0, 0.0], [1.0, 1.0]]))
    assert np.isfinite(found.estimate[0])
    assert found.standard_error[0] > 0
    assert np.isnan(found.estimate[1])
    assert np.isnan(found.standard_error[1])
