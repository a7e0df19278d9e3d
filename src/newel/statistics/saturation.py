"""How many codes further interviews would bring: new ones by run, what was missed, and the curve of what was found."""

from collections import Counter
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from scipy.special import ndtri

from newel.statistics.arrays import Numbers

Codes = Set[Hashable]
Z = float(ndtri(0.975))


@dataclass(frozen=True)
class Run:
    """Some sources in a row after the base, and what they brought."""

    first: int
    """Number of the first source of the run, from 1."""
    last: int
    new: int
    """Codes that no source before the run had."""
    ratio: float
    """New codes over the codes of the base."""


@dataclass(frozen=True)
class Saturation:
    """Guest, Namey and Chen's account: never a proof, and true for this order of sources only."""

    base: int
    run: int
    threshold: float
    in_base: int
    """Codes in the base."""
    runs: tuple[Run, ...]

    @property
    def reached(self) -> Run | None:
        """The first run that brought no more than the threshold; None where no run did."""
        return next((run for run in self.runs if run.ratio <= self.threshold), None)

    @property
    def notation(self) -> str:
        """As the authors write it: `6+2` says that after 6 sources the next 2 brought no more than the threshold."""
        return f"{self.reached.first - 1}+{self.run}" if self.reached else "not reached"


@dataclass(frozen=True)
class Richness:
    """How many codes there may be, with a 95 % interval, and how much of what is said the found ones cover."""

    observed: int
    estimate: float
    standard_error: float
    low: float
    high: float
    coverage: float
    """The share of all appearances of codes in sources that belongs to codes that were found."""
    sources: int
    once: int
    """Codes in one source only."""
    twice: int


@dataclass(frozen=True)
class Accumulation:
    """How many codes 1, 2, ... sources hold, over orders of the sources."""

    mean: Numbers
    low: Numbers
    """2.5 % of the orders have fewer."""
    high: Numbers
    orders: int


def saturation(codes: Sequence[Codes], *, base: int = 4, run: int = 2, threshold: float = 0.05) -> Saturation:
    """Return how many new codes each run of sources brought; `codes` holds each source's, in the order they were held.

    Runs overlap: the second begins one source later. Source: Guest G, Namey E, Chen M. PLoS ONE 2020;15:e0232076.
    Raises ValueError for fewer sources than a base and a run, and for a base without codes.
    """
    if len(codes) < base + run or base < 1 or run < 1:
        raise ValueError(f"A base of {base} and a run of {run} need {base + run} sources; there are {len(codes)}.")
    in_base = len(_union(codes[:base]))
    if not in_base:
        raise ValueError(f"The first {base} sources have no code, so that nothing can be compared with them.")
    runs = []
    for first in range(base, len(codes) - run + 1):
        new = len(_union(codes[first : first + run]) - _union(codes[:first]))
        runs.append(Run(first + 1, first + run, new, new / in_base))
    return Saturation(base, run, threshold, in_base, tuple(runs))


def chao2(codes: Sequence[Codes]) -> Richness:
    """Return a lower bound for how many codes there are, from those found in one source and in two.

    The interval is Chao's, on the logarithm of what is missing. Sources: Chao A. Biometrics 1987;43:783-791; coverage:
    Chao A, Jost L. Ecology 2012;93:2533-2547. Raises ValueError for fewer than two sources or no codes.
    """
    sources = len(codes)
    seen = Counter(code for each in codes for code in each)
    if sources < 2 or not seen:
        raise ValueError("Chao's estimate needs at least two sources and a code.")
    often = Counter(seen.values())
    once, twice, scale = often[1], often[2], (sources - 1) / sources
    missing, variance = _missing(once, twice, scale=scale)
    if not twice and once > 1:
        variance -= scale**2 * once**4 / (4 * (len(seen) + missing))
    error = sqrt(max(variance, 0.0))
    spread = exp(Z * sqrt(log(1 + (error / missing) ** 2))) if missing else 1.0
    seldom = (sources - 1) * once
    told = seldom / (seldom + 2 * twice) if twice or once > 1 else 0.0
    if not twice and once > 1:
        told = (sources - 1) * (once - 1) / ((sources - 1) * (once - 1) + 2)
    total = sum(seen.values())
    return Richness(
        len(seen), len(seen) + missing, error, len(seen) + missing / spread, len(seen) + missing * spread,
        1 - once / total * told, sources, once, twice,
    )  # fmt: skip


def accumulation(codes: Sequence[Codes], *, seed: int, orders: int = 500) -> Accumulation:
    """Return how many codes so many sources hold, averaged over orders of the sources drawn by a seed."""
    known = sorted(_union(codes), key=repr)
    place = {code: number for number, code in enumerate(known)}
    applied = np.zeros((len(codes), len(known)), dtype=bool)
    for source, each in enumerate(codes):
        applied[source, [place[code] for code in each]] = True
    generator = np.random.default_rng(seed)
    curves = np.array([
        np.logical_or.accumulate(applied[generator.permutation(len(codes))], axis=0).sum(axis=1) for _ in range(orders)
    ], dtype=float)
    low, high = np.quantile(curves, [0.025, 0.975], axis=0)
    return Accumulation(curves.mean(axis=0), low, high, orders)


def _missing(once: int, twice: int, *, scale: float) -> tuple[float, float]:
    """Return the least number of codes that no source has, and its variance."""
    if twice:
        ratio = once / twice
        variance = twice * (scale * ratio**2 / 2 + scale**2 * ratio**3 + scale**2 * ratio**4 / 4)
        return scale * once**2 / (2 * twice), variance
    variance = scale * once * (once - 1) / 2 + scale**2 * once * (2 * once - 1) ** 2 / 4
    return scale * once * (once - 1) / 2, variance if once > 1 else 0.0


def _union(codes: Sequence[Codes]) -> set[Hashable]:
    return set().union(*codes)
