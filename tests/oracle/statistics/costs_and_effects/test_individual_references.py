"""Costs and effects of 900 synthetic children: R's nlme 3.1-162, lme4, systemfit 1.1-28, sandwich 3.0-2, stats.

The figures are read from the shared reference: `ipd/ipd_reference.json`.
"""

import json

import numpy as np
import pytest

from newel.statistics.costs_and_effects import (
    fit_costs_and_effects,
    gamma_costs,
    net_benefit,
    park_slope,
    poisson_costs,
    ready,
    seemingly_unrelated,
    two_stage,
)
from tests.support.economics import FOLDER, sheet
from tests.support.quantitative import levels
from tests.support.shared import needs_shared

pytestmark = needs_shared
ARM = 1


def _reference() -> dict:
    return json.loads((FOLDER / "ipd" / "ipd_reference.json").read_text(encoding="utf-8"))


def _children() -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
    frame = sheet("ipd/ipd")
    kind = frame["type"].to_numpy()
    columns = [np.ones(frame.height), *(frame[name] for name in ("arm", "age", "sex")), kind == 1, kind == 2]
    covariates = np.column_stack([*columns, frame["base"]]).astype(np.float64)
    return frame.select("cost", "qaly").to_numpy(), covariates, levels(frame["site"])


def test_the_joint_model_is_that_of_lme() -> None:
    expected, (outcomes, covariates, sites) = _reference()["bivariate"], _children()
    places = np.array([ARM, covariates.shape[1] + ARM])

    fit = fit_costs_and_effects(outcomes, covariates, sites)
    # nlme saw cost / 10,000 and QALY x 10; the likelihood is of those.
    criterion = fit.criterion + 2 * (len(outcomes) - 7) * (np.log(1e-4) + np.log(10))

    assert fit.converged
    assert criterion == pytest.approx(-2 * expected["loglik"], abs=1e-6)
    apart = fit.coefficients[ARM] - [expected["inc_cost"], expected["inc_qaly"]]
    assert (np.abs(apart) < 1e-5 * np.sqrt(np.diag(expected["V"]))).all()
    assert fit.covariance[np.ix_(places, places)].ravel() == pytest.approx(np.ravel(expected["V"]), rel=2e-6)


def test_net_benefit_has_the_interval_of_both_outcomes() -> None:
    expected, (outcomes, covariates, sites) = _reference()["bivariate"]["inb"], _children()

    found = net_benefit(
        fit_costs_and_effects(outcomes, covariates, sites),
        covariate=ARM,
        thresholds=np.array([row["k"] for row in expected], dtype=np.float64),
    )

    for place, row in enumerate(expected):
        assert found.estimate[place] == pytest.approx(row["inb"], abs=1e-4 * row["se"])
        assert found.standard_error[place] == pytest.approx(row["se"], rel=1e-6)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_outcome_is_the_model_of_lmer(place: int) -> None:
    expected, (outcomes, covariates, sites) = _reference()["nb_lmer"][place], _children()
    benefit = expected["k"] * outcomes[:, 1] - outcomes[:, 0]

    fit = fit_costs_and_effects(benefit[:, None], covariates, sites)

    assert fit.criterion == pytest.approx(expected["reml"], abs=1e-6)
    assert np.sqrt(fit.covariance[ARM, ARM]) == pytest.approx(expected["se"], rel=1e-6)
    assert fit.coefficients[ARM, 0] == pytest.approx(expected["inb"], abs=1e-5 * expected["se"])
    assert fit.between[0, 0] == pytest.approx(expected["var_site"], rel=2e-6)
    assert fit.within[0, 0] == pytest.approx(expected["var_res"], rel=2e-6)


def test_separate_regressions_are_those_of_systemfit() -> None:
    expected, (outcomes, covariates, _) = _reference()["sur"], _children()
    places = np.array([ARM, covariates.shape[1] + ARM])

    fit = seemingly_unrelated(outcomes, [covariates, covariates])

    assert [each[ARM] for each in fit.coefficients] == pytest.approx(list(expected["inc"].values()), rel=1e-10)
    assert fit.covariance[np.ix_(places, places)].ravel() == pytest.approx(np.ravel(expected["V"]), rel=1e-10)


