"""How the items of a scale vary together, from everyone who answered all of them or from each pair of items."""

from collections.abc import Sequence

import numpy as np

from newel.statistics.arrays import Numbers


def checked(answers: Numbers, least: int = 2) -> Numbers:
    """Return answers as a table of numbers, shape (people, items). Raises ValueError where it is no such table."""
    table = np.asarray(answers, dtype=float)
    if table.ndim != 2 or table.shape[1] < least:
        raise ValueError(f"Answers need a row per person and at least {least} items; these have shape {table.shape}.")
    if np.any(np.isinf(table)):
        raise ValueError("An answer is infinite. Answers are finite numbers, or nan where there is none.")
    return table


def complete(answers: Numbers) -> Numbers:
    """Return the rows of those who answered every item. Raises ValueError where fewer than two did."""
    rows = answers[~np.isnan(answers).any(axis=1)]
    if len(rows) < 2:
        raise ValueError(f"{len(rows)} of {len(answers)} people answered every item; at least two are needed.")
    return rows


def pairwise_covariance(answers: Numbers) -> Numbers:
    """Return covariances, each from the people who answered both items, divisor n - 1. Shape (items, items)."""
    seen = ~np.isnan(answers)
    both = seen.T.astype(float) @ seen
    if np.any(both < 2):
        raise ValueError("Two items were answered together by fewer than two people, so their covariance is unknown.")
    centred = np.where(seen, answers - np.nanmean(answers, axis=0), 0.0)
    sums = centred.T @ seen
    return np.asarray((centred.T @ centred - sums * sums.T / both) / (both - 1))


def correlations_of(covariance: Numbers) -> Numbers:
    """Return the correlations that belong to a covariance matrix; nan for an item that everybody answered alike."""
    spread = np.sqrt(np.diag(covariance))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(np.outer(spread, spread) > 0, covariance / np.outer(spread, spread), np.nan))


def constant_items(covariance: Numbers, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the items that everybody answered alike, by name or by number (the first is 1)."""
    flat = np.flatnonzero(~(np.diag(covariance) > 0))
    return tuple(names[int(item)] if names else f"item {item + 1}" for item in flat)
