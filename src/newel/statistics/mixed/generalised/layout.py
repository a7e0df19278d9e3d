"""Where each random effect lives: the largest factor as small blocks on the diagonal, all others in one dense block."""

from typing import NamedTuple

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.terms import RandomTerm


class Bands(NamedTuple):
    """The random half of a model, terms in order of size. Effects are numbered term by term, level by level."""

    columns: Numbers
    """Columns of all terms side by side, times their covariance factors: shape (n, K)."""
    widths: Levels
    """Columns of each term, shape (T,)."""
    sizes: Levels
    """Effects of each term: levels times columns, shape (T,)."""
    starts: Levels
    """Where a term's columns start among the K, shape (T,)."""
    places: Levels
    """Number of the first effect that a row has in each term, shape (n, T)."""
    touches: Levels
    """Where a row's cross-product of the largest term with each other one is kept, shape (n, T - 1)."""
    pointers: Levels
    """Cross-products of level j of the largest term are kept from pointers[j] to pointers[j + 1], shape (q + 1,)."""
    touched: Levels
    """Effect of the dense block that each kept cross-product belongs to."""
    dense: int
    """Effects in the dense block."""


def lay_out(terms: tuple[RandomTerm, ...], rows: int) -> Bands:
    """Return the layout of terms that are sorted by size, largest first; no terms give an empty one."""
    widths = np.array([term.columns.shape[1] for term in terms], dtype=np.int64)
    sizes = np.array([term.count for term in terms], dtype=np.int64) * widths
    origins = np.cumsum(sizes) - sizes
    if not terms:
        empty = np.zeros((rows, 0), dtype=np.int64)
        none = np.zeros(0, dtype=np.int64)
        return Bands(np.zeros((rows, 0)), none, none, none, empty, empty, np.zeros(1, dtype=np.int64), none, 0)
    places = np.stack(
        [origin + term.levels * width for term, origin, width in zip(terms, origins, widths, strict=True)], 1
    )
    touches, pointers, touched = _pairs(terms[0], places[:, 1:] - sizes[0], widths[1:])
    columns = np.ascontiguousarray(np.hstack([term.columns for term in terms]), dtype=np.float64)
    starts = np.cumsum(widths) - widths
    return Bands(columns, widths, sizes, starts, places, touches, pointers, touched, int(sizes[1:].sum()))


def _pairs(largest: RandomTerm, dense: Levels, widths: Levels) -> tuple[Levels, Levels, Levels]:
    """Give every pair (level of the largest term, effect of another) that occurs a place of its own, sorted."""
    n, others = dense.shape
    if others == 0:
        return np.zeros((n, 0), dtype=np.int64), np.zeros(largest.count + 1, dtype=np.int64), np.zeros(0, np.int64)
    span = int(dense.max() + widths.max())
    keys = largest.levels[:, None] * span + dense
    kept = np.concatenate(
        [(np.unique(keys[:, other])[:, None] + np.arange(widths[other])).ravel() for other in range(others)]
    )
    kept.sort()
    pointers = np.searchsorted(kept, np.arange(largest.count + 1) * span)
    return np.searchsorted(kept, keys), pointers, kept % span
