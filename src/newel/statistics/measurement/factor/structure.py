"""What a factor model implies: means and covariances of the items, and how each parameter moves them."""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.measurement.factor.table import Parameter

_VECTORS = ("intercepts", "means", "scales")


@dataclass(frozen=True)
class Matrices:
    """One group's matrices; p items, m factors."""

    loadings: Numbers
    """Shape (p, m)."""
    factors: Numbers
    """Covariances of factors, shape (m, m)."""
    residuals: Numbers
    """Covariances of what the factors leave unexplained, shape (p, p). For ordered items the diagonal follows."""
    intercepts: Numbers
    means: Numbers
    thresholds: Numbers
    """Shape (p, most categories - 1), nan where an item has fewer."""
    scales: Numbers
    """For ordered items: 1 over the standard deviation of what lies behind the answers, shape (p,)."""

    @property
    def covariance(self) -> Numbers:
        """Implied covariances of the items, shape (p, p)."""
        return np.asarray(self.loadings @ self.factors @ self.loadings.T + self.residuals)

    @property
    def mean(self) -> Numbers:
        """Implied means of the items, shape (p,)."""
        return np.asarray(self.intercepts + self.loadings @ self.means)


@dataclass(frozen=True)
class Structure:
    """A parameter table ready to be filled; `shape` is (items, factors, most thresholds of an item)."""

    table: tuple[Parameter, ...]
    shape: tuple[int, int, int]
    free: int

    def groups(self) -> int:
        """Return how many groups there are."""
        return self.table[-1].group + 1

    def rows(self, group: int) -> tuple[Parameter, ...]:
        """Return the parameters of one group."""
        return tuple(row for row in self.table if row.group == group)

    def filled(self, theta: Numbers, group: int) -> Matrices:
        """Return one group's matrices at the free parameters `theta`; complex values pass through."""
        items, factors, cuts = self.shape
        shapes = {
            "loadings": (items, factors), "factors": (factors, factors), "residuals": (items, items),
            "intercepts": (items,), "means": (factors,), "thresholds": (items, cuts), "scales": (items,),
        }
        parts = {kind: np.zeros(shape, dtype=theta.dtype) for kind, shape in shapes.items()}
        parts["thresholds"][:] = np.nan
        for row in self.rows(group):
            value = theta[row.free] if row.free >= 0 else row.value
            first, second = row.place
            if row.kind in _VECTORS:
                parts[row.kind][first] = value
            else:
                parts[row.kind][first, second] = value
                if row.kind in ("factors", "residuals"):
                    parts[row.kind][second, first] = value
        return Matrices(**parts)

    def slopes(self, matrices: Matrices, group: int) -> tuple[Numbers, Numbers]:
        """Return derivatives of one group's implied means and covariances, shapes (free, p) and (free, p, p)."""
        items = self.shape[0]
        kind = matrices.loadings.dtype
        mean = np.zeros((self.free, items), dtype=kind)
        covariance = np.zeros((self.free, items, items), dtype=kind)
        reach = matrices.loadings @ matrices.factors
        for row in self.rows(group):
            if row.free >= 0:
                _add_slope(row, matrices, (mean[row.free], covariance[row.free], reach))
        return mean, covariance


def _add_slope(row: Parameter, matrices: Matrices, into: tuple[Numbers, Numbers, Numbers]) -> None:
    """Add one parameter's derivatives into the slices of the arrays that belong to it."""
    mean, covariance, reach = into
    first, second = row.place
    if row.kind == "loadings":
        covariance[first, :] += reach[:, second]
        covariance[:, first] += reach[:, second]
        mean[first] += matrices.means[second]
    elif row.kind == "factors":
        product = np.outer(matrices.loadings[:, first], matrices.loadings[:, second])
        covariance += product if first == second else product + product.T
    elif row.kind == "residuals":
        covariance[first, second] += 1
        if first != second:
            covariance[second, first] += 1
    elif row.kind == "intercepts":
        mean[first] += 1
    elif row.kind == "means":
        mean += matrices.loadings[:, first]


def lower(items: int, *, diagonal: bool = True) -> tuple[Levels, Levels]:
    """Return rows and columns of the different entries of a symmetric matrix."""
    first, second = np.triu_indices(items, 0 if diagonal else 1)
    return first.astype(np.int64), second.astype(np.int64)
