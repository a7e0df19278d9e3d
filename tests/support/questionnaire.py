"""Answers to a small questionnaire, made by formula: the same in R and here, so that figures can be recomputed.

Two factors of three items each, 240 people in two groups. `lavaan` and `psych` saw the same table as a CSV file with
17 digits; their figures stand in tests/oracle/measurement.toml.
"""

import numpy as np
from scipy.special import ndtri

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import Answers, FactorModel

ITEMS = ("a1", "a2", "a3", "b1", "b2", "b3")
MODEL = FactorModel({"A": ITEMS[:3], "B": ITEMS[3:]})
PEOPLE = 240
_ROOTS = np.sqrt(np.array([2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0]))
_LOADINGS = np.array([0.8, 0.6, 0.7, 0.75, 0.55, 0.65])


def _spread() -> Numbers:
    """Return eight nearly independent columns of nearly normal values."""
    people = np.arange(1, PEOPLE + 1)[:, None]
    return np.asarray(ndtri(np.clip(np.modf(people * _ROOTS)[0], 1e-6, 1 - 1e-6)))


def numeric() -> Numbers:
    """Return answers on a scale of numbers, shape (240, 6); the second group is higher on factor A."""
    spread = _spread()
    first = spread[:, 0] + 0.4 * (np.arange(PEOPLE) % 2)
    second = 0.5 * spread[:, 0] + np.sqrt(0.75) * spread[:, 1]
    factors = np.column_stack([first, first, first, second, second, second])
    answers = _LOADINGS * factors + np.sqrt(1 - _LOADINGS**2) * spread[:, 2:]
    return np.asarray(np.round(10 + 2 * answers, 6))


def ordered() -> Numbers:
    """Return answers in four ordered categories, 1 to 4."""
    cuts = np.array([[8.2, 9.9, 11.6], [8.6, 10.2, 12.0], [8.0, 9.5, 11.3], [8.4, 10.0, 11.9], [8.1, 9.8, 11.5],
                     [8.8, 10.3, 12.1]])
    return np.asarray((numeric()[:, :, None] > cuts).sum(axis=2) + 1.0)


def with_gaps() -> Numbers:
    """Return the numeric answers with one in eleven missing, by a rule that has nothing to do with them."""
    answers = numeric()
    rows, columns = np.indices(answers.shape)
    return np.asarray(np.where((7 * rows + 5 * columns) % 11 == 0, np.nan, answers))


def groups() -> list[str]:
    """Return the group of each person."""
    return ["day" if person % 2 == 0 else "night" for person in range(PEOPLE)]


def asked(values: Numbers, *, grouped: bool = False) -> Answers:
    """Return answers with their names."""
    return Answers(values, ITEMS, groups() if grouped else None)
