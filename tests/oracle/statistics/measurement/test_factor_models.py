"""Factor models against lavaan: every fit index and coefficient, on answers made by formula and on shared data."""

from functools import cache

import numpy as np
import pytest

from newel.statistics.measurement import (
    Answers,
    FactorFit,
    FactorModel,
    composites,
    fit_factors,
    invariance,
    read_model,
)
from tests.support.factor_figures import compare_coefficients, compare_indices
from tests.support.oracles import oracle
from tests.support.quantitative import data, reference
from tests.support.questionnaire import MODEL, asked, numeric, ordered, with_gaps
from tests.support.shared import needs_shared

SCALAR, STRICT = ("loadings", "intercepts"), ("loadings", "intercepts", "residuals")
CUTS = ("loadings", "thresholds")
PAIR = FactorModel({"A": MODEL.factors["A"], "B": (*MODEL.factors["B"], "a3")}, residual_pairs=(("a1", "b1"),))
CASES = (
    "ml", "mlr", "fiml", "fiml_mlr_metric", "mlr_scalar", "strict", "unit_metric", "pair", "dwls", "dwls_metric",
    "dwls_scalar", "dwls_strict",
)
MULTI_GROUP_BUG = ("cfi.robust", "tli.robust", "nnfi.robust", "rni.robust")
"""lavaan 0.6-14 weights the baseline's trace by the wrong power of the group's share when ordered data have groups."""


@cache
def _fit(case: str) -> FactorFit:
    groups, gaps = asked(numeric(), grouped=True), asked(with_gaps())
    cuts, cuts_of_groups = asked(ordered()), asked(ordered(), grouped=True)
    unit = FactorModel(MODEL.factors, unit_variance=True)
    fits = {
        "ml": lambda: fit_factors(MODEL, asked(numeric())),
        "mlr": lambda: fit_factors(MODEL, asked(numeric()), estimator="MLR"),
        "fiml": lambda: fit_factors(MODEL, gaps, missing="fiml"),
        "fiml_mlr_metric": lambda: fit_factors(
            MODEL, asked(with_gaps(), grouped=True), estimator="MLR", missing="fiml", equal=("loadings",)
        ),
        "mlr_scalar": lambda: fit_factors(MODEL, groups, estimator="MLR", equal=SCALAR),
        "strict": lambda: fit_factors(MODEL, groups, equal=STRICT),
        "unit_metric": lambda: fit_factors(unit, groups, equal=("loadings",)),
        "pair": lambda: fit_factors(PAIR, asked(numeric())),
        "dwls": lambda: fit_factors(MODEL, cuts, estimator="DWLS"),
        "dwls_metric": lambda: fit_factors(MODEL, cuts_of_groups, estimator="DWLS", equal=("loadings",)),
        "dwls_scalar": lambda: fit_factors(MODEL, cuts_of_groups, estimator="DWLS", equal=CUTS),
        "dwls_strict": lambda: fit_factors(MODEL, cuts_of_groups, estimator="DWLS", equal=(*CUTS, "residuals")),
    }
    return fits[case]()


@pytest.mark.parametrize("case", CASES)
def test_every_fit_index_is_that_of_lavaan(case: str) -> None:
    fit = _fit(case)

    assert fit.converged
    compare_indices(fit, oracle("measurement")[case]["fit"], but=MULTI_GROUP_BUG if len(fit.groups) > 1 else ())


@pytest.mark.parametrize("case", CASES)
def test_every_coefficient_has_lavaans_estimate_error_and_standardised_value(case: str) -> None:
    compare_coefficients(_fit(case), oracle("measurement")[case]["coefficients"])


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_the_steps_of_the_ladder_are_tested_as_lavaan_does(estimator: str) -> None:
    expected = oracle("measurement")[f"ladder_{estimator.lower()}"]

    ladder = invariance(MODEL, asked(numeric(), grouped=True), estimator=estimator)

    tests = [step.difference for step in ladder.steps[1:] if step.difference]
    assert [test.chi_square for test in tests] == pytest.approx(expected["chisq"], abs=1e-3)
    assert [test.freedom for test in tests] == expected["df"]
    assert [test.p for test in tests] == pytest.approx(expected["p"], abs=1e-4)


