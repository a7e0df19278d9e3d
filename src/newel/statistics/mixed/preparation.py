"""Brings a design to one scale before it is fitted: then the unit of a predictor or a response changes no digit."""

from dataclasses import dataclass, replace

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed.crossproducts import Rows, cross_products
from newel.statistics.mixed.dense import add_outer, add_scaled, cholesky, inverse_factor, turned
from newel.statistics.mixed.elimination import Model
from newel.statistics.mixed.terms import Design

WIDEST = 16_000
"""Columns of the dense part: 2 GB each for a handful of copies."""
ALIASED = 1e-7
"""A column of which less than this share is left beside the columns before it is aliased (R's `qr` takes the same)."""


@dataclass(frozen=True)
class Prepared:
    """A design with orthonormal fixed columns, and random columns that are orthonormal within their term."""

    design: Design
    """Aliased columns left out."""
    aliased: tuple[str, ...]
    orthonormal: Numbers
    """X' with orthonormal rows, shape (p, n)."""
    triangle: Numbers
    """R of X = QR, shape (p, p)."""
    back: Numbers
    """R^-1: what leads from coefficients of Q to those of X."""
    levels: Levels
    """Levels of each factor, the largest first, shape (f, n)."""
    columns: Numbers
    """Scaled columns of all factors side by side, shape (n, columns)."""
    factors: Levels
    parameters: Levels
    places: tuple[tuple[int, int], ...]
    """Of each term of the design: its factor, and its first column within the factor."""
    scales: tuple[Numbers, ...]
    """Of each term the lower triangle A that makes the columns of ZA orthonormal: L = A times the scaled L."""


@dataclass(frozen=True)
class Target:
    """A response seen from the design: what the fixed columns say of it at once, and the rest on unit scale."""

    model: Model
    start: Numbers
    """Q'y, shape (p,)."""
    scale: float
    """Root mean square of the rest; 0 where the fixed columns reproduce the response."""


def prepare(design: Design) -> Prepared:
    """Scale a design that has been checked. Raises ValueError where it would not fit into memory."""
    orthonormal, triangle, kept = orthonormalise(np.ascontiguousarray(design.fixed.T, dtype=np.float64))
    aliased: tuple[str, ...] = ()
    if len(kept) < len(design.names):
        aliased = tuple(name for position, name in enumerate(design.names) if position not in set(kept.tolist()))
        names = tuple(design.names[position] for position in kept)
        design = replace(design, fixed=np.ascontiguousarray(design.fixed[:, kept]), names=names)
    factors, places = _group(design)
    levels, columns, table, scales = _lay_out(design, factors)
    beside = int((table[1:, 0] * table[1:, 1]).sum())
    if beside > WIDEST:
        raise ValueError(
            f"The factors beside the largest one have {beside} effects, and at most {WIDEST} fit into memory as one "
            "matrix. Leave out a term, or use a coarser grouping."
        )
    return Prepared(
        design=design,
        aliased=aliased,
        orthonormal=orthonormal,
        triangle=triangle,
        back=turned(inverse_factor(turned(triangle))),
        levels=levels,
        columns=columns,
        factors=table,
        parameters=_parameters(design, places),
        places=places,
        scales=scales,
    )


def aim(prepared: Prepared, response: Numbers, *, reml: bool) -> Target:
    """Sum a response over the rows of a prepared design."""
    start, rest = project(prepared.orthonormal, response)
    scale = float(np.sqrt(np.dot(rest, rest) / len(rest)))
    if scale <= 1e-12 * float(np.max(np.abs(response), initial=0)):
        scale = 0.0
    border = np.vstack((prepared.orthonormal, rest / (scale or 1.0)))
    sums = cross_products(Rows(prepared.levels, prepared.columns, border, prepared.factors))
    model = Model(sums, prepared.factors, prepared.parameters, len(rest), len(prepared.orthonormal), reml)
    return Target(model, start, scale)


@compiled
def orthonormalise(fixed: Numbers) -> tuple[Numbers, Numbers, Levels]:
    """Return Q' (p, n), R and the kept columns of X' (p, n): Gram-Schmidt, each column twice, aliased ones left out."""
    count, rows = fixed.shape
    basis = np.zeros((count, rows))
    triangle = np.zeros((count, count))
    kept = np.zeros(count, dtype=np.int64)
    rank = 0
    for j in range(count):
        shares, rest = project(basis[:rank], fixed[j])
        left = np.sqrt(np.dot(rest, rest))
        if left > ALIASED * np.sqrt(np.dot(fixed[j], fixed[j])) and rank < rows:
            triangle[:rank, rank] = shares
            triangle[rank, rank] = left
            basis[rank] = rest / left
            kept[rank] = j
            rank += 1
    return basis[:rank].copy(), triangle[:rank, :rank].copy(), kept[:rank].copy()


