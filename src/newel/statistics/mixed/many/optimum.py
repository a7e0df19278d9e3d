"""Compiled: the variance ratios of a nested design that one response fits best, by Newton steps on their logs.

The criterion is minus twice the profiled log-likelihood (REML or not), its derivatives are exact. A ratio whose best
value is 0 is set to exactly 0.
"""

from typing import NamedTuple

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers
from newel.statistics.mixed.many.algebra import add, dot, inverse_of, product, times, trace_of
from newel.statistics.mixed.many.moments import BY_A, BY_AA, BY_B, VALUE, moments_at
from newel.statistics.mixed.many.sums import Sums

START = (0.6, 0.08)
"""Where the steps begin: ratios of an inner and an outer factor."""
SMALL = 0.01
"""Below this ratio it is asked whether 0 fits better."""
LONGEST = 2.0
STEPS = 200
ENOUGH = 1e-14
"""Gradient times step: how much nearer to the optimum another step would come."""
NEARLY = 1e-6
"""The same, where rounding lets no step go lower."""
ROUNDING = 1e-9
"""Of the criterion."""
SHORTEST = 1e-9
"""Share of a step below which no shorter one is tried."""
LARGEST = 1e12
"""A ratio beyond this has no optimum: nothing is left between the rows of one level."""


class Task(NamedTuple):
    """What is fitted."""

    sums: Sums
    freedom: float
    """n - p (REML) or n."""
    restricted: bool
    """REML or not."""
    factors: int
    """One or two."""


class Slopes(NamedTuple):
    """Derivatives of the criterion by the two ratios."""

    gradient: Numbers
    """Shape (2,)."""
    curvature: Numbers
    """Shape (2, 2)."""


class Profile(NamedTuple):
    """One response at given variance ratios."""

    ratios: Numbers
    """Of the inner and the outer variance to the residual one, shape (2,)."""
    criterion: float
    slopes: Slopes
    coefficients: Numbers
    """Shape (p,)."""
    inverse: Numbers
    """(X'V^-1 X)^-1, shape (p, p)."""
    left: Numbers
    """What the fixed effects leave of y'V^-1 y, and its derivatives, shape (6,)."""
    moments: Numbers
    """X'V^-1 X and its derivatives, shape (6, p, p)."""
    logs: Numbers
    """log|V| and its derivatives, shape (6,)."""


class State(NamedTuple):
    """The best point so far, and how the next one is sought."""

    profile: Profile
    share: float
    """Of the Newton step."""
    may_fall: bool
    """Whether a small ratio may be tried as 0."""


@compiled
def second(i: int, j: int) -> int:
    """Return the place of the derivative by the ratios i and j."""
    return BY_AA + i + j


@compiled
def left_over(bordered: Numbers, coefficients: Numbers, inverse: Numbers) -> Numbers:
    """Return y'Py and its derivatives."""
    columns = len(coefficients)
    border = np.ones(columns + 1)
    for i in range(columns):
        border[i] = -coefficients[i]
    left = np.zeros(6)
    for place in range(6):
        left[place] = dot(border, times(bordered[place], border))
    for i in range(2):
        turned = times(inverse, times(bordered[BY_A + i], border)[:columns])
        for j in range(i + 1):
            left[second(i, j)] -= 2 * dot(turned, times(bordered[BY_A + j], border))
    return left


@compiled
def of_fixed(moments: Numbers, inverse: Numbers, slopes: Slopes) -> None:
    """Add the derivatives of log|X'V^-1 X|, which REML has and ML has not."""
    turned = (product(inverse, moments[BY_A]), product(inverse, moments[BY_B]))
    for i in range(2):
        slopes.gradient[i] += trace_of(inverse, moments[BY_A + i])
        for j in range(2):
            straight = trace_of(inverse, moments[second(i, j)])
            slopes.curvature[i, j] += straight - trace_of(turned[i], turned[j])


@compiled
def of_response(logs: Numbers, left: Numbers, slopes: Slopes) -> None:
    """Add the derivatives of log|V|, and of the log of what is left, given as so many times that log."""
    for i in range(2):
        slopes.gradient[i] += logs[BY_A + i] + left[BY_A + i]
        for j in range(2):
            bent = left[second(i, j)] - left[BY_A + i] * left[BY_A + j] / left[VALUE]
            slopes.curvature[i, j] += logs[second(i, j)] + bent


