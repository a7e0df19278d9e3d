"""Effect sizes, and p values adjusted for there being several."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import cohens_d, hedges_g
from newel.statistics.multiplicity import adjust
from newel.verification.cases._kind import Kind
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case
from newel.verification.tolerances import Tolerance, tolerance

NEAR = 0.1
"""The entries do not name outcome and groups: among the pairs whose effect is so near, the nearest is taken."""
INTERVAL = Tolerance(1e-4)
"""effectsize finds the ends by a search that stops early."""
METHODS = {
    "holm": "holm", "hochberg": "hochberg", "hommel": "hommel", "bonferroni": "bonferroni",
    "BH": "bh", "BY": "by", "fdr": "bh", "none": "none",
}  # fmt: skip
"""R's names of methods, and ours."""


def compare_adjusted(case: Case) -> Iterator[Comparison]:
    """Compare p values adjusted by every method the entry holds."""
    judge, close = Judge(case.name), tolerance(case.tolerance_class, "everything")
    given: Numbers = np.asarray(case.entry["p"], dtype=np.float64)
    for method, ours in METHODS.items():
        if method in case.entry:
            yield judge.compare(method, adjust(given, ours), case.entry[method], tolerance=close)


def compare_difference(case: Case) -> Iterator[Comparison]:
    """Compare a standardised difference and its interval."""
    judge, entry = Judge(case.name), case.entry
    name = "Cohens_d" if "Cohens_d" in entry else "Hedges_g"
    pairs = [pair for pair in _pairs(case) if abs(_rough(*pair) - entry[name]) < NEAR * abs(entry[name])]
    found = [cohens_d(*pair) if name == "Cohens_d" else hedges_g(*pair) for pair in pairs]
    if not found:
        yield judge.failed(name, f"no outcome and pair of groups in {case.file} has this effect")
        return
    nearest = min(found, key=lambda one: abs(one.value - entry[name]))
    close = tolerance(case.tolerance_class, "everything")
    yield judge.compare(name, nearest.value, entry[name], tolerance=close)
    ends = [nearest.low, nearest.high]
    yield judge.compare("interval", ends, [entry["CI_low"], entry["CI_high"]], tolerance=INTERVAL)


def _pairs(case: Case) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield the scores of every two groups on every outcome, both ways round."""
    frame = case.dataset.frame
    for groups in frame.columns:
        marks = frame[groups].drop_nulls().unique(maintain_order=True).to_list()
        for outcome in frame.select(pl.selectors.numeric()).columns if len(marks) == 2 else []:
            scores = [frame.filter(pl.col(groups) == mark)[outcome].drop_nulls().to_numpy() for mark in marks]
            first, second = (np.asarray(part, dtype=np.float64) for part in scores)
            if min(len(first), len(second)) > 1 and outcome != groups and np.ptp(first) + np.ptp(second) > 0:
                yield first, second
                yield second, first


def _rough(first: Numbers, second: Numbers) -> float:
    squares = first.var() * len(first) + second.var() * len(second)
    return float((first.mean() - second.mean()) / np.sqrt(squares / (len(first) + len(second) - 2)))


EFFECTS = (
    Kind(lambda case: "Cohens_d" in case.entry or "Hedges_g" in case.entry, compare_difference),
    Kind(lambda case: isinstance(case.entry.get("p"), list) and "holm" in case.entry, compare_adjusted),
)
