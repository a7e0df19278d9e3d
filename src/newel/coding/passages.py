"""Stretches of text: their union, and which units they touch."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from newel.transcripts import Unit


def union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches that at least one of `spans` covers, in order and without overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """Return how many code points at least one of `spans` covers."""
    return sum(end - start for start, end in union(spans))


class UnitFinder:
    """Finds the units that a stretch of text touches. The units are in order and do not overlap."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = sorted(units, key=lambda unit: unit.start)
        self._starts = [unit.start for unit in self.units]

    def touched(self, start: int, end: int) -> range:
        """Return the positions of the units that share a code point with text[start:end]."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self.units[first].end <= start:
            first += 1
        last = first
        while last < len(self.units) and self._starts[last] < end:
            last += 1
        return range(first, last)
