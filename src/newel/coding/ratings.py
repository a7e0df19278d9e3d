"""What coders decided, as tables of ratings: applied or not in each unit, on each character, and sets of codes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newel.coding.codebook import Codebook
from newel.coding.passages import UnitFinder, union
from newel.coding.project import Coding, Source
from newel.transcripts import Unit

Segment = tuple[int, int, int]
"""Start, end (exclusive) and the number of a code."""


@dataclass(frozen=True)
class UnitRatings:
    """Whether each coder applied a code in each unit: 1 or 0, a row a unit and a column a coder."""

    ratings: NDArray[np.float64]
    clusters: tuple[str, ...]
    """The source of each unit: units of one source are not independent."""
    units: tuple[Unit, ...]
    left_out: tuple[str, ...] = ()
    """Sources without a unit of the kind asked for."""


@dataclass(frozen=True)
class CodeSets:
    """The set of codes that each coder applied in each unit."""

    sets: tuple[tuple[frozenset[str], ...], ...]
    clusters: tuple[str, ...]
    units: tuple[Unit, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Continuum:
    """One source as a line of characters, and the stretches that each coder coded on it, in order."""

    source: str
    length: int
    coders: tuple[tuple[Segment, ...], ...]

    @property
    def line(self) -> tuple[int, tuple[tuple[Segment, ...], ...]]:
        """Return length and stretches, as the coefficients of `newel.statistics.measurement` take them."""
        return self.length, self.coders


def unit_ratings(
    sources: Sequence[Source],
    layers: Sequence[Iterable[Coding]],
    code: str,
    *,
    unit: str | None = None,
    codebook: Codebook | None = None,
) -> UnitRatings:
    """Return whether each coder applied a code in each unit: `layers` holds the codings of one coder each.

    `unit` is turn, paragraph or answer; all units where it is None. With a codebook, a code below counts as the code.
    A coding applies to every unit with which it shares a code point. Give only sources that all coders finished: one
    that a coder never opened would read as one in which they saw nothing.
    """
    wanted = codebook.under(code) if codebook else frozenset({code})
    finders, left_out = _finders(sources, unit)
    offsets = _offsets(finders)
    ratings = np.zeros((sum(len(finder.units) for finder in finders.values()), len(layers)))
    for coder, codings in enumerate(layers):
        for coding, touched in _touching((each for each in codings if each.code in wanted), finders):
            first = offsets[coding.source]
            ratings[first + touched.start : first + touched.stop, coder] = 1.0
    clusters, units = _places(finders)
    return UnitRatings(ratings, clusters, units, left_out)


def unit_code_sets(
    sources: Sequence[Source], layers: Sequence[Iterable[Coding]], *, unit: str | None = None
) -> CodeSets:
    """Return the set of codes each coder applied in each unit; the empty set where a coder applied none."""
    finders, left_out = _finders(sources, unit)
    found: list[defaultdict[tuple[str, int], set[str]]] = [defaultdict(set) for _ in layers]
    for own, codings in zip(found, layers, strict=True):
        for coding, touched in _touching(codings, finders):
            for position in touched:
                own[coding.source, position].add(coding.code)
    clusters, units = _places(finders)
    keys = [(source, position) for source, finder in finders.items() for position in range(len(finder.units))]
    sets = tuple(tuple(frozenset(coder.get(key, ())) for coder in found) for key in keys)
    return CodeSets(sets, clusters, units, left_out)


def continua(
    sources: Sequence[Source],
    layers: Sequence[Iterable[Coding]],
    codes: Sequence[str],
    *,
    codebook: Codebook | None = None,
) -> tuple[Continuum, ...]:
    """Return each source as a line of characters with every coder's stretches, a code numbered by its place in `codes`.

    Overlapping or touching codings of one coder with one code are one stretch. Where a coder put two of the codes on
    the same words, `newel.statistics` refuses them: ask for one code at a time.
    """
    number = _numbers(codes, codebook)
    spans: defaultdict[tuple[str, int, int], list[tuple[int, int]]] = defaultdict(list)
    known = ((coder, each) for coder, codings in enumerate(layers) for each in codings if each.code in number)
    for coder, coding in known:
        spans[coding.source, coder, number[coding.code]].append((coding.start, coding.end))
    return tuple(
        Continuum(
            source.id,
            len(source.text),
            tuple(tuple(_segments(spans, source.id, coder, count=len(codes))) for coder in range(len(layers))),
        )
        for source in sources
    )


def _touching(codings: Iterable[Coding], finders: Mapping[str, UnitFinder]) -> Iterator[tuple[Coding, range]]:
    """Yield each coding of a known source with the positions of the units that it touches."""
    for coding in codings:
        if coding.source in finders:
            yield coding, finders[coding.source].touched(coding.start, coding.end)


def _segments(
    spans: Mapping[tuple[str, int, int], list[tuple[int, int]]], source: str, coder: int, *, count: int
) -> Iterator[Segment]:
    yield from sorted(
        (start, end, code) for code in range(count) for start, end in union(spans.get((source, coder, code), ()))
    )


def _numbers(codes: Sequence[str], codebook: Codebook | None) -> dict[str, int]:
    return {
        each: number
        for number, code in enumerate(codes)
        for each in (codebook.under(code) if codebook else frozenset({code}))
    }


def _finders(sources: Sequence[Source], unit: str | None) -> tuple[dict[str, UnitFinder], tuple[str, ...]]:
    found = {
        source.id: UnitFinder([each for each in source.units if unit is None or each.kind == unit])
        for source in sources
    }
    return found, tuple(source for source, finder in found.items() if not finder.units)


def _offsets(finders: Mapping[str, UnitFinder]) -> dict[str, int]:
    offsets, reached = {}, 0
    for source, finder in finders.items():
        offsets[source] = reached
        reached += len(finder.units)
    return offsets


def _places(finders: Mapping[str, UnitFinder]) -> tuple[tuple[str, ...], tuple[Unit, ...]]:
    clusters = tuple(source for source, finder in finders.items() for _ in finder.units)
    return clusters, tuple(unit for finder in finders.values() for unit in finder.units)
