"""Adjusted means and the differences between them, for any fit that can judge a contrast.

A row of the reference grid is a design row: what the model expects at one level, averaged over the others.
Sources: Searle SR, Speed FM, Milliken GA. Am Stat 1980;34:216-221; Hothorn T et al. Biom J 2008;50:346-363 (mvt).
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import fdtrc, gammaincc
from scipy.stats import norm, qmc, studentized_range

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference

Judge = Callable[[Numbers], Inference]
"""From contrasts, (m, p), to what is known of them: `partial(kenward_roger, fit)`, say."""
POINTS = 14
"""Base-2 logarithm of the points on the sphere for `mvt`: three digits and more."""


@dataclass(frozen=True)
class Comparisons:
    """Differences of means, one entry a pair."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    inference: Inference
    """Of each difference by itself."""
    p: Numbers
    """Adjusted for there being several pairs."""
    adjustment: str


def adjusted_means(grid: Numbers, judge: Judge, *, levels: tuple[int, ...] | None = None) -> Inference:
    """Return the mean of each row of the grid, (m, p); with `levels`, rows of one level are averaged first."""
    return judge(grid if levels is None else averaged(grid, levels))


def averaged(grid: Numbers, levels: tuple[int, ...]) -> Numbers:
    """Return the mean row of each level, in the order of the level numbers. Every row of a level counts alike."""
    labels = np.asarray(levels)
    if len(labels) != len(grid):
        raise ValueError(f"The grid has {len(grid)} rows and {len(labels)} levels were named.")
    return np.array([grid[labels == level].mean(axis=0) for level in np.unique(labels)])


def pairwise(
    means: Numbers, judge: Judge, *, adjustment: str = "tukey", covariance: Numbers | None = None, seed: int = 1
) -> Comparisons:
    """Return all differences between rows of `means`, (m, p), first less second.

    adjustment: "none", "tukey", "holm", "bonferroni", or "mvt", which needs the covariance of the coefficients (p, p)
    and is a quasi-Monte Carlo sum with a seed. Raises ValueError for another word.
    """
    pairs = list(combinations(range(len(means)), 2))
    if not pairs:
        raise ValueError("There is one mean only, so nothing to compare it with.")
    contrasts = np.array([means[one] - means[two] for one, two in pairs])
    judged = judge(contrasts)
    p = _adjusted(judged, adjustment, contrasts=contrasts, groups=len(means), extra=(covariance, seed))
    return Comparisons(tuple(one for one, _ in pairs), tuple(two for _, two in pairs), judged, p, adjustment)


def _adjusted(
    judged: Inference, adjustment: str, *, contrasts: Numbers, groups: int, extra: tuple[Numbers | None, int]
) -> Numbers:
    if adjustment == "none":
        return judged.p
    if adjustment == "tukey":
        return tukey(judged, groups)
    if adjustment in {"holm", "bonferroni"}:
        return _stepped(judged.p, down=adjustment == "holm")
    covariance, seed = extra
    if adjustment != "mvt":
        raise ValueError(f'The adjustment "{adjustment}" is not known. Use none, tukey, holm, bonferroni or mvt.')
    if covariance is None:
        raise ValueError("The adjustment mvt needs the covariance of the coefficients.")
    return single_step(judged, contrasts @ covariance @ contrasts.T, seed=seed)


def tukey(judged: Inference, groups: int) -> Numbers:
    """Return p values by the studentized range of this many means."""
    freedom = np.where(judged.freedom > 1e5, np.inf, judged.freedom)
    found = studentized_range.sf(np.sqrt(2) * np.abs(judged.statistic), groups, freedom)
    return np.asarray(np.clip(found, 0, 1), dtype=np.float64)


def single_step(judged: Inference, covariance: Numbers, *, seed: int) -> Numbers:
    """Return the probability that the largest of all |t| is beyond each: the multivariate t.

    The direction of the contrasts' errors is uniform on a sphere once they are made independent; along each direction
    the tail is that of an F variate. So only directions are sampled, by a scrambled Sobol sequence.
    """
    size = np.sqrt(np.diag(covariance))
    values, vectors = np.linalg.eigh(covariance / np.outer(size, size))
    kept = values > 1e-9 * values.max()
    loadings = vectors[:, kept] * np.sqrt(values[kept])
    rank = loadings.shape[1]
    points = norm.ppf(np.clip(qmc.Sobol(rank, rng=seed).random_base2(POINTS), 1e-12, 1 - 1e-12))
    longest = np.abs(points @ loadings.T).max(axis=1) / np.linalg.norm(points, axis=1)
    squares = (judged.statistic[:, None] / longest[None, :]) ** 2
    freedom = np.broadcast_to(judged.freedom[:, None], squares.shape)
    finite = np.where(np.isfinite(freedom), freedom, 1.0)
    tails = np.where(np.isfinite(freedom), fdtrc(rank, finite, squares / rank), gammaincc(rank / 2, squares / 2))
    return np.asarray(tails.mean(axis=1))


def _stepped(p: Numbers, *, down: bool) -> Numbers:
    """Return Bonferroni's p values, or Holm's."""
    count = len(p)
    if not down:
        return np.minimum(count * p, 1)
    order = np.argsort(p, kind="stable")
    stepped = np.minimum(np.maximum.accumulate(p[order] * np.arange(count, 0, -1)), 1)
    found = np.empty(count)
    found[order] = stepped
    return found
