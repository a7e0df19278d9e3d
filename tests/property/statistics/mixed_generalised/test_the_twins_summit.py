"""On tiny data a fit stands where the brute-force likelihood is level, and is as sure as that likelihood is sharp."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, GeneralisedFit, RandomTerm, fit_generalised
from tests.support.naive_generalised import Sample, slope_by_differences
from tests.support.naive_tiny import curvature, integral, integral_of_pairs, place, truth_at

ROWS, SITES = 36, 6
POINTS = 30


@dataclass(frozen=True)
class Tiny:
    """A data set small enough for brute force, and how it is fitted."""

    sample: Sample
    options: dict[str, Any] = field(default_factory=dict)


def drawn(kind: str, seed: int) -> Tiny:
    """Draw six sites of six people with an offset; the family may be inflated, or have a random slope alone."""
    rng = np.random.default_rng(seed)
    site, x = np.repeat(np.arange(SITES), ROWS // SITES), rng.normal(size=ROWS)
    offset, ones = 0.2 * rng.normal(size=ROWS), np.ones(ROWS)
    column = np.where(x > 0, 1.5, 0.5) if kind.startswith("slope") else ones
    family = kind.rsplit(maxsplit=1)[-1]
    linear = 0.6 + 0.4 * x + offset + column * rng.normal(size=SITES)[site]
    scattered = np.exp(linear) * rng.gamma(1.2, 1 / 1.2, ROWS)
    trials = rng.integers(2, 7, ROWS).astype(float) if family == "binomial" else ones
    response = {
        "binomial": rng.binomial(trials.astype(int), 1 / (1 + np.exp(-linear))),
        "poisson": rng.poisson(np.exp(linear)),
        "ordinal": np.digitize(linear + rng.logistic(size=ROWS), [-0.5, 1.0]),
    }.get(family, rng.poisson(scattered)).astype(float)
    inflation = np.column_stack([ones, np.tile([0.0, 1.0], ROWS // 2)])
    if kind.startswith("inflated"):
        response[rng.permutation(ROWS)[:10]] = 0.0
    term = RandomTerm("site", site, column[:, None], ("(Intercept)",))
    design = Design(np.column_stack([ones, x]), ("(Intercept)", "x"), (term,), offset)
    options: dict[str, Any] = {"family": family, "trials": trials}
    if kind.startswith("inflated"):
        options["zero_inflation"] = Design(inflation, ("(Intercept)", "odd"))
    nominal = rng.normal(size=(ROWS, 1)) if kind.startswith("nominal") else None
    if nominal is not None:
        options["nominal"] = Design(nominal, ("n",))
    kept = inflation if kind.startswith("inflated") else None
    return Tiny(Sample(design, response, trials, nominal, kept), options)


KINDS = (
    "binomial",
    "poisson",
    "nbinom1",
    "nbinom2",
    "ordinal",
    "nominal ordinal",
    "inflated poisson",
    "inflated nbinom2",
    "slope poisson",
    "slope binomial",
)
SEEDS = {"nbinom1": 5, "inflated nbinom2": 10, "nominal ordinal": 1}
"""Draws in which no parameter ends at an edge."""


def fitted(kind: str) -> tuple[Tiny, GeneralisedFit]:
    tiny = drawn(kind, SEEDS.get(kind, 3))
    fit = fit_generalised(tiny.sample.design, tiny.sample.response, quadrature=POINTS, **tiny.options)
    assert fit.converged, fit.notes
    assert not fit.singular
    assert np.isfinite(fit.all_estimates).all()
    assert np.isfinite(fit.dispersion)
    return tiny, fit


@pytest.mark.parametrize("kind", KINDS)
def test_no_small_move_makes_the_data_likelier(kind: str) -> None:
    tiny, fit = fitted(kind)

    def value(at: Numbers) -> float:
        return integral(tiny.sample, truth_at(fit, at))

    assert value(place(fit)) == pytest.approx(fit.log_likelihood, abs=1e-7)
    slope = slope_by_differences(value, place(fit), step=1e-4)
    assert slope[: len(fit.all_estimates)] * fit.all_standard_errors == pytest.approx(0, abs=1e-4)
    assert slope[len(fit.all_estimates) :] == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_standard_errors_are_the_sharpness_of_the_summit(kind: str) -> None:
    tiny, fit = fitted(kind)

    bends = curvature(lambda at: -integral(tiny.sample, truth_at(fit, at)), place(fit))

    named = len(fit.all_estimates)
    expected = np.linalg.inv(bends)[:named, :named]
    errors = fit.all_standard_errors
    assert fit.all_covariance / np.outer(errors, errors) == pytest.approx(expected / np.outer(errors, errors), abs=2e-3)


def test_a_count_for_each_level_is_a_poisson_with_a_normal_on_the_log_scale() -> None:
    rng = np.random.default_rng(1)
    x, ones = rng.normal(size=40), np.ones((40, 1))
    counts = rng.poisson(np.exp(1 + 0.3 * x + 0.7 * rng.normal(size=40))).astype(float)
    design = Design(np.column_stack([ones, x]), ("(Intercept)", "x"), (RandomTerm("row", np.arange(40), ones, ("a",)),))
    sample = Sample(design, counts, np.ones(40))

    fit = fit_generalised(design, counts, family="poisson", quadrature=POINTS)

    assert fit.converged
    assert 0.2 < fit.theta[0][0, 0] < 1.2
    assert fit.log_likelihood == pytest.approx(integral(sample, truth_at(fit, place(fit))), abs=1e-7)
    slope = slope_by_differences(lambda at: integral(sample, truth_at(fit, at)), place(fit), step=1e-4)
    assert slope == pytest.approx(0, abs=2e-3)


@pytest.mark.parametrize("family", ["binomial", "poisson", "ordinal"])
def test_more_points_of_quadrature_come_nearer_to_the_integral(family: str) -> None:
    tiny = drawn(family, 3)
    fits = [
        fit_generalised(tiny.sample.design, tiny.sample.response, quadrature=points, **tiny.options)
        for points in (1, 7, 21)
    ]

    apart = [abs(fit.log_likelihood - integral(tiny.sample, truth_at(fit, place(fit)))) for fit in fits]

    assert apart[0] > apart[1] > apart[2]
    assert apart[2] < 1e-4


def test_laplaces_approximation_of_a_slope_comes_nearer_with_more_rows_a_level() -> None:
    apart = []
    for rows in (4, 24):
        rng = np.random.default_rng(2)
        site, x = np.repeat(np.arange(5), rows), np.tile(np.linspace(-1, 1, rows), 5)
        pairs = np.column_stack([np.ones(5 * rows), x])
        counts = rng.poisson(np.exp(1 + (pairs * (0.5 * rng.normal(size=(5, 2)))[site]).sum(1))).astype(float)
        design = Design(pairs, ("(Intercept)", "x"), (RandomTerm("site", site, pairs, ("(Intercept)", "x")),))
        fit = fit_generalised(design, counts, family="poisson")
        sample, truth = Sample(design, counts, np.ones(len(counts))), truth_at(fit, np.append(fit.coefficients, 1.0))
        full = type(truth)(truth.family, truth.coefficients, fit.theta)
        apart.append(abs(fit.log_likelihood - integral_of_pairs(sample, full)) / 5)

    assert apart[1] < apart[0] / 2
    assert apart[1] < 2e-3
