"""Tables of the reference, read by name."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from newel.statistics.arrays import Numbers


def by_name(figures: Mapping[str, float], names: Sequence[str]) -> Numbers:
    """Return figures in our order. Raises ValueError where the names differ."""
    if set(figures) != set(names):
        theirs, ours = sorted(set(figures) - set(names)), sorted(set(names) - set(figures))
        raise ValueError(f"only the reference has the coefficients {theirs}, and only we have {ours}")
    return np.array([figures[name] for name in names], dtype=np.float64)


def column(rows: Sequence[Mapping[str, Any]], key: str, names: Sequence[str]) -> Numbers:
    """Return one column of a table of coefficients in our order."""
    return by_name({row["term"]: row[key] for row in rows}, names)
