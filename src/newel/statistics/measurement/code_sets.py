"""Agreement of coders who put a set of codes on each unit: part of a set agrees in part."""

from collections.abc import Callable, Hashable, Sequence, Set

import numpy as np

from newel.statistics.measurement.agreement import Agreement, rated_twice, weighted_alpha

Codes = Set[Hashable]


def jaccard_distance(one: Codes, other: Codes) -> float:
    """Return the share of all codes of two sets that only one of them has; two empty sets are the same."""
    either = len(one | other)
    return 1 - len(one & other) / either if either else 0.0


def masi_distance(one: Codes, other: Codes) -> float:
    """Return how far two sets of codes are apart, from 0 to 1: what they share, less where neither holds the other.

    1 - J x M, where J is Jaccard's share of what is common, and M is 1 for equal sets, 2/3 where one holds the other,
    1/3 where they overlap, 0 where nothing is common. An empty set is as far from any other as two without a common
    code: it shares nothing. Source: Passonneau R. Measuring agreement on set-valued items. LREC 2006.
    """
    if one == other:
        return 0.0
    if not one & other:
        return 1.0
    monotone = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - (1 - jaccard_distance(one, other)) * monotone


def masi_alpha(
    sets: Sequence[Sequence[Codes | None]], *, distance: Callable[[Codes, Codes], float] = masi_distance
) -> Agreement:
    """Return Krippendorff's alpha of sets of codes: a row a unit, a set a coder, None where a coder left it out.

    Source: as `masi_distance` and `krippendorff_alpha`. Raises ValueError where no two sets differ.
    """
    place: dict[frozenset[Hashable], int] = {}
    for row in sets:
        for codes in row:
            if codes is not None:
                place.setdefault(frozenset(codes), len(place))
    counts = np.zeros((len(sets), len(place)))
    for unit, row in enumerate(sets):
        for codes in row:
            if codes is not None:
                counts[unit, place[frozenset(codes)]] += 1
    apart = np.array([[distance(one, other) for other in place] for one in place])
    name = "MASI" if distance is masi_distance else getattr(distance, "__name__", "own").replace("_", " ")
    return weighted_alpha(rated_twice(counts), apart, name=f"Krippendorff's alpha, {name}")
