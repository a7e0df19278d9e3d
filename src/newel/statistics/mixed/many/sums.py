"""The few sums through which a nested design and its responses enter a fit: after them the number of rows is no cost.

For a factor (site) and one nested in it (person) and the columns [1, X, y]: the outer products of all rows; per number
of rows that a person has, the outer products of the persons' sums; per site the sums of its rows, and the same by
number of rows that a person has. One factor alone is the inner one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.terms import Design, RandomTerm

Flags = npt.NDArray[np.bool_]
NOTHING_LEFT = 1e-20
"""The least share of a response's squares that the fixed effects must leave."""
TOGETHER = 256
"""Responses that are added up at once: a bound on memory."""


class Sums(NamedTuple):
    """Sums of [1, X, y], c columns, as compiled loops take them."""

    total: Numbers
    """Outer products of all rows, shape (c, c)."""
    by_size: Numbers
    """Outer products of the sums of inner levels with so many rows, shape (sizes, c, c)."""
    sizes: Numbers
    """Numbers of rows that an inner level has, shape (sizes,)."""
    counts: Numbers
    """Inner levels with so many rows, shape (sizes,)."""
    groups: Numbers
    """Sums of the rows of each outer level, shape (groups, c); no groups where there is one factor."""
    cells: Numbers
    """Number of rows times sums of rows, by outer level and size, shape (cells, c)."""
    cell_group: Levels
    """Outer level of each cell."""
    cell_size: Levels
    """Place in `sizes` of each cell."""


class ResponseSums(NamedTuple):
    """What m responses add to the sums: the last row and column of each."""

    total: Numbers
    """Sums of squares, shape (m,)."""
    by_size: Numbers
    """Products with [1, X, y], shape (m, sizes, c)."""
    groups: Numbers
    """Shape (m, groups)."""
    cells: Numbers
    """Shape (m, cells)."""
    fitted: Flags
    """The fixed effects fit the response exactly, shape (m,): nothing is left to vary."""
    centre: Numbers
    """Coefficients of the ordinary fit that was taken off first, in the orthogonal columns, shape (m, p)."""


@dataclass(frozen=True)
class Nested:
    """Intercepts of one factor, or of one factor nested in another."""

    inner: int
    """Place of the inner term in the design."""
    outer: int | None
    """Place of the outer term, if there are two."""
    design: Design
    """Its fixed effects are of full rank."""
    levels: Levels
    """Inner level of each row."""
    above: Levels
    """Outer level of each inner level; 0 where there is one factor."""

    @cached_property
    def basis(self) -> tuple[Numbers, Numbers]:
        """Return orthogonal columns that span the fixed effects, and the triangle that turns them into these."""
        columns, triangle = np.linalg.qr(self.design.fixed)
        return columns[self.order], triangle

    @cached_property
    def size(self) -> Levels:
        """Return how many rows each inner level has."""
        return np.bincount(self.levels)

    @cached_property
    def people(self) -> Levels:
        """Return the inner levels by outer level and size: those of one cell follow each other."""
        return np.lexsort((self.size, self.above))

    @cached_property
    def order(self) -> Levels:
        """Return the rows by cell and inner level."""
        place = np.empty_like(self.people)
        place[self.people] = np.arange(len(place))
        return np.argsort(place[self.levels], kind="stable")

    @cached_property
    def first_rows(self) -> Levels:
        """Return where, in this order, the rows of each inner level begin."""
        return _starts(self.size[self.people])

    @cached_property
    def first_people(self) -> Levels:
        """Return where, in this order, the inner levels of each cell begin."""
        group, size = self.above[self.people], self.size[self.people]
        return np.flatnonzero(np.r_[True, (np.diff(group) != 0) | (np.diff(size) != 0)])

    def sums(self) -> Sums:
        """Return the sums of the design, with room for a response in the last row and column."""
        basis, _ = self.basis
        columns = np.column_stack([np.ones(len(basis)), basis, np.zeros(len(basis))])
        people = np.add.reduceat(columns, self.first_rows)
        size = self.size[self.people]
        sizes, counts = np.unique(size, return_counts=True)
        by_size = np.array([people[size == some].T @ people[size == some] for some in sizes])
        cells, groups = self._by_place(people)
        group = self.above[self.people][self.first_people]
        place = np.searchsorted(sizes, size[self.first_people])
        return Sums(
            total=columns.T @ columns,
            by_size=by_size,
            sizes=sizes.astype(np.float64),
            counts=counts.astype(np.float64),
            groups=groups,
            cells=cells,
            cell_group=group.astype(np.int64),
            cell_size=place.astype(np.int64),
        )

    def of_responses(self, responses: Numbers) -> Iterator[ResponseSums]:
        """Yield the sums of some responses at a time, shape (n, m), less the ordinary fit of each."""
        basis, _ = self.basis
        size = self.size[self.people]
        ones = np.add.reduceat(np.column_stack([np.ones(len(basis)), basis]), self.first_rows)
        for first in range(0, responses.shape[1], TOGETHER):
            ordered = responses[self.order, first : first + TOGETHER]
            centre = basis.T @ ordered
            left = ordered - basis @ centre
            people = np.add.reduceat(left, self.first_rows)
            by_size = np.array([_products(ones[size == some], people[size == some]) for some in np.unique(size)])
            cells, groups = self._by_place(people)
            total = (left**2).sum(axis=0)
            fitted = total <= NOTHING_LEFT * (ordered**2).sum(axis=0)
            parts = (total, by_size.transpose(2, 0, 1), groups.T, cells.T, fitted, centre.T)
            yield ResponseSums(*map(np.ascontiguousarray, parts))

    def _by_place(self, people: Numbers) -> tuple[Numbers, Numbers]:
        """Return what inner levels add to the sums by cell, and by outer level."""
        cells = np.add.reduceat(people, self.first_people)
        if self.outer is None:
            return cells, cells[:0]
        group = self.above[self.people][self.first_people]
        groups = np.add.reduceat(cells, np.flatnonzero(np.r_[True, np.diff(group) != 0]))
        return cells * self.size[self.people][self.first_people, None], groups


def nested(design: Design) -> Nested | None:
    """Return how the terms of a design are nested; nothing where they are not, or are more than two, or have slopes."""
    terms, (rows, columns) = design.random, design.fixed.shape
    if not 1 <= len(terms) <= 2 or not all(map(_is_intercept, terms)) or not 0 < columns < rows:
        return None
    inner = max(range(len(terms)), key=lambda place: terms[place].count)
    if terms[inner].count >= rows or min(term.count for term in terms) < 2:
        return None
    if len(terms) == 1:
        return Nested(inner, None, design, terms[0].levels, np.zeros(terms[0].count, dtype=np.int64))
    outer = 1 - inner
    above = np.zeros(terms[inner].count, dtype=np.int64)
    above[terms[inner].levels] = terms[outer].levels
    is_nested = np.array_equal(above[terms[inner].levels], terms[outer].levels)
    differ = terms[outer].count < terms[inner].count
    return Nested(inner, outer, design, terms[inner].levels, above) if is_nested and differ else None


def _is_intercept(term: RandomTerm) -> bool:
    return term.columns.shape[1] == 1 and bool((term.columns == 1).all())


def _products(columns: Numbers, responses: Numbers) -> Numbers:
    """Return the sums of products of the columns with each response, and of its squares in the last row."""
    return np.vstack([columns.T @ responses, (responses**2).sum(axis=0)])


def _starts(sizes: Levels) -> Levels:
    return np.concatenate([[0], np.cumsum(sizes)[:-1]])
