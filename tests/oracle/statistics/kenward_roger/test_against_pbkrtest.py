"""Kenward-Roger against R's pbkrtest, at R's own variances, so that nothing but the formulas is compared."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, LinearFit, RandomTerm, fit_linear, linear_at
from newel.statistics.mixed.kenward_roger import adjusted, kenward_roger, kenward_roger_joint
from tests.support.oracles import oracle
from tests.support.quantitative import data, levels, reference
from tests.support.reference_mixed import model
from tests.support.shared import needs_shared
from tests.support.small_example import JOINT, TERMS, fit_at, intercept, triangles


@pytest.mark.parametrize("name", TERMS)
def test_slopes_crossed_and_nested_factors_give_the_figures_of_pbkrtest(name: str) -> None:
    expected = oracle("few_clusters")[name]
    fit = fit_at(name, expected["theta"], expected["sigma"])

    found = kenward_roger(fit, np.eye(5))

    assert found.estimate == pytest.approx(expected["coefficients"], rel=1e-8)
    assert found.standard_error == pytest.approx(expected["standard_errors"], rel=1e-10)
    assert found.freedom == pytest.approx(expected["freedom"], rel=1e-10)
    assert not found.notes


@pytest.mark.parametrize("name", TERMS)
def test_joint_tests_give_the_figures_of_pbkrtest(name: str) -> None:
    expected = oracle("few_clusters")[name]

    found = kenward_roger_joint(fit_at(name, expected["theta"], expected["sigma"]), JOINT)

    ours = (found.statistic, found.numerator, found.denominator, found.scaling, found.p)
    assert ours == pytest.approx(expected["joint"], rel=1e-8)


LINEAR = {
    "dyestuff": None, "dyestuff2_singular": None, "sleepstudy_slope": None, "sleepstudy_uncorrelated": None,
    "penicillin_crossed": None, "pastes_nested": ("batch:cask", "batch"), "cake": None,
}  # fmt: skip
"""Models with Kenward-Roger figures, and R's order of the terms where it is not the formula's."""


@needs_shared
@pytest.mark.parametrize("name", LINEAR)
def test_reference_models_at_the_variances_of_r(name: str) -> None:
    entry = reference("lmm")[f"{name}_REML"]
    design, response = model(name)
    order = LINEAR[name] or tuple(term.factor for term in design.random)
    terms = tuple(sorted(design.random, key=lambda term: order.index(term.factor)))
    theta = triangles(terms, list(np.atleast_1d(entry["theta"])))
    design = Design(design.fixed, design.names, terms)

    fit = linear_at(design, response, theta=theta, sigma=entry["sigma"], reml=True)

    _judge(fit, entry["kr"])
    assert np.diag(adjusted(fit).covariance) == pytest.approx(np.diag(np.atleast_2d(entry["kr_vcov"])), rel=1e-10)


def _judge(fit: LinearFit, rows: list[dict[str, float]]) -> None:
    found = kenward_roger(fit)
    assert found.standard_error == pytest.approx([row["Std. Error"] for row in rows], rel=1e-10)
    assert found.freedom == pytest.approx([row["df"] for row in rows], rel=1e-10)


@needs_shared
def test_few_schools_and_a_thinned_slope_model_at_the_variances_of_r() -> None:
    frame, entry = data("achievement_12schools"), reference("small_sample")["kr_12schools"]
    fixed = np.column_stack([np.ones(frame.height), frame["treated"], frame["lagscore"]]).astype(np.float64)
    design = Design(fixed, ("(Intercept)", "treated", "lagscore"), (intercept("sch", levels(frame["sch"])),))
    theta = (np.array([[entry["theta"]]]),)
    response = frame["y"].to_numpy().astype(np.float64)
    _judge(linear_at(design, response, theta=theta, sigma=entry["sigma"], reml=True), entry["kr"])

    frame, entry = data("sleepstudy_unbalanced"), reference("small_sample")["kr_sleepstudy_unbalanced"]
    columns = np.column_stack([np.ones(frame.height), frame["Days"]]).astype(np.float64)
    term = RandomTerm("Subject", levels(frame["Subject"]), columns, ("(Intercept)", "Days"))
    design = Design(columns, ("(Intercept)", "Days"), (term,))
    theta = triangles((term,), entry["theta"])
    response = frame["Reaction"].to_numpy().astype(np.float64)
    _judge(linear_at(design, response, theta=theta, sigma=entry["sigma"], reml=True), entry["kr"])
    at_our_own = kenward_roger(fit_linear(design, response))
    assert at_our_own.freedom == pytest.approx([row["df"] for row in entry["kr"]], rel=1e-5)


def _wedge() -> tuple[Design, Numbers]:
    frame = data("stepped_wedge")
    waves = [(frame["t"] == wave).to_numpy() for wave in range(1, 5)]
    fixed = np.column_stack([np.ones(frame.height), *waves, frame["treat"]]).astype(np.float64)
    terms = (intercept("id", levels(frame["id"])), intercept("site", levels(frame["site"])))
    return Design(fixed, ("(Intercept)", "t1", "t2", "t3", "t4", "treat"), terms), frame["y0"].to_numpy()


@needs_shared
def test_a_stepped_wedge_of_eighteen_sites_at_the_variances_of_r() -> None:
    design, response = _wedge()
    entry = reference("rollout")["stepped_wedge_kr"]
    theta = triangles(design.random, entry["theta"])

    _judge(linear_at(design, response, theta=theta, sigma=entry["sigma"], reml=True), entry["kr"])
