"""Options in order of cost: which are dominated, and what each step up costs per unit of effect.

Source: NICE. Health technology evaluations: the manual (PMG36), full incremental analysis; Cantor SB. Med Decis Making
1994;14:259-265 (extended dominance).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from newel.statistics.arrays import Numbers

Status = Literal["compared", "dominated", "extendedly dominated"]


@dataclass(frozen=True)
class Step:
    """One option of the table. Increments are against the option of the step before that is not dominated."""

    option: int
    cost: float
    effect: float
    status: Status
    extra_cost: float | None = None
    extra_effect: float | None = None
    ratio: float | None = None
    """Extra cost per extra unit of effect, the ICER."""
    by: tuple[int, ...] = ()
    """The options that dominate it: one, or the two between which a mixture does."""


def incremental(costs: Numbers, effects: Numbers) -> tuple[Step, ...]:
    """Return the compared options from the cheapest up, then those extendedly dominated, then those dominated.

    `costs` and `effects` are means, shape (D,). Of options that are alike in both, the first is compared and the others
    are dominated by it.
    """
    order = np.lexsort((np.arange(len(costs)), -effects, costs))
    kept, dominated = _undominated(order, effects)
    kept, extended = _convex(kept, costs, effects)
    steps = [_step(kept[:place], kept[place], costs=costs, effects=effects) for place in range(len(kept))]
    outs: tuple[tuple[Status, list[tuple[int, tuple[int, ...]]]], ...] = (
        ("extendedly dominated", extended),
        ("dominated", dominated),
    )
    for status, out in outs:
        steps += [
            Step(option, float(costs[option]), float(effects[option]), status, by=by) for option, by in sorted(out)
        ]
    return tuple(steps)


def _undominated(
    order: "np.typing.NDArray[np.int64]", effects: Numbers
) -> tuple[list[int], list[tuple[int, tuple[int, ...]]]]:
    kept: list[int] = []
    dominated: list[tuple[int, tuple[int, ...]]] = []
    for option in map(int, order):
        if kept and effects[option] <= effects[kept[-1]]:
            dominated.append((option, (kept[-1],)))
        else:
            kept.append(option)
    return kept, dominated


def _convex(kept: list[int], costs: Numbers, effects: Numbers) -> tuple[list[int], list[tuple[int, tuple[int, ...]]]]:
    """Leave out what a mixture of its neighbours does better: until the ratios rise."""

    def ratio(low: int, high: int) -> float:
        return float((costs[high] - costs[low]) / (effects[high] - effects[low]))

    hull: list[int] = []
    out: list[tuple[int, tuple[int, ...]]] = []
    for option in kept:
        while len(hull) >= 2 and ratio(hull[-1], option) <= ratio(hull[-2], hull[-1]):
            out.append((hull[-1], (hull[-2], option)))
            hull.pop()
        hull.append(option)
    return hull, out


def _step(before: list[int], option: int, *, costs: Numbers, effects: Numbers) -> Step:
    cost, effect = float(costs[option]), float(effects[option])
    if not before:
        return Step(option, cost, effect, "compared")
    extra_cost, extra_effect = cost - float(costs[before[-1]]), effect - float(effects[before[-1]])
    return Step(option, cost, effect, "compared", extra_cost, extra_effect, extra_cost / extra_effect)
