"""Runs every planned analysis on many rehearsed studies, in chunks that are spread over cores or over a cluster.

The chunks and their seeds depend on the seed alone, so the numbers are the same for any number of workers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from joblib import Parallel, delayed

from newel.power.judging import Replicates, judged, together
from newel.power.planned import Planned

CHUNK = 50
"""Replicates that share a draw of who is scored, and a design."""


@dataclass(frozen=True)
class Size:
    """How much is drawn."""

    replicates: int = 1000
    checked: int = 0
    """How many of them are analysed by CR2 and by the exact wild cluster test besides."""
    seed: int = 0


@dataclass(frozen=True)
class Simulated:
    """The replicates of one outcome under the planted truth, and with no change."""

    planned: Planned
    planted: Replicates
    null: Replicates


@dataclass(frozen=True)
class _Chunk:
    outcome: str
    is_null: bool
    seed: np.random.SeedSequence
    replicates: int
    checked: int


def simulate(
    analyses: Mapping[str, Planned],
    size: Size,
    *,
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> dict[str, Simulated]:
    """Return the replicates of every outcome. `progress` is told how many chunks are done, of how many.

    joblib decides where chunks run: in `workers` processes here; without a number in this one, or in all workers of the
    cluster that `joblib.parallel_config` names.
    """
    chunks = list(_chunks(analyses, size))
    jobs = (delayed(_run)(analyses[chunk.outcome], chunk) for chunk in chunks)
    found: list[Replicates] = []
    for replicates in Parallel(n_jobs=workers, return_as="generator")(jobs):
        found.append(replicates)
        progress(len(found), len(chunks))
    parts: dict[tuple[str, bool], list[Replicates]] = {}
    for chunk, replicates in zip(chunks, found, strict=True):
        parts.setdefault((chunk.outcome, chunk.is_null), []).append(replicates)
    return {
        name: Simulated(planned, together(parts[name, False]), together(parts[name, True]))
        for name, planned in analyses.items()
    }


def _chunks(analyses: Mapping[str, Planned], size: Size) -> Iterator[_Chunk]:
    """Yield the chunks: each has a seed of its own, spawned from the one seed in a fixed order."""
    places = list(product(analyses, (False, True)))
    for (name, is_null), seed in zip(places, np.random.SeedSequence(size.seed).spawn(len(places)), strict=True):
        firsts = range(0, size.replicates, CHUNK)
        for first, own in zip(firsts, seed.spawn(len(firsts)), strict=True):
            number = min(CHUNK, size.replicates - first)
            yield _Chunk(name, is_null, own, number, max(0, min(number, size.checked - first)))


def _run(planned: Planned, chunk: _Chunk) -> Replicates:
    return judged(
        planned, chunk.seed, replicates=chunk.replicates, checked=chunk.checked, is_null=chunk.is_null
    )
