"""One step's draw of the thresholds between categories, together with the latent normals that they hold.

Source: Cowles MK. Statistics and Computing 1996;6:101-111. The lowest and the highest threshold stay where the observed
shares put them and so set the latent variable's place and unit; those between are drawn.
"""

import math

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation._cells import conditional_mean
from newel.statistics.imputation._normal import between, probability


@compiled
def draw_thresholds(
    at: tuple[Levels, int], rows: tuple[Numbers, Numbers], now: tuple[Numbers, Numbers, Numbers, Numbers]
) -> None:
    """Propose new inner thresholds of one column and take them or leave them; its latent values go with them.

    `at` is the table of categories and the column; `rows` as in `draw_held`; `now` holds the precision, the thresholds
    (rewritten), the pace (counted up) and the uniforms.
    """
    category, column = at
    precision, thresholds, pace, chance = now
    own = thresholds[column]
    proposed, gain = _propose(own, pace[0, column], chance)
    places = np.empty(len(category))
    for i in range(len(category)):
        places[i] = rows[0][i, column] + conditional_mean(precision[column], column, rows[1][i])
    spread = 1.0 / math.sqrt(precision[column, column])
    gain += _support(category[:, column], (places, spread), proposed)
    gain -= _support(category[:, column], (places, spread), own)
    if math.log(chance[-1]) < gain:
        for i in range(len(category)):
            if category[i, column] >= 0:
                value = rows[0][i, column] + rows[1][i, column]
                limits = (own, proposed, category[i, column])
                moved = _carried((value - places[i]) / spread, (places[i], spread), limits)
                rows[1][i, column] = places[i] + spread * moved - rows[0][i, column]
        own[:] = proposed
        pace[1, column] += 1.0


@compiled
def _propose(now: Numbers, pace: float, chance: Numbers) -> tuple[Numbers, float]:
    """Move each inner threshold between its neighbours; return what that adds to the log of the acceptance ratio."""
    last = len(now) - 1
    while last > 0 and math.isinf(now[last - 1]):
        last -= 1
    proposed = now.copy()
    gain = 0.0
    for t in range(2, last - 1):
        low, high = (proposed[t - 1] - now[t]) / pace, (now[t + 1] - now[t]) / pace
        proposed[t] = now[t] + pace * between(low, high, chance[t - 2])
        gain += math.log(probability(high) - probability(low))
    for t in range(2, last - 1):
        low, high = (now[t - 1] - proposed[t]) / pace, (proposed[t + 1] - proposed[t]) / pace
        gain -= math.log(probability(high) - probability(low))
    return proposed, gain


@compiled
def _support(category: Levels, places: tuple[Numbers, float], thresholds: Numbers) -> float:
    """Log-likelihood of the observed categories under some thresholds."""
    total = 0.0
    for i in range(len(category)):
        if category[i] >= 0:
            low = (thresholds[category[i]] - places[0][i]) / places[1]
            high = (thresholds[category[i] + 1] - places[0][i]) / places[1]
            share = probability(high) - probability(low) if low < 0 else probability(-low) - probability(-high)
            total += math.log(max(share, 1e-300))
    return total


@compiled
def _carried(value: float, place: tuple[float, float], limits: tuple[Numbers, Numbers, int]) -> float:
    """Carry a standardised latent value to the same share of the way between its new thresholds."""
    now, proposed, category = limits
    start = probability((now[category] - place[0]) / place[1])
    end = probability((now[category + 1] - place[0]) / place[1])
    share = (probability(value) - start) / max(end - start, 1e-300)
    low, high = (proposed[category] - place[0]) / place[1], (proposed[category + 1] - place[0]) / place[1]
    return between(low, high, min(max(share, 1e-12), 1.0 - 1e-12))
