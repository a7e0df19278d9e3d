"""Confirmatory factor analysis by lavaan: normal, robust, ordered, with gaps, and over groups."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from newel.statistics.measurement import Answers, FactorFit, fit_factors, read_model
from newel.verification.cases._answers import answers_of
from newel.verification.cases._kind import Kind
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case
from newel.verification.tolerances import tolerance

CHI_SQUARES = ("chisq", "chisq.scaled", "baseline.chisq", "baseline.chisq.scaled")
INDICES = (
    "cfi", "tli", "rmsea", "srmr", "cfi.scaled", "tli.scaled", "rmsea.scaled", "cfi.robust", "tli.robust",
    "rmsea.robust",
)  # fmt: skip
KINDS_OF_ROW = {"=~": "loadings", "~~": "variances and covariances", "~1": "means", "|": "thresholds"}
EQUAL = {"=~": "loadings", "~1": "intercepts", "~~": "residuals", "|": "thresholds"}


def compare_factors(case: Case) -> Iterator[Comparison]:
    """Compare chi-square, indices, estimates and standard errors of one model."""
    judge, theirs = Judge(case.name), case.entry["fit"]
    fit = _fit(case)
    yield judge.converged(fit.converged)
    yield judge.same("df", int(fit.indices["df"]), int(theirs["df"]))
    for names, words in ((CHI_SQUARES, "chi-square"), (INDICES, "fit indices")):
        for name in names:
            if theirs.get(name) is not None and name in fit.indices:
                close = tolerance(case.tolerance_class, words)
                yield judge.compare(name, fit.indices[name], theirs[name], tolerance=close)
    for operator, words in KINDS_OF_ROW.items():
        rows = [row for row in case.entry["estimates"] if row["op"] == operator]
        if rows:
            yield from _estimates(case, fit, rows=rows, words=words)


def _estimates(case: Case, fit: FactorFit, *, rows: Sequence[Mapping[str, Any]], words: str) -> Iterator[Comparison]:
    """Compare what is estimated, and the standard errors of what is not fixed."""
    judge, kind = Judge(case.name), case.tolerance_class
    free = [row for row in rows if row["se"]]
    if not free:
        return
    ours = [fit.coefficient(row["lhs"], row["op"], row["rhs"], int(row.get("group") or 1) - 1) for row in free]
    estimates, errors = [row["est"] for row in free], [row["se"] for row in free]
    close = tolerance(kind, "loadings")
    yield judge.compare(words, [own.estimate for own in ours], estimates, tolerance=close)
    close = tolerance(kind, "standard errors")
    yield judge.compare(f"{words}: standard errors", [own.standard_error for own in ours], errors, tolerance=close)


def _fit(case: Case) -> FactorFit:
    """Fit the model in the way that the entry's own figures show it was fitted."""
    model = read_model(case.entry["model"])
    values, rows = answers_of(case, model.items), case.entry["estimates"]
    groups = max(int(row.get("group") or 1) for row in rows)
    named = _groups(case, groups, model.items) if groups > 1 else None
    gaps = bool(np.isnan(values).any())
    everyone = int((~np.isnan(values).all(axis=1)).sum())
    fiml = gaps and case.entry["fit"].get("ntotal") == everyone
    return fit_factors(
        model,
        Answers(values, model.items, named),
        estimator=_estimator(case),
        missing="fiml" if fiml else "listwise",
        equal=_equal(rows, model.items) if groups > 1 else (),
    )


def _estimator(case: Case) -> str:
    if any(row["op"] == "|" for row in case.entry["estimates"]):
        return "DWLS"
    return "MLR" if "chisq.scaled" in case.entry["fit"] else "ML"


def _groups(case: Case, count: int, items: Sequence[str]) -> list[str]:
    """Return the column of groups: the one with as many values as there are groups, a factor before a number."""
    dataset = case.dataset
    candidates = [name for name in dataset.frame.columns if name not in items]
    candidates = [name for name in candidates if dataset.frame[name].n_unique() == count]
    candidates.sort(key=lambda name: name not in dataset.levels)
    if not candidates:
        raise ValueError(f"no column of {case.file} has {count} groups")
    return [str(value) for value in dataset.frame[candidates[0]].to_list()]


def _equal(rows: Sequence[Mapping[str, Any]], items: Sequence[str]) -> tuple[str, ...]:
    """Return what is the same in every group, as the estimates show."""
    return tuple(words for operator, words in EQUAL.items() if _same(rows, operator, items))


def _same(rows: Sequence[Mapping[str, Any]], operator: str, items: Sequence[str]) -> bool:
    found: dict[tuple[str, str], set[float]] = {}
    for row in rows:
        counts = row["lhs"] in items if operator in {"~1", "~~", "|"} else True
        if row["op"] == operator and counts and row["se"]:
            found.setdefault((row["lhs"], row["rhs"]), set()).add(round(row["est"], 9))
    return bool(found) and all(len(values) == 1 for values in found.values())


FACTORS = (Kind(lambda case: "estimates" in case.entry and "fit" in case.entry, compare_factors),)
