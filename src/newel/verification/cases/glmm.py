"""Generalised linear mixed models: by lme4 with Laplace's approximation or quadrature, and by glmmTMB."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import gammaln, xlogy

from newel.formulas import Fitted, Model, fit_model
from newel.formulas.fitting import INFLATION
from newel.formulas.variables import as_factor, read_column
from newel.verification.cases._kind import Kind
from newel.verification.cases._mixed import ZERO, variances
from newel.verification.cases._rows import by_name, column
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case, Dataset
from newel.verification.tolerances import tolerance

FAMILIES = {
    "gaussian": "gaussian", "binomial": "binomial", "poisson": "poisson", "nbinom1": "nbinom1", "nbinom2": "nbinom2",
}  # fmt: skip
"""R's names of families, and ours."""


def compare_lme4(case: Case) -> Iterator[Comparison]:
    """Compare a fit by glmer."""
    entry, judge = case.entry, Judge(case.name)
    points = int(entry.get("nAGQ", 1))
    fitted = fit_model(case.dataset.build(case.model), family=_family(entry["family"]), quadrature=points)
    yield judge.converged(fitted.fit.converged)
    # With quadrature lme4 leaves out what depends on the data alone: the log-likelihood of the saturated model.
    constant = _saturated(fitted.model, fitted.family) if points > 1 else 0.0
    close = tolerance(case.tolerance_class, "log-likelihood")
    yield judge.compare("logLik", fitted.fit.log_likelihood - constant, entry["logLik"], tolerance=close)
    theirs, errors = by_name(entry["fixef"], fitted.names), by_name(entry["se"], fitted.names)
    close = tolerance(case.tolerance_class, "effects")
    yield judge.compare("fixed effects", fitted.fit.coefficients, theirs, tolerance=close, scale=errors)
    close = tolerance(case.tolerance_class, "standard errors")
    yield judge.compare("standard errors", fitted.fit.standard_errors, errors, tolerance=close)
    yield from variances(case, fitted)


def _family(name: str) -> str:
    if name not in FAMILIES:
        raise ValueError(f"Newel has no family {name}")
    return FAMILIES[name]


def _saturated(model: Model, family: str) -> float:
    """Return the log-likelihood of a model that fits every row exactly."""
    seen = model.response
    if family == "poisson":
        return float((xlogy(seen, seen) - seen - gammaln(seen + 1)).sum())
    if family != "binomial" or model.trials is None:
        return 0.0
    trials, missed = model.trials, model.trials - seen
    ways = gammaln(trials + 1) - gammaln(seen + 1) - gammaln(missed + 1)
    return float((ways + xlogy(seen, seen) + xlogy(missed, missed) - xlogy(trials, trials)).sum())


def compare_glmmtmb(case: Case) -> Iterator[Comparison]:
    """Compare a fit by glmmTMB: its entry holds the coefficients of the zeros, not their formula."""
    entry, judge = case.entry, Judge(case.name)
    fitted = _fit_glmmtmb(case)
    yield judge.converged(fitted.fit.converged)
    close = tolerance(case.tolerance_class, "log-likelihood")
    yield judge.compare("logLik", fitted.fit.log_likelihood, entry["logLik"], tolerance=close)
    for part, rows in entry["coef"].items():
        yield from _coefficients(case, fitted, part=part, rows=rows)
    spread = tolerance(case.tolerance_class, "spread")
    for group, matrix in entry["varcomp"].items():
        theirs = np.diag(np.asarray(matrix, dtype=np.float64))
        ours = np.array(list(fitted.spread[group].values()))
        # glmmTMB searches on a logarithmic scale, so that a variance of 0 comes out as a very small one.
        none = theirs < ZERO
        if none.any():
            yield judge.same(f"SD by {group} at zero", bool((ours[none] ** 2 < ZERO).all()), none.any().item())
        if not none.all():
            yield judge.compare(f"SD by {group}", ours[~none], np.sqrt(theirs[~none]), tolerance=spread)
    yield judge.compare("dispersion", fitted.dispersion, entry["dispersion"], tolerance=spread)


def _fit_glmmtmb(case: Case) -> Fitted:
    entry, dataset = case.entry, case.dataset
    zeros = [row["term"] for row in entry["coef"].get("zi", [])]
    parts = {"zero_inflation": formula_of(zeros, dataset)} if zeros else {}
    model = dataset.build(case.model, parts)
    return fit_model(model, family=_family(entry["family"]), reml="REML" in case.name)


def _coefficients(
    case: Case, fitted: Fitted, *, part: str, rows: Sequence[Mapping[str, Any]]
) -> Iterator[Comparison]:
    judge, kind = Judge(case.name), case.tolerance_class
    if part not in {"cond", "zi"}:
        yield judge.failed(f"{part} coefficients", "Newel has no such part of a model")
        return
    words = {"cond": "fixed effects", "zi": "zero inflation"}[part]
    ours = fitted.everything
    names = [name for name in ours if name.startswith(INFLATION) == (part == "zi")]
    bare = [name.removeprefix(INFLATION) for name in names]
    errors, theirs = column(rows, "Std. Error", bare), column(rows, "Estimate", bare)
    figures = np.array([ours[name] for name in names])
    close = tolerance(kind, "effects")
    yield judge.compare(words, figures[:, 0], theirs, tolerance=close, scale=errors)
    close = tolerance(kind, "standard errors")
    yield judge.compare(f"{words}: standard errors", figures[:, 1], errors, tolerance=close)


def formula_of(names: Sequence[str], dataset: Dataset) -> str:
    """Return the formula whose coefficients have these names: `minedno` is the level no of the column mined."""
    others = [name.split(":") for name in names if name != "(Intercept)"]
    terms = [":".join(_variable(piece, dataset) for piece in pieces) for pieces in others]
    start = ["1" if "(Intercept)" in names else "0"]
    return f"~ {' + '.join([*start, *dict.fromkeys(terms)])}"


def _variable(piece: str, dataset: Dataset) -> str:
    if piece in dataset.frame.columns:
        return piece
    for name in dataset.frame.columns:
        variable = read_column(dataset.frame[name], dataset.levels.get(name), ordered=False)
        for written, levels in ((name, as_factor(variable).labels), (f"factor({name})", as_factor(variable).labels)):
            if piece.startswith(written) and piece.removeprefix(written) in levels:
                return written
    return piece


GLMM = (
    Kind(lambda case: "nAGQ" in case.entry and "fixef" in case.entry, compare_lme4),
    Kind(lambda case: isinstance(case.entry.get("coef"), dict) and "varcomp" in case.entry, compare_glmmtmb),
)
