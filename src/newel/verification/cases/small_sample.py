"""Few clusters: robust standard errors of kinds CR0 to CR3, joint tests, and the exact wild cluster test."""

import re
from collections.abc import Iterator

import numpy as np

from newel.formulas import Model, fit_model
from newel.formulas.expressions import Joined, Name, Node, Number, read_expression
from newel.statistics.arrays import Numbers
from newel.statistics.few_clusters import (
    ClusteredFit,
    Family,
    WaldTest,
    WildRule,
    clustered_generalised,
    clustered_least_squares,
    clustered_mixed,
    robust,
    wald_tests,
    wild_cluster_test,
)
from newel.statistics.inference import Inference
from newel.statistics.mixed import LinearFit
from newel.verification.cases._clusters import clusters_of
from newel.verification.cases._kind import Kind
from newel.verification.cases._rows import column
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case
from newel.verification.tolerances import exact, tolerance

LME = re.compile(r"lme\((?P<fixed>.+?),\s*random\s*=\s*~\s*(?P<random>[^,)]+)\)")


def compare_robust(case: Case) -> Iterator[Comparison]:
    """Compare estimates, standard errors and both degrees of freedom of one kind of sandwich."""
    model = case.dataset.build(case.model)
    clusters = clusters_of(case, model)
    fit = _nearest(case, model, clusters)
    judged = robust(fit, case.entry["type"]).inference()
    yield from _coefficients(case, judged, names=model.design.names)
    rows = case.entry["coef"]
    if rows[0].get("df_t") is not None:
        yield Judge(case.name).same("clusters less one", len(np.unique(clusters)) - 1, int(rows[0]["df_t"]))


def compare_mixed(case: Case) -> Iterator[Comparison]:
    """Compare CR2 of a linear mixed model that nlme fitted."""
    said = LME.search(case.model)
    if said is None:
        yield Judge(case.name).failed("the case", f"{case.model} is no call of lme that can be read")
        return
    fitted = fit_model(case.dataset.build(f"{said['fixed']} + ({said['random']})"))
    if isinstance(fitted.fit, LinearFit):
        judged = robust(clustered_mixed(fitted.fit), case.entry.get("type", "CR2")).inference()
        yield from _coefficients(case, judged, names=fitted.names)


def _coefficients(case: Case, judged: Inference, *, names: tuple[str, ...]) -> Iterator[Comparison]:
    judge, rows = Judge(case.name), case.entry["coef"]
    kind = case.tolerance_class
    theirs = column(rows, "SE", names)
    close = exact(kind, "effects")
    yield judge.compare("estimates", judged.estimate, column(rows, "beta", names), tolerance=close, scale=theirs)
    yield judge.compare("standard errors", judged.standard_error, theirs, tolerance=exact(kind, "standard errors"))
    close = exact(kind, "degrees of freedom")
    yield judge.compare("Satterthwaite df", judged.freedom, column(rows, "df_Satt", names), tolerance=close)


def _nearest(case: Case, model: Model, clusters: "np.typing.NDArray[np.int64]") -> ClusteredFit:
    """Return least squares, or the logit or Poisson fit: the entry names no family, but its estimates are of one."""
    theirs = column(case.entry["coef"], "beta", model.design.names)
    fits = [clustered_least_squares(model.design.fixed, model.response, clusters)]
    for family, fits_it in (("binomial", model.response.max() <= 1), ("poisson", True)):
        if fits_it and (model.response >= 0).all() and not _close(fits[0], theirs):
            made = clustered_generalised(
                model.design.fixed, model.response, clusters, family=Family(family, stop=1e-8), trials=model.trials
            )
            fits.append(made)
    return min(fits, key=lambda fit: float(np.abs(fit.coefficients - theirs).max()))


def _close(fit: ClusteredFit, theirs: Numbers) -> bool:
    return bool(np.allclose(fit.coefficients, theirs, rtol=1e-3))


def compare_wald(case: Case) -> Iterator[Comparison]:
    """Compare joint tests: the entry names the constraints, a sibling on the same data names the model."""
    judge = Judge(case.name)
    close = exact(case.tolerance_class, "everything")
    ours = _nearest_tests(case)
    for row in case.entry["tests"]:
        name, test = row["test"], ours[row["test"]]
        figures = {"Fstat": test.statistic, "df_denom": test.denominator, "p_val": test.p}
        for quantity, figure in figures.items():
            if row[quantity] is not None:
                yield judge.compare(f"{name} {quantity}", figure, row[quantity], tolerance=close)


