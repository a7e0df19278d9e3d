"""Did the sites that started when they did fare better than if the start dates had been dealt otherwise?

Where the order of the roll-out was drawn by lot, this test needs no model at all. Sources: Fisher RA. The Design of
Experiments. 1935; Ji X, Fink G, Robyn PJ, Small DS. Ann Appl Stat 2017;11:1-20 (stepped wedges).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from math import factorial, prod

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters._rows import orthonormal

LEVEL = 0.05
TIE = 1e-10
BATCH = 512

Statistic = Callable[[Numbers], Numbers]
"""From start dates, (draws, sites), to (draws,) values, or to (draws, 2): also what a unit effect as seen would add."""


@dataclass(frozen=True)
class Lottery:
    """How the start dates could have been dealt."""

    strata: Levels | None = None
    """Stratum of each site: dates are dealt within site types only. None: among all sites."""
    largest: int = 20_000
    """Up to so many different deals all are tried; beyond, `draws` are drawn by `generator`."""
    draws: int = 9_999
    generator: np.random.Generator | None = None


@dataclass(frozen=True)
class RandomisationTest:
    """The statistic as seen, among those of other deals."""

    statistic: float
    p: float
    """Two-sided: the share of deals, the real one included, at least as far from 0."""
    low: float
    """Effects not rejected at 5 %, where the statistic tells what a unit effect adds; else nan."""
    high: float
    deals: int
    exact: bool
    notes: tuple[str, ...] = ()


def randomisation_test(statistic: Statistic, starts: Numbers, *, lottery: Lottery | None = None) -> RandomisationTest:
    """Compare the statistic of the real start dates, (sites,), with that of every other deal of the same dates.

    Raises ValueError where the deals are too many to try all and no generator is given.
    """
    lottery = lottery or Lottery()
    starts = np.asarray(starts, dtype=np.float64)
    if np.isnan(starts).any():
        raise ValueError("A start date is missing. A site that never starts has infinity for a date.")
    groups = _groups(lottery.strata, len(starts))
    count = prod(_deals_within(starts[group]) for group in groups)
    exact = count <= lottery.largest
    deals = every_deal(starts, groups) if exact else _drawn(starts, groups, lottery=lottery)
    found = np.concatenate([_two(statistic(deals[at : at + BATCH])) for at in range(0, len(deals), BATCH)])
    real = _two(statistic(starts[None, :]))[0]
    if not np.isfinite(real[0]):
        raise ValueError("The statistic of the real start dates is not a number.")
    found = found[np.isfinite(found[:, 0])]
    p = _share(found, real, effect=0.0)
    low, high = (_edge(found, real, side=side) for side in (-1, 1))
    return RandomisationTest(float(real[0]), p, low, high, len(deals), exact, _words(len(deals)))


def within_effect(
    response: Numbers, sites: Levels, periods: Levels, *, adjust: Numbers | None = None, start_site: Numbers
) -> Statistic:
    """Return the statistic of a regression with site and period effects: the coefficient of having started.

    response (n,), sites (n,), periods (n,) numbers; a site has started from the period of its date on. `adjust` (n, m)
    holds further columns. `start_site` (sites,) holds the real dates, which tell what a unit effect adds.
    """
    basis = orthonormal(_without_effect(sites, periods, adjust)).columns
    left = response - basis @ (basis.T @ response)
    cells, place = np.unique(np.stack([sites, periods]), axis=1, return_inverse=True)
    # Who has started is the same for all rows of a site and period, so sums over those are enough.
    sums = np.zeros((cells.shape[1], basis.shape[1] + 2))
    np.add.at(sums, place.reshape(-1), np.column_stack([np.ones(len(left)), left, basis]))
    count, outcome, across = sums[:, 0], sums[:, 1], sums[:, 2:]

    def started(dates: Numbers) -> Numbers:
        return np.asarray(cells[1] >= dates[:, cells[0].astype(np.int64)], dtype=np.float64)

    seen = started(np.asarray(start_site, dtype=np.float64)[None, :])[0]

    def statistic(dates: Numbers) -> Numbers:
        dose = started(dates)
        shared = dose @ across
        own = dose @ count - (shared**2).sum(axis=1)
        added = dose @ (count * seen) - shared @ (seen @ across)
        own[own <= 1e-9 * len(left)] = np.nan  # who has started does not differ from site and period
        return np.asarray(np.column_stack([dose @ outcome, added]) / own[:, None])

    return statistic


def every_deal(starts: Numbers, groups: tuple[Levels, ...]) -> Numbers:
    """Return every different way to deal the dates within groups, shape (deals, sites)."""
    choices = [list(_arrangements(np.sort(starts[group]))) for group in groups]
    deals = np.empty((prod(len(choice) for choice in choices), len(starts)))
    for row, parts in enumerate(product(*choices)):
        for group, part in zip(groups, parts, strict=True):
            deals[row, group] = part
    return deals


def _arrangements(ordered: Numbers) -> Iterator[Numbers]:
    """Yield every different order of sorted values, each the next in dictionary order."""
    current = ordered.copy()
    while True:
        yield current.copy()
        rising = np.flatnonzero(current[:-1] < current[1:])
        if not len(rising):
            return
        at = rising[-1]
        larger = at + 1 + np.flatnonzero(current[at + 1 :] > current[at])[-1]
        current[[at, larger]] = current[[larger, at]]
        current[at + 1 :] = current[at + 1 :][::-1].copy()


def _deals_within(values: Numbers) -> int:
    counts = np.unique(values, return_counts=True)[1]
    return factorial(len(values)) // prod(factorial(int(count)) for count in counts)


def _groups(strata: Levels | None, sites: int) -> tuple[Levels, ...]:
    if strata is None:
        return (np.arange(sites),)
    if len(strata) != sites:
        raise ValueError(f"There are {sites} sites and {len(strata)} strata.")
    return tuple(np.flatnonzero(strata == stratum) for stratum in np.unique(strata))


def _drawn(starts: Numbers, groups: tuple[Levels, ...], *, lottery: Lottery) -> Numbers:
    """Return drawn deals with the real one first, so that p is never 0. Source: Phipson, Smyth. SAGMB 2010;9:39."""
    if lottery.generator is None:
        raise ValueError("There are too many ways to deal the start dates to try all. Give a generator to draw with.")
    deals = np.tile(starts, (lottery.draws + 1, 1))
    for group in groups:
        deals[1:, group] = lottery.generator.permuted(deals[1:, group], axis=1)
    return deals


def _two(values: Numbers) -> Numbers:
    """Return values and the addition of a unit effect; nan where the statistic does not tell it."""
    values = np.asarray(values, dtype=np.float64)
    return values if values.ndim == 2 else np.column_stack([values, np.full(len(values), np.nan)])


def _share(found: Numbers, real: Numbers, *, effect: float) -> float:
    """Return the share of deals at least as far out once `effect` is taken off the real outcomes."""
    shift = effect * np.column_stack([found[:, 1], np.full(len(found), real[1])]) if effect else 0.0
    values = np.column_stack([found[:, 0], np.full(len(found), real[0])]) - shift
    seen = np.abs(values[:, 1])
    return float((np.abs(values[:, 0]) >= seen - TIE * np.maximum(1e-12, np.abs(real[0]))).mean())


def _edge(found: Numbers, real: Numbers, *, side: int) -> float:
    """Return the end of the interval on one side, by bisection outward from the estimate."""
    if not np.isfinite(found[:, 1]).all():
        return np.nan
    spread = float(np.sqrt(((found[:, 0] - real[0] * found[:, 1]) ** 2).mean()))
    if not spread:
        return float(real[0])
    kept, step = float(real[0]), spread
    while _share(found, real, effect=real[0] + side * step) > LEVEL:
        kept, step = real[0] + side * step, 2 * step
        if step > 1e6 * spread:
            return side * np.inf
    out = real[0] + side * step
    while abs(out - kept) > 1e-9 * spread:
        middle = (out + kept) / 2
        kept, out = (middle, out) if _share(found, real, effect=middle) > LEVEL else (kept, middle)
    return float((out + kept) / 2)


def _without_effect(sites: Levels, periods: Levels, adjust: Numbers | None) -> Numbers:
    site = (sites[:, None] == np.unique(sites)[None, :]).astype(np.float64)
    period = (periods[:, None] == np.unique(periods)[None, 1:]).astype(np.float64)
    return np.column_stack([site, period] if adjust is None else [site, period, adjust])


def _words(deals: int) -> tuple[str, ...]:
    if 1 / deals < LEVEL:
        return ()
    return (f"The dates can be dealt in {deals} ways only, so p cannot fall below {1 / deals:.3g}: no test at 5 %.",)
