"""Examples that textbooks and papers print: beetles, a small trial, mites, wines and cattle, to their last digit."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm, fit_generalised
from tests.support.oracles import oracle

PUBLISHED = oracle("generalised_published")


def dummies(levels: list[int]) -> Numbers:
    """Return treatment contrasts of levels 1, 2, ..."""
    return (np.array(levels)[:, None] == np.arange(2, max(levels) + 1)).astype(float)


def test_beetles_killed_by_the_dose_of_carbon_disulphide() -> None:
    told = PUBLISHED["beetles"]
    design = Design(np.column_stack([np.ones(8), told["dose"]]), ("(Intercept)", "dose"))
    killed, exposed = (np.array(told[name], dtype=float) for name in ("killed", "exposed"))

    fit = fit_generalised(design, killed, family="binomial", trials=exposed)

    assert fit.converged
    assert fit.coefficients == pytest.approx(told["estimates"], abs=5e-3)
    assert fit.standard_errors == pytest.approx(told["errors"], abs=5e-3)
    assert 2 * (fit.saturated - fit.log_likelihood) == pytest.approx(told["deviance"], abs=5e-3)


def test_counts_of_a_randomised_trial() -> None:
    told = PUBLISHED["trial"]
    fixed = np.column_stack([np.ones(9), dummies(told["outcome"]), dummies(told["treatment"])])

    fit = fit_generalised(Design(fixed, tuple("abcde")), np.array(told["counts"], dtype=float), family="poisson")

    assert fit.coefficients == pytest.approx(told["estimates"], abs=5e-4)
    assert fit.standard_errors == pytest.approx(told["errors"], abs=5e-5)
    assert 2 * (fit.saturated - fit.log_likelihood) == pytest.approx(told["deviance"], abs=5e-5)
    assert fit.aic == pytest.approx(told["aic"], abs=5e-3)


def test_mites_on_apple_leaves_are_more_scattered_than_chance() -> None:
    told = PUBLISHED["mites"]
    counts = np.repeat(np.arange(8.0), told["leaves"])

    fit = fit_generalised(Design(np.ones((150, 1)), ("(Intercept)",)), counts, family="nbinom2")

    assert np.exp(fit.coefficients[0]) == pytest.approx(told["mean"], abs=5e-5)
    assert fit.dispersion == pytest.approx(told["k"], abs=5e-4)


def test_bitterness_of_wine_rises_with_temperature_and_contact() -> None:
    told = PUBLISHED["wine"]
    table = np.array(told["ratings"])
    bottle, rating = (np.repeat(place.ravel(), table.ravel()) for place in np.indices(table.shape))
    columns = np.column_stack([bottle >= 2, bottle % 2]).astype(float)

    fit = fit_generalised(Design(columns, ("warm", "contact")), rating.astype(float), family="ordinal")

    assert fit.thresholds.ravel() == pytest.approx(told["thresholds"], abs=5e-5)
    assert fit.coefficients == pytest.approx(told["effects"], abs=5e-5)
    expected = [*told["threshold_errors"], *told["errors"]]
    assert fit.all_standard_errors == pytest.approx(expected, abs=5e-5)
    assert fit.log_likelihood == pytest.approx(told["log_likelihood"], abs=5e-3)


def test_pleuropneumonia_in_herds_of_cattle_falls_from_period_to_period() -> None:
    told = PUBLISHED["cattle"]
    fixed = np.column_stack([np.ones(56), dummies(told["period"])])
    term = RandomTerm("herd", np.array(told["herd"]) - 1, np.ones((56, 1)), ("(Intercept)",))
    cases, animals = (np.array(told[name], dtype=float) for name in ("cases", "animals"))

    fit = fit_generalised(Design(fixed, tuple("abcd"), (term,)), cases, family="binomial", trials=animals)

    assert fit.converged
    # The printed fit stopped where the likelihood is flat to about three digits.
    assert fit.coefficients == pytest.approx(told["estimates"], abs=1e-3)
    assert np.sqrt(fit.variances[0][0, 0]) == pytest.approx(told["deviation"], abs=1e-3)
    assert fit.log_likelihood == pytest.approx(told["log_likelihood"], abs=5e-3)
    assert fit.aic == pytest.approx(told["aic"], abs=5e-2)
