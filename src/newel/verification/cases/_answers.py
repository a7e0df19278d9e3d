"""Answers to items as the references took them."""

import re
from collections.abc import Sequence

import numpy as np

from newel.formulas.variables import as_factor, read_column
from newel.statistics.arrays import Numbers
from newel.verification.reference import Case

REVERSED = re.compile(r"(?P<items>[\w ]+?) are to be reversed \((?P<top>\d+) - x\)")


def answers_of(case: Case, items: Sequence[str]) -> Numbers:
    """Return the answers to items, nan where missing; those that the data's note calls reversed are turned round."""
    dataset = case.dataset
    table = np.column_stack([_numbers(case, item) for item in items])
    said = REVERSED.search(str(case.reference.columns.get(case.file.removesuffix(".csv"), {}).get("note") or ""))
    turned = set(said["items"].split()) & set(dataset.frame.columns) if said else set()
    for place, item in enumerate(items):
        if said and item in turned:
            table[:, place] = float(said["top"]) - table[:, place]
    return table


def _numbers(case: Case, item: str) -> Numbers:
    dataset = case.dataset
    if item not in dataset.levels:
        return np.asarray(dataset.frame[item].cast(float).fill_null(float("nan")).to_numpy(), dtype=np.float64)
    factor = as_factor(read_column(dataset.frame[item], dataset.levels[item], ordered=False))
    return np.where(factor.missing, np.nan, factor.codes)
