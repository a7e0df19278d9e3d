"""One generalised mixed model as a function of its parameters: minus the log-likelihood, and its slope."""

from dataclasses import dataclass, field, replace

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.generalised.laplace import laplace
from newel.statistics.mixed.generalised.layout import Bands, lay_out
from newel.statistics.mixed.generalised.modes import Model, Rows
from newel.statistics.mixed.generalised.quadrature import quadrature
from newel.statistics.mixed.generalised.rows import BEYOND, ORDINAL


@dataclass(frozen=True)
class Shape:
    """How many parameters of each kind a model has, in the order of its parameter vector."""

    boundaries: int
    """Thresholds of an ordered answer: categories less one; 0 for other families."""
    nominal: int
    """Columns whose effect differs by threshold."""
    fixed: int
    dispersion: int
    inflation: int
    factors: int
    """Entries of the covariance factors of the random terms."""

    @property
    def thresholds(self) -> int:
        """Thresholds and their own effects."""
        return self.boundaries * (1 + self.nominal)

    def cut(self, parameters: Numbers) -> list[Numbers]:
        """Return thresholds, coefficients, log dispersion, inflation coefficients, factors."""
        ends = np.cumsum([self.thresholds, self.fixed, self.dispersion, self.inflation])
        return list(np.split(parameters, ends))

    @property
    def count(self) -> int:
        """All parameters."""
        return self.thresholds + self.fixed + self.dispersion + self.inflation + self.factors


@dataclass(frozen=True)
class Problem:
    """What stays the same while the parameters move. Designs are in working form: orthogonal, mean square 1."""

    kind: int
    data: Numbers
    """Response and trials, shape (n, 2)."""
    offset: Numbers
    fixed: Numbers
    nominal: Numbers
    """A column of ones, then the columns whose effect differs by threshold: shape (n, 1 + m)."""
    inflation: Numbers
    bands: Bands
    shape: Shape
    nodes: tuple[Numbers, Numbers] | None = None
    """Points and log weights of Gauss-Hermite quadrature; none for Laplace's approximation."""
    warm: Numbers = field(default_factory=lambda: np.zeros(0))
    """Spherical random effects: where the last search for the mode ended."""

    @property
    def entries(self) -> tuple[Levels, Levels]:
        """Row and column of each covariance factor's entries, in the table of all factors."""
        rows, columns = [], []
        for start, width in zip(self.bands.starts, self.bands.widths, strict=True):
            lower = np.tril_indices(width)
            rows.append(start + lower[0])
            columns.append(lower[1])
        none = np.zeros(0, dtype=np.int64)
        return np.concatenate([none, *rows]), np.concatenate([none, *columns])

    def factors(self, parameters: Numbers) -> list[Numbers]:
        """Return each term's lower triangular covariance factor."""
        entries, found, used = self.shape.cut(parameters)[4], [], 0
        for width in self.bands.widths:
            factor = np.zeros((width, width))
            size = width * (width + 1) // 2
            factor[np.tril_indices(width)] = entries[used : used + size]
            found.append(factor)
            used += size
        return found

    def model(self, parameters: Numbers) -> Model:
        """Return the whole model as the compiled loops take it."""
        return Model(self.rows(parameters), self.spherical(parameters), self.bands.columns)

    def spherical(self, parameters: Numbers) -> Bands:
        """Return the layout with the columns multiplied by the covariance factors."""
        whole = np.zeros((self.bands.columns.shape[1],) * 2)
        for start, factor in zip(self.bands.starts, self.factors(parameters), strict=True):
            own = slice(start, start + len(factor))
            whole[own, own] = factor
        return self.bands._replace(columns=self.bands.columns @ whole)

    def rows(self, parameters: Numbers) -> Rows:
        """Return what the rows say apart from random effects."""
        thresholds, coefficients, dispersion, inflation, _ = self.shape.cut(parameters)
        further = np.zeros((len(self.data), 2))
        if self.kind == ORDINAL:
            further[:, 0], further[:, 1] = self._cuts(thresholds)
        if self.shape.dispersion:
            further[:, 0] = dispersion[0]
        if self.shape.inflation:
            further[:, 1] = self.inflation @ inflation
        return Rows(self.kind, self.data, self.offset + self.fixed @ coefficients, further)

    def _cuts(self, thresholds: Numbers) -> tuple[Numbers, Numbers]:
        """Return each row's thresholds above and below its category."""
        table = thresholds.reshape(self.shape.boundaries, -1)
        answer = self.data[:, 0].astype(np.int64)
        ends = np.full((1, table.shape[1]), 0.0)
        ends[0, 0] = BEYOND
        padded = np.vstack([-ends, table, ends])
        if table.shape[1] == 1:
            return padded[answer + 1, 0], padded[answer, 0]
        upper = np.einsum("ij,ij->i", padded[answer + 1], self.nominal)
        return upper, np.einsum("ij,ij->i", padded[answer], self.nominal)

    def __call__(self, parameters: Numbers) -> tuple[float, Numbers]:
        """Return minus the log-likelihood (constants of the response left out) and its slope."""
        model = self.model(parameters)
        if self.nodes is None:
            value, slopes, factors = laplace(model, self.warm)
        else:
            value, slopes, factors = quadrature(model, self.warm, self.nodes)
        parts = [
            self._threshold_slopes(slopes),
            slopes[0] @ self.fixed,
            np.array([slopes[1].sum()])[: self.shape.dispersion],
            slopes[2] @ self.inflation,
            factors[self.entries],
        ]
        return value, np.concatenate(parts)

    def _threshold_slopes(self, slopes: Numbers) -> Numbers:
        if self.kind != ORDINAL:
            return np.zeros(0)
        answer, size = self.data[:, 0].astype(np.int64), self.shape.boundaries + 1
        found = np.empty((self.shape.boundaries, self.nominal.shape[1]))
        for column, each in enumerate(self.nominal.T):
            above = np.bincount(answer, slopes[1] * each, minlength=size)
            below = np.bincount(answer, slopes[2] * each, minlength=size)
            found[:, column] = above[:-1] + below[1:]
        return found.ravel()

    def without_effects(self) -> "Problem":
        """Return the same model without its random terms."""
        return replace(
            self, bands=lay_out((), len(self.data)), shape=replace(self.shape, factors=0), nodes=None, warm=np.zeros(0)
        )
