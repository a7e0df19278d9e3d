"""From where the search ended to a fit in the terms of the design as written, with a sentence on each thing missing."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.checks import Checked
from newel.statistics.mixed.generalised.columns import Flags
from newel.statistics.mixed.generalised.ending import Ending, is_not_inflated, is_poisson
from newel.statistics.mixed.generalised.problem import Problem
from newel.statistics.mixed.generalised.result import GeneralisedFit
from newel.statistics.mixed.generalised.rows import BINOMIAL, INFLATED, NBINOM1, ORDINAL
from newel.statistics.mixed.generalised.separation import Separation
from newel.statistics.mixed.generalised.working import Working

_ENDLESS_SD = 12.0
"""No effect on the scale of a logit or log is this large: the search was on its way to infinity."""

Factors = tuple[Numbers, ...]


@dataclass(frozen=True)
class _Edges:
    """Where a fit stands at an edge of what its data can tell."""

    endless: Flags
    """Parameters as written that have no end, and so no estimate."""
    excused: Flags
    """Those of them whose end is itself a model: no dispersion, no excess zero."""
    poisson: bool
    not_inflated: bool
    wide: tuple[str, ...]
    """Factors whose effects have no end."""


def report(checked: Checked, working: Working, found: tuple[Ending, Separation]) -> GeneralisedFit:
    """Return the fit."""
    ending, separated = found
    problem, shape = working.problem, working.problem.shape
    edges = _edges(working, ending, separated)
    named = _named(problem)
    estimates = np.where(edges.endless, np.nan, working.back @ ending.parameters[: len(edges.endless)])
    covariance = working.back @ ending.covariance @ working.back.T
    covariance[edges.endless] = covariance[:, edges.endless] = np.nan
    theta, effects = _by_term(checked, working, problem.factors(ending.parameters))
    return GeneralisedFit(
        design=working.design,
        response=checked.response,
        family=checked.family,
        coefficients=estimates[shape.thresholds : shape.thresholds + shape.fixed],
        thresholds=estimates[: shape.thresholds].reshape(shape.boundaries, 1 + shape.nominal),
        zero_inflation=estimates[len(estimates) - shape.inflation :],
        all_names=working.names,
        all_estimates=estimates[named],
        all_covariance=covariance[np.ix_(named, named)],
        dispersion=_dispersion(problem, ending, poisson=edges.poisson),
        theta=theta,
        effects=effects,
        log_likelihood=_constant(problem) - ending.value,
        saturated=_saturated(checked),
        parameters=shape.count,
        quadrature=checked.points,
        converged=ending.converged and not np.any(edges.endless & ~edges.excused) and not edges.wide,
        singular=bool(np.any(~ending.free)) or any(bool(np.any(np.diag(factor) == 0)) for factor in theta),
        aliased=working.aliased,
        notes=(*working.notes, *_sentences(working, (ending, separated), edges)),
    )


def _edges(working: Working, ending: Ending, separated: Separation) -> _Edges:
    problem, shape = working.problem, working.problem.shape
    poisson, not_inflated = is_poisson(problem, ending), is_not_inflated(problem, ending)
    endless = separated.endless | _without_end(working, ending)
    inflation = np.arange(len(endless)) >= len(endless) - shape.inflation
    dispersion = ~_named(problem)
    excused = (dispersion & poisson) | (inflation & not_inflated)
    wide = tuple(_too_wide(working, ending))
    return _Edges(endless | (inflation & not_inflated), excused, poisson, not_inflated, wide)


def report_nothing(checked: Checked, working: Working, why: str) -> GeneralisedFit:
    """Return a fit without a number, where no coefficient can be estimated."""
    shape = working.problem.shape
    named = len(working.names)
    terms = checked.design.random
    return GeneralisedFit(
        design=working.design,
        response=checked.response,
        family=checked.family,
        coefficients=np.full(shape.fixed, np.nan),
        thresholds=np.full((shape.boundaries, 1 + shape.nominal), np.nan),
        zero_inflation=np.full(shape.inflation, np.nan),
        all_names=working.names,
        all_estimates=np.full(named, np.nan),
        all_covariance=np.full((named, named), np.nan),
        dispersion=np.nan,
        theta=tuple(np.full((term.columns.shape[1],) * 2, np.nan) for term in terms),
        effects=tuple(np.full((term.count, term.columns.shape[1]), np.nan) for term in terms),
        log_likelihood=np.nan,
        saturated=_saturated(checked),
        parameters=shape.count,
        quadrature=checked.points,
        converged=False,
        singular=False,
        aliased=working.aliased,
        notes=(*working.notes, f"{why}, so no coefficient can be estimated."),
    )


def _named(problem: Problem) -> Flags:
    """Return which parameters have a name: all but the dispersion."""
    named = np.ones(problem.shape.count - problem.shape.factors, dtype=bool)
    first = problem.shape.thresholds + problem.shape.fixed
    named[first : first + problem.shape.dispersion] = False
    return named


def _without_end(working: Working, ending: Ending) -> Flags:
    """Return which parameters as written take part in a flat direction."""
    moved = working.back @ ending.flat / np.sqrt((working.back**2).sum(1))[:, None]
    return np.asarray(np.any(np.abs(moved) > 1e-3, axis=1))


def _too_wide(working: Working, ending: Ending) -> list[str]:
    """Return the factors whose effects were on their way to infinity, or would be but for Laplace's approximation."""
    problem = working.problem
    return [
        working.factors[number]
        for number, factor in enumerate(problem.factors(ending.parameters))
        if np.sqrt((factor**2).sum(1).max()) > _ENDLESS_SD or _of_one_mind(problem, number)
    ]


