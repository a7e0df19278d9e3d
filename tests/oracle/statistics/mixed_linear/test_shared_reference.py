"""Every linear mixed model of the shared reference folder, at the tolerances its README states."""

from functools import cache

import numpy as np
import pytest

from newel.statistics.mixed import LinearFit, fit_linear, linear_at, satterthwaite, satterthwaite_joint
from tests.support.naive_mixed import unpack
from tests.support.reference_mixed import CASES, model, reference
from tests.support.shared import needs_shared

pytestmark = needs_shared
LARGE = {"insteval_crossed3", "insteval_crossed2"}
FITS = [(case, method) for case in CASES for method in ("REML", "ML") if case not in LARGE or method == "REML"]
SMALL = [(case, method) for case, method in FITS if case not in LARGE]


@cache
def fitted(case: str, method: str) -> LinearFit:
    """Fit a case once for all tests."""
    design, response = model(case)
    return fit_linear(design, response, reml=method == "REML")


@pytest.mark.parametrize(("case", "method"), FITS)
def test_a_fit_is_that_of_the_tightly_optimised_reference(case: str, method: str) -> None:
    expected = reference()[f"{case}_{method}"]

    found = fitted(case, method)

    errors = np.array(list(expected["se"].values()))
    coefficients = np.array(list(expected["fixef"].values()))
    assert found.converged
    assert found.log_likelihood == pytest.approx(expected["logLik"], abs=1e-7)
    assert found.coefficients / errors == pytest.approx(coefficients / errors, abs=1e-5)
    assert found.standard_errors == pytest.approx(errors, rel=2e-5 if case in LARGE else 5e-6)
    assert found.singular == expected["singular"]


@pytest.mark.parametrize(("case", "method"), FITS)
def test_standard_deviations_are_those_of_the_reference(case: str, method: str) -> None:
    expected = reference()[f"{case}_{method}"]["varcomp"]

    found = fitted(case, method)

    ours = np.concatenate([np.sqrt(np.diag(matrix)) for matrix in found.variances] + [np.array([found.sigma])])
    theirs = [row["sdcor"] for row in expected if row["var2"] is None]
    assert np.sort(ours) == pytest.approx(np.sort(theirs), rel=1e-4 if case in LARGE else 2e-5)


@pytest.mark.parametrize(("case", "method"), SMALL)
def test_degrees_of_freedom_are_those_of_lmertest(case: str, method: str) -> None:
    expected = reference()[f"{case}_{method}"]["satterthwaite"]
    fit = fitted(case, method)

    freedom = satterthwaite(fit, np.eye(len(fit.coefficients))).freedom

    assert freedom == pytest.approx([row["df"] for row in expected], rel=1e-4)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_type_3_rows_of_one_degree_of_freedom_are_those_of_lmertest(method: str) -> None:
    expected = {row["term"]: row for row in reference()[f"brandsma_slope_{method}"]["anova3_satterthwaite"]}
    fit = fitted("brandsma_slope", method)

    for place, name in enumerate(("iqv", "ses", "factor(sex)"), start=1):
        found = satterthwaite_joint(fit, np.eye(4)[[place]])
        assert found.statistic == pytest.approx(expected[name]["F value"], rel=1e-5)
        assert found.denominator == pytest.approx(expected[name]["DenDF"], rel=1e-4)


def test_at_the_references_variances_its_likelihood_is_ours() -> None:
    expected = reference()["sleepstudy_slope_REML"]
    design, response = model("sleepstudy_slope")

    theta = unpack(design, np.array(expected["theta"]))
    found = linear_at(design, response, theta=theta, sigma=expected["sigma"], reml=True)

    assert found.log_likelihood == pytest.approx(expected["logLik"], abs=1e-10)
    assert found.standard_errors == pytest.approx(list(expected["se"].values()), rel=1e-11)
