"""Random slopes, nested and crossed terms, offsets and zero inflation on a simulated study, as R fits them."""

import csv
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm, fit_generalised

HERE = Path(__file__).parent
with (HERE / "simulated.csv").open() as file:
    ROWS = list(csv.DictReader(file))
COLUMNS: dict[str, Numbers] = {name: np.array([float(row[name]) for row in ROWS]) for name in ROWS[0]}
TOLD: dict[str, dict[str, Any]] = tomllib.loads((HERE / "simulated.toml").read_text())
ONES = np.ones(len(ROWS))


def by(factor: str, *columns: str) -> RandomTerm:
    _, levels = np.unique(COLUMNS[factor], return_inverse=True)
    values = np.column_stack([ONES, *(COLUMNS[column] for column in columns)])
    return RandomTerm(factor, levels, values, ("(Intercept)", *columns))


def model(*columns: str, random: tuple[RandomTerm, ...] = (), years: bool = False) -> Design:
    values = np.column_stack([ONES, *(COLUMNS[column] for column in columns)])
    return Design(values, ("(Intercept)", *columns), random, np.log(COLUMNS["years"]) if years else None)


def usual(*random: RandomTerm, years: bool = False) -> Design:
    return model("x", "wave", random=random, years=years)


SLOPE = by("site", "wave")
MODELS: dict[str, tuple[Design, str, dict[str, Any]]] = {
    "binary_slope_crossed": (usual(SLOPE, by("rater")), "binary", {"family": "binomial"}),
    "binary_nested": (usual(by("ward"), by("site")), "binary", {"family": "binomial"}),
    "count_slope_offset": (usual(SLOPE, years=True), "count", {"family": "poisson"}),
    "count_quadrature": (usual(by("ward"), years=True), "count", {"family": "poisson", "quadrature": 7}),
    "scattered_nbinom2_slope": (usual(SLOPE, by("rater"), years=True), "scattered", {"family": "nbinom2"}),
    "scattered_nbinom1": (usual(by("site"), years=True), "scattered", {"family": "nbinom1"}),
    "inflated_nbinom2": (
        usual(by("site"), years=True),
        "inflated",
        {"family": "nbinom2", "zero_inflation": model("x")},
    ),
    "inflated_poisson": (usual(SLOPE, years=True), "inflated", {"family": "poisson", "zero_inflation": model()}),
    "rating_slope": (usual(SLOPE), "rating", {"family": "ordinal"}),
    "rating_nested_crossed": (usual(by("ward"), by("site"), by("rater")), "rating", {"family": "ordinal"}),
    "rating_nominal": (model("x"), "rating", {"family": "ordinal", "nominal": model("wave")}),
}


SINGULAR = {"rating_nested_crossed", "binary_slope_crossed"}
"""A variance of 0, and a correlation of 1: in R too."""


def in_order_of_r(name: str, values: Numbers) -> Numbers:
    """R names the intercepts of all thresholds first, then their effects."""
    return values[[0, 2, 4, 1, 3, 5, 6]] if name == "rating_nominal" else values


@pytest.mark.parametrize("name", MODELS)
def test_a_simulated_study_is_fitted_as_r_fits_it(name: str) -> None:
    design, response, options = MODELS[name]
    told = TOLD[name]

    fit = fit_generalised(design, COLUMNS[response], **options)

    assert fit.converged
    assert fit.notes == ()
    # Estimates and errors of glmmTMB and clmm stand where their optimisers stopped: 3e-4 of a standard error, 2e-4.
    assert fit.log_likelihood == pytest.approx(told["log_likelihood"], abs=3e-7, rel=0)
    errors = np.array(told["errors"])
    assert np.all(np.abs(in_order_of_r(name, fit.all_estimates) - told["estimates"]) < 5e-4 * errors)
    assert in_order_of_r(name, fit.all_standard_errors) == pytest.approx(errors, rel=5e-4)
    lower = [variance[np.tril_indices(len(variance))] for variance in fit.variances]
    assert np.concatenate([np.zeros(0), *lower]) == pytest.approx(np.array(told["variances"]), abs=2e-4)
    assert fit.singular == (name in SINGULAR)
    if "dispersion" in told:
        assert fit.dispersion == pytest.approx(told["dispersion"], rel=1e-3)


def test_a_variance_of_zero_is_exactly_zero() -> None:
    design, response, options = MODELS["rating_nested_crossed"]

    fit = fit_generalised(design, COLUMNS[response], **options)

    assert fit.variances[0][0, 0] == 0.0
    assert np.all(fit.effects[0] == 0.0)
