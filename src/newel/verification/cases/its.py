"""Interrupted time series: counts with quasi-Poisson, Newey-West and negative binomial errors, and AR(1) by REML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from newel.formulas import Model
from newel.formulas.variables import as_factor
from newel.statistics.arrays import Numbers
from newel.statistics.interrupted import (
    Autoregressive,
    CountSeries,
    negative_binomial,
    newey_west,
    one_series,
    quasi_poisson,
    several_series,
)
from newel.verification.cases._kind import Kind
from newel.verification.cases._rows import by_name, column
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case
from newel.verification.tolerances import tolerance

LME = re.compile(r"^(?P<fixed>.+?),\s*random\s*=\s*~\s*1\s*\|\s*(?P<group>[\w.]+)")


def compare_quasi(case: Case) -> Iterator[Comparison]:
    """Compare a quasi-Poisson fit."""
    model, judge = case.dataset.build(case.model), Judge(case.name)
    fit = quasi_poisson(model.response, model.design.fixed, offset=model.design.offset)
    yield from _counts(case, fit, names=model.design.names)
    ours = {
        "dispersion": fit.dispersion, "deviance": fit.deviance, "acf1_deviance_residuals": fit.autocorrelation,
    }  # fmt: skip
    for quantity, figure in ours.items():
        if quantity in case.entry:
            close = tolerance(case.tolerance_class, "everything")
            yield judge.compare(quantity, figure, case.entry[quantity], tolerance=close)


def compare_newey_west(case: Case) -> Iterator[Comparison]:
    """Compare standard errors that allow neighbouring times to resemble each other."""
    model = case.dataset.build(case.model)
    adjusted = bool(case.entry.get("small_sample_adjust", True))
    fit = newey_west(
        model.response, model.design.fixed, lag=int(case.entry["lag"]), adjusted=adjusted, offset=model.design.offset
    )
    theirs = by_name(case.entry["se"], model.design.names)
    close = tolerance(case.tolerance_class, "standard errors")
    yield Judge(case.name).compare("standard errors", np.sqrt(np.diag(fit.covariance)), theirs, tolerance=close)


def compare_negative_binomial(case: Case) -> Iterator[Comparison]:
    """Compare a negative binomial fit by glm.nb."""
    model, judge = case.dataset.build(case.model), Judge(case.name)
    fit = negative_binomial(model.response, model.design.fixed, offset=model.design.offset)
    yield from _counts(case, fit, names=model.design.names)
    close = tolerance(case.tolerance_class, "everything")
    yield judge.compare("theta", fit.dispersion, case.entry["theta"], tolerance=close)
    if "se_theta" in case.entry:
        yield judge.compare("theta: standard error", fit.dispersion_error, case.entry["se_theta"], tolerance=close)
    yield judge.compare("logLik", fit.log_likelihood, case.entry["logLik"], tolerance=close)


def _counts(case: Case, fit: CountSeries, *, names: tuple[str, ...]) -> Iterator[Comparison]:
    judge, rows = Judge(case.name), case.entry["coef"]
    close = tolerance(case.tolerance_class, "effects")
    yield judge.compare("estimates", fit.coefficients, column(rows, "Estimate", names), tolerance=close)
    close = tolerance(case.tolerance_class, "standard errors")
    theirs = column(rows, "Std. Error", names)
    yield judge.compare("standard errors", np.sqrt(np.diag(fit.covariance)), theirs, tolerance=close)


def compare_gls(case: Case) -> Iterator[Comparison]:
    """Compare one series with AR(1) errors by nlme's gls."""
    model = case.dataset.build(case.model)
    rows: Sequence[Mapping[str, Any]] = case.entry["coef"]
    names = model.design.names
    fit = one_series(model.response, model.design.fixed)
    yield from _autoregressive(case, fit, theirs=column(rows, "Value", names), errors=column(rows, "Std.Error", names))


def compare_lme_ar1(case: Case) -> Iterator[Comparison]:
    """Compare several series with a level of their own and AR(1) errors by nlme's lme."""
    said = LME.search(case.model)
    if said is None:
        yield Judge(case.name).failed("the case", f"{case.model} has no random intercept that can be read")
        return
    model = case.dataset.build(f"{said['fixed']} + (1 | {said['group']})")
    names = model.design.names
    fit = several_series(model.response, model.design.fixed, _series(model))
    errors = by_name(case.entry["se"], names)
    yield from _autoregressive(case, fit, theirs=by_name(case.entry["fixef"], names), errors=errors)
    close = tolerance(case.tolerance_class, "spread")
    yield Judge(case.name).compare("SD of levels", fit.between, case.entry["sd_intercept"], tolerance=close)


def _series(model: Model) -> "np.typing.NDArray[np.int64]":
    return as_factor(model.variables[model.design.random[0].factor]).codes


def _autoregressive(case: Case, fit: Autoregressive, *, theirs: Numbers, errors: Numbers) -> Iterator[Comparison]:
    judge, kind = Judge(case.name), case.tolerance_class
    yield judge.converged(fit.converged)
    close = tolerance(kind, "log-likelihood")
    yield judge.compare("logLik", fit.log_likelihood, case.entry["logLik"], tolerance=close)
    yield judge.compare("fixed effects", fit.coefficients, theirs, tolerance=tolerance(kind, "effects"), scale=errors)
    close = tolerance(kind, "standard errors")
    yield judge.compare("standard errors", np.sqrt(np.diag(fit.covariance)), errors, tolerance=close)
    close = tolerance(kind, "spread")
    yield judge.compare("phi", fit.memory, case.entry["phi"], tolerance=close)
    yield judge.compare("sigma", fit.sigma, case.entry["sigma"], tolerance=close)


ITS = (
    Kind(lambda case: "phi" in case.entry and "fixef" in case.entry, compare_lme_ar1),
    Kind(lambda case: "phi" in case.entry and "coef" in case.entry, compare_gls),
    Kind(lambda case: "lag" in case.entry and "se" in case.entry, compare_newey_west),
    Kind(lambda case: "theta" in case.entry and "se_theta" in case.entry, compare_negative_binomial),
    Kind(lambda case: "dispersion" in case.entry and "deviance" in case.entry, compare_quasi),
)
