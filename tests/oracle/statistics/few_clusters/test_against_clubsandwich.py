"""Robust standard errors and joint tests against R's clubSandwich, on data made by formula and on shared data."""

from functools import cache

import numpy as np
import pytest

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters import (
    ClusteredFit,
    Family,
    cluster_robust,
    clustered_generalised,
    clustered_least_squares,
    clustered_mixed,
    robust,
    wald_tests,
)
from newel.statistics.mixed import Design, RandomTerm, fit_linear
from tests.support.oracles import oracle
from tests.support.quantitative import data, levels, reference
from tests.support.shared import needs_shared
from tests.support.small_example import COUNT, FIXED, JOINT, RESPONSE, SITE, WEIGHTS, YES, fit_at

KINDS = ("CR0", "CR1", "CR1S", "CR2", "CR3")
TESTS = ("chi-sq", "Naive-F", "Naive-Fp", "HTA", "HTB", "HTZ", "EDF", "EDT")


@cache
def _fit(name: str) -> ClusteredFit:
    if name == "weighted":
        return clustered_least_squares(FIXED, RESPONSE, SITE, weights=WEIGHTS)
    if name == "logit":
        return clustered_generalised(FIXED, YES, SITE)
    if name == "poisson":
        return clustered_generalised(FIXED, COUNT, SITE, family="poisson")
    return clustered_least_squares(FIXED, RESPONSE, SITE)


DIGITS = {"least_squares": 1e-10, "weighted": 1e-10, "logit": 1e-7, "poisson": 1e-6}
"""R's glm computes its bread before the last step, which costs it digits: see the file of figures."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", DIGITS)
def test_each_kind_of_sandwich_gives_the_figures_of_clubsandwich(name: str, kind: str) -> None:
    expected = oracle("few_clusters")[name][kind]

    found = robust(_fit(name), kind).inference()

    assert found.estimate == pytest.approx(expected["coefficients"], rel=DIGITS[name], abs=1e-12)
    assert found.standard_error == pytest.approx(expected["standard_errors"], rel=DIGITS[name])
    assert found.freedom == pytest.approx(expected["freedom"], rel=DIGITS[name])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", DIGITS)
def test_each_joint_test_gives_the_figures_of_clubsandwich(name: str, kind: str) -> None:
    expected = oracle("few_clusters")[name][kind]

    found = wald_tests(robust(_fit(name), kind), JOINT)

    for test in TESTS:
        ours = (found[test].statistic, found[test].denominator, found[test].p)
        assert ours == pytest.approx(expected[f"wald_{test.replace('-', '_')}"], rel=20 * DIGITS[name])


def test_a_mixed_model_with_cr2_gives_the_figures_of_clubsandwich() -> None:
    expected, model = oracle("few_clusters")["mixed_CR2"], oracle("few_clusters")["one"]

    found = robust(clustered_mixed(fit_at("one", expected["theta"], model["sigma"]))).inference()

    assert found.standard_error == pytest.approx(expected["standard_errors"], rel=1e-9)
    assert found.freedom == pytest.approx(expected["freedom"], rel=1e-9)


def _girls() -> tuple[Numbers, Numbers, Levels]:
    frame = data("achievement_girls2001")
    columns = [frame[name].to_numpy() for name in ("treated", "lagscore", "father_ed", "siblings")]
    fixed = np.column_stack([np.ones(frame.height), *columns]).astype(np.float64)
    return fixed, frame["y"].to_numpy().astype(np.float64), levels(frame["sch"])


@needs_shared
@pytest.mark.parametrize("kind", KINDS)
def test_real_schools_give_the_reference(kind: str) -> None:
    rows = reference("small_sample")[f"achievement_lm_{kind}"]["coef"]

    found = cluster_robust(*_girls(), kind=kind)

    assert found.estimate == pytest.approx([row["beta"] for row in rows], rel=1e-9)
    assert found.standard_error == pytest.approx([row["SE"] for row in rows], rel=1e-9)
    assert found.freedom == pytest.approx([row["df_Satt"] for row in rows], rel=1e-9)
    assert found.p == pytest.approx([row["p_Satt"] for row in rows], rel=1e-9)


@needs_shared
def test_real_schools_give_the_reference_of_every_joint_test() -> None:
    found = wald_tests(robust(clustered_least_squares(*_girls())), np.eye(5)[3:])

    for row in reference("small_sample")["achievement_wald_CR2"]["tests"]:
        ours = found[row["test"]]
        expected = (row["Fstat"], row["delta"], row["p_val"])
        assert (ours.statistic, ours.scaling, ours.p) == pytest.approx(expected, rel=1e-9)
        assert ours.denominator == pytest.approx(row["df_denom"] or np.inf, rel=1e-9)


@needs_shared
def test_a_logit_stopped_where_r_stops_gives_the_reference() -> None:
    rows = reference("small_sample")["achievement_logit_CR2"]["coef"]

    found = robust(clustered_generalised(*_girls(), family=Family(stop=1e-8))).inference()
    beyond = robust(clustered_generalised(*_girls())).inference()

    assert found.estimate == pytest.approx([row["beta"] for row in rows], rel=1e-9)
    assert found.standard_error == pytest.approx([row["SE"] for row in rows], rel=1e-9)
    assert found.freedom == pytest.approx([row["df_Satt"] for row in rows], rel=1e-9)
    assert beyond.standard_error == pytest.approx(found.standard_error, rel=1e-4)


@needs_shared
def test_a_mixed_model_of_real_schools_gives_the_reference() -> None:
    fixed, response, school = _girls()
    term = RandomTerm("sch", school, np.ones((len(school), 1)), ("(Intercept)",))
    rows = reference("small_sample")["achievement_lme_CR2"]["coef"]

    fit = fit_linear(Design(fixed[:, :3], ("(Intercept)", "treated", "lagscore"), (term,)), response)
    found = robust(clustered_mixed(fit)).inference()

    assert found.estimate == pytest.approx([row["beta"] for row in rows], rel=1e-5)
    assert found.standard_error == pytest.approx([row["SE"] for row in rows], rel=5e-6)
    assert found.freedom == pytest.approx([row["df_Satt"] for row in rows], rel=1e-4)
