"""Which codes go together: on the same words, or in the same turn, paragraph or answer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from newel.coding.passages import UnitFinder
from newel.coding.project import Coding, Source

Pair = tuple[str, str]


@dataclass(frozen=True)
class Cooccurrence:
    """How often two codes go together. A pair is (first id, second id) in the order of the alphabet."""

    within: str
    codes: Mapping[str, int]
    """{code: how many codings it has, or in how many units it is}."""
    together: Mapping[Pair, int]
    """{pair: how many pairs of codings overlap, or how many units have both}."""
    sources: Mapping[Pair, int]
    """{pair: in how many sources}."""

    def count(self, one: str, other: str) -> int:
        """Return how often two codes go together, whichever is named first."""
        return self.together.get((min(one, other), max(one, other)), 0)

    def jaccard(self, one: str, other: str) -> float:
        """Return the share of units with either code that have both. Only defined within units."""
        if self.within != "unit":
            raise ValueError("Jaccard's share needs units: overlaps of codings are not counted out of a whole.")
        both = self.count(one, other)
        either = self.codes.get(one, 0) + self.codes.get(other, 0) - both
        return both / either if either else 0.0


def cooccurrence(
    codings: Iterable[Coding], sources: Sequence[Source] = (), *, within: Literal["overlap", "unit"] = "overlap"
) -> Cooccurrence:
    """Return how often codes go together in the codings of each layer by itself.

    `overlap` counts pairs of codings that share a code point; `unit` counts the units of `sources` that have both.
    """
    together: Counter[Pair] = Counter()
    codes: Counter[str] = Counter()
    where: defaultdict[Pair, set[str]] = defaultdict(set)
    finders = {source.id: UnitFinder(source.units) for source in sources}
    for source, group in _by_layer_and_source(codings):
        if within == "overlap":
            codes.update(coding.code for coding in group)
            pairs = Counter(_overlapping(group))
        else:
            sets = _sets(group, finders.get(source, UnitFinder(())))
            codes.update(code for each in sets for code in each)
            pairs = Counter(pair for each in sets for pair in combinations(sorted(each), 2))
        together.update(pairs)
        for pair in pairs:
            where[pair].add(source)
    return Cooccurrence(within, dict(codes), dict(together), {pair: len(found) for pair, found in where.items()})


def _by_layer_and_source(codings: Iterable[Coding]) -> Iterator[tuple[str, list[Coding]]]:
    groups: defaultdict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in codings:
        groups[coding.layer, coding.source].append(coding)
    for (_, source), group in groups.items():
        yield source, group


def _overlapping(codings: list[Coding]) -> Iterator[Pair]:
    """Yield the pair of codes of every two codings that overlap; open ones are kept while the text is walked along."""
    still_open: list[Coding] = []
    for coding in sorted(codings, key=lambda each: each.start):
        still_open = [each for each in still_open if each.end > coding.start]
        for other in still_open:
            if other.code != coding.code:
                yield (min(other.code, coding.code), max(other.code, coding.code))
        still_open.append(coding)


def _sets(codings: list[Coding], finder: UnitFinder) -> list[set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for coding in codings:
        for position in finder.touched(coding.start, coding.end):
            found[position].add(coding.code)
    return list(found.values())
