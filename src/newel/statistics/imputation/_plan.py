"""Sets a chain up: the sums of the rows that never change, the layout of those that do, and a state to start from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation._covariates import INTERCEPT, Columns
from newel.statistics.imputation._layers import Cells, held_variances, lay_out_gaps, lay_out_held
from newel.statistics.imputation._state import Gaps, Held, Parameters, Products, Rows, Shape, State


@dataclass(frozen=True)
class Known:
    """What is complete: the columns that explain each level, and where the rows belong."""

    fixed: Columns
    random: Columns
    """Without a column where there are no clusters."""
    sites: Columns
    clusters: Levels
    """Cluster of each row, sorted."""
    count: int
    """How many clusters; 0 without random effects."""


@dataclass(frozen=True)
class Plan:
    """What a chain runs on, and what its latent columns stand for. Of a pair, the answers' come before the sites'."""

    cells: tuple[Cells, Cells]
    known: Known
    touched: tuple[Levels, Levels]
    """Rows, and clusters, in which something is drawn."""
    gaps: tuple[Gaps, Gaps]
    held: tuple[Held, Held]
    rows: Rows
    shape: Shape
    start: Products
    base: tuple[Numbers, Numbers, Numbers]
    """Y'Y, X'Y and Z'Y over the rows in which nothing is drawn."""
    site_root: Numbers
    """Cholesky factor of the products of level 2's fixed columns, (s, s)."""
    prior: float
    shifts: Numbers
    """Shifts of missing cells of the rows touched, (w, q); no rows where there are none."""

    @property
    def answers(self) -> int:
        """Latent columns of level 1 (q)."""
        return self.cells[0].width

    @property
    def level_two(self) -> int:
        """Columns of level 2: random effects and latent columns (d)."""
        return self.cells[1].width

    @property
    def degrees(self) -> int:
        """Degrees of freedom of the residual covariance's prior: as few as leave the posterior proper.

        One for measured variables, which carry a scale; two where several latent columns have none and nothing else
        would keep their correlations away from 1. The prior of level 2 has as many degrees as columns.
        """
        return 1 if self.shape.held.sum() < 2 else 2

    @cached_property
    def any_held(self) -> tuple[bool, bool]:
        """Whether any latent column of a level has its variance fixed."""
        return bool(self.shape.held.any()), bool(self.shape.site_held.any())

    @cached_property
    def ordinal(self) -> tuple[int, ...]:
        """Columns of level 1 with thresholds to be drawn: those of four or more categories."""
        cells = self.cells[0]
        return tuple(
            at.start for at, coding in zip(cells.columns, cells.codings, strict=True) if len(coding.thresholds) > 2
        )

    @property
    def parameters(self) -> int:
        """How many parameters a step leaves in the trace."""
        latent = self.level_two - self.cells[1].effects
        return (len(self.shape.root) + 1) * self.answers + len(self.site_root) * latent + self.level_two

    @property
    def chance(self) -> int:
        """How many random numbers a step takes, about."""
        cells = sum(int(gaps.free[gaps.pattern].sum()) for gaps in self.gaps)
        return cells + sum(int(held.offset[-1]) for held in self.held) + self.known.count * self.level_two + 50

    def missing(self, level: int) -> list[Levels]:
        """By variable of a level: which of the rows touched have it missing."""
        return [np.flatnonzero(np.isnan(column)) for column in self.cells[level].values[self.touched[level]].T]