def _of_one_mind(problem: Problem, term: int) -> bool:
    """Say whether the answers within every level are all alike, so that nothing keeps its effect from growing."""
    if problem.kind not in (BINOMIAL, ORDINAL):
        return False
    asked = problem.data[:, 1] > 0  # a row without trials says nothing
    share = problem.data[asked, 0] / (problem.data[asked, 1] if problem.kind == BINOMIAL else 1)
    _, level = np.unique(problem.bands.places[asked, term], return_inverse=True)
    lowest, highest = np.full(level.max() + 1, np.inf), np.full(level.max() + 1, -np.inf)
    np.minimum.at(lowest, level, share)
    np.maximum.at(highest, level, share)
    ends = np.isin(lowest, (0.0, 1.0)) if problem.kind == BINOMIAL else np.ones(len(lowest), dtype=bool)
    return bool(np.all((lowest == highest) & ends))


def complete_separation(working: Working, separated: Separation) -> str:
    """Return the sentence that names the columns that separate."""
    names = np.array(working.names, dtype=object)[separated.endless[_named(working.problem)]]
    return f"All answers are told apart without fail by {', '.join(names)} (complete separation)"


def _sentences(working: Working, found: tuple[Ending, Separation], edges: _Edges) -> Iterator[str]:
    ending, separated = found
    names, named = np.array(working.names, dtype=object), _named(working.problem)
    unknown = edges.endless & ~edges.excused
    if np.any(unknown & separated.endless):
        yield (
            f"Some answers are told apart without fail by {', '.join(names[(unknown & separated.endless)[named]])} "
            "(quasi-complete separation), so that the likelihood rises there without end and nothing is estimated."
        )
    if np.any((unknown & ~separated.endless)[named]):
        flat = ", ".join(names[(unknown & ~separated.endless)[named]])
        yield f"The likelihood hardly changes with {flat}, so nothing is estimated there."
    if np.any(unknown[~named]):
        yield "The likelihood hardly changes with the dispersion, so it is not estimated."
    if edges.poisson:
        yield "Counts are no more scattered than chance has them: the negative binomial ends as a Poisson model."
    if edges.not_inflated:
        yield "There are no more zeros than the counts explain: zero inflation ends at none."
    for factor in edges.wide:
        yield f"The effects of {factor} grow without end: its levels have hardly any answers that differ."
    if not ending.converged:
        yield "The search for the maximum of the likelihood ended before it was reached."


def _dispersion(problem: Problem, ending: Ending, *, poisson: bool) -> float:
    if not problem.shape.dispersion:
        return 1.0
    if poisson:
        return 0.0 if problem.kind % INFLATED == NBINOM1 else np.inf
    return float(np.exp(problem.shape.cut(ending.parameters)[2][0]))


def _by_term(checked: Checked, working: Working, factors: list[Numbers]) -> tuple[Factors, Factors]:
    """Return covariance factors and modes in the order and the units of the design; nan for a term left out."""
    terms = checked.design.random
    theta = [np.full((term.columns.shape[1],) * 2, np.nan) for term in terms]
    effects = [np.full((term.count, term.columns.shape[1]), np.nan) for term in terms]
    used = 0
    for number, factor, start in zip(working.order, factors, working.problem.bands.starts, strict=True):
        width = len(factor)
        scaled = factor / working.scales[start : start + width, None]
        size = terms[number].count * width
        theta[number] = scaled * np.where(np.diag(scaled) < 0, -1.0, 1.0)
        effects[number] = working.problem.warm[used : used + size].reshape(-1, width) @ scaled.T
        used += size
    return tuple(theta), tuple(effects)


def _constant(problem: Problem) -> float:
    """Return the part of the log-likelihood that depends on the response alone."""
    response, trials = problem.data.T
    if problem.kind == ORDINAL:
        return 0.0
    if problem.kind == BINOMIAL:
        return float(np.sum(gammaln(trials + 1) - gammaln(response + 1) - gammaln(trials - response + 1)))
    return -float(np.sum(gammaln(response + 1)))


def _saturated(checked: Checked) -> float:
    """Return the log-likelihood of binomial or Poisson data with a parameter for every row; 0 for other families."""
    response, trials = checked.response, checked.trials
    if checked.family == "binomial":
        share = response / np.maximum(trials, 1)  # a row without trials says nothing
        each = xlogy(response, share) + xlogy(trials - response, 1 - share)
        return float(np.sum(each + gammaln(trials + 1) - gammaln(response + 1) - gammaln(trials - response + 1)))
    if checked.family == "poisson":
        return float(np.sum(xlogy(response, response) - response - gammaln(response + 1)))
    return 0.0
