"""Fitting a factor model to ordered answers: estimates, robust errors, adjusted chi-square and fit indices."""

from math import sqrt

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.factor.indices import Compared, Corrected, comparative, of_error, other_indices
from newel.statistics.measurement.factor.misfit import Misfit, shifted
from newel.statistics.measurement.factor.model import FactorModel
from newel.statistics.measurement.factor.ordinal import OrderedMoments, ordered_moments
from newel.statistics.measurement.factor.patterns import half_trace
from newel.statistics.measurement.factor.result import (
    Coefficient,
    FactorFit,
    coefficients,
    implied_residuals,
    implied_scales,
    oddities,
)
from newel.statistics.measurement.factor.search import Optimum, is_definite, minimise, search_notes
from newel.statistics.measurement.factor.settings import Settings
from newel.statistics.measurement.factor.starting import first_guess
from newel.statistics.measurement.factor.structure import Matrices, Structure, lower
from newel.statistics.measurement.factor.table import Frame, free_count, parameter_table
from newel.statistics.measurement.factor.weighted import WeightedProblem


def fit_ordered(
    model: FactorModel,
    grouped: tuple[tuple[str, ...], tuple[Numbers, ...]],
    *,
    settings: Settings,
    notes: tuple[str, ...],
) -> FactorFit:
    """Fit by DWLS; `grouped` holds the groups' names and answers."""
    names, blocks = grouped
    alone = [factor for factor, own in model.factors.items() if len(own) == 1]
    if alone:
        raise ValueError(f"{', '.join(alone)} rests on one item; a factor of ordered items needs two or more.")
    groups = tuple(ordered_moments(block) for block in blocks)
    _check_categories(model, groups, names)
    categories = tuple(len(own) for own in groups[0].found.categories)
    table = parameter_table(model, Frame(len(groups), means=True, equal=settings.equal, categories=categories))
    structure = Structure(table, (len(model.items), len(model.factors), max(categories) - 1), free_count(table))
    problem = WeightedProblem(structure, groups, fixed_residuals="residuals" in settings.equal)
    found = minimise(problem, first_guess(model, structure, tuple(_as_moments(own) for own in groups)))
    bread = np.asarray(np.linalg.pinv(problem.information(found.theta), hermitian=True))
    freedom = sum(len(own.moments) for own in groups) - structure.free
    misfit = shifted(
        Misfit(max(2 * problem.people * found.value, 0.0), freedom), problem.products(found.theta, bread)
    )
    covariance = bread @ problem.spread(found.theta) @ bread / (problem.people - len(groups))
    matrices = tuple(problem.matrices(found.theta, group) for group in range(len(groups)))
    baseline = _baseline(groups)
    sound = found.identified and is_definite(problem.curved(found.theta))
    odd = (*search_notes(found, identified=sound, freedom=freedom), *oddities(model, matrices, names))
    return FactorFit(
        model, settings.estimator, settings.missing, settings.equal, names, tuple(len(block) for block in blocks),
        coefficients(structure, found.theta, covariance, matrices=matrices) + _implied(problem, model, matrices),
        _indices(problem, found, (misfit, baseline)), misfit, baseline, matrices,
        tuple((np.zeros(len(model.items)), own.found.correlations) for own in groups), found.theta, covariance,
        problem, found.converged and sound and all(own.found.converged for own in groups),
        (*notes, *_notes(groups, names), *odd),
    )


def _check_categories(model: FactorModel, groups: tuple[OrderedMoments, ...], names: tuple[str, ...]) -> None:
    """Refuse groups in which an item has other answers than in the first: thresholds have no counterpart."""
    for own, name in zip(groups[1:], names[1:], strict=True):
        for item, first, later in zip(model.items, groups[0].found.categories, own.found.categories, strict=True):
            if not np.array_equal(first, later):
                raise ValueError(
                    f"{item} has answers {_listed(first)} in group {names[0]} and {_listed(later)} in group {name}. "
                    "Join the answers that some group never gave, in all groups alike."
                )


def _implied(
    problem: WeightedProblem, model: FactorModel, matrices: tuple[Matrices, ...]
) -> tuple[Coefficient, ...]:
    """Return what follows from the rest: residual variances, or where those are fixed, the scales."""
    return implied_scales(model, matrices) if problem.fixed_residuals else implied_residuals(model, matrices)


def _listed(answers: Numbers) -> str:
    return ", ".join(f"{answer:g}" for answer in answers)


def _as_moments(own: OrderedMoments) -> tuple[Numbers, Numbers]:
    """Return thresholds, one row per item, and correlations: what the first guess is made of."""
    widest = max(len(cuts) for cuts in own.found.thresholds)
    table = np.zeros((len(own.found.thresholds), widest))
    for row, cuts in zip(table, own.found.thresholds, strict=True):
        row[: len(cuts)] = cuts
    return table, own.found.correlations


def _baseline(groups: tuple[OrderedMoments, ...]) -> Misfit:
    """Test that no item has to do with another: thresholds as they are, every correlation 0."""
    chi_square, trace, squares, freedom = 0.0, 0.0, 0.0, 0
    for own in groups:
        gamma = own.gamma[own.cuts:, own.cuts:]
        correlations = own.moments[own.cuts:]
        chi_square += (own.people - 1) * float(np.sum(correlations**2 / np.diag(gamma)))
        products = gamma / np.diag(gamma)[:, None]
        trace += float(np.trace(products))
        squares += float(np.sum(products * products.T))
        freedom += len(correlations)
    slope = sqrt(freedom / squares)
    shift = freedom - slope * trace
    return Misfit(chi_square, freedom, chi_square * slope + shift, 1 / slope, shift, trace)


