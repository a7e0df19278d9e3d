"""Which option is best at every threshold, in every draw: acceptability, frontier, expected loss, perfect information.

A draw of D options is D straight lines in the threshold. Which is best where is their upper envelope, which changes at
most D - 1 times: so nothing loops over thresholds, and memory does not grow with them.
"""

from dataclasses import dataclass

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers

Pair = tuple[float, float, float, float, float]
"""Cost and effect of one option, cost and effect of another, and a positive number where the other wins ties."""


@dataclass(frozen=True)
class Decision:
    """K thresholds and D options. A threshold is what a unit of effect is worth, in the currency of the costs."""

    thresholds: Numbers
    acceptability: Numbers
    """Share of draws in which each option is best, shape (K, D); rows add up to 1. Ties go to the first option."""
    net_benefit: Numbers
    """Mean net benefit of each option, shape (K, D)."""
    best: Levels
    """Option with the highest mean net benefit, shape (K,)."""
    perfect_information: Numbers
    """Expected value of perfect information per decision, shape (K,)."""
    expected_loss: Numbers
    """What choosing each option loses on average against knowing the truth, shape (K, D)."""

    @property
    def frontier(self) -> Numbers:
        """Share of draws in which the option with the highest mean net benefit is best, shape (K,)."""
        return np.asarray(self.acceptability[np.arange(len(self.best)), self.best])


def decide(costs: Numbers, effects: Numbers, thresholds: Numbers) -> Decision:
    """Compare options over draws, at all thresholds at once. `costs` and `effects` have the shape (n, D).

    Sources: Fenwick E, Claxton K, Sculpher M. Health Econ 2001;10:779-787 (frontier); Raiffa H, Schlaifer R. Applied
    statistical decision theory. 1961 (information). Raises ValueError for shapes that differ, values that are not
    finite, and thresholds that do not rise.
    """
    _check(costs, effects, thresholds)
    draws = len(costs)
    counts, slopes, intercepts = _swept(
        np.ascontiguousarray(costs), np.ascontiguousarray(effects), np.ascontiguousarray(thresholds)
    )
    slope, intercept = np.cumsum(slopes) / draws, np.cumsum(intercepts) / draws
    of_best = thresholds * slope + intercept
    net_benefit = thresholds[:, None] * effects.mean(axis=0) - costs.mean(axis=0)
    best = net_benefit.argmax(axis=1)
    loss = np.maximum(of_best[:, None] - net_benefit, 0.0)
    return Decision(
        thresholds,
        np.cumsum(counts, axis=0) / draws,
        net_benefit,
        best,
        loss[np.arange(len(best)), best],
        loss,
    )


def switch_points(costs: Numbers, effects: Numbers) -> list[tuple[float, int]]:
    """Return where the best option on average changes: (threshold from which, option), from threshold 0.

    `costs` and `effects` are means, shape (D,).
    """
    current = int(np.lexsort((np.arange(len(costs)), -effects, costs))[0])
    found = [(0.0, current)]
    while True:
        steeper = np.flatnonzero(effects > effects[current])
        if not len(steeper):
            return found
        crossings = (costs[steeper] - costs[current]) / (effects[steeper] - effects[current])
        first = crossings.min()
        tied = steeper[crossings == first]
        current = int(tied[effects[tied].argmax()])
        found.append((float(max(first, 0.0)), current))


def _check(costs: Numbers, effects: Numbers, thresholds: Numbers) -> None:
    if costs.shape != effects.shape or costs.ndim != 2 or not costs.size:
        raise ValueError(f"Costs are {costs.shape} and effects {effects.shape}: both need draws by options.")
    for name, values in (("cost", costs), ("effect", effects)):
        bad = np.argwhere(~np.isfinite(values))
        if len(bad):
            raise ValueError(f"The {name} of option {bad[0][1] + 1} in draw {bad[0][0] + 1} is not a number.")
    if not len(thresholds) or np.any(np.diff(thresholds) <= 0):
        raise ValueError("The thresholds must rise, and there must be one at least.")


@compiled
def _swept(costs: Numbers, effects: Numbers, thresholds: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return what changes at each threshold: how many draws each option gains, and the slope and level of the best."""
    draws, options = costs.shape
    counts = np.zeros((len(thresholds), options))
    slopes, intercepts = np.zeros(len(thresholds)), np.zeros(len(thresholds))
    for draw in range(draws):
        cost, effect = costs[draw], effects[draw]
        at, current = 0, _best_at(cost, effect, thresholds[0])
        counts[0, current] += 1
        slopes[0] += effect[current]
        intercepts[0] -= cost[current]
        while True:
            following = _next_on_envelope(cost, effect, current)
            if following < 0:
                break
            pair = (cost[current], effect[current], cost[following], effect[following], float(current - following))
            at = _from_where(thresholds, at, pair)
            if at >= len(thresholds):
                break
            counts[at, current] -= 1
            counts[at, following] += 1
            slopes[at] += effect[following] - effect[current]
            intercepts[at] -= cost[following] - cost[current]
            current = following
    return counts, slopes, intercepts


@compiled
def _best_at(cost: Numbers, effect: Numbers, threshold: float) -> int:
    best = 0
    for option in range(1, len(cost)):
        if threshold * effect[option] - cost[option] > threshold * effect[best] - cost[best]:
            best = option
    return best


@compiled
def _next_on_envelope(cost: Numbers, effect: Numbers, current: int) -> int:
    """Return the option whose line crosses that of the current one first, or -1; the steepest of those that tie."""
    found, crossing = -1, np.inf
    for option in range(len(cost)):
        gain = effect[option] - effect[current]
        if gain > 0:
            there = (cost[option] - cost[current]) / gain
            if there < crossing or (there == crossing and effect[option] > effect[found]):
                found, crossing = option, there
    return found


@compiled
def _from_where(thresholds: Numbers, start: int, pair: Pair) -> int:
    """Return the first threshold from `start` on at which the second of a pair is best, as a comparison there says.

    """
    crossing = (pair[2] - pair[0]) / (pair[3] - pair[1])
    at = max(int(np.searchsorted(thresholds, crossing)), start)
    # Rounding can put a crossing on the wrong side of a threshold: the comparison at the threshold itself decides.
    while at > start and _beats(thresholds[at - 1], pair):
        at -= 1
    while at < len(thresholds) and not _beats(thresholds[at], pair):
        at += 1
    return at


@compiled
def _beats(threshold: float, pair: Pair) -> bool:
    before, after = threshold * pair[1] - pair[0], threshold * pair[3] - pair[2]
    return bool(after > before or (after == before and pair[4] > 0))
