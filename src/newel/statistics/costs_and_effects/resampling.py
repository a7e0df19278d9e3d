"""The two-stage bootstrap: sites are drawn, then people. A sensitivity analysis; with few sites models do better.

Source: Davison AC, Hinkley DV. Bootstrap methods and their application. 1997, section 3.8; Gomes M, Ng ES, Grieve R,
Nixon R, Carpenter J, Thompson SG. Med Decis Making 2012;32:350-361.
"""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Levels, Numbers


@dataclass(frozen=True)
class Arm:
    """One arm made ready: means of its sites drawn towards each other, and people's distances from their site."""

    site_means: Numbers
    """Shape (M, q)."""
    distances: Numbers
    """Shape (N, q); costs and effects of a person stay together."""
    sizes: Numbers
    shrinkage: Numbers
    """How far the means are drawn to their mean, shape (q,): 0 not at all, 1 altogether."""
    effective_size: float


def ready(outcomes: Numbers, sites: Levels) -> Arm:
    """Make an arm of outcomes (N, q) ready. Raises ValueError for an arm of one site, or of one person a site."""
    sizes = np.bincount(sites).astype(np.float64)
    count, people = len(sizes), sizes.sum()
    if count < 2 or sizes.max() < 2:
        raise ValueError("A two-stage bootstrap needs two sites at least, and more than one person in a site.")
    effective = (people - (sizes**2).sum() / people) / (count - 1)
    means = np.stack([np.bincount(sites, weights=column) / sizes for column in outcomes.T], axis=1)
    apart = outcomes - means[sites]
    between = ((means - means.mean(axis=0)) ** 2).sum(axis=0)
    whole = effective * (effective - 1) * between
    ratio = np.divide((apart**2).sum(axis=0), whole, out=np.full(len(whole), np.inf), where=whole > 0)
    shrinkage = 1 - np.sqrt(np.maximum(count / (count - 1) - ratio, 0.0))
    drawn = shrinkage * means.mean(axis=0) + (1 - shrinkage) * means
    return Arm(drawn, apart / np.sqrt(1 - 1 / effective), sizes, shrinkage, float(effective))


def two_stage(arms: tuple[Arm, Arm], *, draws: int, generator: np.random.Generator, paired: bool = False) -> Numbers:
    """Return draws of the difference of the second arm from the first, shape (draws, q).

    `paired` draws the sites once for both arms, as where every site is in both, before and after it started: drawing by
    arm would lose that each site is its own comparison.
    """
    found = np.empty((draws, arms[0].site_means.shape[1]))
    for draw in range(draws):
        chosen = [generator.integers(len(arm.sizes), size=len(arm.sizes)) for arm in arms]
        if paired:
            chosen[1] = chosen[0]
        first, second = (_mean(arm, sites, generator) for arm, sites in zip(arms, chosen, strict=True))
        found[draw] = second - first
    return found


def _mean(arm: Arm, sites: Levels, generator: np.random.Generator) -> Numbers:
    people = int(arm.sizes[sites].sum())
    of_sites = arm.sizes[sites] @ arm.site_means[sites] / people
    return np.asarray(of_sites + arm.distances[generator.integers(len(arm.distances), size=people)].mean(axis=0))