@compiled
def profile_at(task: Task, ratios: Numbers) -> Profile:
    """Return the criterion and what it is made of at given ratios."""
    bordered, logs = moments_at(task.sums, ratios[0], ratios[1])
    columns = bordered.shape[1] - 1
    moments = np.zeros((6, columns, columns))
    for place in range(6):
        add(moments[place], bordered[place], 1.0)
    inverse, determinant = inverse_of(moments[VALUE])
    coefficients = times(inverse, bordered[VALUE, columns, :columns])
    left = left_over(bordered, coefficients, inverse)
    slopes = Slopes(np.zeros(2), np.zeros((2, 2)))
    criterion = logs[VALUE] + task.freedom * (1 + np.log(2 * np.pi * left[VALUE] / task.freedom))
    if task.restricted:
        criterion += determinant
        of_fixed(moments, inverse, slopes)
    of_response(logs, task.freedom / left[VALUE] * left, slopes)
    return Profile(ratios, criterion, slopes, coefficients, inverse, left, moments, logs)


@compiled
def newton_step(profile: Profile) -> tuple[Numbers, float]:
    """Return the step on the logs of the ratios that are not 0, and what it should gain were it not cut to its length.

    Where the curvature is no valley, the step goes downhill all the same.
    """
    slope, bend, step = np.zeros(2), np.zeros((2, 2)), np.zeros(2)
    ratios, curvature = profile.ratios, profile.slopes.curvature
    for i in range(2):
        slope[i] = profile.slopes.gradient[i] * ratios[i]
        bend[i, i] = curvature[i, i] * ratios[i] ** 2 + slope[i] if ratios[i] > 0 else 1.0
        if bend[i, i] <= 0:
            bend[i, i] = abs(slope[i]) + 1e-12
    mixed = curvature[0, 1] * ratios[0] * ratios[1]
    size = bend[0, 0] * bend[1, 1] - mixed**2
    if size <= 1e-8 * bend[0, 0] * bend[1, 1]:
        mixed, size = 0.0, bend[0, 0] * bend[1, 1]
    step[0] = (mixed * slope[1] - bend[1, 1] * slope[0]) / size
    step[1] = (mixed * slope[0] - bend[0, 0] * slope[1]) / size
    share = min(1.0, LONGEST / max(abs(step[0]), abs(step[1]), 1e-300))
    return share * step, -dot(slope, step)


@compiled
def toward(ratios: Numbers, step: Numbers, share: float) -> Numbers:
    """Return the point that lies this share of a step away."""
    found = np.empty(2)
    for i in range(2):
        found[i] = ratios[i] * np.exp(share * step[i])
    return found


@compiled
def zero_to_try(profile: Profile) -> int:
    """Return which small ratio may be better as 0; -1 for none."""
    for i in range(2):
        if 0 < profile.ratios[i] < SMALL and profile.slopes.gradient[i] > 0:
            return i
    return -1


@compiled
def zero_to_leave(profile: Profile, factors: int) -> int:
    """Return which ratio of 0 would be better above it; -1 for none."""
    for i in range(factors):
        if profile.ratios[i] == 0 and profile.slopes.gradient[i] < 0:
            return i
    return -1


@compiled
def proposal(state: State, factors: int) -> Numbers:
    """Return the point to try next: a ratio of 0, a Newton step or a share of it; the point itself when at rest."""
    tried = state.profile.ratios.copy()
    zero = zero_to_try(state.profile) if state.may_fall else -1
    if zero >= 0:
        tried[zero] = 0.0
        return tried
    step, gain = newton_step(state.profile)
    if gain > ENOUGH:
        return toward(state.profile.ratios, step, state.share)
    above = zero_to_leave(state.profile, factors)
    if above >= 0:
        tried[above] = state.share * SMALL / 100
    return tried


@compiled
def is_better(there: Profile, now: Profile) -> bool:
    """Return whether a point may be moved to: no higher, and no ratio set to 0 that wants to rise again."""
    for i in range(2):
        if there.ratios[i] == 0 and now.ratios[i] > 0 and there.slopes.gradient[i] < 0:
            return False
    return there.criterion <= now.criterion + ROUNDING


@compiled
def is_same(one: Numbers, other: Numbers) -> bool:
    """Return whether two points are one."""
    return bool(one[0] == other[0]) and bool(one[1] == other[1])


@compiled
def moved(state: State, there: Profile) -> State:
    """Return where to go on: from the new point if it is better, else from the old one with more care."""
    if is_better(there, state.profile):
        return State(there, share=1.0, may_fall=True)
    if state.may_fall:
        return State(state.profile, state.share, may_fall=False)
    return State(state.profile, state.share / 2, may_fall=False)


@compiled
def optimum(task: Task) -> tuple[Profile, bool]:
    """Return the response at its best ratios, and whether the steps came to rest."""
    start = np.array([START[0], START[1] if task.factors > 1 else 0.0])
    state = State(profile_at(task, start), share=1.0, may_fall=True)
    for _ in range(STEPS):
        tried = proposal(state, task.factors)
        if is_same(tried, state.profile.ratios):
            return state.profile, True
        state = moved(state, profile_at(task, tried))
        if state.share < SHORTEST:
            return state.profile, newton_step(state.profile)[1] < NEARLY
        if state.profile.ratios.max() > LARGEST:
            return state.profile, False
    return state.profile, False