def test_gamma_costs_are_those_of_glm_and_sandwich() -> None:
    expected, (outcomes, covariates, sites) = _reference()["gamma_glm"], _children()

    fit = gamma_costs(outcomes[:, 0], covariates)

    assert fit.coefficients == pytest.approx(list(expected["coef"].values()), rel=1e-6)
    assert np.sqrt(np.diag(fit.covariance("model"))) == pytest.approx(expected["se_model"], rel=1e-6)
    clustered = fit.covariance("CR0 G/(G-1)", sites)
    assert np.sqrt(np.diag(clustered)) == pytest.approx(expected["se_cluster_hc0"], rel=1e-6)
    assert fit.dispersion == pytest.approx(expected["dispersion"], rel=1e-9)
    assert fit.deviance == pytest.approx(expected["deviance"], rel=1e-9)
    assert fit.recycled(ARM) == pytest.approx(expected["recycled_inc_cost"], rel=1e-6)
    # The costs were drawn from a gamma distribution: the Park test should point there.
    assert park_slope(outcomes[:, 0], fit.fitted) == pytest.approx(2.0, abs=0.6)


def test_costs_of_which_some_are_nothing_are_those_of_glm_and_sandwich() -> None:
    """R 4.2.2, glm(family = quasipoisson("log")) and sandwich::vcovCL(type = "HC0"), costs below 20,000 set to 0."""
    outcomes, covariates, sites = _children()

    fit = poisson_costs(np.where(outcomes[:, 0] < 20_000, 0.0, outcomes[:, 0]), covariates)
    clustered = fit.covariance("CR0 G/(G-1)", sites)

    assert fit.coefficients[ARM] == pytest.approx(0.014359786842927, rel=1e-9)
    assert fit.dispersion == pytest.approx(33056.361464596, rel=1e-9)
    assert fit.deviance == pytest.approx(32040523.58439, rel=1e-9)
    assert np.sqrt(fit.covariance("model")[ARM, ARM]) == pytest.approx(0.0488561497236, rel=1e-9)
    assert np.sqrt(clustered[ARM, ARM]) == pytest.approx(0.04727289717723, rel=1e-9)
    assert fit.recycled(ARM) == pytest.approx(910.55082261781, rel=1e-9)
    assert fit.recycled_error(ARM, clustered) == pytest.approx(3001.8024913423, rel=1e-9)


def test_the_two_stage_bootstrap_has_the_constants_and_the_spread_of_the_r_program() -> None:
    expected, (outcomes, covariates, sites) = _reference()["tsb_2000"], _children()
    arm = covariates[:, ARM]
    arms = [ready(outcomes[arm == each], np.unique(sites[arm == each], return_inverse=True)[1]) for each in (0, 1)]

    drawn = two_stage((arms[0], arms[1]), draws=2000, generator=np.random.default_rng(1))
    paired = two_stage((arms[0], arms[1]), draws=2000, generator=np.random.default_rng(1), paired=True)

    for place, each in enumerate(arms):
        wanted = [expected["c_shrink"][place], expected["e_shrink"][place]]
        assert each.shrinkage == pytest.approx(wanted, rel=1e-10)
        assert each.effective_size == pytest.approx(expected["b"][place], rel=1e-10)
    noise = np.array(expected["sd"]) * np.sqrt(2 / 2000)
    assert (np.abs(drawn.mean(axis=0) - expected["mean"]) < 4 * noise).all()
    assert drawn.std(axis=0, ddof=1) == pytest.approx(expected["sd"], rel=0.09)
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(expected["cor"], abs=0.09)
    # Each site is in both arms: drawing it once for both keeps it as its own comparison.
    assert paired[:, 0].std() < 0.85 * drawn[:, 0].std()
