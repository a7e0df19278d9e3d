"""Fitting a factor model by maximum likelihood: estimates, errors, chi-square and fit indices."""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.covariances import pairwise_covariance
from newel.statistics.measurement.factor.corrected import corrected
from newel.statistics.measurement.factor.indices import (
    Compared,
    Corrected,
    comparative,
    of_error,
    of_likelihood,
    other_indices,
)
from newel.statistics.measurement.factor.misfit import Misfit, Unrestricted, meat, unrestricted, yuan_bentler
from newel.statistics.measurement.factor.model import FactorModel
from newel.statistics.measurement.factor.normal import NormalProblem, independent
from newel.statistics.measurement.factor.patterns import (
    Patterns,
    constant,
    deviance,
    information,
    patterns_of,
    saturated,
)
from newel.statistics.measurement.factor.residuals import Pair, goodness, residual_indices
from newel.statistics.measurement.factor.result import FactorFit, coefficients, oddities
from newel.statistics.measurement.factor.search import is_definite, minimise, search_notes
from newel.statistics.measurement.factor.settings import Settings
from newel.statistics.measurement.factor.starting import first_guess
from newel.statistics.measurement.factor.structure import Structure
from newel.statistics.measurement.factor.table import Frame, Parameter, free_count, parameter_table

_Moments = tuple[Numbers, Numbers]
_Unfitted = tuple[tuple[_Moments, ...], tuple[Unrestricted, ...]]


@dataclass(frozen=True)
class _Fitted:
    """A model, or the baseline, at its optimum."""

    problem: NormalProblem
    theta: Numbers
    bread: Numbers
    """Inverse information per person, observed or expected as the settings have it."""
    misfit: Misfit


def fit_normal(
    model: FactorModel,
    grouped: tuple[tuple[str, ...], tuple[Numbers, ...]],
    *,
    settings: Settings,
    notes: tuple[str, ...],
) -> FactorFit:
    """Fit by ML or MLR; `grouped` holds the groups' names and answers."""
    names, blocks = grouped
    groups = tuple(patterns_of(block) for block in blocks)
    means = settings.missing == "fiml" or len(groups) > 1
    frame = Frame(len(groups), means, settings.equal)
    table = parameter_table(model, frame)
    structure = Structure(table, (len(model.items), len(model.factors), 1), free_count(table))
    best = _saturated(groups, names)
    problem = NormalProblem(structure, groups, means)
    found = minimise(problem, first_guess(model, structure, best))
    spread = _spread(groups, best, names)
    fitted = _at(problem, found.theta, (best, spread), settings=settings)
    baseline = _baseline(groups, (best, spread), settings=settings, means=means)
    covariance = _covariance(fitted, settings)
    matrices = tuple(structure.filled(found.theta, group) for group in range(len(groups)))
    sound = found.identified and is_definite(problem.curved(found.theta))
    odd = (*search_notes(found, identified=sound, freedom=fitted.misfit.freedom), *oddities(model, matrices, names))
    return FactorFit(
        model, settings.estimator, settings.missing, settings.equal, names, tuple(len(block) for block in blocks),
        coefficients(structure, found.theta, covariance, matrices=matrices),
        _indices((fitted, baseline), (best, spread), settings), fitted.misfit, baseline.misfit, matrices, best,
        found.theta, covariance, problem, found.converged and sound,
        (*notes, *odd),
    )


def _saturated(groups: tuple[Patterns, ...], names: tuple[str, ...]) -> tuple[_Moments, ...]:
    """Return each group's unrestricted moments. Raises ValueError where items determine each other."""
    best = []
    for patterns, name in zip(groups, names, strict=True):
        where = f" in group {name}" if name else ""
        mean, covariance, settled = saturated(patterns)
        if not settled:
            raise ValueError(f"Too much is missing{where}: means and covariances of the items did not settle.")
        spread = np.sqrt(np.diag(covariance))
        if np.linalg.eigvalsh(covariance / np.outer(spread, spread))[0] < 1e-10:
            raise ValueError(f"The covariances of the items are not positive definite{where}: some item is the sum of "
                             "others, or too few people answered.")
        best.append((mean, covariance))
    return tuple(best)


def _spread(
    groups: tuple[Patterns, ...], best: tuple[_Moments, ...], names: tuple[str, ...]
) -> tuple[Unrestricted, ...]:
    """Return what is known of the moments. Raises ValueError where some covariance is not."""
    spread = tuple(unrestricted(patterns, moments) for patterns, moments in zip(groups, best, strict=True))
    for found, name in zip(spread, names, strict=True):
        if not is_definite(found.observed):
            where = f" in group {name}" if name else ""
            raise ValueError(f"Too few people answered some two items together{where}: their covariance is unknown.")
    return spread


def _at(
    problem: NormalProblem, theta: Numbers, unfitted: _Unfitted, *, settings: Settings
) -> _Fitted:
    """Evaluate the errors and the test of a model at its optimum."""
    best, spread = unfitted
    observed = settings.missing == "fiml" or settings.estimator == "MLR"
    bent = problem.curved(theta) if observed else problem.slope(theta)[1]
    bread = np.asarray(np.linalg.pinv(bent, hermitian=True))
    least = sum(deviance(patterns, *moments) for patterns, moments in zip(problem.groups, best, strict=True))
    moments = sum(len(problem.own(found.observed)) for found in spread)
    chi_square = max(2 * problem.people * problem.value(theta) - least, 0.0)
    misfit = Misfit(chi_square, moments - len(theta))
    if settings.estimator == "MLR":
        misfit = yuan_bentler(problem, theta, misfit, saturated=spread, bread=bread)
    return _Fitted(problem, theta, bread, misfit)