def plan(cells: tuple[Cells, Cells], known: Known, settings: tuple[float, Numbers]) -> Plan:
    """Lay both levels out over rows that are sorted by cluster; `settings` are the prior and the shifts."""
    prior, shifts = settings
    answers, sites = cells
    busy = np.flatnonzero((answers.missing.sum(axis=1) + (answers.category >= 0).sum(axis=1)) > 0)
    touched = (busy, np.arange(known.count if sites.codings else 0))
    fixed, random = known.fixed.values, known.random.values
    start, settled = answers.start, answers.start
    settled[busy] = 0.0
    spread = by_cluster(random, random, known)
    cross: Numbers = fixed.T @ fixed
    return Plan(
        cells,
        known,
        touched,
        gaps=(lay_out_gaps(answers, touched[0]), lay_out_gaps(sites, touched[1])),
        held=(lay_out_held(answers, touched[0]), lay_out_held(sites, touched[1])),
        rows=Rows(fixed[touched[0]], random[touched[0]], known.clusters[touched[0]]),
        shape=Shape(
            root=np.asarray(np.linalg.cholesky(cross)),
            visits=_visits(spread),
            orbit=np.ascontiguousarray(np.linalg.lstsq(fixed, random, rcond=None)[0]),
            weak=_weak_prior(answers, known),
            held=held_variances(answers),
            site_held=held_variances(sites),
        ),
        start=Products(cross, by_cluster(random, fixed, known), spread, *_products(known, start)),
        base=_products(known, settled),
        site_root=_site_root(known),
        prior=prior,
        shifts=np.ascontiguousarray(shifts[busy] if len(shifts) else np.empty((0, answers.width))),
    )


def _weak_prior(answers: Cells, known: Known) -> Numbers:
    """Prior precision of the coefficients of latent columns behind categories; no rows where there are none.

    A standard deviation of a covariate may move a latent normal by about one of its own: no limit where there are
    observations, but it keeps in reach what a category that never occurs with a covariate would send to infinity.
    Columns whose effects vary by cluster go without: the slide between the two needs them free.
    """
    free = (INTERCEPT, *known.random.names)
    bound = np.array([name not in free for name in known.fixed.names], dtype=float)
    latent = lay_out_held(answers, np.arange(len(answers.values))).block[:, 1] > 0
    weak = bound[:, None] * latent
    return np.ascontiguousarray(weak[: len(weak) if weak.any() else 0])


def _visits(spread: Numbers) -> Levels:
    """Clusters in an order that puts equal Z'Z side by side, and whether each differs from the one before."""
    flat = spread.reshape(len(spread), spread.shape[1] * spread.shape[2])
    order = np.lexsort(flat.T) if flat.size else np.arange(len(spread))
    new = np.ones(len(spread), dtype=np.int64)
    new[1:] = (flat[order][1:] != flat[order][:-1]).any(axis=1)
    return np.array([order, new], dtype=np.int64)


def _site_root(known: Known) -> Numbers:
    products = known.sites.values.T @ known.sites.values if known.count else np.eye(1)
    return np.asarray(np.linalg.cholesky(products))


def _products(known: Known, latent: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Y'Y, X'Y and, by cluster, Z'Y."""
    return latent.T @ latent, known.fixed.values.T @ latent, by_cluster(known.random.values, latent, known)


def by_cluster(left: Numbers, right: Numbers, known: Known) -> Numbers:
    """Return left'right of every cluster, (clusters, left columns, right columns)."""
    table = np.zeros((known.count, left.shape[1], right.shape[1]))
    for j in range(left.shape[1]):
        for k in range(right.shape[1]):
            table[:, j, k] = np.bincount(known.clusters, left[:, j] * right[:, k], minlength=known.count)
    return table


def starting_state(plan: Plan) -> State:
    """Effects of 0, residual variances of 1, level-2 variances of a tenth: the burn-in forgets them."""
    answers, sites = plan.cells
    width, size, count = plan.answers, plan.level_two, plan.known.count
    start = plan.start
    latent = np.ascontiguousarray(answers.start[plan.touched[0]])
    return State(
        products=start._replace(
            squares=start.squares.copy(), with_fixed=start.with_fixed.copy(), with_random=start.with_random.copy()
        ),
        parameters=Parameters(
            coefficients=np.zeros((len(plan.shape.root), width)),
            effects=np.zeros((count, size)),
            precision=np.eye(width),
            root=np.eye(width),
            site_precision=np.eye(size) * 10,
            site_root=np.eye(size) * np.sqrt(0.1),
        ),
        latent=latent,
        thresholds=answers.thresholds,
        site_latent=sites.start if sites.codings else np.zeros((count, 0)),
        site_coefficients=np.zeros((len(plan.site_root), size - sites.effects)),
        site_thresholds=sites.thresholds,
        pace=np.array([np.full(width, 2.4 / np.sqrt(max(len(latent), 1))), np.zeros(width)]),
    )
