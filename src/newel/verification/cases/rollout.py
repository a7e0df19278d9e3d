"""Staggered roll-out: effects by group and time, event studies, stepped wedges, and population averages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, cast

import numpy as np
import polars as pl

from newel.formulas import Model, fit_model
from newel.formulas.variables import as_factor, read_column
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.estimating_equations import population_average
from newel.statistics.mixed import LinearFit
from newel.statistics.mixed.many import fit_many
from newel.statistics.rollout import (
    StaggeredRows,
    aggregate,
    cohort_event_study,
    group_time,
    two_way,
)
from newel.statistics.rollout.nuisance import Method
from newel.verification.cases._kind import Kind
from newel.verification.cases._mixed import coefficients, same_place
from newel.verification.cases._panels import columns_of, panel_of
from newel.verification.cases._rows import column
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case
from newel.verification.tolerances import tolerance

WAYS: dict[str, Literal["simple", "since_start", "group", "calendar"]] = {
    "simple": "simple", "dynamic": "since_start", "group": "group", "calendar": "calendar",
}  # fmt: skip
"""The names that the R package did gives to ways of putting effects together, and ours."""
EFFECTS = re.compile(r"^(?P<left>.+?)\|\s*(?P<unit>[\w.]+)\s*\+\s*(?P<period>[\w.]+)(?P<rest>.*)$")
SUNAB = re.compile(r"\s*\+?\s*sunab\((?P<start>[\w.]+),\s*(?P<period>[\w.]+)\)")
CLUSTERED = re.compile(r"clustered by (?P<column>[\w.]+)")
GEE = re.compile(r"^(?P<formula>.+?),\s*id\s*=\s*(?P<id>[\w.]+),\s*(?P<family>\w+)")


def compare_group_time(case: Case) -> Iterator[Comparison]:
    """Compare ATT(g,t) and every way to put them together."""
    entry, judge = case.entry, Judge(case.name)
    groups = set(map(float, entry["group"]))
    named = columns_of(case, groups=groups, periods=set(map(float, entry["t"])))
    given = case.dataset.build(entry["covariates"]).design.fixed if entry["covariates"] != "~1" else None
    panel = panel_of(case, _outcome(case), named=named, groups=groups, covariates=given)
    comparison: Literal["never", "not_yet"] = "never" if "never" in entry["control"] else "not_yet"
    cells = group_time(panel, comparison=comparison, method=cast(Method, entry["method"]))
    places = {(group, period): at for at, (group, period) in enumerate(zip(cells.group, cells.period, strict=True))}
    order = [places[float(group), float(period)] for group, period in zip(entry["group"], entry["t"], strict=True)]
    close = tolerance(case.tolerance_class, "effects")
    yield judge.compare("ATT(g,t)", cells.effect[order], entry["att"], tolerance=close)
    close = tolerance(case.tolerance_class, "standard errors")
    yield judge.compare("ATT(g,t): standard errors", cells.standard_error[order], entry["se"], tolerance=close)
    for way, theirs in entry["aggregates"].items():
        ours = aggregate(cells, WAYS[way], as_did=True)
        close = tolerance(case.tolerance_class, "everything")
        yield judge.compare(f"{way}: overall", ours.overall, theirs["overall"], tolerance=close)
        yield judge.compare(f"{way}: standard error", ours.standard_error, theirs["se"], tolerance=close)
        if theirs.get("att"):
            yield judge.compare(f"{way}: effects", ours.effect, theirs["att"], tolerance=close)
            yield judge.compare(f"{way}: standard errors", ours.standard_errors, theirs["se_egt"], tolerance=close)


def _outcome(case: Case) -> str:
    """Return the outcome: the list of cases names it, as `att_gt lemp, ~1, …`."""
    said = case.listed.get("model", "").removeprefix("att_gt ").split(",")[0].strip()
    if said not in case.dataset.frame.columns:
        raise ValueError("neither the entry nor cases.csv names the outcome")
    return said


def compare_two_way(case: Case) -> Iterator[Comparison]:
    """Compare a regression on columns with the effects of units and periods."""
    said = EFFECTS.match(case.model)
    if said is None:
        yield Judge(case.name).failed("the case", f"{case.model} has no unit and period that can be read")
        return
    dataset, names = case.dataset, [row["term"] for row in case.entry["coef"]]
    missing = [name for name in names if name not in dataset.frame.columns]
    frame = dataset.frame
    for name in missing:
        frame = frame.with_columns(_since_start(case, said["period"]).alias(name))
    model = type(dataset)(frame, dataset.levels, dataset.ordered).build(said["left"])
    units, periods = _codes(case, said["unit"]), _codes(case, said["period"])
    clustered = CLUSTERED.search(case.model)
    clusters = _codes(case, clustered["column"]) if clustered else None
    fit = two_way(model.response, model.design.fixed[:, 1:], units=units, periods=periods, clusters=clusters)
    errors = np.sqrt(np.diag(fit.covariance))
    yield from _table(case, fit.coefficients, errors, rows=case.entry["coef"], names=model.design.names[1:])


def _since_start(case: Case, period: str) -> pl.Series:
    """Return who is treated when, where the data have no column for it: from the first treated period of each unit."""
    frame = case.dataset.frame
    for entries in case.reference.entries.values():
        for entry in entries.values():
            if entry.get("data") == case.file and "group" in entry and "t" in entry:
                groups = set(map(float, entry["group"]))
                start = columns_of(case, groups=groups, periods=set(map(float, entry["t"]))).start
                return ((frame[start] > 0) & (frame[period] >= frame[start])).cast(pl.Float64)
    raise ValueError(f"{case.file} has no such column, and no other entry says which column holds the start")


def _codes(case: Case, name: str) -> Levels:
    dataset = case.dataset
    return as_factor(read_column(dataset.frame[name], dataset.levels.get(name), ordered=False)).used().codes


def _table(
    case: Case, estimates: Numbers, errors: Numbers, *, rows: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> Iterator[Comparison]:
    judge, kind = Judge(case.name), case.tolerance_class
    label = "Std. Error" if "Std. Error" in rows[0] else "Std.err"
    theirs = column(rows, label, names)
    close = tolerance(kind, "effects")
    yield judge.compare("estimates", estimates, column(rows, "Estimate", names), tolerance=close, scale=theirs)
    yield judge.compare("standard errors", errors, theirs, tolerance=tolerance(kind, "standard errors"))


def compare_sunab(case: Case) -> Iterator[Comparison]:
    """Compare an event study by cohort, and its average over treated periods."""
    said, sunab = EFFECTS.match(case.model), SUNAB.search(case.model)
    if said is None or sunab is None:
        yield Judge(case.name).failed("the case", f"{case.model} cannot be read")
        return
    left = SUNAB.sub("", said["left"]).strip()
    model = case.dataset.build(left if not left.endswith("~") else f"{left} 1")
    frame = case.dataset.frame
    start, period = (frame[sunab[key]].to_numpy().astype(np.float64) for key in ("start", "period"))
    treated = np.isin(start, np.unique(period[1:])) & (start > period.min())
    rows = StaggeredRows(
        model.response,
        model.design.fixed[:, 1:],
        np.where(treated, period - start, np.nan),
        _codes(case, sunab["start"]),
        _codes(case, said["unit"]),
        _codes(case, said["period"]),
    )
    clustered = CLUSTERED.search(case.model)
    study = cohort_event_study(rows, clusters=_codes(case, clustered["column"]) if clustered else None)
    names = [*model.design.names[1:], *(f"{sunab['period']}::{at:g}" for at in study.since_start)]
    estimates = np.concatenate([study.covariates.estimate, study.effects.estimate])
    errors = np.concatenate([study.covariates.standard_error, study.effects.standard_error])
    yield from _table(case, estimates, errors, rows=case.entry["coef"], names=names)
    overall = next(row for row in case.entry["att"] if row["term"] == "ATT")
    judge, close = Judge(case.name), tolerance(case.tolerance_class, "everything")
    yield judge.compare("ATT", study.overall.estimate, overall["Estimate"], tolerance=close)
    yield judge.compare("ATT: standard error", study.overall.standard_error, overall["Std. Error"], tolerance=close)


def compare_population_average(case: Case) -> Iterator[Comparison]:
    """Compare a marginal model by geepack. Where programs differ in their moment estimators there is no gate."""
    judge, said = Judge(case.name), GEE.match(case.model)
    working = next((word for word in ("independence", "exchangeable") if word in case.name), None)
    if working is None:
        reason = "not gated: programs differ in the moment estimators of this correlation, and Newel leaves it out"
        yield Comparison(case.name, "working correlation", 0.0, 0.0, reason)
    elif said is None:
        yield judge.failed("the case", f"{case.model} cannot be read")
    else:
        yield from _population_average(case, said, working=working)


def _population_average(case: Case, said: re.Match[str], *, working: str) -> Iterator[Comparison]:
    judge, model = Judge(case.name), case.dataset.build(said["formula"])
    clusters = _codes(case, said["id"])[model.rows]
    fit = population_average(
        model.response,
        model.design.fixed,
        clusters,
        family=cast(Literal["binomial"], said["family"]),
        working=cast(Literal["independence"], working),
    )
    errors = np.sqrt(np.diag(fit.covariance))
    yield from _table(case, fit.coefficients, errors, rows=case.entry["coef"], names=model.design.names)
    close = tolerance(case.tolerance_class, "everything")
    yield judge.compare("scale", fit.scale, case.entry["scale"], tolerance=close)
    if case.entry.get("alpha"):
        yield judge.compare("alpha", fit.correlation, case.entry["alpha"]["alpha"], tolerance=close)


def compare_wedge(case: Case) -> Iterator[Comparison]:
    """Compare many responses on one stepped-wedge design, fitted in one batch."""
    judge, rows, kind = Judge(case.name), case.entry["rows"], case.tolerance_class
    formula, _, note = case.model.partition(", REML")
    effect = note.partition("the ")[2].removesuffix(" effect") or "treat"
    right = formula.partition("~")[2]
    model = case.dataset.build(f"{rows[0]['y']} ~ {right}")
    responses = np.column_stack([_column(case, model, row["y"]) for row in rows])
    wanted = np.array([[float(name == effect) for name in model.design.names]])
    many = fit_many(model.design, responses, contrasts=wanted)
    yield judge.converged(bool(many.converged.all()))
    yield judge.same("singular", many.singular.tolist(), [row["singular"] for row in rows])
    errors = [row["Std. Error"] for row in rows]
    found = many.inference
    close = tolerance(kind, "effects")
    theirs = [row["Estimate"] for row in rows]
    yield judge.compare("estimates", found.estimate[:, 0], theirs, tolerance=close, scale=errors)
    close = tolerance(kind, "standard errors")
    yield judge.compare("standard errors", found.standard_error[:, 0], errors, tolerance=close)
    close = tolerance(kind, "degrees of freedom")
    yield judge.compare("Satterthwaite df", many.freedom[:, 0], [row["df"] for row in rows], tolerance=close)
    close = tolerance(kind, "log-likelihood")
    yield judge.compare("criterion", many.criterion, [row["criterion"] for row in rows], tolerance=close)
    yield from _wedge_spread(case, model, many.variances)


def _column(case: Case, model: Model, name: str) -> Numbers:
    return np.asarray(case.dataset.frame[name].to_numpy()[model.rows], dtype=np.float64)


def _wedge_spread(case: Case, model: Model, variances: Numbers) -> Iterator[Comparison]:
    judge, close = Judge(case.name), tolerance(case.tolerance_class, "spread")
    for place, name in enumerate([*(term.factor for term in model.design.random), "residual"]):
        theirs = [row[f"var_{name}"] for row in case.entry["rows"]]
        yield judge.compare(f"SD of {name}", np.sqrt(variances[:, place]), np.sqrt(theirs), tolerance=close)


def compare_wedge_small(case: Case) -> Iterator[Comparison]:
    """Compare Kenward-Roger on one response of a stepped wedge; a sibling on the same data names the model."""
    sibling = next(
        entry["model"]
        for entries in case.reference.entries.values()
        for entry in entries.values()
        if entry.get("data") == case.file and "rows" in entry
    )
    right = sibling.partition(", REML")[0].partition("~")[2]
    fitted = fit_model(case.dataset.build(f"{case.entry['y']} ~ {right}"))
    terms = {row["term"] for row in case.entry["kr"]}
    names = tuple(name if name in terms else re.sub(r"factor\((\w+)\)", r"\1", name) for name in fitted.names)
    if isinstance(fitted.fit, LinearFit):
        inference = fitted.inference(method="Kenward-Roger")
        yield from coefficients(case, inference, rows=case.entry["kr"], names=names, words="Kenward-Roger")
        yield from same_place(case, fitted, names=names)


ROLLOUT = (
    Kind(lambda case: "att" in case.entry and "aggregates" in case.entry, compare_group_time),
    Kind(lambda case: SUNAB.search(case.model) is not None, compare_sunab),
    Kind(lambda case: EFFECTS.match(case.model) is not None and "(" not in case.model.split("|")[0], compare_two_way),
    Kind(lambda case: "alpha" in case.entry and "scale" in case.entry, compare_population_average),
    Kind(lambda case: isinstance(case.entry.get("rows"), list) and "REML" in case.model, compare_wedge),
    Kind(lambda case: "kr" in case.entry and "y" in case.entry, compare_wedge_small),
)
