"""Which column the clusters of a case are in: the entries say how many there are, not which column holds them."""

import re
from collections.abc import Iterator

import numpy as np

from newel.formulas import Model
from newel.formulas.variables import as_factor, read_column
from newel.statistics.arrays import Levels
from newel.verification.reference import Case

GROUPING = re.compile(r"\|\s*([\w.]+)")
"""What stands after a bar: in `(1 | sch)`, `~1 | sch`."""


def clusters_of(case: Case, model: Model) -> Levels:
    """Return the cluster of each row of the model. Raises ValueError where no column can be told from the others.

    The entry may name the column; else it is the grouping factor that other entries use on the same data, or the one
    column outside the model with as many values as there are clusters.
    """
    named = [name for name in _named(case) if name in case.dataset.frame.columns]
    candidates = named or list(_outside(case, model))
    wanted = case.entry.get("clusters") or next(_counts(case), None)
    for name in candidates:
        codes = _codes(case, name)[model.rows]
        seen, codes = np.unique(codes, return_inverse=True)
        if wanted is None or len(seen) == wanted:
            return codes.astype(np.int64)
    raise ValueError(f"none of the columns {', '.join(candidates)} has {wanted} clusters, and the entry names none")


def _counts(case: Case) -> Iterator[int]:
    """Yield how many clusters other entries on the same data have."""
    for entries in case.reference.entries.values():
        yield from (
            int(entry["clusters"])
            for entry in entries.values()
            if entry.get("data") == case.file and "clusters" in entry
        )


def _named(case: Case) -> Iterator[str]:
    """Yield the columns that this entry, or another on the same data, groups by."""
    for key in ("cluster", "clustid", "id"):
        if isinstance(case.entry.get(key), str):
            yield str(case.entry[key])
    for entries in case.reference.entries.values():
        for entry in entries.values():
            text = str(entry.get("formula") or entry.get("model") or "")
            if entry.get("data") == case.file:
                yield from GROUPING.findall(text)


def _outside(case: Case, model: Model) -> Iterator[str]:
    used = " ".join(model.variables)
    yield from (name for name in case.dataset.frame.columns if name not in used.split())


def _codes(case: Case, name: str) -> Levels:
    dataset = case.dataset
    return as_factor(read_column(dataset.frame[name], dataset.levels.get(name), ordered=False)).codes