def _baseline(
    groups: tuple[Patterns, ...], unfitted: _Unfitted, *, settings: Settings, means: bool
) -> _Fitted:
    """Fit the model in which no item has to do with another."""
    rows: list[Parameter] = []
    theta: list[float] = []
    for group, patterns in enumerate(groups):
        mean, covariance = independent(patterns)
        for item, own in enumerate(np.diag(covariance)):
            rows.append(Parameter("", "~~", "", group, "residuals", (item, item), len(theta), 0.0))
            theta.append(own)
        for item, own in enumerate(mean if means else []):
            rows.append(Parameter("", "~1", "", group, "intercepts", (item, 0), len(theta), 0.0))
            theta.append(own)
    structure = Structure(tuple(rows), (groups[0].seen.shape[1], 0, 1), len(theta))
    return _at(NormalProblem(structure, groups, means), np.array(theta), unfitted, settings=settings)


def _covariance(fitted: _Fitted, settings: Settings) -> Numbers:
    """Return covariances of the estimates: the inverse information, or the sandwich about it."""
    people = fitted.problem.people
    if settings.estimator != "MLR":
        return fitted.bread / people
    return np.asarray(fitted.bread @ meat(fitted.problem, fitted.theta) @ fitted.bread / people**2)


def _indices(fits: tuple[_Fitted, _Fitted], unfitted: _Unfitted, settings: Settings) -> dict[str, float]:
    fitted, baseline = fits
    best, spread = unfitted
    problem, theta = fitted.problem, fitted.theta
    compared = Compared(
        problem.people, len(problem.groups), fitted.misfit, baseline.misfit, *_robust(fits, spread, settings)
    )
    pairs = tuple(
        Pair(patterns.total, moments, problem.moments(theta, group))
        for group, (patterns, moments) in enumerate(zip(problem.groups, best, strict=True))
    )
    available = tuple(
        Pair(pair.people, _available(patterns), pair.implied)
        for pair, patterns in zip(pairs, problem.groups, strict=True)
    )
    weights = tuple(_weight(problem, theta, group) for group in range(len(pairs)))
    gfi = goodness(available, weights, means=problem.means)
    counts = (sum(len(problem.own(found.observed)) for found in spread), len(theta))
    return (
        _tests(fitted, settings) | comparative(compared) | _likelihoods(fitted, best) | of_error(compared)
        | residual_indices(pairs, means=problem.means) | other_indices(compared, gfi, counts)
    )


def _tests(fitted: _Fitted, settings: Settings) -> dict[str, float]:
    misfit, free = fitted.misfit, float(len(fitted.theta))
    indices = {
        "npar": free, "fmin": misfit.chi_square / (2 * fitted.problem.people), "chisq": misfit.chi_square,
        "df": float(misfit.freedom), "pvalue": misfit.p,
    }
    if settings.estimator != "MLR":
        return indices
    # lavaan divides by the parameters there would be without equalities.
    unequal = sum(row.free >= 0 for row in fitted.problem.structure.table)
    return indices | {
        "chisq.scaled": misfit.scaled, "df.scaled": float(misfit.freedom), "pvalue.scaled": misfit.scaled_p,
        "chisq.scaling.factor": misfit.scaling, "scaling.factor.h1": misfit.traces[0],
        "scaling.factor.h0": misfit.traces[1] * free / unequal,
    }


def _likelihoods(fitted: _Fitted, best: tuple[_Moments, ...]) -> dict[str, float]:
    problem = fitted.problem
    least = sum(
        constant(patterns) + deviance(patterns, *moments)
        for patterns, moments in zip(problem.groups, best, strict=True)
    )
    return of_likelihood(least + fitted.misfit.chi_square, least, (len(fitted.theta), problem.people))


def _weight(problem: NormalProblem, theta: Numbers, group: int) -> Numbers:
    """Return the weight of a group's moments in GFI: expected information per person at the model."""
    patterns = problem.groups[group]
    return problem.own(information(patterns, *problem.moments(theta, group), observed=False)) / patterns.total


def _available(patterns: Patterns) -> _Moments:
    """Return means and pairwise covariances of the answers there are, which is what GFI is about."""
    answers = np.where(patterns.seen[patterns.of_rows], patterns.answers, np.nan)
    return np.nanmean(answers, axis=0), pairwise_covariance(answers) * (1 - 1 / patterns.total)


def _robust(
    fits: tuple[_Fitted, _Fitted], spread: tuple[Unrestricted, ...], settings: Settings
) -> tuple[Corrected | None, Corrected | None]:
    """Return what robust indices are made of: scaled for non-normal answers, corrected for missing ones."""
    if settings.missing == "fiml":
        normal = settings.estimator == "ML"
        first, second = (
            corrected(fit.problem, fit.theta, spread, freedom=fit.misfit.freedom, normal=normal) for fit in fits
        )
        return first, second
    if settings.estimator == "MLR" and fits[0].misfit.scaling > 0:
        first, second = (Corrected(fit.misfit.chi_square, fit.misfit.scaling) for fit in fits)
        return first, second
    return None, None
