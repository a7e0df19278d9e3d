"""Fits a generalised mixed model: a start without random effects, the search, the boundary, standard errors."""

from dataclasses import replace
from typing import Unpack

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.boundary import settle
from newel.statistics.mixed.generalised.checks import Options, check
from newel.statistics.mixed.generalised.ending import Ending, finish
from newel.statistics.mixed.generalised.information import curvature, working_information
from newel.statistics.mixed.generalised.problem import Problem
from newel.statistics.mixed.generalised.report import complete_separation, report, report_nothing
from newel.statistics.mixed.generalised.result import GeneralisedFit
from newel.statistics.mixed.generalised.search import SETTLED, STEPS, Optimum, search
from newel.statistics.mixed.generalised.separation import Separation, separation
from newel.statistics.mixed.generalised.start import other_starts, start_effects, start_fixed
from newel.statistics.mixed.generalised.working import Working, prepare
from newel.statistics.mixed.terms import Design

_SUSPECT = 1e-5
"""Without random effects a row bends the likelihood more than this in every direction, or separation is looked for."""
_FAR = 8.0
"""The same where a coefficient is larger than this, for a column of mean square 1."""


def fit_generalised(design: Design, response: Numbers, **options: Unpack[Options]) -> GeneralisedFit:
    """Return the maximum likelihood fit of a generalised mixed model, or of one without random terms.

    Options: family, trials, quadrature=1, nominal, zero_inflation (see `Options`).
    Source: Laplace's approximation and quadrature as in lme4 (Bates D et al. J Stat Softw 2015;67(1)) and ordinal
    (Christensen RHB, clmm), with the slope in closed form instead of differences of the criterion.
    Raises ValueError for input that is no data: empty, ragged, missing, out of range.
    """
    checked = check(design, response, options)
    working = prepare(checked)
    said = _says_nothing(working)
    if said:
        return report_nothing(checked, working, said)
    alone = _alone(working.problem)
    separated = _separated(working, alone)
    if separated.complete:
        return report_nothing(checked, working, complete_separation(working, separated))
    return report(checked, working, (_fit(working.problem, alone), separated))


def _says_nothing(working: Working) -> str:
    """Return why a response has nothing to say, if so."""
    response, trials = working.problem.data.T
    if working.ordered:
        return "" if working.problem.shape.boundaries else "Every response is the same category"
    if np.all(response == 0):
        return "Every response is 0"
    if working.binomial and np.all(response == trials):
        return "Every response is a success"
    return ""


def _alone(problem: Problem) -> Optimum:
    """Return the model without its random terms, the start of everything else."""
    without = problem.without_effects()
    return _search(without, start_fixed(without), steps=50)


def _search(problem: Problem, start: Numbers, *, settled: float = SETTLED, steps: int = STEPS) -> Optimum:
    guess = curvature(problem, np.arange(problem.shape.count))
    return search(problem, start, guess, settled=settled, steps=steps)


def _separated(working: Working, alone: Optimum) -> Separation:
    """Look for separation where the model without random effects went far, or hardly bends in some direction."""
    problem, known = working.problem.without_effects(), working.problem.shape.thresholds + working.problem.shape.fixed
    far = bool(np.any(np.abs(alone.parameters[:known]) > _FAR))
    unsure = far or not alone.settled or problem.shape.inflation > 0
    if known and not unsure:
        bends = working_information(problem, alone.parameters)
        unsure = bool(np.linalg.eigvalsh(bends)[0] < _SUSPECT * len(problem.data))
    return separation(working) if unsure else Separation(np.zeros(len(working.back), dtype=bool), complete=False)


def _fit(problem: Problem, alone: Optimum) -> Ending:
    """Return where the model ends, random effects included.

    An end at the edge of several variances may be one of several optima, so it is sought from elsewhere too.
    """
    if not problem.shape.factors:
        return finish(problem, settle(problem, alone))
    found = settle(problem, _from(problem, start_effects(problem, alone.parameters)))
    if (np.any(~found.free) and problem.shape.factors > 1) or not found.optimum.settled:
        others = [settle(problem, _from(problem, start)) for start in other_starts(problem, alone.parameters)]
        found = min((found, *others), key=lambda one: (not one.optimum.settled, one.optimum.value))
    return finish(problem, found)


def _from(problem: Problem, start: Numbers) -> Optimum:
    """Search from a start, for quadrature by way of Laplace's approximation."""
    if problem.nodes is None:
        return _search(problem, start)
    return _search(problem, _search(replace(problem, nodes=None), start, settled=1e-2).parameters)
