"""Names what the chain recorded, brings it back to the variables' own units, and says whether it has settled."""

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.imputation._covariates import INTERCEPT, Columns
from newel.statistics.imputation._layers import Cells
from newel.statistics.imputation._plan import Plan
from newel.statistics.imputation._task import Task
from newel.statistics.imputation.diagnostics import SETTLED, Trace


def trace_of(task: Task, plan: Plan, recorded: Numbers) -> Trace:
    """Name and scale parameters (chains, steps, parameters) in the order in which the chain records them."""
    answers, sites = plan.cells
    parts = [
        _coefficients(answers, task.known.fixed),
        _residuals(answers),
        _coefficients(sites, task.known.sites),
        _effects(answers, task.known.random if task.known.count else Columns(np.empty((0, 0)), (), np.empty(0))),
        _residuals(sites),
    ]
    names = [name for part in parts for name, _, _ in part]
    centres, scales = np.array([(centre, scale) for part in parts for _, centre, scale in part]).reshape(-1, 2).T
    return Trace(tuple(names), centres + scales * recorded)


def settling_notes(trace: Trace, lag: int) -> tuple[str, ...]:
    """Say which parameters have not settled; nothing where the chain is too short to tell, but that."""
    if trace.values.shape[1] < 20:
        return (f"{trace.values.shape[1]} steps after the burn-in are too few to tell whether the chain has settled.",)
    if not np.isfinite(trace.values).all():
        return ("The chain left the range of numbers: its imputations are not to be used. Ask less of so few data.",)
    unsettled = trace.unsettled()
    if not unsettled:
        return ()
    named = ", ".join(unsettled[:3]) + (f" and {len(unsettled) - 3} more" if len(unsettled) > 3 else "")
    worst = float(trace.scale_reduction().max())
    finding = f"The chain has not settled: potential scale reduction up to {worst:.2f}, above {SETTLED}, for {named}."
    return (f"{finding} Lengthen the burn-in, or the {lag} steps between imputations.",)


def _latent(cells: Cells) -> list[tuple[str, float, float]]:
    """Name, centre and scale of each latent column."""
    columns = []
    for coding in cells.codings:
        name = coding.variable.name
        if coding.width == 1:
            columns.append((name, coding.centre, coding.scale))
        else:
            columns += [(f"{name} {category:g}", 0.0, 1.0) for category in coding.categories[1:]]
    return columns


def _coefficients(cells: Cells, fixed: Columns) -> list[tuple[str, float, float]]:
    rows = []
    for name, unit in zip(fixed.names, fixed.scales, strict=True):
        for column, centre, scale in _latent(cells):
            if name == INTERCEPT:
                rows.append((f"mean of {column}", centre, scale))
            else:
                rows.append((f"{column} on {name}", 0.0, scale / float(unit)))
    return rows


def _residuals(cells: Cells) -> list[tuple[str, float, float]]:
    return [(f"residual variance of {column}", 0.0, scale**2) for column, _, scale in _latent(cells)]


def _effects(cells: Cells, random: Columns) -> list[tuple[str, float, float]]:
    rows = []
    for column, _, scale in _latent(cells):
        for name, unit in zip(random.names, random.scales, strict=True):
            slope = "" if name == INTERCEPT else f" on {name}"
            rows.append((f"variance between clusters of {column}{slope}", 0.0, (scale / float(unit)) ** 2))
    return rows
