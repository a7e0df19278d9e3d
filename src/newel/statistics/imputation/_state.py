"""The arrays that a chain runs on: what never changes, what every step rewrites, and the chance fed into it.

Rows are those of the first level (answers), clusters those of the second (sites). q latent columns stand for the
variables of level 1, t for those of level 2; p and s fixed columns explain them; r random columns vary by cluster. The
d = q r + t columns of level 2 are the random effects, variable by variable, followed by the latent columns of level 2.
A compiled function is handed only those arrays it works on: each costs it time to take.
"""

from dataclasses import dataclass
from typing import NamedTuple

from newel.statistics.arrays import Levels, Numbers


class Products(NamedTuple):
    """Sums of products over all rows; the first three never change, the others follow the values drawn."""

    cross: Numbers
    """X'X, (p, p)."""
    mixed: Numbers
    """Z'X by cluster, (clusters, r, p)."""
    spread: Numbers
    """Z'Z by cluster, (clusters, r, r)."""
    squares: Numbers
    """Y'Y, (q, q)."""
    with_fixed: Numbers
    """X'Y, (p, q)."""
    with_random: Numbers
    """Z'Y by cluster, (clusters, r, q)."""


class Parameters(NamedTuple):
    """What the model says of all rows; rewritten in place."""

    coefficients: Numbers
    """(p, q)."""
    effects: Numbers
    """Random effects, then residuals of level 2, by cluster, (clusters, d)."""
    precision: Numbers
    """Inverse of the residual covariance, (q, q)."""
    root: Numbers
    """R, with R R' the residual covariance, (q, q)."""
    site_precision: Numbers
    """Inverse of the covariance of level 2, (d, d)."""
    site_root: Numbers


class Shape(NamedTuple):
    """How the columns lie to each other; never changes."""

    root: Numbers
    """Cholesky factor of X'X, (p, p)."""
    visits: Levels
    """Clusters in an order that puts equal Z'Z side by side, and whether each is a new one, (2, clusters)."""
    orbit: Numbers
    """Each random column as a combination of fixed columns, (p, r)."""
    weak: Numbers
    """Prior precision of the coefficients, (p, q); no rows where all of it is 0."""
    held: Levels
    """h where a block of h latent columns opens whose mean residual variance is fixed at 1, (q,)."""
    site_held: Levels
    """The same of level 2, (d,)."""


class Rows(NamedTuple):
    """Rows of level 1 in which something is drawn; sorted by cluster."""

    fixed: Numbers
    """(w, p)."""
    random: Numbers
    """(w, r)."""
    cluster: Levels


class Gaps(NamedTuple):
    """Cells that are drawn freely, given all others of their row."""

    pattern: Levels
    """Which pattern of gaps a row has, (w,)."""
    order: Levels
    """By pattern: the columns with gaps, then the others, (patterns, columns)."""
    free: Levels
    """By pattern: how many columns have gaps, (patterns,)."""
    slot: Levels
    """Which normal of a step a row's first, second, ... gap takes, (w, most gaps of a row)."""


class Held(NamedTuple):
    """Latent cells that are drawn within the limits of an observed category."""

    category: Levels
    """The category, or -1, (w, columns)."""
    block: Levels
    """By column: where its variable's latent columns start, and how many: 0 measured, 1 thresholds, more nominal;
    (columns, 2)."""
    offset: Levels
    """Where a column's uniforms start among a step's, (columns + 1,)."""


@dataclass(frozen=True)
class State:
    """What every step rewrites, in place."""

    products: Products
    parameters: Parameters
    latent: Numbers
    """Current values of the rows with something to draw, (w, q)."""
    thresholds: Numbers
    """By column, from minus to plus infinity, (q, categories + 1)."""
    site_latent: Numbers
    """Current values of level 2, (clusters, t)."""
    site_coefficients: Numbers
    """(s, t)."""
    site_thresholds: Numbers
    """By column of level 2, (d, categories + 1)."""
    pace: Numbers
    """By column: how far its thresholds are proposed to move, and how often they did, (2, q)."""


@dataclass(frozen=True)
class Draws:
    """The chance of a run of steps; the first axis of each array is the step."""

    coefficients: Numbers
    effects: Numbers
    orbit: Numbers
    bartlett: Numbers
    scales: Numbers
    """By column a chi-square and a uniform, (steps, q, 2)."""
    site_bartlett: Numbers
    site_scales: Numbers
    site_coefficients: Numbers
    thresholds: Numbers
    """Proposals of every threshold, and in the last place the uniform that accepts them, (steps, q, categories)."""
    cells: tuple[Numbers, Numbers]
    """Normals of the gaps, by level."""
    uniforms: tuple[Numbers, Numbers]
    """Uniforms of the cells held to a category, by level."""

    def at(self, step: int) -> "Draws":
        """The chance of a single step, as a run of its own."""
        own = slice(step, step + 1)
        arrays = {name: value[own] for name, value in vars(self).items() if not isinstance(value, tuple)}
        cells, uniforms = ((pair[0][own], pair[1][own]) for pair in (self.cells, self.uniforms))
        return Draws(**arrays, cells=cells, uniforms=uniforms)
