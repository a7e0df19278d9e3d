"""Shifts of imputed values inside the chain: what else is missing in a row follows."""

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation._layers import Cells
from newel.statistics.imputation._plan import Plan
from newel.statistics.imputation._state import State
from newel.statistics.imputation.model import ImputationModel


def read_shifts(model: ImputationModel, values: Numbers) -> Numbers:
    """Shift of each missing cell, (n, variables), in the variables' own units. Raises ValueError for what is none."""
    table = np.zeros(values.shape)
    names = [variable.name for variable in model.variables]
    for shift in model.shifts:
        if shift.variable not in names:
            raise ValueError(f"A shift concerns `{shift.variable}`, which is not a variable of the model.")
        at = names.index(shift.variable)
        if model.variables[at].kind != "continuous" or model.variables[at].of_cluster:
            raise ValueError(f"`{shift.variable}` cannot be shifted: only a continuous variable of the rows can.")
        if np.shape(shift.where) != (len(values),):
            raise ValueError(f"The shift of `{shift.variable}` names {np.shape(shift.where)} rows of {len(values)}.")
        table[np.isnan(values[:, at]) & shift.where, at] += shift.delta
    return table


def latent_shifts(answers: Cells, shifts: Numbers) -> Numbers:
    """Shifts of the missing latent cells, (n, latent columns); no rows where there are none."""
    table = np.zeros((len(shifts), answers.width))
    for at, coding, column in zip(answers.columns, answers.codings, shifts.T, strict=True):
        table[:, at] = (column / coding.scale)[:, None]
    return table[: len(table) if table.any() else 0]


def shifted_answers(plan: Plan, state: State) -> Numbers:
    """Current latent values of level 1 with the shifts, (w, q).

    With P the precision, other missing columns o of a row follow shifted columns s by -P_oo^-1 P_os times their shift.
    """
    if not len(plan.shifts):
        return state.latent
    moved = state.latent + plan.shifts
    missing = plan.cells[0].missing[plan.touched[0]]
    patterns, pattern = np.unique(missing * (1 + (plan.shifts != 0)), axis=0, return_inverse=True)
    for number, kinds in enumerate(patterns):
        follow, lead = np.flatnonzero(kinds == 1), np.flatnonzero(kinds == 2)
        if len(follow) and len(lead):
            rows = np.flatnonzero(pattern.reshape(-1) == number)
            moved[np.ix_(rows, follow)] += plan.shifts[np.ix_(rows, lead)] @ _following(state, (follow, lead))
    return moved


def _following(state: State, columns: tuple[Levels, Levels]) -> Numbers:
    """Change of the following columns per unit of the leading ones, (lead, follow)."""
    follow, lead = columns
    precision = state.parameters.precision
    return np.asarray(-np.linalg.solve(precision[np.ix_(follow, follow)], precision[np.ix_(follow, lead)]).T)
