"""What the data cannot say ends in a sentence, and never in a number that looks sure."""

from dataclasses import replace

import numpy as np
import pytest

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed import (
    Design,
    LinearFit,
    RandomTerm,
    fit_linear,
    preparation,
    satterthwaite,
    satterthwaite_joint,
)
from tests.support.mixed_designs import term

ROWS = 60
SITE = np.repeat(np.arange(10), 6)
DRAW = np.random.default_rng(3)
X = DRAW.normal(size=ROWS)
Y = DRAW.normal(size=10)[SITE] + X + DRAW.normal(size=ROWS)
ONE = np.ones(ROWS)


def design(*terms: RandomTerm, fixed: Numbers | None = None) -> Design:
    matrix = np.column_stack((ONE, X)) if fixed is None else fixed
    return Design(matrix, tuple(f"b{place}" for place in range(matrix.shape[1])), terms)


def refused(fit: LinearFit, *words: str) -> None:
    """Assert that a fit has no number, and a note with these words."""
    assert not fit.converged
    assert all(word in " ".join(fit.notes) for word in words), fit.notes
    assert np.isnan(fit.coefficients).all()
    assert np.isnan(fit.covariance).all()
    assert np.isnan(fit.log_likelihood)
    assert all(np.isnan(effects).all() for effects in fit.effects)
    assert np.isnan(satterthwaite(fit, np.eye(len(fit.coefficients))).p).all()
    assert np.isnan(satterthwaite_joint(fit, np.eye(len(fit.coefficients))).p)


def test_a_factor_with_one_level() -> None:
    refused(fit_linear(design(term("ward", 0 * SITE)), Y), "ward has one level only")


def test_a_factor_with_one_row_a_level() -> None:
    refused(fit_linear(design(term("person", np.arange(ROWS))), Y), "Each level of person has one row")


def test_more_effects_of_a_slope_term_than_rows() -> None:
    pairs = np.repeat(np.arange(30), 2)
    refused(fit_linear(design(term("pair", pairs, ONE, X)), Y), "pair asks for 60 effects", "from 60 rows")


def test_a_constant_response() -> None:
    refused(fit_linear(design(term("site", SITE)), 3.3 * ONE), "reproduce the response exactly")


def test_a_response_that_the_fixed_effects_reproduce() -> None:
    refused(fit_linear(design(term("site", SITE)), 3.3 - 0.1 * X), "reproduce the response exactly")


def test_as_many_fixed_effects_as_rows() -> None:
    wide = np.random.default_rng(0).normal(size=(ROWS, ROWS))
    refused(fit_linear(design(term("site", SITE), fixed=wide), Y), "60 rows for 60 fixed effects")


def test_one_term_twice() -> None:
    refused(fit_linear(design(term("site", SITE), term("site", SITE)), Y), "Two terms of site have the same columns")


def test_columns_of_a_term_that_say_the_same() -> None:
    refused(fit_linear(design(term("site", SITE, ONE, X, 2 * X - 1)), Y), "of site say the same")


def test_a_random_column_of_zeros() -> None:
    refused(fit_linear(design(term("site", SITE, 0 * X)), Y), "A column of site is 0 in every row")


@pytest.mark.parametrize("reml", [True, False])
def test_a_response_that_the_random_effects_reproduce(*, reml: bool) -> None:
    found = fit_linear(design(term("site", SITE)), np.random.default_rng(1).normal(size=10)[SITE] + X, reml=reml)

    assert not found.converged
    assert "too little is left for the residual" in found.notes[0]


def test_two_names_of_one_grouping() -> None:
    found = fit_linear(design(term("site", SITE), term("manager", 9 - SITE)), Y)

    assert not found.converged
    assert "(Intercept) by site, (Intercept) by manager" in found.notes[0]


def test_a_random_effect_within_the_fixed_ones() -> None:
    """Sites as fixed effects leave nothing for a random intercept of the sites: REML does not notice its variance."""
    sites = (SITE[:, None] == np.arange(1, 10)).astype(float)
    found = fit_linear(design(term("site", SITE), fixed=np.column_stack((ONE, X, sites))), Y)

    assert not found.converged
    assert "cannot tell" in found.notes[0]
    assert "(Intercept) by site" in found.notes[0]


def test_a_slope_of_what_does_not_vary_within_levels() -> None:
    found = fit_linear(design(term("site", SITE, ONE, (SITE % 2).astype(float))), Y)

    assert not found.converged
    assert "cannot tell" in found.notes[0]


def test_aliased_columns_are_left_out_by_name_and_change_nothing() -> None:
    fixed = np.column_stack((ONE, X, 2 * X - 1, SITE, ONE * 5))
    named = replace(design(term("site", SITE), fixed=fixed), names=("one", "x", "twice_x", "site_number", "five"))

    found = fit_linear(named, Y)
    plain = fit_linear(design(term("site", SITE), fixed=np.column_stack((ONE, X, SITE))), Y)

    assert found.converged
    assert found.aliased == ("twice_x", "five")
    assert found.design.names == ("one", "x", "site_number")
    assert "twice_x, five" in found.notes[0]
    assert found.coefficients == pytest.approx(plain.coefficients)
    assert found.log_likelihood == pytest.approx(plain.log_likelihood)


def broken(levels: Levels, columns: Numbers) -> Design:
    return design(RandomTerm("site", levels, columns, ("(Intercept)",)))


@pytest.mark.parametrize(
    ("wrong", "response", "sentence"),
    [
        (Design(np.zeros((0, 1)), ("one",)), np.zeros(0), "needs rows of data"),
        (Design(np.ones((60, 2)), ("one",)), Y, "but 1 names"),
        (design(), Y[:59], "The response has shape"),
        (design(), np.where(X > 0, Y, np.nan), "not a number"),
        (design(fixed=np.full((60, 1), np.inf)), Y, "not a number"),
        (broken(SITE, np.ones((59, 1))), Y, r"The columns of site have shape \(59, 1\)"),
        (broken(SITE[:50], np.ones((60, 1))), Y, "site has 50 levels"),
        (broken(SITE, np.full((60, 1), np.nan)), Y, "A column of site"),
        (broken(SITE + 1, np.ones((60, 1))), Y, "not numbered 0, 1, 2"),
        (broken(SITE - 1, np.ones((60, 1))), Y, "not numbered 0, 1, 2"),
    ],
)
def test_arrays_that_are_no_design_are_refused(wrong: Design, response: Numbers, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        fit_linear(wrong, response)


def test_what_would_not_fit_into_memory_is_refused_before_it_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "WIDEST", 5)

    with pytest.raises(ValueError, match="have 6 effects, and at most 5 fit"):
        fit_linear(design(term("site", SITE), term("rater", np.arange(ROWS) % 6)), Y)
