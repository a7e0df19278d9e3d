"""Intervals of the joint model hold the truth as often as they say, with few sites that change unlike each other."""

import numpy as np
import pytest
from scipy import stats

from newel.statistics.costs_and_effects import fit_costs_and_effects

STUDIES, SITES, WAVES = 100, 18, 3


def _covered(seed: int, *, unlike: float) -> "np.ndarray":
    """Return whether a cost, an effect and a net benefit of a study in which nothing changed have 0 in their interval.

    Costs are skewed and go with effects; `unlike` is the variance of sites' own moves beside that of people.
    """
    rng = np.random.default_rng(seed)
    sizes = np.maximum(rng.poisson(11, SITES * WAVES), 1)
    cells = np.repeat(np.arange(SITES * WAVES), sizes)
    moves = np.sqrt(unlike) * rng.normal(size=(SITES * WAVES, 2)) @ np.array([[1.0, 0.3], [0.0, 0.95]])
    cost = rng.gamma(1.0, 1.0, len(cells)) - 1
    people = np.column_stack([cost, 0.4 * cost + 0.9 * rng.normal(size=len(cells))])
    outcomes = rng.normal(size=(SITES, 2))[cells // WAVES] + moves[cells] + people
    of_sites = [(cells // WAVES == site) for site in range(1, SITES)]
    of_waves = [(cells % WAVES == wave) for wave in range(1, WAVES)]
    covariates = np.column_stack([np.ones(len(cells)), *of_waves, *of_sites]).astype(float)
    weights = np.zeros((3, covariates.shape[1], 2))
    weights[0, 1, 0], weights[1, 1, 1], weights[2, 1] = 1.0, 1.0, (-1.0, 2.0)

    fit = fit_costs_and_effects(outcomes, covariates, cells)
    found = fit.inference(weights, freedom=SITES * WAVES - SITES - (WAVES - 1))
    return np.abs(found.estimate) <= found.margin


@pytest.mark.parametrize("unlike", [0.0, 0.05])
def test_nineteen_in_twenty_intervals_hold_the_truth(unlike: float) -> None:
    covered = np.array([_covered(seed, unlike=unlike) for seed in range(STUDIES)]).sum(axis=0)

    # What chance leaves of 95 in a hundred, once in a thousand; a variance of nothing makes intervals a little wide.
    low, high = stats.binom.ppf([0.0005, 0.9995], STUDIES, 0.95)
    assert (covered >= low).all()
    assert (covered <= min(high + 0.02 * STUDIES, STUDIES)).all()
