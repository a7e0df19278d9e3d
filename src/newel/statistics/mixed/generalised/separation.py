"""Separation: a column, or a sum of columns, that tells the answers apart without fail, so that its effect has no end.

A direction d of the coefficients separates when going along it never makes any row less likely and makes some row more
likely. Whether there is one is a linear programme.
Source: Konis K. Linear programming algorithms for detecting separated data in binary logistic regression. Oxford, 2007.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.columns import Flags
from newel.statistics.mixed.generalised.problem import Problem
from newel.statistics.mixed.generalised.rows import BINOMIAL, INFLATED, ORDINAL
from newel.statistics.mixed.generalised.working import Working

_SURE = 1e-7


@dataclass(frozen=True)
class Separation:
    """Which parameters have no end. `complete`: every row becomes certain; otherwise some rows stay undecided."""

    endless: Flags
    """True for each parameter, in the order of `Working.back`; where complete, for enough of them to tell all apart."""
    complete: bool


def separation(working: Working) -> Separation:
    """Look for a direction that separates, in the parameters as written (each column divided by its size)."""
    problem, shape = working.problem, working.problem.shape
    endless = np.zeros(len(working.back), dtype=bool)
    first = shape.thresholds + shape.fixed
    scale = _scale(working.back[:first, :first])
    better, undecided = (demands @ scale for demands in _demands(problem))
    endless[:first], complete = _direction(better, undecided)
    if shape.inflation:
        own = slice(first + shape.dispersion, None)
        zero = problem.data[:, 0] == 0
        signed = np.vstack([problem.inflation[zero], -problem.inflation[~zero]]) @ _scale(working.back[own, own])
        endless[own], _ = _direction(signed, signed[:0])
    return Separation(endless, complete)


def _scale(back: Numbers) -> Numbers:
    """Return the matrix from parameters as written, in units of each one's spread, to working parameters."""
    return np.asarray(np.linalg.inv(back) * np.sqrt((back**2).sum(1)))


def _demands(problem: Problem) -> tuple[Numbers, Numbers]:
    """Return what must not fall along a direction (one row a demand), and what must stay as it is."""
    response, trials = problem.data.T
    if problem.kind == ORDINAL:
        return _ordered_demands(problem)
    if problem.kind % INFLATED == BINOMIAL:
        none, every = response == 0, response == trials
        mixed = ~none & ~every
        return np.vstack([-problem.fixed[none & ~every], problem.fixed[every & ~none]]), problem.fixed[mixed]
    zero = response == 0
    return -problem.fixed[zero], problem.fixed[~zero]


def _ordered_demands(problem: Problem) -> tuple[Numbers, Numbers]:
    """Each row's upper threshold less its predictor must not fall, and its lower one must not rise."""
    answer, shape = problem.data[:, 0].astype(np.int64), problem.shape
    demands = []
    for boundary in range(shape.boundaries):
        for category, sign in ((boundary, 1.0), (boundary + 1, -1.0)):
            rows = answer == category
            own = np.zeros((int(rows.sum()), shape.boundaries, 1 + shape.nominal))
            own[:, boundary] = problem.nominal[rows]
            flat = own.reshape(len(own), -1)
            demands.append(sign * np.hstack([flat, -problem.fixed[rows]]))
    return np.vstack(demands), np.zeros((0, shape.thresholds + shape.fixed))


def _direction(better: Numbers, undecided: Numbers) -> tuple[Flags, bool]:
    """Return which parameters move along the direction in which the demands grow most, and whether all can grow."""
    width = better.shape[1]
    rows, counts = np.unique(np.round(better, 10), axis=0, return_counts=True)
    still = np.unique(np.round(undecided, 10), axis=0)
    if not len(rows) or not width:
        return np.zeros(width, dtype=bool), False
    answer = linprog(
        -(counts @ rows) / len(better),
        A_ub=-rows,
        b_ub=np.zeros(len(rows)),
        A_eq=still if len(still) else None,
        b_eq=np.zeros(len(still)) if len(still) else None,
        bounds=(-1, 1),
    )
    if answer.x is None or answer.fun is None or -answer.fun < _SURE:
        return np.zeros(width, dtype=bool), False
    sparse = _all_at_once(rows) if not len(still) else None
    return (np.abs(answer.x) > 1e-6, False) if sparse is None else (np.abs(sparse) > 1e-6, True)


def _all_at_once(rows: Numbers) -> Numbers | None:
    """Return the shortest direction along which all demands grow, by the sum of its sizes; none if there is none."""
    width = rows.shape[1]
    answer = linprog(
        np.ones(2 * width), A_ub=np.hstack([-rows, rows]), b_ub=np.full(len(rows), -1.0), bounds=(0, 1 / _SURE)
    )
    return None if answer.x is None else np.asarray(answer.x[:width] - answer.x[width:])
