"""Who answers in several waves counts anew in each, and the joint model's intervals bear it: by simulation."""

import numpy as np
import pytest
from scipy import stats

from newel.statistics.costs_and_effects import fit_costs_and_effects

STUDIES, SITES, WAVES, EACH = 120, 18, 3, 12
OWN = 0.5
"""Share of the variance within a site and wave that is a person's own."""


def _waves(rng: np.random.Generator) -> list[np.ndarray]:
    """Return costs and outcomes of one site's people, wave by wave: half of them answer the next wave again."""
    lasting, found = rng.normal(size=(EACH, 2)), []
    for _ in range(WAVES):
        now = np.sqrt(OWN) * lasting + np.sqrt(1 - OWN) * rng.normal(size=(EACH, 2))
        cost = np.exp(0.8 * (0.97 * now[:, 0] - 0.25 * now[:, 1]))  # skewed, and less where the outcome is better
        found.append(np.column_stack([cost, now[:, 1]]))
        lasting = np.vstack([lasting[rng.permutation(EACH)[: EACH // 2]], rng.normal(size=(EACH - EACH // 2, 2))])
    return found


def _studied(seed: int, *, unlike: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the changes to either later wave, in cost and outcome, of a study in which nothing changed."""
    rng, cells = np.random.default_rng(seed), np.repeat(np.arange(SITES * WAVES), EACH)
    people = np.vstack([wave for _ in range(SITES) for wave in _waves(rng)])
    outcomes = people + rng.normal(size=(SITES, 2))[cells // WAVES]
    outcomes += unlike * rng.normal(size=(SITES * WAVES, 2))[cells]
    of_sites = [(cells // WAVES == site) for site in range(1, SITES)]
    of_waves = [(cells % WAVES == wave) for wave in range(1, WAVES)]
    covariates = np.column_stack([np.ones(len(cells)), *of_waves, *of_sites]).astype(float)
    weights = np.zeros((4, covariates.shape[1], 2))
    for row, (wave, outcome) in enumerate(((1, 0), (2, 0), (1, 1), (2, 1))):
        weights[row, wave, outcome] = 1.0

    fit = fit_costs_and_effects(outcomes, covariates, cells)
    found = fit.inference(weights, freedom=SITES * WAVES - SITES - (WAVES - 1))
    return found.estimate, found.standard_error, found.margin


@pytest.mark.parametrize("unlike", [0.0, 0.3])
def test_intervals_hold_the_truth_as_often_as_they_say_where_half_answer_again(unlike: float) -> None:
    found = [_studied(seed, unlike=unlike) for seed in range(STUDIES)]
    estimates, errors, margins = (np.array(each) for each in zip(*found, strict=True))

    covered = (np.abs(estimates) <= margins).sum(axis=0)
    assert (covered >= stats.binom.ppf(0.0005, STUDIES, 0.95)).all()
    # Chance leaves a standard deviation of 120 studies to 20 %, and a variance of nothing adds a sixth.
    ratio = np.sqrt((errors**2).mean(axis=0)) / estimates.std(axis=0, ddof=1)
    assert (ratio > 0.8).all()
    assert (ratio < 1.4).all()
