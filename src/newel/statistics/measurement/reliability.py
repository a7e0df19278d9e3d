"""How far the items of a scale measure one thing: alpha and what belongs to it."""

from dataclasses import dataclass, replace
from math import nan

import numpy as np
from scipy.special import fdtri

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.covariances import (
    checked,
    complete,
    constant_items,
    correlations_of,
    pairwise_covariance,
)
from newel.statistics.measurement.polychoric import polychoric


@dataclass(frozen=True)
class Reliability:
    """Internal consistency of one scale of p items; nan where an item without variance leaves nothing to say."""

    people: int
    items: int
    alpha: float
    low: float
    """Lower end of Feldt's 95 % interval of alpha."""
    high: float
    standardised_alpha: float
    average_correlation: float
    lambda_6: float
    """Guttman's lambda 6, from squared multiple correlations."""
    alpha_if_dropped: Numbers
    """Alpha of the other items, shape (p,); nan where one item would be left."""
    item_rest: Numbers
    """Corrected item-total correlation: each item with the sum of the others, shape (p,)."""
    notes: tuple[str, ...] = ()


def reliability(answers: Numbers, *, missing: str = "complete") -> Reliability:
    """Describe the items of one scale, shape (n, p), already turned so that all point the same way.

    `missing="complete"` takes those who answered every item, `"pairwise"` each covariance from those who answered both.

    Source: Cronbach LJ. Psychometrika 1951;16:297-334; Guttman L. Psychometrika 1945;10:255-282; Feldt LS.
    Psychometrika 1965;30:357-370. Raises ValueError for fewer than two items or people.
    """
    table = checked(answers)
    if missing not in ("complete", "pairwise"):
        raise ValueError(f"Missing answers are treated as complete or pairwise, not as {missing}.")
    used = complete(table) if missing == "complete" else table[~np.isnan(table).all(axis=1)]
    covariance = pairwise_covariance(used)
    found = from_covariance(covariance, people=len(used))
    lost = len(table) - len(used)
    note = f"{lost} of {len(table)} people did not answer every item and are left out."
    return replace(found, notes=(*found.notes, note)) if lost else found


def from_covariance(covariance: Numbers, *, people: int) -> Reliability:
    """Describe the items of one scale from their covariances, or from correlations of any kind."""
    items = len(covariance)
    flat = constant_items(covariance)
    alpha = alpha_of(covariance)
    low, high = feldt_interval(alpha, people=people, items=items)
    dropped = np.array([alpha_of(_without(covariance, item)) for item in range(items)])
    if flat:
        note = f"Everybody answered {' and '.join(flat)} alike: correlations with it are not defined."
        return Reliability(people, items, alpha, low, high, nan, nan, nan, dropped, _item_rest(covariance), (note,))
    correlations = correlations_of(covariance)
    average = float((correlations.sum() - items) / (items * (items - 1)))
    turned = "Some items run against the others; turn them round first."
    notes = (turned,) if np.any(_item_rest(covariance) < 0) else ()
    return Reliability(
        people, items, alpha, low, high, alpha_of(correlations), average, lambda_6(correlations), dropped,
        _item_rest(covariance), notes,
    )


def alpha_of(covariance: Numbers) -> float:
    """Return coefficient alpha of items with these covariances; of their correlations it is the standardised alpha."""
    items, total = len(covariance), float(covariance.sum())
    if items < 2 or not total > 0:
        return nan
    return items / (items - 1) * (1 - float(np.trace(covariance)) / total)


def ordinal_alpha(answers: Numbers) -> float:
    """Return alpha of the polychoric correlations of those who answered every item.

    Source: Zumbo BD, Gadermann AM, Zeisser C. J Mod Appl Stat Methods 2007;6:21-29.
    """
    return alpha_of(polychoric(complete(checked(answers))).correlations)


def lambda_6(correlations: Numbers) -> float:
    """Return Guttman's lambda 6; nan where one item is a sum of the others."""
    if np.linalg.eigvalsh(correlations)[0] <= 1e-12:
        return nan
    unexplained = 1 / np.diag(np.linalg.inv(correlations))
    return float(1 - unexplained.sum() / correlations.sum())


def feldt_interval(alpha: float, *, people: int, items: int) -> tuple[float, float]:
    """Return the 95 % interval of alpha, exact where items are parallel and normal."""
    if people < 2 or items < 2:
        return nan, nan
    freedom = (people - 1.0, (people - 1.0) * (items - 1.0))
    return 1 - (1 - alpha) * float(fdtri(*freedom, 0.975)), 1 - (1 - alpha) * float(fdtri(*freedom, 0.025))


def _item_rest(covariance: Numbers) -> Numbers:
    own = np.diag(covariance)
    with_rest = covariance.sum(axis=1) - own
    rest = covariance.sum() - 2 * with_rest - own
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where((own > 0) & (rest > 0), with_rest / np.sqrt(own * rest), nan))


def _without(covariance: Numbers, item: int) -> Numbers:
    return np.delete(np.delete(covariance, item, axis=0), item, axis=1)
