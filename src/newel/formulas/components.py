"""The variances of a mixed model by name, in the order and with the names that lme4 prints them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design


@dataclass(frozen=True)
class Component:
    """One random term's standard deviations."""

    group: str
    """The grouping factor; a second term of the same factor is called `site.1`."""
    place: int
    """Which term of the design it is."""
    names: tuple[str, ...]


def components(design: Design) -> tuple[Component, ...]:
    """Return the random terms as lme4 lists them: by falling number of levels, each name once."""
    seen: dict[str, int] = {}
    listed = []
    for place in printed_order([term.count for term in design.random]):
        term = design.random[place]
        again = seen[term.factor] = seen.get(term.factor, -1) + 1
        listed.append(Component(f"{term.factor}.{again}" if again else term.factor, place, term.names))
    return tuple(listed)


def printed_order(counts: Sequence[int]) -> list[int]:
    """Return places in lme4's order: as written where the counts never grow, else sorted with ties turned round."""
    grows = any(later > earlier for earlier, later in pairwise(counts))
    places = sorted(range(len(counts)), key=counts.__getitem__)
    return places[::-1] if grows else list(range(len(counts)))


def deviations(covariance: Numbers) -> Numbers:
    """Return the standard deviations of a covariance matrix."""
    return np.asarray(np.sqrt(np.diag(covariance)))


def factors_from(theta: Numbers, design: Design) -> tuple[Numbers, ...]:
    """Turn lme4's `theta`, the lower triangles column by column, into one matrix a term of the design."""
    parts = components(design)
    figures = sum(len(part.names) * (len(part.names) + 1) // 2 for part in parts)
    if len(theta) != figures:
        raise ValueError(f"theta has {len(theta)} figures, and the random terms of the formula take {figures}.")
    made: dict[int, Numbers] = {}
    at = 0
    for part in parts:
        size = len(part.names)
        made[part.place] = np.zeros((size, size))
        columns, rows = np.triu_indices(size)
        made[part.place][rows, columns] = theta[at : at + len(rows)]
        at += len(rows)
    return tuple(made[place] for place in range(len(design.random)))
