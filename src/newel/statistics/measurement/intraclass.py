"""Agreement of raters on a scale of numbers: the six intraclass correlations."""

from dataclasses import dataclass
from math import inf, isnan, nan

import numpy as np
from scipy.special import fdtrc, fdtri

from newel.statistics.arrays import Numbers

FORMS = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")


@dataclass(frozen=True)
class Intraclass:
    """One form of the intraclass correlation, with its test against 0 and its 95 % interval."""

    form: str
    value: float
    statistic: float
    freedom: tuple[float, float]
    p: float
    low: float
    high: float


@dataclass(frozen=True)
class _MeanSquares:
    """Analysis of variance of n targets (rows) by k raters (columns)."""

    targets: int
    raters: int
    between: float
    within: float
    of_raters: float
    residual: float


def intraclass(ratings: Numbers) -> dict[str, Intraclass]:
    """Return the six forms of Shrout and Fleiss by name; ratings have a row per target and a column per rater.

    ICC1: each target has raters of its own; ICC2: the raters are a sample, absolute agreement; ICC3: these raters only,
    consistency. The k forms belong to the mean of all raters.

    Source: Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428; McGraw KO, Wong SP. Psychol Methods 1996;1:30-46.
    """
    found = _mean_squares(ratings)
    rows = (*_one_way(found), *_agreement(found), *_consistency(found))
    by_form = {row.form: row for row in rows}
    return {form: by_form[form] for form in FORMS}


def agreement_test(ratings: Numbers) -> Intraclass:
    """Return ICC2 with McGraw and Wong's own test, whose second degrees of freedom are Satterthwaite's.

    Shrout and Fleiss test ICC2 by the F ratio of ICC3; this is the one that irr's `icc` prints.
    """
    found = _mean_squares(ratings)
    plain = _agreement(found)[0]
    statistic = _ratio(found.between, found.residual)
    # If there is no agreement the raters' share of the denominator is 0, yet the degrees of freedom keep the estimate.
    freedom = (found.targets - 1.0, _satterthwaite(found, plain.value))
    p = float(fdtrc(*freedom, statistic))
    return Intraclass("ICC2", plain.value, statistic, freedom, p, plain.low, plain.high)


def _mean_squares(ratings: Numbers) -> _MeanSquares:
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2 or min(table.shape) < 2:
        raise ValueError(f"Ratings need at least two targets and two raters; these have shape {table.shape}.")
    if np.isnan(table).any():
        raise ValueError("A rating is missing. Drop the targets that some rater left out, and say so.")
    if not np.ptp(table) > 0:
        raise ValueError("All ratings are the same, so neither agreement nor its lack can be seen.")
    targets, raters = table.shape
    mean = table.mean()
    rows = raters * float(((table.mean(axis=1) - mean) ** 2).sum())
    columns = targets * float(((table.mean(axis=0) - mean) ** 2).sum())
    rest = float(((table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + mean) ** 2).sum())
    # What rounding alone leaves is nothing: else the ratio of two such remainders would pass for an F.
    rounding = table.size * (1e-14 * float(np.abs(table).max())) ** 2
    rows, columns, rest = (value if value > rounding else 0.0 for value in (rows, columns, rest))
    return _MeanSquares(
        targets, raters, rows / (targets - 1), (columns + rest) / (targets * (raters - 1)), columns / (raters - 1),
        rest / ((targets - 1) * (raters - 1)),
    )


def _one_way(found: _MeanSquares) -> tuple[Intraclass, Intraclass]:
    freedom = (found.targets - 1.0, found.targets * (found.raters - 1.0))
    return _from_ratio(("ICC1", "ICC1k"), (found.between, found.within, found.raters), freedom)


def _consistency(found: _MeanSquares) -> tuple[Intraclass, Intraclass]:
    freedom = (found.targets - 1.0, (found.targets - 1.0) * (found.raters - 1.0))
    return _from_ratio(("ICC3", "ICC3k"), (found.between, found.residual, found.raters), freedom)


def _ratio(between: float, error: float) -> float:
    """Return F; nan where neither targets nor errors differ, so that there is nothing to compare."""
    if error > 0:
        return between / error
    return inf if between > 0 else nan


def _from_ratio(
    forms: tuple[str, str], squares: tuple[float, float, int], freedom: tuple[float, float]
) -> tuple[Intraclass, Intraclass]:
    """Return the single and the mean form of a coefficient that is a function of one F ratio."""
    between, error, raters = squares
    ratio = _ratio(between, error)
    if isnan(ratio):
        first, second = (Intraclass(form, nan, nan, freedom, nan, nan, nan) for form in forms)
        return first, second
    if ratio == inf:
        first, second = (Intraclass(form, 1.0, inf, freedom, 0.0, 1.0, 1.0) for form in forms)
        return first, second
    ends = (ratio / float(fdtri(*freedom, 0.975)), ratio * float(fdtri(*freedom[::-1], 0.975)))
    p = float(fdtrc(*freedom, ratio))
    single = [(value - 1) / (value + raters - 1) for value in (ratio, *ends)]
    mean = [1 - 1 / value if value else nan for value in (ratio, *ends)]
    return (
        Intraclass(forms[0], single[0], ratio, freedom, p, single[1], single[2]),
        Intraclass(forms[1], mean[0], ratio, freedom, p, mean[1], mean[2]),
    )


def _agreement(found: _MeanSquares) -> tuple[Intraclass, Intraclass]:
    """Return ICC2 and ICC2k, whose interval needs Satterthwaite's approximation."""
    n, k, error = found.targets, found.raters, found.residual
    value = (found.between - error) / (found.between + (k - 1) * error + k * (found.of_raters - error) / n)
    freedom = (n - 1.0, (n - 1.0) * (k - 1.0))
    ratio = _ratio(found.between, error)
    low, high = _agreement_interval(found, _satterthwaite(found, value))
    p = float(fdtrc(*freedom, ratio))
    mean = [k * one / (1 + (k - 1) * one) for one in (value, low, high)]
    return (
        Intraclass("ICC2", value, ratio, freedom, p, low, high),
        Intraclass("ICC2k", mean[0], ratio, freedom, p, mean[1], mean[2]),
    )


def _satterthwaite(found: _MeanSquares, value: float) -> float:
    n, k = found.targets, found.raters
    if found.residual <= 0:
        return k - 1.0  # where this tends to as the residual vanishes
    raters = k * value * found.of_raters / found.residual
    rest = n * (1 + (k - 1) * value) - k * value
    return (k - 1) * (n - 1) * (raters + rest) ** 2 / ((n - 1) * raters**2 + rest**2)


def _agreement_interval(found: _MeanSquares, freedom: float) -> tuple[float, float]:
    n, k, between, error = found.targets, found.raters, found.between, found.residual
    if error <= 0 and found.of_raters <= 0:
        return 1.0, 1.0
    spread = k * found.of_raters + (k * n - k - n) * error
    below, above = float(fdtri(n - 1.0, freedom, 0.975)), float(fdtri(freedom, n - 1.0, 0.975))
    low = n * (between - below * error) / (below * spread + n * between)
    return low, n * (above * between - error) / (spread + n * above * between)
