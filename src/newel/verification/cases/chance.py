"""Imputing: two programs draw other values, so the pooled figures are compared within the chance of both."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from newel.formulas import fit_model
from newel.formulas.variables import Factor, read_column
from newel.statistics.arrays import Numbers
from newel.statistics.imputation import ImputationModel, Imputations, Pooled, Shift, Variable, impute, pool
from newel.statistics.imputation.model import Kind as KindOfVariable
from newel.verification.cases._kind import Kind
from newel.verification.cases._rows import column
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case, Dataset
from newel.verification.tolerances import Tolerance, tolerance

DRAWS = 50
FAST = 200
"""Draws where there are no clusters to draw as well."""
SEED = 1
ERRORS = 4
"""Monte Carlo standard errors that two pooled estimates may lie apart."""
SIZE = re.compile(r"_m(?P<draws>\d+)$")
MEAN = re.compile(r"mean of (?P<column>[\w.]+)")


def compare_imputed(case: Case) -> Iterator[Comparison]:
    """Impute the columns of the analysis, pool it, and compare estimates and standard errors."""
    formula = str(case.entry["analysis"]).partition(", REML")[0]
    cluster = case.dataset.build(formula).design.random[0].factor
    used = [name for name in case.dataset.frame.columns if name != cluster and _names(formula, name)]
    factors = {name for name in used if f"factor({name})" in formula or name in case.dataset.levels}
    imputed = _imputed(case.dataset, used, factors=factors, cluster=cluster)
    pooled, names = _pooled(case, imputed, formula)
    yield from _within_chance(case, pooled, names=names)


def _names(formula: str, name: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", formula) is not None


def _imputed(
    dataset: Dataset, used: list[str], *, factors: set[str], cluster: str = "", shift: tuple[str, float] | None = None
) -> Imputations:
    """Impute the columns with gaps, given the complete ones."""
    frame = dataset.frame
    gaps = [name for name in used if frame[name].null_count()]
    complete = [f"factor({name})" if name in factors else name for name in used if name not in gaps]
    known = dataset.build(f"~ {' + '.join(['1', *complete])}").design
    everywhere = np.ones(frame.height, dtype=np.bool_)
    model = ImputationModel(
        tuple(Variable(name, _kind(dataset, name, factors), _of_cluster(frame, name, cluster)) for name in gaps),
        covariates=known.fixed[:, 1:] if complete else None,
        covariate_names=known.names[1:],
        shifts=(Shift(shift[0], everywhere, shift[1]),) if shift else (),
    )
    values = np.column_stack([_numbers(dataset, name) for name in gaps])
    clusters = frame[cluster].to_numpy() if cluster else None
    return impute(model, values, clusters, draws=DRAWS if cluster else FAST, seed=SEED)


def _kind(dataset: Dataset, name: str, factors: set[str]) -> KindOfVariable:
    if name not in factors:
        return "continuous"
    return "binary" if dataset.frame[name].drop_nulls().n_unique() == 2 else "ordinal"


def _of_cluster(frame: pl.DataFrame, name: str, cluster: str) -> bool:
    """Say whether a column never differs within a cluster."""
    if not cluster:
        return False
    return bool(frame.drop_nulls(name).group_by(cluster).agg(pl.col(name).n_unique())[name].max() == 1)


def _numbers(dataset: Dataset, name: str) -> Numbers:
    variable = read_column(dataset.frame[name], dataset.levels.get(name), ordered=False)
    if isinstance(variable, Factor):
        return np.where(variable.missing, np.nan, variable.codes)
    return variable.columns[:, 0]


def _pooled(case: Case, imputed: Imputations, formula: str) -> tuple[Pooled, tuple[str, ...]]:
    """Fit the analysis to each completed data set and pool it."""
    estimates, variances = [], []
    names: tuple[str, ...] = ()
    for table in imputed:
        frame = case.dataset.frame.with_columns(
            pl.Series(name, table[:, place]) for place, name in enumerate(imputed.names)
        )
        fitted = fit_model(Dataset(frame, {}).build(formula))
        estimates.append(fitted.fit.coefficients)
        variances.append(fitted.fit.standard_errors**2)
        names = fitted.names
    return pool(np.array(estimates), np.array(variances)), names


def _within_chance(case: Case, pooled: Pooled, *, names: tuple[str, ...]) -> Iterator[Comparison]:
    judge, kind = Judge(case.name), case.tolerance_class
    rows: Sequence[Mapping[str, Any]] = case.entry.get("estimates") or case.entry["summary"]
    estimate, error = ("Estimate", "Std.Error") if "Estimate" in rows[0] else ("estimate", "std.error")
    theirs, errors = column(rows, estimate, names), column(rows, error, names)
    said = SIZE.search(case.name)
    draws = int(said["draws"]) if said else DRAWS
    increase = column(rows, "RIV", names) if "RIV" in rows[0] else pooled.increase
    between = errors**2 * increase / ((1 + increase) * (1 + 1 / draws))
    chance = np.sqrt(pooled.between / pooled.draws + between / draws)
    close = tolerance(kind, "effects")
    yield judge.compare("estimates, in chances", pooled.estimate, theirs, tolerance=close, scale=ERRORS * chance)
    # With few imputations the pooled standard error itself is drawn from wide chances, beyond the class's 5 %.
    share = (increase / (1 + increase)).max() / 2
    spread = share * np.sqrt(2 / (draws - 1) + 2 / (pooled.draws - 1))
    close = Tolerance(max(tolerance(kind, "standard errors").size, ERRORS * float(spread)))
    yield judge.compare("standard errors", np.sqrt(pooled.total), errors, tolerance=close)


def compare_shifted(case: Case) -> Iterator[Comparison]:
    """Compare the mean of a column whose imputed values were shifted inside the chain."""
    said = MEAN.search(case.entry["analysis"])
    if said is None:
        yield Judge(case.name).failed("the case", f"{case.entry['analysis']} cannot be read")
        return
    target, dataset = said["column"], case.dataset
    shift = (target, float(case.entry["delta"]))
    imputed = _imputed(dataset, dataset.frame.columns, factors=set(dataset.levels), shift=shift)
    completed = imputed.column(target)
    means, variances = completed.mean(axis=0)[:, None], completed.var(axis=0, ddof=1)[:, None] / len(completed)
    pooled = pool(means, variances, complete_freedom=len(completed) - 1.0)
    yield from _within_chance(case, pooled, names=("(Intercept)",))


CHANCE = (
    Kind(lambda case: "delta" in case.entry and "summary" in case.entry, compare_shifted),
    Kind(lambda case: "analysis" in case.entry and "|" in str(case.entry["analysis"]), compare_imputed),
)
