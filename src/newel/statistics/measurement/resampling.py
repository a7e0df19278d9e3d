"""Intervals from drawing whole sources again: turns of one interview are not independent, so sources are drawn."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TAIL = 0.025
ENOUGH = 0.9
"""Share of the draws in which a coefficient has to be defined."""
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Resampled:
    """A 95 % percentile interval from drawing clusters with replacement."""

    value: float
    low: float
    high: float
    clusters: int
    draws: int
    undefined: int
    """Draws in which the coefficient was not defined, as when nobody applied the code; the interval leaves them out."""


def resampled_interval(
    coefficient: Callable[[Rows], float], clusters: Sequence[Hashable], *, seed: int, draws: int = 1000
) -> Resampled:
    """Return a coefficient of all rows with its 95 % interval; `clusters` names the source of each row.

    `coefficient` takes the numbers of the rows to use, some of them more than once, and raises ValueError where it is
    not defined. Raises ValueError for fewer than two clusters, and where fewer than nine in ten draws are defined.
    Source: Davison AC, Hinkley DV. Bootstrap methods and their application, 1997, sections 3.8 and 5.3.
    """
    names = {cluster: number for number, cluster in enumerate(dict.fromkeys(clusters))}
    of_row = np.array([names[cluster] for cluster in clusters], dtype=np.int64)
    if len(names) < 2:
        raise ValueError("An interval needs at least two sources; there is no telling how sources differ from one.")
    rows = [np.flatnonzero(of_row == number) for number in range(len(names))]
    generator = np.random.default_rng(seed)
    found = [
        _defined(coefficient, np.concatenate([rows[cluster] for cluster in drawn]))
        for drawn in generator.integers(len(names), size=(draws, len(names)))
    ]
    values = np.array([value for value in found if value is not None])
    if len(values) < ENOUGH * draws:
        raise ValueError(f"The coefficient was defined in {len(values)} of {draws} draws only; give no interval.")
    low, high = np.quantile(values, [TAIL, 1 - TAIL])
    whole = coefficient(np.arange(len(of_row)))
    return Resampled(whole, float(low), float(high), len(names), draws, draws - len(values))


def _defined(coefficient: Callable[[Rows], float], rows: Rows) -> float | None:
    try:
        value = coefficient(rows)
    except ValueError:
        return None
    return value if np.isfinite(value) else None
