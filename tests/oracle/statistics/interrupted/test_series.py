"""Interrupted series of counts and of means: R's stats, sandwich 3.0-2, MASS 7.3-58.2 and nlme 3.1-162.

The figures are read from the shared reference: `ref/its.json`, and `ovary_lme_ar1_REML` of `ref/lmm.json`.
"""

import numpy as np
import pytest

from newel.statistics.estimating_equations import population_average
from newel.statistics.interrupted import negative_binomial, newey_west, one_series, quasi_poisson, several_series
from tests.support.quantitative import data, levels, reference
from tests.support.shared import needs_shared

pytestmark = needs_shared
COLUMNS = ["law", "trend", "post", "s1", "c1", "s2", "c2"]


def _seatbelts() -> "tuple[np.typing.NDArray[np.float64], np.typing.NDArray[np.float64]]":
    frame = data("seatbelts_its")
    fixed = np.column_stack([np.ones(frame.height), *(frame[name].to_numpy() for name in COLUMNS)])
    return frame["drivers"].to_numpy().astype(np.float64), fixed


def test_quasi_poisson_is_that_of_glm() -> None:
    expected, (counts, fixed) = reference("its")["its_quasipoisson"], _seatbelts()

    fit = quasi_poisson(counts, fixed)
    found = fit.inference(np.eye(8))

    assert found.estimate == pytest.approx([row["Estimate"] for row in expected["coef"]], rel=1e-7)
    assert found.standard_error == pytest.approx([row["Std. Error"] for row in expected["coef"]], rel=1e-6)
    assert found.p == pytest.approx([row["Pr(>|t|)"] for row in expected["coef"]], rel=1e-6)
    assert fit.dispersion == pytest.approx(expected["dispersion"], rel=1e-6)
    assert fit.deviance == pytest.approx(expected["deviance"], rel=1e-9)
    assert fit.autocorrelation == pytest.approx(expected["acf1_deviance_residuals"], rel=1e-6)


@pytest.mark.parametrize(("adjusted", "name"), [(True, "its_poisson_NW12_adjusted"), (False, "its_poisson_NW12")])
def test_newey_west_is_that_of_sandwich(*, adjusted: bool, name: str) -> None:
    counts, fixed = _seatbelts()

    found = newey_west(counts, fixed, lag=12, adjusted=adjusted).inference(np.eye(8))

    assert found.standard_error == pytest.approx(list(reference("its")[name]["se"].values()), rel=1e-6)


def test_the_negative_binomial_is_that_of_glm_nb() -> None:
    expected, (counts, fixed) = reference("its")["its_negbin"], _seatbelts()

    fit = negative_binomial(counts, fixed)
    found = fit.inference(np.eye(8))

    assert found.estimate == pytest.approx([row["Estimate"] for row in expected["coef"]], rel=1e-7)
    assert found.standard_error == pytest.approx([row["Std. Error"] for row in expected["coef"]], rel=1e-6)
    assert fit.dispersion == pytest.approx(expected["theta"], rel=1e-7)
    assert fit.dispersion_error == pytest.approx(expected["se_theta"], rel=1e-6)
    assert fit.log_likelihood == pytest.approx(expected["logLik"], rel=1e-9)


def test_a_series_with_a_memory_is_that_of_gls() -> None:
    expected, (counts, fixed) = reference("its")["its_gls_ar1"], _seatbelts()

    fit = one_series(np.log(counts), fixed)
    found = fit.inference(np.eye(8))

    assert fit.log_likelihood == pytest.approx(expected["logLik"], abs=1e-7)
    assert fit.memory == pytest.approx(expected["phi"], abs=1e-6)
    assert fit.sigma == pytest.approx(expected["sigma"], rel=1e-6)
    assert found.estimate == pytest.approx([row["Value"] for row in expected["coef"]], rel=1e-7)
    assert found.standard_error == pytest.approx([row["Std.Error"] for row in expected["coef"]], rel=1e-6)


def test_several_series_with_a_memory_are_those_of_lme() -> None:
    expected, frame = reference("lmm")["ovary_lme_ar1_REML"], data("Ovary")
    angle = 2 * np.pi * frame["Time"].to_numpy()
    fixed = np.column_stack([np.ones(frame.height), np.sin(angle), np.cos(angle)])

    fit = several_series(frame["follicles"].to_numpy().astype(np.float64), fixed, levels(frame["Mare"]))

    assert fit.log_likelihood == pytest.approx(expected["logLik"], abs=1e-7)
    assert fit.memory == pytest.approx(expected["phi"], abs=1e-6)
    assert fit.between == pytest.approx(expected["sd_intercept"], rel=1e-6)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(list(expected["se"].values()), rel=1e-6)
    assert fit.coefficients == pytest.approx(list(expected["fixef"].values()), rel=1e-7)


@pytest.mark.parametrize("working", ["independence", "exchangeable"])
def test_population_averages_are_those_of_geepack(working: str) -> None:
    expected, frame = reference("rollout")[f"gee_respiratory_{working}"], data("respiratory_sorted")
    placebo = (frame["treat"] == "P").to_numpy().astype(np.float64)
    fixed = np.column_stack([np.ones(frame.height), placebo, frame.select("center", "age", "baseline").to_numpy()])

    fit = population_average(
        frame["outcome"].to_numpy().astype(np.float64), fixed, levels(frame["cid"]), working=working
    )
    found = fit.inference(np.eye(5))

    assert found.estimate == pytest.approx([row["Estimate"] for row in expected["coef"]], rel=1e-7)
    assert found.standard_error == pytest.approx([row["Std.err"] for row in expected["coef"]], rel=1e-6)
    assert fit.scale == pytest.approx(expected["scale"], rel=1e-6)
    assert fit.correlation == pytest.approx((expected["alpha"] or {"alpha": 0.0})["alpha"], rel=1e-6)
    assert (fit.inference(np.eye(5), bias_reduced=True).standard_error > found.standard_error).all()
