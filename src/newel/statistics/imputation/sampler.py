"""Multilevel multiple imputation: completed data sets drawn from a joint model of all variables, by Gibbs sampling."""

import numpy as np
import numpy.typing as npt

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation._chain import take_steps
from newel.statistics.imputation._plan import Plan, plan, starting_state
from newel.statistics.imputation._shifts import shifted_answers
from newel.statistics.imputation._state import State
from newel.statistics.imputation._streams import Streams
from newel.statistics.imputation._task import Task, read_task
from newel.statistics.imputation._tracing import settling_notes, trace_of
from newel.statistics.imputation.imputations import Imputations
from newel.statistics.imputation.model import ImputationModel

RUN = 200_000
"""Random numbers drawn ahead at a time: few enough to stay in the processor's cache."""
WANTED_RATE = 0.3
"""Share of proposed thresholds that should be taken."""


def impute(
    model: ImputationModel,
    values: Numbers,
    clusters: npt.ArrayLike | None,
    *,
    draws: int,
    seed: int,
) -> Imputations:
    """Fill the gaps of `values` (n, variables), nan where missing, `draws` times over.

    `clusters` names each row's site, (n,), or is None for a model without random effects. The same seed gives the
    same numbers, and a variable added at the end hardly moves the others'. What cannot be imputed stays nan and is
    named in `notes`: a variable never observed or constant, and rows at a covariate's level where a variable was never
    observed. Raises ValueError for tables that do not fit each other, for a covariate with gaps, for a cluster's
    variable that differs within a cluster and for fewer than one draw.
    Source: Carpenter JR, Kenward MG. Multiple Imputation and its Application, Wiley 2013, chapters 4, 5 and 9.
    """
    if draws < 1:
        raise ValueError(f"{draws} imputations were asked for: ask for one at least, and for pooling two.")
    if model.chains > draws:
        raise ValueError(f"{model.chains} chains cannot share {draws} imputations: each must give one.")
    task = read_task(model, values, clusters)
    prepared = plan(task.cells, task.known, (model.prior, task.shifts))
    kept, steps = [], []
    for chain in range(model.chains):
        share = draws // model.chains + (chain < draws % model.chains)
        cells, recorded = _run_chain(prepared, model, (Streams(prepared, seed, chain), share))
        kept.append(cells)
        steps.append(recorded)
    shortest = min(len(recorded) for recorded in steps)
    trace = trace_of(task, prepared, np.array([recorded[:shortest] for recorded in steps]))
    values = np.asarray(values, dtype=float)
    rows, filled = _placed(task, prepared, (values, [np.concatenate(parts) for parts in zip(*kept, strict=True)]))
    unsettled = settling_notes(trace, model.between)
    return Imputations(
        names=tuple(variable.name for variable in model.variables),
        values=values,
        rows=rows,
        cells=filled,
        trace=trace,
        notes=(*task.unsaid, *task.notes, *unsettled),
        converged=not task.unsaid and not unsettled,
    )


def _run_chain(prepared: Plan, model: ImputationModel, task: tuple[Streams, int]) -> tuple[list[Numbers], Numbers]:
    """Run one chain for its share of the draws; return each variable's imputed cells and the parameters' trace."""
    streams, share = task
    state = starting_state(prepared)
    kept: list[list[Numbers]] = []
    traces = []
    _advance(prepared, state, (streams, model.burn_in), settle=True)
    for _ in range(share):
        traces.append(_advance(prepared, state, (streams, model.between)))
        kept.append(_current(prepared, state))
    return [np.array(cells) for cells in zip(*kept, strict=True)], np.concatenate(traces)


def _advance(prepared: Plan, state: State, task: tuple[Streams, int], *, settle: bool = False) -> Numbers:
    """Take some steps, in runs of a bearable size; while settling in, adapt how far thresholds are proposed to move."""
    streams, steps = task
    longest = max(1, min(RUN // prepared.chance, 50 if settle else steps))
    traces = [np.empty((0, prepared.parameters))]
    for start in range(0, steps, longest):
        traces.append(take_steps(prepared, state, streams.draws(min(longest, steps - start))))
        if settle:
            state.pace[0] *= np.exp(state.pace[1] / len(traces[-1]) - WANTED_RATE)
        state.pace[1] = 0.0
    return np.concatenate(traces)


def _current(prepared: Plan, state: State) -> list[Numbers]:
    """Values now in the missing cells of each variable of level 1, then of level 2, in their own units."""
    current = []
    levels = (shifted_answers(prepared, state), state.thresholds), (state.site_latent, state.site_thresholds)
    for level, (latent, thresholds) in enumerate(levels):
        cells = prepared.cells[level]
        for coding, columns, at in zip(cells.codings, cells.columns, prepared.missing(level), strict=True):
            own = slice(columns.start - cells.effects, columns.stop - cells.effects)
            current.append(coding.decode(latent[at, own], thresholds[columns.start]))
    return current


def _placed(
    task: Task, prepared: Plan, of: tuple[Numbers, list[Numbers]]
) -> tuple[tuple[Levels, ...], tuple[Numbers, ...]]:
    """Bring the imputed cells back into the order of the given table: rows and cells by variable."""
    values, kept = of
    rows = [np.empty(0, dtype=np.int64) for _ in range(values.shape[1])]
    cells = [np.empty((len(kept[0]), 0)) for _ in range(values.shape[1])]
    answers = len(task.used[0])
    for place, k in enumerate((*task.used[0], *task.used[1])):
        wanted = np.isnan(values[:, k]) & task.pinned[:, k]
        if place < answers:
            home = task.order[prepared.touched[0][prepared.missing(0)[place]]]
            table = np.zeros((len(kept[place]), len(values)))
            table[:, home] = kept[place]
        else:
            table = _by_row(task, prepared, (place - answers, kept[place]))
        rows[k] = np.flatnonzero(wanted)
        cells[k] = table[:, rows[k]]
    return tuple(rows), tuple(cells)


def _by_row(task: Task, prepared: Plan, of: tuple[int, Numbers]) -> Numbers:
    """Spread a cluster variable's values, known and imputed, over the rows of the given table, (m, n)."""
    place, kept = of
    sites = np.repeat(task.cells[1].values[None, :, place], len(kept), axis=0)
    sites[:, prepared.missing(1)[place]] = kept
    table = np.empty((len(kept), len(task.order)))
    table[:, task.order] = sites[:, task.known.clusters]
    return table