def _nearest_tests(case: Case) -> dict[str, WaldTest]:
    """Return the tests in the model of a sibling; of several models, in the one with the entry's first statistic."""
    wanted = _constrained(read_expression(case.entry["constraint"].replace("==", "=").replace("=", "==")))
    kind = next((kind for kind in ("CR0", "CR1S", "CR1", "CR2", "CR3") if case.name.endswith(kind)), "CR2")
    plain = case.entry["tests"][0]
    found = []
    for formula in _models_with(case, wanted):
        model = case.dataset.build(formula)
        fit = robust(clustered_least_squares(model.design.fixed, model.response, clusters_of(case, model)), kind)
        constraints = np.array([[float(name == one) for name in model.design.names] for one in wanted])
        found.append(wald_tests(fit, constraints))
    if not found:
        raise ValueError(f"no other entry on {case.file} names a model with {', '.join(wanted)}")
    return min(found, key=lambda tests: abs(tests[plain["test"]].statistic - plain["Fstat"]))


def _constrained(node: Node) -> list[str]:
    """Return the coefficients that `a = b = 0` sets to zero."""
    if isinstance(node, Joined):
        return [*_constrained(node.left), *_constrained(node.right)]
    if isinstance(node, Name | Number):
        return [node.name] if isinstance(node, Name) else []
    return [str(node)]


def _models_with(case: Case, names: list[str]) -> list[str]:
    """Return the models of entries on the same data that have all these coefficients."""
    found: dict[str, None] = {}
    for entries in case.reference.entries.values():
        for entry in entries.values():
            rows = entry.get("coef")
            known = {row.get("term") for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()
            if entry.get("data") == case.file and "type" in entry and known.issuperset(names):
                found[str(entry["model"])] = None
    return list(found)


def compare_enumerated(case: Case) -> Iterator[Comparison]:
    """Compare the wild cluster test over all sign vectors."""
    judge, model = Judge(case.name), case.dataset.build(case.model)
    close = tolerance(case.tolerance_class, "everything")
    contrast = _parameter(case, model)
    test = wild_cluster_test(model.design.fixed, model.response, clusters_of(case, model), contrast=contrast)
    yield judge.same("p", test.p, case.entry["p"])
    yield judge.compare("t", test.statistic, case.entry["t"], tolerance=close)
    yield judge.same("sign vectors", test.vectors, case.entry["vectors"])


def compare_boottest(case: Case) -> Iterator[Comparison]:
    """Compare a test by fwildclusterboot: its p counts what is larger, its t carries a small-sample factor."""
    judge, model = Judge(case.name), case.dataset.build(case.model)
    clusters = clusters_of(case, model)
    kind = next((kind for kind in ("11", "13", "31", "33") if f"_{kind}" in case.name), "11")
    rule = WildRule(kind=kind, restricted="unrestricted" not in case.name, interval=False)
    test = wild_cluster_test(
        model.design.fixed, model.response, clusters, contrast=_parameter(case, model), rule=rule
    )
    vectors = 2 ** len(np.unique(clusters))
    if case.entry["B"] < vectors:
        yield judge.failed("p", f"{case.entry['B']} of {vectors} sign vectors were drawn: no exact p to compare with")
    else:
        yield judge.same("p", test.p_beyond, case.entry["p"])
    close = tolerance(case.tolerance_class, "everything")
    yield judge.compare("t", test.statistic_scaled, case.entry["t"], tolerance=close)


def _parameter(case: Case, model: Model) -> Numbers:
    """Return the contrast of the one coefficient that is tested."""
    if case.entry["parameter"] not in model.design.names:
        raise ValueError(f"the model has no coefficient {case.entry['parameter']}")
    return np.array([float(name == case.entry["parameter"]) for name in model.design.names])


SMALL_SAMPLE = (
    Kind(lambda case: "constraint" in case.entry and "tests" in case.entry, compare_wald),
    Kind(lambda case: "vectors" in case.entry and "parameter" in case.entry, compare_enumerated),
    Kind(lambda case: "B" in case.entry and "parameter" in case.entry, compare_boottest),
    Kind(lambda case: LME.search(case.model) is not None and "coef" in case.entry, compare_mixed),
    Kind(lambda case: "type" in case.entry and "coef" in case.entry, compare_robust),
)
