"""The parts of a wild cluster test: residuals by cluster, what their signs do to an estimate and to its variance."""

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters._rows import orthonormal

TIE = 1e-10
WEBB = np.sqrt(np.array([1.5, 1.0, 0.5]))
"""With both signs the six weights of Webb MD. Queen's Economics Department Working Paper 1315, 2014."""


class Pieces:
    """Rows by cluster, in orthonormal columns of which the first `tested` alone carry the contrasts."""

    def __init__(self, columns: Numbers, rows: tuple[Levels, ...], *, tested: int = 1) -> None:
        self.columns, self.rows, self.tested = columns, rows, tested
        self.squares = np.array([columns[at].T @ columns[at] for at in rows])

    def products(self, response: Numbers) -> Numbers:
        """Return y'r of each cluster, shape (G, p)."""
        return np.array([self.columns[at].T @ response[at] for at in self.rows])

    def without(self, first: int = 0) -> Numbers:
        """Return (I - y'y)^-1 of each cluster, for the columns from `first` on: the cross-products of the others."""
        rest = np.eye(self.squares.shape[1] - first) - self.squares[:, first:, first:]
        if rest.size and np.linalg.eigvalsh(rest).min() < TIE:
            raise ValueError("Without one of the clusters a coefficient has no estimate. Use type 11.")
        return np.asarray(np.linalg.inv(rest), dtype=np.float64)


def turned(fixed: Numbers, contrasts: Numbers) -> tuple[Numbers, Numbers]:
    """Return orthonormal columns, the first q along the contrasts, (q, p), and the triangle that turns them back."""
    basis = orthonormal(fixed)
    along = basis.back.T @ np.atleast_2d(np.asarray(contrasts, dtype=np.float64)).T
    count = along.shape[1]
    turn, triangle = np.linalg.qr(np.column_stack([along, np.eye(len(along))]))
    size = np.abs(np.diag(triangle)[:count])
    if count > len(along) or size.min() <= 1e-10 * np.linalg.norm(along):
        raise ValueError("A contrast is 0, or a sum of the others: there is nothing of its own to test.")
    signs = np.sign(np.diag(triangle)[:count])
    turn[:, :count] *= signs
    return basis.columns @ turn, triangle[:count, :count] * signs[:, None]


def scores_of(data: Pieces, response: Numbers, *, kind: str, restricted: bool) -> Numbers:
    """Return the clusters' scores, (G, p), with the tested columns in the fit or, restricted, without them."""
    first = data.tested if restricted else 0
    products = data.products(response)
    rest = products[:, first:].sum(axis=0)
    if kind[0] == "1":
        return np.asarray(products - data.squares[:, :, first:] @ rest)
    left = np.einsum("gab,gb->ga", data.without(first), rest - products[:, first:])
    return np.asarray(products - np.einsum("gab,gb->ga", data.squares[:, :, first:], left))


def contributions(data: Pieces, scores: Numbers, kind: str) -> Numbers:
    """Return what the score of cluster h adds to contribution g of the variance, shape (h, g, q)."""
    count, clusters = data.tested, len(data.rows)
    at = np.arange(clusters)
    if kind[1] == "1":
        found = -np.einsum("gqb,hb->hgq", data.squares[:, :count], scores)
        found[at, at] += scores[:, :count]
        return np.asarray(found)
    whole = data.without()[:, :count]
    found = np.einsum("gqb,hb->hgq", whole - np.eye(data.squares.shape[1])[:count], scores)
    found[at, at] -= np.einsum("gqb,gb->gq", whole, scores)
    return np.asarray(np.sqrt(1 - 1 / clusters) * found)


def drawn(clusters: int, draws: int, *, generator: np.random.Generator | None, webb: bool) -> Numbers:
    """Return weights of the clusters, (draws + 1, clusters), the first those of the data: 1 for each."""
    if generator is None:
        raise ValueError(f"{clusters} clusters have too many sign vectors to try all. Give a generator to draw with.")
    values = np.concatenate([-WEBB, WEBB]) if webb else np.array([-1.0, 1.0])
    return np.vstack([np.ones((1, clusters)), generator.choice(values, (draws, clusters))])