def test_the_ladder_of_ordered_items_has_the_models_and_tests_of_semtools() -> None:
    expected = oracle("measurement")["steps"]

    ladder = invariance(MODEL, asked(ordered(), grouped=True), estimator="DWLS")

    for step in ladder.steps[:4]:
        figures = expected[step.name]
        assert step.fit.indices["chisq"] == pytest.approx(figures["chisq"], abs=1e-3)
        assert step.fit.indices["chisq.scaled"] == pytest.approx(figures["chisq.scaled"], abs=1e-3)
        assert step.fit.indices["npar"] == figures["npar"]
    tests = [step.difference for step in ladder.steps[1:4] if step.difference]
    assert [test.chi_square for test in tests] == pytest.approx(expected["lrt"]["chisq"], abs=1e-3)
    assert [test.freedom for test in tests] == expected["lrt"]["df"]


def test_strict_invariance_of_ordered_items_is_tested_as_with_residual_variances_of_one() -> None:
    expected = oracle("measurement")["ladder_dwls"]

    last = invariance(MODEL, asked(ordered(), grouped=True), estimator="DWLS").steps[-1].difference

    assert last is not None
    assert last.chi_square == pytest.approx(expected["chisq"][-1], abs=1e-3)
    assert last.freedom == expected["df"][-1]


def test_composite_reliability_is_that_of_semtools() -> None:
    expected = oracle("measurement")["composite"]

    for found in composites(_fit("ml")):
        figures = [found.alpha, found.omega, found.omega2, found.omega3, found.average_variance]
        assert figures == pytest.approx(expected[found.factor], abs=1e-5)


SHARED_CASES = {
    "cfa_hs_ML": {}, "cfa_hs_configural": {}, "cfa_hs_metric": {"equal": ("loadings",)},
    "cfa_hs_scalar": {"equal": SCALAR}, "cfa_hs_strict": {"equal": STRICT}, "cfa_bfi_MLR": {"estimator": "MLR"},
    "cfa_bfi_WLSMV": {"estimator": "DWLS"}, "cfa_bfi_FIML": {"missing": "fiml"},
}
TURNED = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")


@cache
def _shared(case: str) -> FactorFit:
    figures = reference("psychometrics")[case]
    model, table = read_model(figures["model"]), data(figures["data"].removesuffix(".csv"))
    values = np.array(table.select(model.items).cast(float).fill_null(float("nan")).to_numpy())
    if figures["data"] == "bfi.csv":
        turned = [model.items.index(item) for item in TURNED]
        values[:, turned] = 7 - values[:, turned]
    grouped = case.startswith("cfa_hs") and not case.endswith("ML")
    labels = table["school"].to_list() if grouped else None
    return fit_factors(model, Answers(values, model.items, labels), **SHARED_CASES[case])


@needs_shared
@pytest.mark.parametrize("case", SHARED_CASES)
def test_a_stored_case_has_lavaans_indices_and_coefficients(case: str) -> None:
    figures = reference("psychometrics")[case]

    fit = _shared(case)

    assert fit.converged
    compare_indices(fit, {name: value for name, value in figures["fit"].items() if value is not None})
    compare_coefficients(fit, {
        f"{row['lhs']} {row['op']} {row['rhs']} {row.get('group', 1) - 1}": [row["est"], row["se"], row["std.all"]]
        for row in figures["estimates"]
    })


@needs_shared
def test_the_stored_composite_reliability_is_reached() -> None:
    expected = reference("psychometrics")["reliability_hs"]

    for found in composites(_shared("cfa_hs_ML")):
        figures = [found.alpha, found.omega, found.omega2, found.omega3, found.average_variance]
        assert figures == pytest.approx(expected["values"][found.factor], abs=1e-5)
