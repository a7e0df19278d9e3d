"""What it would be worth to know some parameters for sure, or to know them better, at every threshold at once.

Sources: Strong M, Oakley JE, Brennan A. Med Decis Making 2014;34:311-326 (partial perfect information by regression);
Jalal H, Alarid-Escudero F. Med Decis Making 2018;38:174-188 (sample information).
"""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.decision.envelope import decide
from newel.statistics.decision.splines import Basis, Smooth, basis, smooth

_ENOUGH = 2_000


@dataclass(frozen=True)
class PartialInformation:
    """Expected value of knowing a group of parameters, per decision, at K thresholds."""

    thresholds: Numbers
    value: Numbers
    standard_error: Numbers
    """Monte Carlo error of `value` from the number of draws."""
    effect_fits: tuple[Smooth, ...]
    """Regressions of the D - 1 increments in effect; `cost_fits` are those in cost."""
    cost_fits: tuple[Smooth, ...]
    notes: tuple[str, ...] = ()


def partial_information(
    costs: Numbers, effects: Numbers, thresholds: Numbers, *, parameters: Numbers, comparator: int = 0
) -> PartialInformation:
    """Return what it is worth to know `parameters` (n, q) for sure, q being one or a few.

    Increments against the comparator, an option, are regressed on the parameters, effects and costs apart, so that one
    set of regressions serves all thresholds. The result depends neither on units nor on the order of the options, but
    on which of more than two is the comparator: little with thousands of draws, and with hundreds more than
    `standard_error` says, since a smoothed difference is not a difference of smooths. Raises ValueError
    for a parameter with too few different values.
    """
    of = basis(parameters)
    effect_fits, cost_fits = (_increments(of, values, comparator) for values in (effects, costs))
    fitted_effects, fitted_costs = (_curves(of.columns, fits) for fits in (effect_fits, cost_fits))
    decision = decide(fitted_costs, fitted_effects, thresholds)
    doubt = any(fit.doubtful for fit in (*effect_fits, *cost_fits))
    note = "Two amounts of smoothing fit about as well: with more draws the value may change."
    return PartialInformation(
        thresholds,
        decision.perfect_information,
        _monte_carlo_error(fitted_costs, fitted_effects, thresholds),
        effect_fits,
        cost_fits,
        (note,) if doubt else (),
    )


@dataclass(frozen=True)
class NewStudy:
    """A study that would teach something of one parameter (n,): the sizes it may have, and the prior's.

    Both count the same thing, be it people or sites: only their ratio matters.
    """

    parameter: Numbers
    sizes: Numbers
    prior_size: float


def sample_information(
    costs: Numbers, effects: Numbers, thresholds: Numbers, *, study: NewStudy, comparator: int = 0
) -> Numbers:
    """Return what a study of each size would be worth, shape (sizes, K).

    What is expected of each option after the study is its regression on the parameter, drawn towards its mean by
    sqrt(size / (size + prior_size)). That is exact where the parameter is normal and the regression straight. Where
    it bends, the worth is told too high, but for any draws it is 0 at size 0, rises with size, and stays below what
    `partial_information` says of the parameter.
    """
    of = basis(study.parameter[:, None])
    curves = [_curves(of.columns, _increments(of, values, comparator)) for values in (costs, effects)]
    values = []
    for size in study.sizes:
        share = np.sqrt(size / (size + study.prior_size))
        after_costs, after_effects = (share * curve + (1 - share) * curve.mean(axis=0) for curve in curves)
        values.append(decide(after_costs, after_effects, thresholds).perfect_information)
    return np.array(values)


def _increments(of: Basis, values: Numbers, comparator: int) -> tuple[Smooth, ...]:
    others = (option for option in range(values.shape[1]) if option != comparator)
    return tuple(smooth(of, values[:, option] - values[:, comparator]) for option in others)


def _curves(columns: Numbers, fits: tuple[Smooth, ...]) -> Numbers:
    """Return the fitted increments, after those of the comparator, which are 0."""
    coefficients = np.column_stack([np.zeros(columns.shape[1]), *(fit.coefficients for fit in fits)])
    return np.asarray(columns @ coefficients)


def _monte_carlo_error(costs: Numbers, effects: Numbers, thresholds: Numbers) -> Numbers:
    """Return the error of the mean gain over the option that is best on average, threshold by threshold.

    The spread of the gain is taken from two thousand draws at most: an error needs no more digits than that gives.
    """
    best = (thresholds[:, None] * effects.mean(axis=0) - costs.mean(axis=0)).argmax(axis=1)
    some = slice(None, None, max(len(costs) // _ENOUGH, 1))
    some_costs, some_effects = (np.asfortranarray(values[some]) for values in (costs, effects))
    errors = np.empty(len(thresholds))
    for place, (threshold, option) in enumerate(zip(thresholds, best, strict=True)):
        benefit = threshold * some_effects - some_costs
        errors[place] = (benefit.max(axis=1) - benefit[:, option]).std()
    return np.asarray(errors / np.sqrt(len(costs)))
