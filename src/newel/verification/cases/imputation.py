"""Pooling over completed data sets, which is arithmetic, and imputing, which is compared within its own chance."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from newel.formulas import Model
from newel.statistics.arrays import Numbers
from newel.statistics.imputation import likelihood_test, pool, statistics_test, wald_test
from newel.verification.cases._kind import Kind
from newel.verification.cases._rows import column
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case, Dataset
from newel.verification.tolerances import Tolerance, exact

QUANTILE = Tolerance(1e-9)
"""Ends of intervals are as exact as a quantile of t is: the class, and no digits beyond it."""
SETS = ".imp"
"""The column that numbers the completed data sets."""


@dataclass(frozen=True)
class LeastSquares:
    """Least squares on one completed data set."""

    model: Model
    coefficients: Numbers
    covariance: Numbers

    @property
    def residual_freedom(self) -> int:
        """Rows less coefficients."""
        return len(self.model.response) - len(self.coefficients)

    def deviance(self, coefficients: Numbers) -> float:
        """Return -2 log-likelihood, apart from a constant, at coefficients, with the variance that is best for them.

        The intercept is estimated anew, as mice does it (`fix.coef` updates the model to `. ~ 1` with an offset).
        """
        residuals = self.model.response - self.model.design.fixed @ coefficients
        residuals = residuals - residuals.mean()
        return float(len(residuals) * np.log(residuals @ residuals / len(residuals)))


def completed(dataset: Dataset, formula: str) -> list[LeastSquares]:
    """Fit a formula to each completed data set."""
    fits = []
    for _, part in dataset.frame.group_by(SETS, maintain_order=True):
        model = Dataset(part, dataset.levels, dataset.ordered).build(formula)
        fixed, response = model.design.fixed, model.response
        bread = np.linalg.inv(fixed.T @ fixed)
        coefficients = np.asarray(bread @ (fixed.T @ response), dtype=np.float64)
        residuals = response - fixed @ coefficients
        variance = residuals @ residuals / (len(response) - fixed.shape[1])
        fits.append(LeastSquares(model, coefficients, np.asarray(variance * bread, dtype=np.float64)))
    return fits


def compare_pooled(case: Case) -> Iterator[Comparison]:
    """Compare pooled estimates, their variance within and between, and Barnard and Rubin's degrees of freedom."""
    judge, close = Judge(case.name), exact(case.tolerance_class, "everything")
    fits = completed(case.dataset, case.model)
    names = fits[0].model.design.names
    pooled = pool(
        np.array([fit.coefficients for fit in fits]),
        np.array([np.diag(fit.covariance) for fit in fits]),
        complete_freedom=float(fits[0].residual_freedom),
    )
    ours = {
        "estimate": pooled.estimate, "ubar": pooled.within, "b": pooled.between, "t": pooled.total,
        "df": pooled.freedom, "riv": pooled.increase, "lambda": pooled.share_missing, "fmi": pooled.fraction_missing,
    }  # fmt: skip
    for quantity, figures in ours.items():
        theirs = column(case.entry["pooled"], quantity, names)
        yield judge.compare(quantity, figures, theirs, tolerance=close)
    for quantity, figures in (("2.5 %", pooled.inference.low), ("97.5 %", pooled.inference.high)):
        if all(quantity in row for row in case.entry.get("summary", [{}])):
            theirs = column(case.entry["summary"], quantity, names)
            yield judge.compare(quantity, figures, theirs, tolerance=QUANTILE)


def compare_joint(case: Case) -> Iterator[Comparison]:
    """Compare D1, D2 or D3: the larger model against the smaller, which the entry names in one sentence."""
    judge, close = Judge(case.name), exact(case.tolerance_class, "everything")
    larger, _, smaller = case.entry["test"].partition(" against ")
    full, null = completed(case.dataset, larger), completed(case.dataset, smaller)
    extra = [place for place, name in enumerate(full[0].model.design.names) if name not in null[0].model.design.names]
    estimates = np.array([fit.coefficients[extra] for fit in full])
    covariances = np.array([fit.covariance[np.ix_(extra, extra)] for fit in full])
    wald = [one @ np.linalg.solve(both, one) for one, both in zip(estimates, covariances, strict=True)]
    tests = (
        wald_test(estimates, covariances, complete_freedom=float(full[0].residual_freedom)),
        statistics_test(np.array(wald), len(extra)),
        likelihood_test(_ratios(full, null, pooled=False), _ratios(full, null, pooled=True), len(extra)),
    )
    # The entry does not say which of the three it is; a name may.
    named = [test for test in tests if test.method in case.name]
    test = min(named or tests, key=lambda one: abs(one.statistic - case.entry["F"]))
    yield judge.compare("F", test.statistic, case.entry["F"], tolerance=close)
    yield judge.same("numerator df", test.numerator, int(case.entry["df1"]))
    yield judge.compare("denominator df", test.denominator, case.entry["df2"], tolerance=close)
    yield judge.compare("p", test.p, case.entry["p"], tolerance=close)
    yield judge.compare("relative increase", test.increase, case.entry["riv"], tolerance=close)


def _ratios(full: list[LeastSquares], null: list[LeastSquares], *, pooled: bool) -> Numbers:
    """Return the likelihood-ratio statistic of each data set, at its own estimates or at the pooled ones."""
    means = [np.mean([fit.coefficients for fit in fits], axis=0) for fits in (full, null)]
    return np.array([
        small.deviance(means[1] if pooled else small.coefficients)
        - large.deviance(means[0] if pooled else large.coefficients)
        for large, small in zip(full, null, strict=True)
    ])  # fmt: skip


def _has_sets(case: Case) -> bool:
    return SETS in pl.read_csv(case.reference.folder / "data" / case.file, n_rows=1).columns if case.file else False


IMPUTATION = (
    Kind(lambda case: "pooled" in case.entry and _has_sets(case), compare_pooled),
    Kind(lambda case: "test" in case.entry and "df2" in case.entry and _has_sets(case), compare_joint),
)
