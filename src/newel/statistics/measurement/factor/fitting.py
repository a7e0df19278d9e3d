"""Confirmatory factor analysis: does the questionnaire measure what its scales claim?"""

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.covariances import constant_items
from newel.statistics.measurement.factor.by_likelihood import fit_normal
from newel.statistics.measurement.factor.by_thresholds import fit_ordered
from newel.statistics.measurement.factor.model import Answers, FactorModel
from newel.statistics.measurement.factor.result import FactorFit
from newel.statistics.measurement.factor.settings import Settings

ESTIMATORS = ("ML", "MLR", "DWLS")


def fit_factors(
    model: FactorModel,
    answers: Answers,
    *,
    estimator: str = "ML",
    missing: str = "listwise",
    equal: tuple[str, ...] = (),
) -> FactorFit:
    """Fit a factor model to one group, or to all groups of `answers` at once.

    `ML` supposes normal answers; `MLR` gives the same estimates with errors and chi-square that do not; `DWLS` is for
    ordered answers: thresholds and polychoric correlations, diagonally weighted, with a mean- and variance-adjusted
    chi-square (lavaan's WLSMV). `missing="fiml"` (ML and MLR) uses everyone who answered anything. `equal` names what
    is the same in all groups: see `table.EQUALITIES`.

    Source: Joreskog KG. Psychometrika 1969;34:183-202; Muthen B. Psychometrika 1984;49:115-132. Likelihoods are normal:
    chi-square is N times the discrepancy, covariances divide by N. Raises ValueError for data that no model can be
    fitted to; what is odd about a fit stands in its `notes`, and `converged` is true only at an optimum.
    """
    settings = Settings(estimator, missing, equal)
    if estimator not in ESTIMATORS:
        raise ValueError(f"{estimator} is not an estimator. Use one of {', '.join(ESTIMATORS)}.")
    if missing not in ("listwise", "fiml"):
        raise ValueError(f"Missing answers are treated as listwise or fiml, not as {missing}.")
    if estimator == "DWLS" and missing == "fiml":
        raise ValueError("Ordered answers are fitted to complete rows: use missing='listwise', or impute first.")
    values, which, notes = _usable(model, answers, missing)
    names = answers.grouping()[1]
    blocks = tuple(values[which == group] for group in range(len(names)))
    for name, block in zip(names, blocks, strict=True):
        _check_group(model, block, name)
    fit = fit_ordered if estimator == "DWLS" else fit_normal
    return fit(model, (names, blocks), settings=settings, notes=notes)


def _usable(
    model: FactorModel, answers: Answers, missing: str
) -> tuple[Numbers, "np.typing.NDArray[np.int64]", tuple[str, ...]]:
    """Return the rows that can be used, their groups, and what was left out."""
    values = answers.of(model.items)
    if np.isinf(values).any():
        raise ValueError("An answer is infinite. Answers are finite numbers, or nan where there is none.")
    gaps = np.isnan(values)
    kept = np.asarray(~(gaps.all(axis=1) if missing == "fiml" else gaps.any(axis=1)))
    which, _ = answers.grouping()
    lost = int((~kept).sum())
    reason = "answered none of the items" if missing == "fiml" else "did not answer every item"
    notes = (f"{lost} of {len(kept)} people {reason} and are left out.",) if lost else ()
    return values[kept], which[kept], notes


def _check_group(model: FactorModel, block: Numbers, name: str) -> None:
    """Refuse a group in which no factor model can be fitted."""
    where = f" in group {name}" if name else ""
    if len(block) <= len(model.items):
        raise ValueError(f"{len(block)} people{where} gave usable answers to {len(model.items)} items; "
                         "a factor model needs more people than items.")
    unanswered = [item for item, column in zip(model.items, block.T, strict=True) if np.isnan(column).all()]
    if unanswered:
        raise ValueError(f"Nobody{where} answered {', '.join(unanswered)}.")
    spread = np.diag(np.nanvar(block, axis=0) * (np.nanmax(block, axis=0) > np.nanmin(block, axis=0)))
    flat = constant_items(spread, model.items)
    if flat:
        raise ValueError(f"Everybody{where} answered {', '.join(flat)} alike, so it cannot measure anything there.")
