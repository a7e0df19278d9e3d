"""Ordered answers: cumulative logit models with and without random effects, by the R package ordinal."""

import re
from collections.abc import Iterator

import numpy as np

from newel.formulas import fit_model
from newel.verification.cases._calls import arguments_of
from newel.verification.cases._kind import Kind
from newel.verification.cases._rows import column
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case
from newel.verification.tolerances import tolerance

CALL = re.compile(r"^(?:ordinal::)?clmm?2?\(")
KNOWN = {"formula", "data", "nominal", "nAGQ", "link", "Hess", "threshold", "control"}


def compare_ordinal(case: Case) -> Iterator[Comparison]:
    """Compare thresholds, effects, their standard errors and the standard deviations between groups."""
    judge, kind = Judge(case.name), case.tolerance_class
    given = arguments_of(str(case.entry["call"]))
    _understood(given)
    parts = {"nominal": given["nominal"]} if "nominal" in given else {}
    points = int(given.get("nAGQ", "1").rstrip("L"))
    model = case.dataset.build(given["formula"], parts)
    fitted = fit_model(model, family="ordinal", quadrature=points)
    yield judge.converged(fitted.fit.converged)
    laplace = bool(model.design.random) and points == 1
    close = tolerance(kind, "log-likelihood of clmm by Laplace" if laplace else "log-likelihood")
    yield judge.compare("logLik", fitted.fit.log_likelihood, case.entry["logLik"], tolerance=close)
    figures, rows = fitted.everything, case.entry["coef"]
    errors, theirs = column(rows, "Std. Error", list(figures)), column(rows, "Estimate", list(figures))
    ours = np.array(list(figures.values()))
    yield judge.compare("estimates", ours[:, 0], theirs, tolerance=tolerance(kind, "effects"), scale=errors)
    yield judge.compare("standard errors", ours[:, 1], errors, tolerance=tolerance(kind, "standard errors"))
    for group, deviation in (case.entry.get("sd") or {}).items():
        spread = list(fitted.spread[group].values())
        if np.ndim(deviation) == 0:
            yield judge.compare(f"SD by {group}", spread, deviation, tolerance=tolerance(kind, "spread"))


def _understood(given: dict[str, str]) -> None:
    """Raise ValueError for a call that asks for something else than a cumulative logit with free thresholds."""
    if given.get("link", "logit") != "logit":
        raise ValueError(f"Newel has no link {given['link']} for ordered answers")
    if given.get("threshold", "flexible") != "flexible":
        raise ValueError(f"Newel has no {given['threshold']} thresholds")
    if unknown := set(given) - KNOWN:
        raise ValueError(f"the call has arguments that Newel does not know: {', '.join(sorted(unknown))}")


ORDINAL = (Kind(lambda case: bool(CALL.match(str(case.entry.get("call", "")))), compare_ordinal),)
