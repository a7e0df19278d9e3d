"""Variances that are 0: exactly, flagged, and with the answer of the model without them."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import minimize

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, fit_linear, satterthwaite, search
from newel.statistics.mixed.criterion import Point, evaluate
from newel.statistics.mixed.elimination import Model
from newel.statistics.mixed.preparation import aim, prepare
from tests.support.mixed_designs import drawn, every_level, term

ROWS = 120
DRAW = np.random.default_rng(8)
SITE, RATER = every_level(DRAW, ROWS, 12), every_level(DRAW, ROWS, 6)
W = DRAW.normal(size=ROWS)
ONE = np.ones(ROWS)
FIXED = np.column_stack((ONE, W))
NAMES = ("(Intercept)", "w")


def within(levels: "np.typing.NDArray[np.int64]", values: Numbers) -> Numbers:
    """Return values less their mean by level: levels then differ less than chance would have them."""
    return values - (np.bincount(levels, values) / np.bincount(levels))[levels]


@pytest.mark.parametrize("reml", [True, False])
def test_a_planted_variance_of_0_gives_ordinary_least_squares(*, reml: bool) -> None:
    response = within(SITE, np.random.default_rng(1).normal(size=ROWS))

    found = fit_linear(Design(FIXED, NAMES, (term("site", SITE),)), response, reml=reml)

    coefficients, squares, *_ = np.linalg.lstsq(FIXED, response, rcond=None)
    variance = squares[0] / (ROWS - (2 if reml else 0))
    assert found.converged
    assert found.singular
    assert found.variances[0] == 0
    assert "is 0" in found.notes[0]
    assert found.coefficients == pytest.approx(coefficients, abs=1e-12)
    assert found.covariance == pytest.approx(variance * np.linalg.inv(FIXED.T @ FIXED), rel=1e-10)
    assert found.effects[0] == pytest.approx(np.zeros((12, 1)), abs=1e-12)
    assert satterthwaite(found, np.eye(2)).freedom == pytest.approx(ROWS - (2 if reml else 0), rel=1e-6)


def test_a_term_at_0_leaves_the_model_without_it() -> None:
    draw = np.random.default_rng(5)
    response = within(RATER, within(SITE, draw.normal(size=ROWS)) + draw.normal(size=12)[SITE])
    without = fit_linear(Design(FIXED, NAMES, (term("site", SITE),)), response)

    found = fit_linear(Design(FIXED, NAMES, (term("site", SITE), term("rater", RATER))), response)

    assert found.variances[1] == 0
    assert found.singular
    assert not without.singular
    assert found.log_likelihood == pytest.approx(without.log_likelihood, abs=1e-9)
    assert found.standard_errors == pytest.approx(without.standard_errors, rel=1e-7)
    freedom = [satterthwaite(fit, np.eye(2)).freedom for fit in (found, without)]
    assert freedom[0] == pytest.approx(freedom[1], rel=1e-6)


def test_effects_that_are_perfectly_correlated_have_a_covariance_of_rank_1() -> None:
    draw = np.random.default_rng(2)
    common = draw.normal(size=12)[SITE] * (1 + 0.7 * W)
    other = np.column_stack((SITE[:, None] == np.arange(12), (SITE[:, None] == np.arange(12)) * W[:, None]))
    noise = draw.normal(size=ROWS)
    response = common + noise - other @ np.linalg.lstsq(other, noise, rcond=None)[0]

    found = fit_linear(Design(FIXED, NAMES, (term("site", SITE, ONE, W),)), response)

    covariance = found.variances[0]
    assert found.converged
    assert found.singular
    assert found.theta[0][1, 1] == 0
    assert np.linalg.det(covariance) == pytest.approx(0, abs=1e-12)
    assert covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]) == pytest.approx(1)


def test_a_slope_without_an_intercept_variance_is_found() -> None:
    draw = np.random.default_rng(4)
    response = draw.normal(size=12)[SITE] * W + within(SITE, 0.3 * draw.normal(size=ROWS))

    found = fit_linear(Design(FIXED, NAMES, (term("site", SITE, ONE, W),)), response)

    only = fit_linear(Design(FIXED, NAMES, (term("site", SITE, W),)), response)
    assert found.converged
    assert found.log_likelihood >= only.log_likelihood - 1e-9


def best_by_bfgs(design: Design, response: Numbers) -> float:
    """Return the deviance of a maximum-likelihood fit that SciPy's BFGS reaches with the exact gradient."""
    model = aim(prepare(design), response, reml=False).model

    def deviance(theta: Numbers) -> tuple[float, Numbers]:
        point = evaluate(model, theta)
        return point.criterion, point.gradient

    scale = 2 * len(response) * np.log(aim(prepare(design), response, reml=False).scale)
    starts = np.array([[0.5, 0.0, 0.5], [0.1, -0.3, 0.5], [1.0, 0.5, 0.1]])
    return float(min(minimize(deviance, start, jac=True, method="BFGS").fun for start in starts) + scale)


