"""Cross-products of a mixed model's random columns, block by block: rows of different blocks are independent."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.terms import Design

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Blocks:
    """The random columns, sorted so that those of one block stand side by side.

    A block is a set of levels that share rows with each other and with no other level: a site with its people.
    """

    starts: Places
    """Where each block's columns begin, and the end, shape (blocks + 1,)."""
    order: Places
    """Place of each column (term, then level, then column of the term) in the sorted order, shape (q,)."""
    squares: Numbers
    """Z'Z of each block, m x m, one after the other in one flat array."""
    fixed: Numbers
    """Z'X in sorted order, shape (q, p)."""

    @property
    def count(self) -> int:
        """How many independent blocks there are."""
        return len(self.starts) - 1


def blocks_of(design: Design) -> Blocks:
    """Return the blocks of a design with at least one random term."""
    firsts = _first_columns(design)
    columns = np.concatenate(
        [first + term.levels[:, None] * term.columns.shape[1] + np.arange(term.columns.shape[1])
         for first, term in zip(firsts[:-1], design.random, strict=True)], axis=1)  # fmt: skip
    block = _block_of_column(design, int(firsts[-1]))
    order = np.empty(len(block), dtype=np.int64)
    order[np.argsort(block, kind="stable")] = np.arange(len(block))
    starts = np.concatenate([[0], np.cumsum(np.bincount(block))]).astype(np.int64)
    values = np.ascontiguousarray(np.concatenate([term.columns for term in design.random], axis=1), dtype=np.float64)
    owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    offsets = np.concatenate([[0], np.cumsum(np.diff(starts) ** 2)]).astype(np.int64)
    places = np.ascontiguousarray(order[columns])
    squares = _squares(places, values, np.stack([owner, starts[owner], offsets[owner], np.diff(starts)[owner]]))
    return Blocks(starts, order, squares, _products(places, values, np.ascontiguousarray(design.fixed, dtype=float)))


def _first_columns(design: Design) -> Places:
    return np.cumsum([0] + [term.count * term.columns.shape[1] for term in design.random]).astype(np.int64)


def _block_of_column(design: Design, total: int) -> Levels:
    """Return the block of each random column: levels seen in one row belong together."""
    counts = [term.count for term in design.random]
    widths = [term.columns.shape[1] for term in design.random]
    shifts = np.cumsum([0, *counts])
    label: Levels = np.arange(counts[0], dtype=np.int64)
    if len(counts) > 1:
        first = design.random[0].levels
        links = [(first, shift + term.levels) for shift, term in zip(shifts[1:], design.random[1:], strict=False)]
        left, right = (np.concatenate(side) for side in zip(*links, strict=True))
        graph = coo_array((np.ones(len(left)), (left, right)), shape=(shifts[-1], shifts[-1]))
        label = connected_components(graph, directed=False)[1].astype(np.int64)
    parts = zip(shifts, counts, widths, strict=False)
    found = np.concatenate([np.repeat(label[shift : shift + count], width) for shift, count, width in parts])
    return np.asarray(np.unique(found, return_inverse=True)[1].reshape(total), dtype=np.int64)


@compiled
def _squares(places: Places, values: Numbers, where: Places) -> Numbers:
    """Add up Z'Z of every block. Rows of `where`: block, its first column, its offset in the flat array, its size."""
    last = where.shape[1] - 1
    flat = np.zeros(where[2, last] + where[3, last] * where[3, last])
    for row in range(places.shape[0]):
        for i in range(places.shape[1]):
            at = places[row, i]
            line = where[2, at] + (at - where[1, at]) * where[3, at] - where[1, at]
            for j in range(places.shape[1]):
                flat[line + places[row, j]] += values[row, i] * values[row, j]
    return flat


@compiled
def _products(places: Places, values: Numbers, fixed: Numbers) -> Numbers:
    """Add up Z'X."""
    total = np.zeros((places.max() + 1, fixed.shape[1]))
    for row in range(places.shape[0]):
        for i in range(places.shape[1]):
            for j in range(fixed.shape[1]):
                total[places[row, i], j] += values[row, i] * fixed[row, j]
    return total
