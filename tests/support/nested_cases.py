"""Unbalanced designs of people within sites, with responses, for tests of many fits."""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed import Design
from newel.statistics.mixed.many.fitting import place_response
from newel.statistics.mixed.many.optimum import Task
from newel.statistics.mixed.many.sums import Sums, nested
from tests.support.naive_nested import intercept


@dataclass(frozen=True)
class NestedCase:
    """One design with its rows in the open."""

    design: Design
    response: Numbers
    site: Levels
    person: Levels
    two: bool

    @property
    def task(self) -> Task:
        """The task of its REML fit, the response in place."""
        way = nested(self.design)
        assert way is not None
        sums = way.sums()
        place_response(sums, next(way.of_responses(self.response[:, None])), 0)
        rows, columns = self.design.fixed.shape
        return Task(sums, float(rows - columns), restricted=True, factors=1 + self.two)

    @property
    def sums(self) -> Sums:
        """Its sums, the response in place."""
        return self.task.sums

    @property
    def bordered(self) -> Numbers:
        """The columns [1, Q, y] of which the sums are made: Q orthogonal, y less its ordinary fit."""
        basis = np.linalg.qr(self.design.fixed)[0]
        left = self.response - basis @ (basis.T @ self.response)
        return np.column_stack([np.ones(len(left)), basis, left])

    def covariance(self, a: float, b: float) -> Numbers:
        """Return V with a residual variance of 1."""
        same_person = self.person[:, None] == self.person[None, :]
        same_site = self.site[:, None] == self.site[None, :]
        return np.eye(len(self.site)) + a * same_person + b * same_site * self.two


def nested_case(seed: int, *, two: bool = True, spreads: tuple[float, float] = (0.8, 0.6)) -> NestedCase:
    """Return a case with 3 to 6 sites of 5 people, some seen once and some often."""
    rng = np.random.default_rng(seed)
    sites, rows = int(rng.integers(3, 7)), int(rng.integers(50, 90))
    person = np.concatenate([np.arange(5 * sites), rng.integers(0, 5 * sites, rows - 5 * sites)])
    rng.shuffle(person)
    site = person % sites
    fixed = np.column_stack([np.ones(rows), rng.normal(size=rows), rng.integers(0, 2, rows)])
    response = fixed @ [1.0, 0.5, -1.0] + rng.normal(size=rows)
    response += spreads[0] * rng.normal(size=5 * sites)[person] + spreads[1] * two * rng.normal(size=sites)[site]
    terms = (intercept("site", site), intercept("person", person)) if two else (intercept("person", person),)
    return NestedCase(Design(fixed, ("(Intercept)", "x", "z"), terms), response, site, person, two)
