"""Compiled: how sure a contrast of the fixed effects is, from the derivatives that the optimum was found with.

Satterthwaite: the Hessian of the full deviance by the ratios a, b and log sigma^2 (lmerTest). Kenward and Roger
(Biometrics 1997;53:983): V = tau_0 I + tau_1 ZZ' + tau_2 UU' is linear in its variances, so X'V^-1 V_i V^-1 X and the
rest of their formulas are combinations of the same derivatives; written here with sigma^2 = 1.
"""

from typing import NamedTuple

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers
from newel.statistics.mixed.many.algebra import add, dot, inverse_of, product, times, trace_of
from newel.statistics.mixed.many.moments import BY_A, VALUE
from newel.statistics.mixed.many.optimum import Profile, Task, second


class Best(NamedTuple):
    """A response at its optimum."""

    task: Task
    profile: Profile


class Parts(NamedTuple):
    """What Kenward and Roger add up, for the residual (0) and the factors, r in all."""

    first: Numbers
    """P_i = -X'V^-1 V_i V^-1 X, shape (r, p, p)."""
    second: Numbers
    """(Q_ij + Q_ji) / 2, Q_ij = X'V^-1 V_i V^-1 V_j V^-1 X, shape (r, r, p, p)."""
    single: Numbers
    """tr(V^-1 V_i), shape (r,)."""
    traces: Numbers
    """T_ij = tr(V^-1 V_i V^-1 V_j), shape (r, r)."""


@compiled
def deviance_curvature(best: Best) -> Numbers:
    """Return the Hessian of the deviance by (a, b, log sigma^2); a ratio of 0 is held there."""
    profile, freedom = best.profile, best.task.freedom
    curvature = np.zeros((3, 3))
    curvature[2, 2] = freedom
    left = freedom / profile.left[VALUE] * profile.left
    for i in range(2):
        if profile.ratios[i] == 0:
            curvature[i, i] = 1.0
            continue
        curvature[i, 2] = curvature[2, i] = -left[BY_A + i]
        for j in range(2):
            if profile.ratios[j] > 0:
                curvature[i, j] = profile.slopes.curvature[i, j] + left[BY_A + i] * left[BY_A + j] / freedom
    return curvature


@compiled
def satterthwaite(best: Best, contrasts: Numbers, found: Numbers) -> None:
    """Fill in standard errors and degrees of freedom of contrasts, shape (2, c)."""
    profile = best.profile
    covariance, _ = inverse_of(deviance_curvature(best))
    slope = np.zeros(3)
    for place in range(len(contrasts)):
        weights = times(profile.inverse, contrasts[place])
        variance = dot(contrasts[place], weights)
        slope[2] = variance
        for i in range(2):
            if profile.ratios[i] > 0:
                slope[i] = -dot(weights, times(profile.moments[BY_A + i], weights))
        found[0, place] = np.sqrt(profile.left[VALUE] / best.task.freedom * variance)
        found[1, place] = variance**2 / dot(slope, times(covariance, slope))


@compiled
def linear_parts(best: Best) -> Parts:
    """Return the parts: those of the factors are derivatives, those of the residual follow from them."""
    profile, factors, x = best.profile, best.task.factors, best.profile.moments
    kept, columns = factors + 1, len(profile.coefficients)
    shape = (columns, columns)
    parts = Parts(np.zeros((kept, *shape)), np.zeros((kept, kept, *shape)), np.zeros(kept), np.zeros((kept, kept)))
    add(parts.first[0], x[VALUE], -1.0)
    parts.single[0] = best.task.freedom + columns
    for i in range(factors):
        add(parts.first[i + 1], x[BY_A + i], 1.0)
        add(parts.first[0], x[BY_A + i], -profile.ratios[i])
        parts.single[i + 1] = profile.logs[BY_A + i]
        parts.single[0] -= profile.ratios[i] * profile.logs[BY_A + i]
        for j in range(factors):
            add(parts.second[i + 1, j + 1], x[second(i, j)], 0.5)
            parts.traces[i + 1, j + 1] = -profile.logs[second(i, j)]
    for i in range(factors, -1, -1):
        of_residual(parts, profile.ratios, i)
    return parts


@compiled
def of_residual(parts: Parts, ratios: Numbers, i: int) -> None:
    """Fill in Q and T of one variance with the residual's: I = V - a ZZ' - b UU'."""
    both = parts.second[i, 0]
    add(both, parts.first[i], -1.0)
    parts.traces[i, 0] = parts.single[i]
    for j in range(len(parts.single) - 1):
        add(both, parts.second[i, j + 1], -ratios[j])
        parts.traces[i, 0] -= ratios[j] * parts.traces[i, j + 1]
    if i > 0:
        add(parts.second[0, i], both, 1.0)
        parts.traces[0, i] = parts.traces[i, 0]


@compiled
def information(parts: Parts, inverse: Numbers) -> Numbers:
    """Return the expected information of the variances."""
    kept = len(parts.first)
    found = np.empty((kept, kept))
    turned = [product(inverse, parts.first[i]) for i in range(kept)]
    for i in range(kept):
        for j in range(kept):
            bent = trace_of(inverse, parts.second[i, j])
            found[i, j] = (parts.traces[i, j] - 2 * bent + trace_of(turned[i], turned[j])) / 2
    return found


@compiled
def adjusted_covariance(parts: Parts, inverse: Numbers, weights: Numbers) -> Numbers:
    """Return the adjusted covariance of the coefficients, with sigma^2 = 1."""
    middle = np.zeros(inverse.shape)
    for i in range(len(weights)):
        for j in range(len(weights)):
            add(middle, parts.second[i, j], 2 * weights[i, j])
            add(middle, product(parts.first[i], product(inverse, parts.first[j])), -2 * weights[i, j])
    adjusted = product(inverse, product(middle, inverse))
    add(adjusted, inverse, 1.0)
    return adjusted


@compiled
def kenward_roger(best: Best, contrasts: Numbers, found: Numbers) -> None:
    """Fill in adjusted standard errors and degrees of freedom of contrasts, each by itself, shape (2, c).

    For one contrast their F has 2 / A degrees of freedom and the scale 1, A the variance that the weights give.
    """
    profile, parts = best.profile, linear_parts(best)
    weights, _ = inverse_of(information(parts, profile.inverse))
    adjusted = adjusted_covariance(parts, profile.inverse, weights)
    shares = np.empty(len(weights))
    for place in range(len(contrasts)):
        turned = times(profile.inverse, contrasts[place])
        for i in range(len(weights)):
            shares[i] = dot(turned, times(parts.first[i], turned)) / dot(contrasts[place], turned)
        variance = dot(contrasts[place], times(adjusted, contrasts[place]))
        found[0, place] = np.sqrt(profile.left[VALUE] / best.task.freedom * variance)
        found[1, place] = 2 / dot(shares, times(weights, shares))
