"""A fit that says it converged is the best there is: a search without slopes on the textbook's integral agrees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm, fit_generalised
from tests.support.naive_generalised import Sample, Truth, integrated


@settings(max_examples=6, deadline=None, derandomize=True)
@given(
    family=st.sampled_from(["binomial", "poisson", "ordinal"]),
    seed=st.integers(0, 999),
    spread=st.sampled_from([0.0, 1.0]),
)
def test_no_other_place_is_likelier(family: str, seed: int, spread: float) -> None:
    rng = np.random.default_rng(seed)
    site, x = np.arange(80) % 8, rng.normal(size=80)
    linear = 0.4 * x + spread * rng.normal(size=8)[site]
    drawn = {
        "binomial": rng.binomial(4, 1 / (1 + np.exp(-linear))),
        "poisson": rng.poisson(np.exp(linear)),
        "ordinal": np.digitize(linear + rng.logistic(size=80), [-0.5, 0.9]),
    }
    response, trials = drawn[family].astype(float), np.full(80, 4.0 if family == "binomial" else 1.0)
    term = RandomTerm("site", site, np.ones((80, 1)), ("(Intercept)",))
    design = Design(np.column_stack([np.ones(80), x]), ("(Intercept)", "x"), (term,))
    sample = Sample(design, response, trials)

    fit = fit_generalised(design, response, family=family, trials=trials, quadrature=61)

    def at(parameters: Numbers) -> Truth:
        factor = (np.array([[parameters[-1]]]),)
        if family == "ordinal":
            return Truth(family, np.array([0.0, parameters[2]]), factor, parameters[:2, None])
        return Truth(family, parameters[:2], factor)

    def deviance(parameters: Numbers) -> float:
        if family == "ordinal" and parameters[0] >= parameters[1]:
            return 1e10
        return -integrated(sample, at(parameters), points=161)

    begun = np.append(fit.all_estimates + 0.05, np.sqrt(fit.variances[0][0, 0]) + 0.05)
    found = minimize(deviance, begun, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9, "maxfev": 2000})
    assert fit.converged
    assert fit.log_likelihood == pytest.approx(-found.fun, abs=1e-6)
    assert fit.all_estimates == pytest.approx(found.x[:-1], abs=2e-3)
