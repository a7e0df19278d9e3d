"""Draws how two invented coders coded the rehearsed sources: as alike as was planted, neither more nor less.

In a share of the turns a coder sees the planted truth; in the rest the coder guesses, as often as the code is planted
in that source. So the coders code as much as is there, and their expected agreement is known: with W the mean of
p(1 - p) over the turns, p being the share planted in a turn's source, B the variance of p, and s the share in which the
truth is seen, Krippendorff's alpha is (s²W + B)/(W + B). It cannot be less than B/(W + B): sources alone bring that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np

from newel.coding import Coding, Layer
from newel.rehearsal.plan import Numbers, Yes
from newel.rehearsal.word_truths import WordTruth
from newel.rehearsal.words import RehearsedSource, RehearsedTurn

FIRST, SECOND, RECONCILED = "layer-first", "layer-second", "layer-reconciled"


@dataclass(frozen=True)
class TwoCoders:
    """How all was coded: who coded, what, and which sources both did."""

    layers: tuple[Layer, ...]
    codings: tuple[Coding, ...]
    twice: tuple[str, ...]
    """Ids of the sources that both coded."""


def code_sources(
    truth: WordTruth, sources: Sequence[RehearsedSource], *, share: float, rng: np.random.Generator
) -> TwoCoders:
    """Return layers and codings: one coder codes all sources, another a share of them, and these are reconciled."""
    twice = sorted(rng.permutation(len(sources))[: ceil(share * len(sources))])
    both = [sources[place] for place in twice]
    seen = np.array([seen_share(both, code, truth.agreement_on(code)) for code in truth.codes])
    layers = (
        Layer(FIRST, "coder-1", purpose="first", blind=True, locked=True),
        Layer(SECOND, "coder-2", purpose="second", blind=True, locked=True),
        Layer(RECONCILED, "coder-1 and coder-2", round=2, purpose="reconciled", locked=True),
    )
    found = [
        *_coded(truth, FIRST, sources, seen=seen, rng=rng),
        *_coded(truth, SECOND, both, seen=seen, rng=rng),
        *_reconciled(both),
    ]
    codings = tuple(Coding(f"coding-{number:06d}", *placed) for number, placed in enumerate(found, start=1))
    return TwoCoders(layers, codings, tuple(source.id for source in both))


def seen_share(sources: Sequence[RehearsedSource], code: str, alpha: float) -> float:
    """Return the share of turns in which each coder has to see the truth for their alpha on all turns to be this."""
    within, between = spread_of(sources, code)
    if not within:
        return 1.0
    return sqrt(min(max((alpha * (within + between) - between) / within, 0.0), 1.0))


def spread_of(sources: Sequence[RehearsedSource], code: str) -> tuple[float, float]:
    """Return W and B of a code over all turns, the interviewer's too: nothing is planted there and nobody guesses."""
    shares = [share for source in sources for share in _shares(source, code)]
    p = np.array(shares)
    return (float(np.mean(p * (1 - p))), float(np.var(p))) if shares else (0.0, 0.0)


def _shares(source: RehearsedSource, code: str) -> Iterator[float]:
    heard = source.heard
    planted = sum(code in turn.passages for turn in heard) / len(heard)
    yield from [planted] * len(heard) + [0.0] * (len(source.turns) - len(heard))


Placed = tuple[str, str, int, str, int, int]


def _coded(
    truth: WordTruth, layer: str, sources: Sequence[RehearsedSource], *, seen: Numbers, rng: np.random.Generator
) -> Iterator[Placed]:
    codes = tuple(truth.codes)
    for source in sources:
        heard = source.heard
        planted: Yes = np.array([[code in turn.passages for code in codes] for turn in heard])
        guessed = rng.random(planted.shape) < planted.mean(axis=0)
        coded = np.where(rng.random(planted.shape) < seen, planted, guessed)
        whole = rng.random(planted.shape) < truth.whole_turns
        for turn, code in np.argwhere(coded):
            start, end = _span(heard[turn], codes[code], whole=bool(whole[turn, code]))
            yield (layer, source.id, int(source.record["version"]), codes[code], start, end)


def _span(turn: RehearsedTurn, code: str, *, whole: bool) -> tuple[int, int]:
    passages: Mapping[str, tuple[int, int]] = {} if whole else turn.passages
    return passages.get(code, (turn.start, turn.end))


def _reconciled(sources: Sequence[RehearsedSource]) -> Iterator[Placed]:
    """Yield what the two agreed on in the end, which is what was planted."""
    for source in sources:
        for turn in source.heard:
            for code, (start, end) in turn.passages.items():
                yield (RECONCILED, source.id, int(source.record["version"]), code, start, end)
