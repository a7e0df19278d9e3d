"""Completes the scores that are missing, many times over, and compares waves in each completed set."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from newel.analysis import _cells
from newel.analysis._change import Difference, fit_change
from newel.analysis._outcomes import Scores, adjustments, column_of, scored_outcomes, with_gaps
from newel.analysis._plugin import Evidence
from newel.protocol import Impact, Protocol
from newel.statistics.arrays import Numbers
from newel.statistics.imputation import (
    ImputationModel,
    Imputations,
    Pooled,
    Variable,
    impute,
    pool,
    shifted,
)

SEED = 22
NOTHING_MISSING = "every response could be scored, so nothing had to be completed"


@dataclass(frozen=True)
class Completion:
    """The scores of one group, all outcomes beside each other, completed many times; or why not."""

    scores: Mapping[str, Scores]
    """By outcome, a row a response in the same order; missing scores are blank."""
    imputations: Imputations | None = None
    why_none: str = ""

    def missing(self, outcome: str) -> int:
        """Return how many responses could not be scored on an outcome."""
        return int(self.scores[outcome].frame["score"].null_count())

    def why_not(self, outcome: str) -> str:
        """Return why an outcome was not completed, or an empty text."""
        if self.why_none:
            return self.why_none
        return "" if self.missing(outcome) else NOTHING_MISSING

    def pooled(self, protocol: Protocol, outcome: str, *, ends: tuple[str, str], delta: float = 0.0) -> Pooled | None:
        """Compare two waves in every completed set and pool; None where a model cannot be fitted in one of them.

        `delta`, in points, moves the completed scores of every wave but the first of the two.
        """
        if self.imputations is None or not self.missing(outcome):
            return None
        scores = self.scores[outcome]
        later = (scores.frame["wave"] != ends[0]).to_numpy()
        moved = shifted(self.imputations, outcome, where=later, delta=delta) if delta else self.imputations
        found = [_difference(protocol, _filled(scores, column), ends) for column in moved.column(outcome).T]
        if any(each.why_none for each in found):
            return None
        estimates = np.array([[each.estimate] for each in found])
        variances = np.array([[each.error**2] for each in found])
        return pool(estimates, variances, complete_freedom=float(np.mean([each.freedom for each in found])))


def _filled(scores: Scores, column: Numbers) -> Scores:
    return replace(scores, frame=scores.frame.with_columns(score=pl.Series(column)))


def _difference(protocol: Protocol, scores: Scores, ends: tuple[str, str]) -> Difference:
    return fit_change(protocol, scores).difference(*ends)


def completed(evidence: Evidence, group: str) -> Completion:
    """Complete the scores of every outcome of a group by one joint model: each outcome helps to complete the others."""
    protocol, impact = evidence.protocol, evidence.protocol.impact
    mine = [outcome for outcome in protocol.outcomes if outcome.group == group]
    scores = {name: with_gaps(evidence, each) for name, each in scored_outcomes(evidence, mine).items()}
    why = _why_not(impact, scores)
    if impact is None or why:
        return Completion(scores, why_none=why)
    first = next(iter(scores.values())).frame
    values = np.column_stack([_cells.numbers(each.frame, "score") for each in scores.values()])
    names, covariates = _covariates(protocol, first, linked=protocol.group(group).linked)
    model = ImputationModel(
        tuple(Variable(name) for name in scores),
        covariates=covariates,
        covariate_names=names,
        chains=2,
        burn_in=1000,
        between=200,
        strata={"wave": first["wave"].to_numpy().astype(str)},
    )
    try:
        done = impute(model, values, first["site_id"].to_numpy().astype(str), draws=impact.imputations, seed=SEED)
    except ValueError as error:
        return Completion(scores, why_none=str(error).rstrip("."))
    return Completion(scores, done)


def _why_not(impact: Impact | None, scores: Mapping[str, Scores]) -> str:
    if impact is None:
        return "the protocol has no block [impact]"
    if not scores or not any(each.frame.height for each in scores.values()):
        return "nobody answered"
    deciding = [each for each in scores.values() if each.outcome.role == "primary"]
    gaps = any(each.frame["score"].null_count() for each in deciding)
    return "" if gaps else NOTHING_MISSING


def _covariates(protocol: Protocol, frame: pl.DataFrame, *, linked: bool) -> tuple[tuple[str, ...], Numbers]:
    """Return what the analysis adjusts for, and the waves, as columns of zeros and ones."""
    named = ["wave", *map(column_of, adjustments(protocol.impact, linked=linked))]
    names, columns = [], []
    for name in named:
        for label in frame[name].unique().sort()[1:]:
            names.append(f"{name}: {label}")
            columns.append((frame[name] == label).to_numpy().astype(np.float64))
    table = np.column_stack(columns) if columns else np.empty((frame.height, 0))
    return tuple(names), table