def _indices(problem: WeightedProblem, found: Optimum, tests: tuple[Misfit, Misfit]) -> dict[str, float]:
    misfit, baseline = tests
    robust = _robust(problem, found, tests)
    groups = len(problem.groups)
    # One person a group less, as the covariances of the moments have it.
    compared = Compared(problem.people - groups, groups, misfit, baseline, *robust)
    moments = sum(len(own.moments) for own in problem.groups)
    free = problem.structure.free
    indices = {
        "npar": float(free), "fmin": found.value, "ntotal": problem.people, "chisq": misfit.chi_square,
        "df": float(misfit.freedom), "pvalue": misfit.p,
        "chisq.scaled": misfit.scaled, "df.scaled": float(misfit.freedom), "pvalue.scaled": misfit.scaled_p,
        "chisq.scaling.factor": misfit.scaling,
        "wrmr": sqrt(misfit.chi_square / len(problem.groups[0].moments)),
    }
    rest = other_indices(compared, _goodness(problem, found.theta), (moments, free))
    del rest["ecvi"]
    return indices | comparative(compared) | of_error(compared) | _residual_indices(problem, found.theta) | rest


def _goodness(problem: WeightedProblem, theta: Numbers) -> float:
    total = 0.0
    for group, own in enumerate(problem.groups):
        weight, left = problem.weights(group), own.moments - problem.implied(theta, group)
        total += problem.share(group) * (1 - float(weight @ left**2) / float(weight @ own.moments**2))
    return total


def _residual_indices(problem: WeightedProblem, theta: Numbers) -> dict[str, float]:
    """Return root mean square residuals; the means of the long forms count the thresholds as well."""
    indices = dict.fromkeys(("rmr", "rmr_nomean", "crmr", "crmr_nomean"), 0.0)
    for group, own in enumerate(problem.groups):
        left = own.moments - problem.implied(theta, group)
        items, pairs = len(own.found.thresholds), len(left) - own.cuts
        whole, correlations = float(left @ left), float(left[own.cuts:] @ left[own.cuts:])
        found = {
            "rmr": whole / (len(left) + items), "rmr_nomean": correlations / (pairs + items),
            "crmr": whole / len(left), "crmr_nomean": correlations / pairs,
        }
        for name, square in found.items():
            indices[name] += problem.share(group) * sqrt(square)
    return indices | {
        "srmr": indices["rmr_nomean"], "srmr_bentler": indices["rmr"], "srmr_bentler_nomean": indices["rmr_nomean"],
    }


def _robust(
    problem: WeightedProblem, found: Optimum, tests: tuple[Misfit, Misfit]
) -> tuple[Corrected | None, Corrected | None]:
    """Return what robust indices are made of: the normal-theory misfit of the correlations at these estimates.

    Source: Savalei V. Improving fit indices in structural equation modeling with categorical data.
    Multivariate Behav Res 2021;56:390-407. None where some group's correlations are not positive definite.
    """
    misfit, baseline = tests
    if any(np.linalg.eigvalsh(own.found.correlations)[0] < 1e-8 for own in problem.groups) or misfit.freedom <= 0:
        return None, None
    chi_square, empty, trace, empty_trace = 0.0, 0.0, 0.0, 0.0
    for group, own in enumerate(problem.groups):
        implied = _implied_correlations(problem, found.theta, group)
        if np.linalg.eigvalsh(implied)[0] < 1e-8:
            return None, None
        observed = own.found.correlations
        least = np.linalg.slogdet(observed)[1]
        chi_square += own.people * float(
            np.linalg.slogdet(implied)[1] - least + np.trace(np.linalg.solve(implied, observed)) - len(observed)
        )
        empty -= own.people * float(least)
        empty_trace += float(np.trace(own.gamma[own.cuts:, own.cuts:]))
    trace = _normal_trace(problem, found)
    return Corrected(chi_square, trace / misfit.freedom), Corrected(empty, empty_trace / baseline.freedom)


def _implied_correlations(problem: WeightedProblem, theta: Numbers, group: int) -> Numbers:
    items = problem.structure.shape[0]
    pairs = problem.implied(theta, group)[problem.groups[group].cuts:]
    matrix = np.eye(items)
    first, second = lower(items, diagonal=False)
    matrix[first, second] = matrix[second, first] = pairs
    return matrix


def _normal_trace(problem: WeightedProblem, found: Optimum) -> float:
    """Return the expectation of the normal-theory misfit at weighted estimates: tr(V R Gamma R')."""
    bread = np.linalg.pinv(problem.information(found.theta), hermitian=True)
    trace = 0.0
    blocks = []
    for group, own in enumerate(problem.groups):
        jacobian = problem.jacobian(found.theta, group)[own.cuts:]
        weighted = jacobian.T * (problem.share(group) * problem.weights(group)[own.cuts:])
        gamma = own.gamma[own.cuts:, own.cuts:] / problem.share(group)
        first, second = lower(problem.structure.shape[0])
        inverse = np.asarray(np.linalg.inv(_implied_correlations(problem, found.theta, group)))
        normal = problem.share(group) * half_trace(inverse, inverse)[np.ix_(first != second, first != second)]
        blocks.append((jacobian, weighted, gamma, normal))
    middle = sum(jacobian.T @ normal @ jacobian for jacobian, _, _, normal in blocks)
    for jacobian, weighted, gamma, normal in blocks:
        trace += float(np.sum(normal * gamma)) - 2 * float(np.sum(bread * (weighted @ gamma @ normal @ jacobian)))
        trace += float(np.trace(bread @ middle @ bread @ weighted @ gamma @ weighted.T))
    return trace


def _notes(groups: tuple[OrderedMoments, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"{note[:-1]} (group {name})." if name else note
        for own, name in zip(groups, names, strict=True) for note in own.found.notes
    )
