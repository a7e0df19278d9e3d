"""The chance behind an imputation: a stream of its own for every variable, so that one more leaves the others alone."""

from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.imputation._plan import Plan
from newel.statistics.imputation._state import Draws


@dataclass(frozen=True)
class _Share:
    """One variable's share of the chance: its latent columns, on its level and as columns of level 2."""

    level: int
    columns: slice
    effects: slice
    """Columns of level 2 that are its own: its random effects, or itself."""
    inner: int
    """Thresholds to be drawn."""
    gaps: int
    """Latent cells drawn freely."""
    held: int
    """Latent cells held to a category."""


class Streams:
    """Random numbers of one chain, variable by variable; the same whatever the length of the runs they are drawn in.

    Each variable has streams for its cells, its categories, its parameters and its variances, which hang on its name.
    """

    def __init__(self, plan: Plan, seed: int, chain: int) -> None:
        self._plan = plan
        self._shares = _shares(plan)
        names = [coding.variable.name for cells in plan.cells for coding in cells.codings]
        self._generators = [_generators(name, seed, chain) for name in names]

    def draws(self, steps: int) -> Draws:
        """The chance of the next steps."""
        draws = _room(self._plan, steps)
        cells: tuple[list[Numbers], list[Numbers]] = ([], [])
        uniforms: tuple[list[Numbers], list[Numbers]] = ([], [])
        for share, generators in zip(self._shares, self._generators, strict=True):
            cells[share.level].append(generators[0].standard_normal((steps, share.gaps)))
            uniforms[share.level].append(generators[1].random((steps, share.held)))
            self._parameters(draws, share, generators[2])
            self._variances(draws, share, generators[3])
            (draws.site_scales if share.level else draws.scales)[:, share.columns.start, 1] = generators[5].random(
                steps
            )
            if share.inner:
                moves = generators[4].random((steps, share.inner + 1))
                draws.thresholds[:, share.columns.start, : share.inner] = moves[:, :-1]
                draws.thresholds[:, share.columns.start, -1] = moves[:, -1]
        return replace(
            draws,
            cells=(_beside(cells[0], steps), _beside(cells[1], steps)),
            uniforms=(_beside(uniforms[0], steps), _beside(uniforms[1], steps)),
        )

    def _parameters(self, draws: Draws, share: _Share, generator: np.random.Generator) -> None:
        """Cut the normals of a variable's parameters into the places where they are used."""
        rows = [(draws.site_bartlett[:, k, :k]) for k in range(share.effects.start, share.effects.stop)]
        if share.level == 0:
            rows += [draws.bartlett[:, k, :k] for k in range(share.columns.start, share.columns.stop)]
            rows += [
                draws.coefficients[:, :, share.columns],
                draws.effects[:, :, share.effects],
                draws.orbit[:, share.effects],
            ]
        else:
            first = self._plan.cells[1].effects
            rows.append(draws.site_coefficients[:, :, share.columns.start - first : share.columns.stop - first])
        ends = np.cumsum([int(np.prod(place.shape[1:])) for place in rows])
        normals = generator.standard_normal((len(draws.orbit), int(ends[-1])))
        for place, part in zip(rows, np.split(normals, ends[:-1], axis=1), strict=True):
            place[...] = part.reshape(place.shape)

    def _variances(self, draws: Draws, share: _Share, generator: np.random.Generator) -> None:
        """Draw the chi-squares of a variable's rows in the covariance matrices, and of its block where it has one."""
        known, width = self._plan.known, self._plan.level_two
        freedom = [width + known.count - k for k in range(share.effects.start, share.effects.stop)]
        own = range(share.columns.start, share.columns.stop) if share.level == 0 else range(0)
        freedom += [self._plan.degrees + len(known.fixed.values) - k for k in own]
        held = (self._plan.shape.held, self._plan.shape.site_held)[share.level][share.columns.start]
        if held:
            freedom.append(int(held) * (self._plan.degrees if share.level == 0 else width))
        drawn = generator.chisquare(freedom, (len(draws.orbit), len(freedom)))
        effects = np.arange(share.effects.start, share.effects.stop)
        draws.site_bartlett[:, effects, effects] = np.sqrt(drawn[:, : len(effects)])
        draws.bartlett[:, list(own), list(own)] = np.sqrt(drawn[:, len(effects) : len(effects) + len(own)])
        if held:
            (draws.site_scales if share.level else draws.scales)[:, share.columns.start, 0] = drawn[:, -1]


def _shares(plan: Plan) -> list[_Share]:
    random = plan.known.random.values.shape[1]
    shares = []
    for level, cells in enumerate(plan.cells):
        missing, offset = cells.missing[plan.touched[level]].sum(axis=0), plan.held[level].offset
        for columns, coding in zip(cells.columns, cells.codings, strict=True):
            shares.append(
                _Share(
                    level,
                    columns,
                    effects=columns if level else slice(columns.start * random, columns.stop * random),
                    inner=0 if level else max(len(coding.thresholds) - 2, 0),
                    gaps=int(missing[columns].sum()),
                    held=int(offset[columns.stop] - offset[columns.start]),
                )
            )
    return shares


def _generators(name: str, seed: int, chain: int) -> list[np.random.Generator]:
    root = np.random.SeedSequence(seed, spawn_key=(chain, crc32(name.encode())))
    return [np.random.Generator(np.random.SFC64(child)) for child in root.spawn(6)]


def _beside(parts: list[Numbers], steps: int) -> Numbers:
    return np.ascontiguousarray(np.concatenate([np.empty((steps, 0)), *parts], axis=1))


def _room(plan: Plan, steps: int) -> Draws:
    """Empty arrays of the right shapes."""
    known = plan.known
    random, columns = known.random.values.shape[1], len(plan.shape.root)
    width, level_two = plan.answers, plan.level_two
    empty = np.empty((steps, 0))
    return Draws(
        coefficients=np.empty((steps, columns, width)),
        effects=np.empty((steps, known.count, width * random)),
        orbit=np.empty((steps, width * random)),
        bartlett=np.zeros((steps, width, width)),
        scales=np.ones((steps, width, 2)),
        site_bartlett=np.zeros((steps, level_two, level_two)),
        site_scales=np.ones((steps, level_two, 2)),
        site_coefficients=np.empty((steps, len(plan.site_root), level_two - plan.cells[1].effects)),
        thresholds=np.zeros((steps, width, plan.cells[0].thresholds.shape[1])),
        cells=(empty, empty),
        uniforms=(empty, empty),
    )