@compiled
def project(basis: Numbers, response: Numbers) -> tuple[Numbers, Numbers]:
    """Return Q'y and what is left of y, orthogonal to Q to the last digit: taken out twice."""
    shares = np.zeros(len(basis))
    rest = response.copy()
    for _ in range(2):
        for i in range(len(basis)):
            share = np.dot(basis[i], rest)
            shares[i] += share
            rest -= share * basis[i]
    return shares, rest


def _group(design: Design) -> tuple[list[list[int]], tuple[tuple[int, int], ...]]:
    """Return the terms of each factor, largest factor first, and of each term its factor and first column there."""
    groups: list[list[int]] = []
    for position, term in enumerate(design.random):
        home = next((g for g in groups if np.array_equal(design.random[g[0]].levels, term.levels)), None)
        if home is None:
            groups.append([position])
        else:
            home.append(position)
    groups.sort(key=lambda group: -design.random[group[0]].count * _width(design, group))
    places = {}
    for factor, group in enumerate(groups):
        for place, position in enumerate(group):
            places[position] = (factor, _width(design, group[:place]))
    return groups, tuple(places[position] for position in range(len(design.random)))


def _width(design: Design, group: list[int]) -> int:
    """Return how many columns some terms have together."""
    return sum(len(design.random[position].names) for position in group)


def _lay_out(design: Design, groups: list[list[int]]) -> tuple[Levels, Numbers, Levels, tuple[Numbers, ...]]:
    """Lay the random columns of all factors side by side; without any, one level with a column of zeros."""
    rows = len(design.fixed)
    if not groups:
        return np.zeros((1, rows), dtype=np.int64), np.zeros((rows, 1)), np.array([[1, 1, 0, 0]]), ()
    scaled = [scale_columns(np.ascontiguousarray(term.columns, dtype=np.float64)) for term in design.random]
    table = np.zeros((len(groups), 4), dtype=np.int64)
    first, dense = 0, 0
    for factor, group in enumerate(groups):
        count, width = design.random[group[0]].count, _width(design, group)
        table[factor] = count, width, first, dense
        first += width
        dense += count * width if factor else 0
    columns = np.ascontiguousarray(np.hstack([scaled[position][0] for group in groups for position in group]))
    levels = np.array([design.random[group[0]].levels for group in groups], dtype=np.int64)
    return levels, columns, table, tuple(scale for _, scale in scaled)


@compiled
def scale_columns(columns: Numbers) -> tuple[Numbers, Numbers]:
    """Return Z A and the lower triangle A for which its columns are orthonormal (mean square 1, products 0)."""
    width = columns.shape[1]
    products = np.zeros((width, width))
    for row in columns:
        add_outer(products, row, row)
    products /= columns.shape[0]
    scale = _inverse_root(products)
    result = np.zeros(columns.shape)
    for i in range(columns.shape[0]):
        for b in range(width):
            add_scaled(result[i], scale[b], columns[i, b])
    return result, scale


@compiled
def _inverse_root(products: Numbers) -> Numbers:
    """Return the lower A with A'CA = I: the inverse of a Cholesky factor taken from the last column to the first."""
    width = len(products)
    backward = np.zeros((width, width))
    for a in range(width):
        for b in range(width):
            backward[a, b] = products[width - 1 - a, width - 1 - b]
        if backward[a, a] == 0:
            backward[a, a] = 1
    inverse = inverse_factor(cholesky(backward))
    scale = np.zeros((width, width))
    for a in range(width):
        for b in range(a + 1):
            scale[a, b] = inverse[width - 1 - b, width - 1 - a]
    return scale


def _parameters(design: Design, places: tuple[tuple[int, int], ...]) -> Levels:
    """Return factor, row and column of each free number, term by term, column by column."""
    free = [
        (factor, first + row, first + column)
        for term, (factor, first) in zip(design.random, places, strict=True)
        for column in range(term.columns.shape[1])
        for row in range(column, term.columns.shape[1])
    ]
    return np.array(free, dtype=np.int64).reshape(-1, 3)
