"""lme4 and lmerTest on 48 rows of our own: eight models, by REML and by ML, two of them with a variance of 0."""

from typing import Any

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm, fit_linear, linear_at, satterthwaite, satterthwaite_joint
from tests.support.naive_mixed import pack, unpack
from tests.support.oracles import oracle

ORACLE = oracle("mixed_linear")
FITS = {f"{fit['model']}_{fit['method']}": fit for fit in ORACLE["fit"]}


def column(name: str) -> Numbers:
    return np.array(ORACLE[name], dtype=float)


def dummies(name: str) -> list[Numbers]:
    values = column(name)
    return [(values == level).astype(float) for level in np.unique(values)[1:]]


def term(factor: str, *columns: str) -> RandomTerm:
    named = [np.ones(48) if name == "1" else column(name) for name in columns]
    return RandomTerm(factor, np.array(ORACLE[factor]), np.column_stack(named), columns)


def design_of(model: str) -> tuple[Design, Numbers]:
    """Return the design of a model in the file, with its terms in lme4's order, and its response."""
    one, wave, arm, y = np.ones(48), column("wave"), column("arm"), column("y")
    sites = np.array(ORACLE["site"])
    centred = y - (np.bincount(sites, y) / np.bincount(sites))[sites]
    fixed, terms, response = {
        "intercept": ((one, wave, arm), (term("site", "1"),), y),
        "slope": ((one, wave, arm, wave * arm), (term("site", "1", "wave"),), y),
        "uncorrelated": ((one, wave), (term("site", "1"), term("site", "wave")), y),
        "crossed": ((one, wave), (term("site", "1"), term("rater", "1")), y),
        "nested": ((one, wave), (term("class", "1"), term("site", "1")), y),
        "everything": ((one, arm, wave), (term("class", "1"), term("site", "1", "wave"), term("rater", "1")), y),
        "factor": ((one, *dummies("wave"), arm), (term("site", "1"), term("rater", "1")), y),
        "edge": ((one, wave), (term("site", "1", "wave"), term("rater", "1")), centred),
    }[model]
    return Design(np.column_stack(fixed), tuple(f"x{place}" for place in range(len(fixed))), terms), response


@pytest.mark.parametrize("case", FITS)
def test_likelihood_effects_errors_and_variances_are_those_of_lme4(case: str) -> None:
    expected = FITS[case]
    design, response = design_of(expected["model"])

    found = fit_linear(design, response, reml=expected["method"] == "REML")

    errors = np.array(expected["standard_errors"])
    assert found.converged
    assert found.notes == () or found.singular
    assert found.log_likelihood == pytest.approx(expected["log_likelihood"], abs=1e-9)
    assert found.coefficients / errors == pytest.approx(np.array(expected["coefficients"]) / errors, abs=1e-5)
    assert found.standard_errors == pytest.approx(errors, rel=5e-6)
    assert found.sigma == pytest.approx(expected["sigma"], rel=2e-5)
    assert np.abs(pack(found.theta)) == pytest.approx(np.abs(expected["theta"]), abs=5e-5)
    assert found.singular == expected["singular"]


@pytest.mark.parametrize("case", FITS)
def test_degrees_of_freedom_are_those_of_lmertest(case: str) -> None:
    expected = FITS[case]
    design, response = design_of(expected["model"])
    found = fit_linear(design, response, reml=expected["method"] == "REML")

    freedom = satterthwaite(found, np.eye(len(design.names))).freedom

    assert freedom == pytest.approx(expected["freedom"], rel=1e-4)


@pytest.mark.parametrize("case", FITS)
def test_at_lme4s_own_variances_the_rest_agrees_to_its_printed_digits(case: str) -> None:
    expected: dict[str, Any] = FITS[case]
    design, response = design_of(expected["model"])
    theta = unpack(design, np.array(expected["theta"]))

    found = linear_at(design, response, theta=theta, sigma=expected["sigma"], reml=expected["method"] == "REML")

    assert found.log_likelihood == pytest.approx(expected["log_likelihood"], abs=1e-10)
    assert found.coefficients == pytest.approx(expected["coefficients"], rel=1e-9, abs=1e-9)
    assert found.standard_errors == pytest.approx(expected["standard_errors"], rel=1e-9)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_a_joint_test_of_five_waves_is_lmertests_type_3_row(method: str) -> None:
    expected = FITS[f"factor_{method}"]
    design, response = design_of("factor")

    found = satterthwaite_joint(fit_linear(design, response, reml=method == "REML"), np.eye(7)[1:6])

    assert found.statistic == pytest.approx(expected["joint"]["statistic"], rel=1e-6)
    assert found.numerator == expected["joint"]["numerator"]
    assert found.denominator == pytest.approx(expected["joint"]["denominator"], rel=1e-4)
