"""Linear mixed models: estimates, variances, small-sample inference, adjusted means."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from newel.formulas import Fitted, adjusted_means, fit_model, type_3
from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference, JointTest
from newel.statistics.mixed import LinearFit, kenward_roger, kenward_roger_joint, satterthwaite, satterthwaite_joint
from newel.statistics.mixed.means import pairwise
from newel.verification.cases._kind import Kind
from newel.verification.cases._mixed import coefficients, same_place, variances
from newel.verification.cases._rows import by_name
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case
from newel.verification.tolerances import Of, Tolerance, tolerance

JOINT: dict[str, Callable[[LinearFit, Numbers], JointTest]] = {
    "satterthwaite": satterthwaite_joint,
    "kr": kenward_roger_joint,
}
PER_COEFFICIENT = {"satterthwaite": satterthwaite, "kr": kenward_roger}
ADJUSTMENTS = (("pairs_tukey", "tukey", 1e-5), ("pairs_holm", "holm", 1e-5), ("pairs_mvt", "mvt", 1e-3))
"""The entry's tables of differences, our words for them, and how close p has to be; `mvt` is Monte Carlo in R."""


def fitted_linear(case: Case) -> tuple[Fitted, LinearFit]:
    """Fit the case's formula by the method it names; REML where it names none."""
    reml = case.entry.get("method", "REML") == "REML"
    fitted = fit_model(case.dataset.build(case.model), reml=reml)
    if not isinstance(fitted.fit, LinearFit):
        raise TypeError("a linear model is fitted by the linear engine")
    return fitted, fitted.fit


def compare_fit(case: Case) -> Iterator[Comparison]:
    """Compare everything an entry made by lme4 and its companions holds."""
    entry, judge = case.entry, Judge(case.name)
    fitted, fit = fitted_linear(case)
    close = {name: tolerance(case.tolerance_class, name) for name in ("log-likelihood", "effects", "standard errors")}
    yield judge.converged(fit.converged)
    for key, ours in (("logLik", fit.log_likelihood), ("criterion", fit.criterion)):
        if key in entry:
            yield judge.compare(key, ours, entry[key], tolerance=close["log-likelihood"])
    if "fixef" in entry:
        theirs, errors = (by_name(entry[key], fitted.names) for key in ("fixef", "se"))
        yield judge.compare("fixed effects", fit.coefficients, theirs, tolerance=close["effects"], scale=errors)
        yield judge.compare("standard errors", fit.standard_errors, errors, tolerance=close["standard errors"])
    yield from variances(case, fitted)
    yield from _inferences(case, fitted, fit)
    if "theta" in entry and "sigma" in entry:
        yield from same_place(case, fitted)


def _inferences(case: Case, fitted: Fitted, fit: LinearFit) -> Iterator[Comparison]:
    """Compare the coefficient tables and the type-3 tables of either method."""
    for key, words in (("satterthwaite", "Satterthwaite"), ("kr", "Kenward-Roger")):
        if rows := case.entry.get(key):
            inference = PER_COEFFICIENT[key](fit, np.eye(len(fitted.names)))
            yield from coefficients(case, inference, rows=rows, names=fitted.names, words=words)
        if rows := case.entry.get(f"anova3_{key}"):
            yield from _joint(case, fitted, key=key, words=f"{words} type 3")


def _joint(case: Case, fitted: Fitted, *, key: str, words: str) -> Iterator[Comparison]:
    judge, contrasts = Judge(case.name), type_3(fitted.model, fitted.fit.design)
    close = tolerance(case.tolerance_class, "small sample" if key == "kr" else "degrees of freedom")
    for row in case.entry[f"anova3_{key}"]:
        if not isinstance(fitted.fit, LinearFit):
            continue
        if row["term"] not in contrasts:
            yield judge.same(f"{words} numerator of {row['term']}", 0, int(row["NumDF"] or 0))
            continue
        test = JOINT[key](fitted.fit, contrasts[row["term"]])
        yield judge.same(f"{words} numerator of {row['term']}", int(test.numerator), int(row["NumDF"]))
        yield judge.compare(f"{words} df of {row['term']}", test.denominator, row["DenDF"], tolerance=close)
        yield judge.compare(f"{words} F of {row['term']}", test.statistic, row["F value"], tolerance=close)


def compare_means(case: Case) -> Iterator[Comparison]:
    """Compare adjusted means and their pairwise differences, by every adjustment of p that the entry holds."""
    fitted, fit = fitted_linear(case)
    rows = case.entry["means"]
    factors = [name for name in rows[0] if name in fitted.model.variables]
    means = adjusted_means(fitted.model, factors)
    places = [means.labels.index(tuple(str(row[name]) for name in factors)) for row in rows]
    grid = means.contrasts[places]
    methods = [partial(method, fit) for method in (kenward_roger, satterthwaite)]
    # The entry does not say which degrees of freedom it has, but they are those of one method or the other.
    infer = min(methods, key=lambda method: abs(method(grid).freedom[0] - rows[0]["df"]))
    yield from _table(case, infer(grid), rows=rows, value="emmean")
    for key, adjustment, size in ADJUSTMENTS:
        if key in case.entry:
            found = pairwise(grid, infer, adjustment=adjustment, covariance=fit.covariance)
            yield from _table(case, found.inference, rows=case.entry[key], value="estimate", words=f"{key}: ")
            theirs = [row["p.value"] for row in case.entry[key]]
            yield Judge(case.name).compare(f"{key}: p", found.p, theirs, tolerance=Tolerance(size, Of.ONE))


def _table(
    case: Case, inference: Inference, *, rows: list[Mapping[str, Any]], value: str, words: str = ""
) -> Iterator[Comparison]:
    judge, kind = Judge(case.name), case.tolerance_class
    errors = [row["SE"] for row in rows]
    theirs = [row[value] for row in rows]
    close = tolerance(kind, "effects")
    yield judge.compare(f"{words}estimates", inference.estimate, theirs, tolerance=close, scale=errors)
    close = tolerance(kind, "small sample")
    yield judge.compare(f"{words}standard errors", inference.standard_error, errors, tolerance=close)
    close = tolerance(kind, "degrees of freedom")
    yield judge.compare(f"{words}df", inference.freedom, [row["df"] for row in rows], tolerance=close)


LMM = (
    Kind(lambda case: "means" in case.entry, compare_means),
    Kind(lambda case: "fixef" in case.entry and "phi" not in case.entry and "method" in case.entry, compare_fit),
    Kind(lambda case: "kr" in case.entry and "formula" in case.entry, compare_fit),
)
