"""What several kinds of case compare of a mixed model: variances, coefficients, and inference in the same place."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from newel.formulas import Fitted, factors_from
from newel.statistics.inference import Inference
from newel.statistics.mixed import linear_at
from newel.statistics.mixed.kenward_roger import adjusted, kenward_roger
from newel.verification.cases._rows import column
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case
from newel.verification.tolerances import tolerance

ZERO = 1e-8
"""A variance below this counts as none."""


def variances(case: Case, fitted: Fitted) -> Iterator[Comparison]:
    """Compare standard deviations; one that the reference puts at zero has to be zero with us."""
    entry, judge = case.entry, Judge(case.name)
    spread = tolerance(case.tolerance_class, "spread")
    if "sigma" in entry:
        yield judge.compare("residual SD", fitted.dispersion, entry["sigma"], tolerance=spread)
    if "singular" in entry:
        yield judge.same("singular", fitted.fit.singular, entry["singular"])
    for row in entry.get("varcomp") or []:
        if row["grp"] == "Residual" or row["var2"] is not None:
            continue
        ours = fitted.spread[row["grp"]][row["var1"]]
        quantity = f"SD of {row['var1']} by {row['grp']}"
        if row["vcov"] < ZERO:
            yield judge.same(quantity, 0.0 if ours**2 < ZERO else ours, 0.0)
        else:
            yield judge.compare(quantity, ours, row["sdcor"], tolerance=spread)


def coefficients(
    case: Case, inference: Inference, *, rows: list[Mapping[str, Any]], names: tuple[str, ...], words: str
) -> Iterator[Comparison]:
    """Compare estimates, standard errors and degrees of freedom with a table of coefficients."""
    judge, small = Judge(case.name), words == "Kenward-Roger"
    errors = column(rows, "Std. Error", names)
    kind = case.tolerance_class
    close = tolerance(kind, "effects")
    yield judge.compare(
        f"{words} estimates", inference.estimate, column(rows, "Estimate", names), tolerance=close, scale=errors
    )
    close = tolerance(kind, "small sample" if small else "standard errors")
    yield judge.compare(f"{words} standard errors", inference.standard_error, errors, tolerance=close)
    close = tolerance(kind, "small sample" if small else "degrees of freedom")
    yield judge.compare(f"{words} df", inference.freedom, column(rows, "df", names), tolerance=close)


def same_place(case: Case, fitted: Fitted, *, names: tuple[str, ...] = ()) -> Iterator[Comparison]:
    """Compare Kenward-Roger where the reference itself stood: at its variances, so that no optimiser comes between."""
    if not case.entry.get("kr"):
        return
    judge, close = Judge(case.name), tolerance(case.tolerance_class, "same place")
    theta = np.atleast_1d(np.asarray(case.entry["theta"], dtype=np.float64))
    theta_matrices = factors_from(theta, fitted.model.design)
    there = linear_at(
        fitted.model.design, fitted.model.response, theta=theta_matrices, sigma=case.entry["sigma"], reml=True
    )
    inference = kenward_roger(there, np.eye(len(there.coefficients)))
    rows, names = case.entry["kr"], names or fitted.names
    errors = column(rows, "Std. Error", names)
    words = "Kenward-Roger at the reference's variances"
    yield judge.compare(f"{words}: standard errors", inference.standard_error, errors, tolerance=close)
    yield judge.compare(f"{words}: df", inference.freedom, column(rows, "df", names), tolerance=close)
    if "kr_vcov" in case.entry:
        theirs = np.asarray(case.entry["kr_vcov"], dtype=np.float64)
        scale = np.sqrt(np.outer(np.diag(theirs), np.diag(theirs)))
        ours = adjusted(there).covariance
        yield judge.compare(f"{words}: covariance", 1 + (ours - theirs) / scale, np.ones_like(theirs), tolerance=close)