def test_an_intercept_that_hardly_varies_still_follows_the_slope() -> None:
    """At an intercept variance of 0 a small one, in step with the slope, gains a millionth: a trap for Newton."""
    design, response = drawn("slope", 3, rows=300)

    found = fit_linear(design, response, reml=False)

    covariance = found.variances[0]
    assert found.converged
    assert found.singular
    assert found.criterion <= best_by_bfgs(design, response) + 1e-8
    assert abs(covariance[0, 1]) / np.sqrt(covariance[0, 0] * covariance[1, 1]) == pytest.approx(1)


def test_effects_nearly_in_step_are_not_taken_for_effects_that_cannot_be_told_apart() -> None:
    design, response = drawn("crossed slopes", 106, rows=90)

    found = fit_linear(design, response)

    assert found.converged
    assert found.singular


def test_without_random_terms_the_fit_is_ordinary_least_squares() -> None:
    response = np.random.default_rng(6).normal(size=ROWS)

    found = fit_linear(Design(FIXED, NAMES), response)

    coefficients, squares, *_ = np.linalg.lstsq(FIXED, response, rcond=None)
    _, log_determinant = np.linalg.slogdet(FIXED.T @ FIXED)
    criterion = (ROWS - 2) * (1 + np.log(2 * np.pi * squares[0] / (ROWS - 2))) + log_determinant
    assert found.coefficients == pytest.approx(coefficients)
    assert found.criterion == pytest.approx(criterion, rel=1e-12)
    assert found.theta == found.effects == ()
    assert satterthwaite(found, np.eye(2)).freedom == pytest.approx(ROWS - 2)


def test_a_model_without_fixed_effects_can_be_fitted() -> None:
    draw = np.random.default_rng(7)
    response = draw.normal(size=12)[SITE] + draw.normal(size=ROWS)

    design = Design(np.zeros((ROWS, 0)), (), (term("site", SITE),))
    restricted, plain = fit_linear(design, response), fit_linear(design, response, reml=False)

    assert restricted.coefficients.shape == (0,)
    assert restricted.converged
    assert restricted.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-9)


def test_two_groups_are_enough_for_a_fit() -> None:
    draw = np.random.default_rng(9)
    response = np.array([-2.0, 2.0])[SITE % 2] + draw.normal(size=ROWS)

    found = fit_linear(Design(FIXED, NAMES, (term("type", SITE % 2),)), response)

    assert found.converged
    assert satterthwaite(found, np.eye(2)).freedom[0] == pytest.approx(1, abs=0.01)


Search = Callable[[Model, Numbers, float], tuple[Point, float]]


def test_a_search_that_ends_too_early_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    response = np.random.default_rng(7).normal(size=12)[SITE] + np.random.default_rng(1).normal(size=ROWS)
    design = Design(FIXED, NAMES, (term("site", SITE),))
    expected = fit_linear(design, response)
    honest: Search = search.minimise
    starts: list[Numbers] = []

    def lazy(model: Model, theta: Numbers, tolerance: float) -> tuple[Point, float]:
        starts.append(theta)
        return honest(model, theta, 1e9 if len(starts) == 1 else tolerance)[0], 1.0 if len(starts) == 1 else 0.0

    monkeypatch.setattr(search, "minimise", lazy)
    found = fit_linear(design, response)

    assert len(starts) == 2
    assert found.converged
    assert found.log_likelihood == pytest.approx(expected.log_likelihood, abs=1e-9)


def test_when_newton_never_arrives_another_optimiser_does(monkeypatch: pytest.MonkeyPatch) -> None:
    response = np.random.default_rng(7).normal(size=12)[SITE] + np.random.default_rng(1).normal(size=ROWS)
    design = Design(FIXED, NAMES, (term("site", SITE),))
    expected = fit_linear(design, response)
    honest: Search = search.minimise

    def stuck(model: Model, theta: Numbers, tolerance: float) -> tuple[Point, float]:
        return honest(model, theta, 1e9)[0], 1.0

    monkeypatch.setattr(search, "minimise", stuck)
    found = fit_linear(design, response)

    assert not found.converged
    assert "can still be improved" in found.notes[0]
    assert found.log_likelihood == pytest.approx(expected.log_likelihood, abs=1e-6)
