"""Pooled results on real data with gaps: those of jomo, pan and mice, within what chance allows either side."""

import csv
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from newel.statistics.imputation import ImputationModel, Pooled, Shift, Variable, impute, pool
from newel.statistics.mixed import Design, RandomTerm, fit_many
from tests.support.oracles import oracle
from tests.support.shared import SHARED, needs_shared

Table = npt.NDArray[np.float64]
pytestmark = needs_shared
PRINTED = oracle("multiple_imputation")
DATA = SHARED / "reference" / "quantitative" / "data"
DRAWS = 50


def read(name: str) -> dict[str, list[str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {column: [row[column] for row in rows] for column in rows[0]}


def numbers(texts: list[str]) -> Table:
    return np.array([float(text) if text not in ("", "NA") else np.nan for text in texts])


def allowed(found: Pooled, printed: dict[str, list[float]]) -> Table:
    """Four Monte Carlo standard errors of the difference between two pooled estimates."""
    error, increase, draws = (np.array(printed[key]) for key in ("standard_error", "increase", "draws"))
    between = error**2 * increase / ((1 + increase) * (1 + 1 / draws))
    return np.asarray(4 * np.sqrt(found.between / found.draws + between / draws))


@cache
def brandsma() -> tuple[Pooled, Table]:
    """Pooled coefficients, and variances between and within schools, averaged over the completed data sets."""
    file = read("brandsma_mi")
    values = np.column_stack([numbers(file[name]) for name in ("lpo", "iqv", "ses")])
    schools = np.unique(numbers(file["sch"]), return_inverse=True)[1].astype(np.int64)
    model = ImputationModel(tuple(Variable(name) for name in ("lpo", "iqv", "ses")))
    completed = impute(model, values, schools, draws=DRAWS, seed=1)
    assert completed.converged
    estimates, variances, spreads = [], [], []
    for table in completed:
        term = RandomTerm("sch", schools, np.ones((len(table), 1)), ("(Intercept)",))
        fixed = np.column_stack([np.ones(len(table)), table[:, 1:]])
        fits = fit_many(Design(fixed, ("(Intercept)", "iqv", "ses"), (term,)), table[:, :1])
        estimates.append(fits.coefficients[0])
        variances.append(fits.standard_errors[0] ** 2)
        spreads.append(fits.variances[0])
    return pool(np.array(estimates), np.array(variances)), np.mean(spreads, axis=0)


@pytest.mark.parametrize("software", ["jomo", "pan"])
def test_pooled_estimates_lie_within_four_monte_carlo_errors(software: str) -> None:
    found, printed = brandsma()[0], PRINTED["brandsma"][software]

    assert (np.abs(found.estimate - printed["estimate"]) < allowed(found, printed)).all()
    assert np.sqrt(found.total) == pytest.approx(printed["standard_error"], rel=0.05)


@pytest.mark.parametrize("software", ["jomo", "pan"])
def test_variances_of_the_analysis_are_those_of_the_reference(software: str) -> None:
    printed = PRINTED["brandsma"][software]

    assert brandsma()[1] == pytest.approx([printed["between_schools"], printed["residual"]], rel=0.02)


@pytest.mark.parametrize("case", ["none", "lower"])
def test_a_shift_inside_the_chain_moves_the_mean_as_in_mice(case: str) -> None:
    file, printed = read("nhanes2"), PRINTED["delta"][case]
    hypertension = np.array([{"yes": 1.0, "no": 0.0}.get(text, np.nan) for text in file["hyp"]])
    values = np.column_stack([numbers(file["bmi"]), hypertension, numbers(file["chl"])])
    ages = np.column_stack([[age == group for age in file["age"]] for group in ("40-59", "60-99")]).astype(float)
    model = ImputationModel(
        (Variable("bmi"), Variable("hyp", "binary"), Variable("chl")),
        covariates=ages,
        covariate_names=("40-59", "60-99"),
        shifts=(Shift("chl", np.ones(len(values), dtype=bool), printed["delta"]),),
    )

    completed = impute(model, values, None, draws=DRAWS, seed=1).column("chl")
    found = pool(completed.mean(axis=0)[:, None], completed.var(axis=0, ddof=1)[:, None] / len(values))

    assert abs(found.estimate[0] - printed["estimate"]) < 4 * np.sqrt(2 * found.between[0] / DRAWS)
    assert np.sqrt(found.total[0]) == pytest.approx(printed["standard_error"], rel=0.05)
