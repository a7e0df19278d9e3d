"""A batch refuses what a single fit refuses: a design that is no design never gives a number."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from newel.statistics.mixed import Design, RandomTerm, fit_linear, fit_many
from tests.support.naive_nested import intercept

RNG = np.random.default_rng(9)
SITE = np.repeat(np.arange(5), 6)
ONES = np.ones((30, 1))
DESIGN = Design(ONES, ("(Intercept)",), (intercept("site", SITE),))
Y = RNG.normal(size=(30, 2)) + RNG.normal(size=(5, 2))[SITE]
SHORT = RandomTerm("site", SITE[:7], ONES[:7], ("(Intercept)",))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"fixed": np.full((30, 1), np.nan)}, "a value that is not a number"),
        ({"offset": np.full(30, np.inf)}, "a value that is not a number"),
        ({"offset": np.zeros(4)}, r"The offset has shape \(4,\), and the design 30 rows"),
        ({"names": ("a", "b")}, r"have shape \(30, 1\), but 2 names"),
        ({"random": (SHORT,)}, r"The columns of site have shape \(7, 1\), and the design 30 rows"),
        ({"random": (intercept("site", SITE + 1),)}, "site are not numbered 0, 1, 2, ... with a row for each"),
        ({"random": (intercept("site", SITE - 1),)}, "site are not numbered 0, 1, 2, ... with a row for each"),
        ({"random": (replace(DESIGN.random[0], columns=ONES * np.nan),)}, "A column of site holds a value"),
        ({"fixed": ONES[:0], "random": ()}, r"give 0 rows"),
    ],
)
def test_a_design_that_a_single_fit_refuses_is_refused_in_the_same_words(changed: dict[str, Any], words: str) -> None:
    broken = replace(DESIGN, **changed)

    with pytest.raises(ValueError, match=words):
        fit_many(broken, Y)
    if len(broken.fixed):
        with pytest.raises(ValueError, match=words):
            fit_linear(broken, Y[:, 0])


def test_no_response_and_no_contrast_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="There is no response to fit"):
        fit_many(DESIGN, np.zeros((30, 0)))
    with pytest.raises(ValueError, match="0 in every column: there is nothing to ask"):
        fit_many(DESIGN, Y, contrasts=np.array([[1.0], [0.0]]))


def test_the_response_at_fault_is_named_by_its_place() -> None:
    spoilt = np.column_stack([Y, Y])
    spoilt[3, 2] = np.inf

    with pytest.raises(ValueError, match="Response 2 has a value that is not a number"):
        fit_many(DESIGN, spoilt)


def test_whole_numbers_and_turned_arrays_are_taken_as_they_are() -> None:
    whole = np.round(10 * Y).astype(int)

    plain = fit_many(DESIGN, whole.astype(float)).criterion

    assert fit_many(DESIGN, whole).criterion == pytest.approx(plain)  # type: ignore[arg-type] - whole on purpose
    assert fit_many(DESIGN, np.asfortranarray(whole.astype(float))).criterion == pytest.approx(plain)


def test_a_design_without_fixed_columns_goes_the_long_way() -> None:
    bare = replace(DESIGN, fixed=ONES[:, :0], names=())

    found = fit_many(bare, Y)

    assert found.coefficients.shape == (2, 0)
    assert found.criterion[1] == pytest.approx(fit_linear(bare, Y[:, 1]).criterion)


def test_the_arrays_that_were_given_are_left_alone() -> None:
    before, fixed = Y.copy(), DESIGN.fixed.copy()

    fit_many(DESIGN, Y, method="Kenward-Roger")

    assert np.array_equal(Y, before)
    assert np.array_equal(DESIGN.fixed, fixed)


def test_contrasts_keep_their_order_and_their_sign() -> None:
    two = Design(np.column_stack([ONES, np.tile([0.0, 1.0], 15)]), ("(Intercept)", "x"), DESIGN.random)
    wanted = np.array([[0.0, 1.0], [0.0, -1.0], [1.0, 0.5]])

    found = fit_many(two, Y, contrasts=wanted).inference

    assert found.estimate[:, 1] == pytest.approx(-found.estimate[:, 0])
    assert found.freedom[:, 1] == pytest.approx(found.freedom[:, 0])
    assert found.p[:, 1] == pytest.approx(found.p[:, 0])
    assert found.low[:, 1] == pytest.approx(-found.high[:, 0])


def test_slopes_have_a_variance_for_each_column_in_the_order_of_the_terms() -> None:
    wave = np.tile(np.arange(6.0), 5)
    pairs = np.column_stack([ONES, wave])
    design = Design(pairs, ("(Intercept)", "wave"), (RandomTerm("site", SITE, pairs, ("(Intercept)", "wave")),))
    y = Y + wave[:, None] * np.random.default_rng(3).normal(size=(5, 2))[SITE]

    found = fit_many(design, y)

    single = fit_linear(design, y[:, 0])
    assert found.variances.shape == (2, 3)
    assert found.variances[0] == pytest.approx([*np.diag(single.variances[0]), single.sigma**2])
