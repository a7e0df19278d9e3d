"""Maximum likelihood of a factor model whose items lie on a scale of numbers, complete or not."""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.factor.patterns import (
    Patterns,
    around,
    deviance,
    information,
    precisions,
    scores,
    slope,
)
from newel.statistics.measurement.factor.structure import Structure, lower

_COMPLEX_STEP = 1e-30


@dataclass(frozen=True)
class NormalProblem:
    """Half the deviance per person, for `search.minimise`. Without `means` the sample means are taken as they are."""

    structure: Structure
    groups: tuple[Patterns, ...]
    means: bool

    @property
    def people(self) -> float:
        """How many people in all groups."""
        return sum(patterns.total for patterns in self.groups)

    def moments(self, theta: Numbers, group: int) -> tuple[Numbers, Numbers]:
        """Return one group's implied means and covariances."""
        matrices = self.structure.filled(theta, group)
        return (matrices.mean if self.means else self.groups[group].means[0]), matrices.covariance

    def value(self, theta: Numbers) -> float:
        """Return half the deviance per person, without its constant."""
        return sum(
            deviance(patterns, *self.moments(theta, group)) for group, patterns in enumerate(self.groups)
        ) / (2 * self.people)

    def slope(self, theta: Numbers) -> tuple[Numbers, Numbers]:
        """Return the gradient and the expected information per person."""
        gradient, curvature = np.zeros(len(theta)), np.zeros((len(theta), len(theta)))
        for group, patterns in enumerate(self.groups):
            mean, covariance = self.moments(theta, group)
            by_mean, by_covariance = slope(patterns, mean, covariance)
            of_mean, of_covariance = self.slopes(theta, group)
            gradient += of_mean @ by_mean + of_covariance.reshape(len(theta), -1) @ by_covariance.ravel()
            curvature += _expected(patterns, covariance, (of_mean, of_covariance))
        return gradient / self.people, curvature / self.people

    def slopes(self, theta: Numbers, group: int) -> tuple[Numbers, Numbers]:
        """Return derivatives of one group's implied means and covariances by theta."""
        of_mean, of_covariance = self.structure.slopes(self.structure.filled(theta, group), group)
        return (of_mean if self.means else np.zeros_like(of_mean)), of_covariance

    def jacobian(self, theta: Numbers, group: int) -> Numbers:
        """Return derivatives of [means; different covariances] by theta; the means are left out where they are free."""
        of_mean, of_covariance = self.slopes(theta, group)
        different = of_covariance[:, *lower(of_covariance.shape[1])]
        return np.hstack([of_mean, different]).T if self.means else different.T

    def own(self, moments: Numbers) -> Numbers:
        """Return the part of a matrix over [means; different covariances] that the model is about (the last axes)."""
        items = self.structure.shape[0]
        return moments if self.means else moments[tuple(slice(items, None) for _ in range(moments.ndim))]

    def curved(self, theta: Numbers) -> Numbers:
        """Return the observed information per person: the exact second derivatives of `value`."""
        whole = np.zeros((len(theta), len(theta)))
        for group, patterns in enumerate(self.groups):
            moments = self.moments(theta, group)
            jacobian = self.jacobian(theta, group)
            whole += jacobian.T @ self.own(information(patterns, *moments, observed=True)) @ jacobian
            whole += self._bend(theta, group, slope(patterns, *moments))
        return (whole + whole.T) / (2 * self.people)

    def person_scores(self, theta: Numbers, group: int) -> Numbers:
        """Return each person's derivative of the log-likelihood by theta, shape (n, free)."""
        found = scores(self.groups[group], *self.moments(theta, group))
        if not self.means:
            found = found[:, self.structure.shape[0]:]
        return np.asarray(found @ self.jacobian(theta, group))

    def _bend(self, theta: Numbers, group: int, pull: tuple[Numbers, Numbers]) -> Numbers:
        """Return second derivatives of the implied moments, weighted by `pull`: complex steps lose no digit."""
        by_mean, by_covariance = pull
        columns = []
        for place in range(len(theta)):
            moved = theta.astype(complex)
            moved[place] += 1j * _COMPLEX_STEP
            of_mean, of_covariance = self.slopes(moved, group)
            bent = of_mean @ by_mean + of_covariance.reshape(len(theta), -1) @ by_covariance.ravel()
            columns.append(bent.imag / _COMPLEX_STEP)
        return np.array(columns)


def _expected(patterns: Patterns, covariance: Numbers, slopes: tuple[Numbers, Numbers]) -> Numbers:
    """Return expected information on theta without forming the one on the moments."""
    of_mean, of_covariance = slopes
    precision, _ = precisions(patterns.seen, covariance)
    flat = of_covariance.reshape(len(of_covariance), -1)
    whole = of_mean @ np.einsum("k,kij->ij", patterns.people, precision) @ of_mean.T
    for people, own in zip(patterns.people, precision, strict=True):
        whole += people / 2 * (own @ of_covariance @ own).reshape(len(flat), -1) @ flat.T
    return np.asarray(whole)


def independent(patterns: Patterns) -> tuple[Numbers, Numbers]:
    """Return means and covariances that fit best where no item has to do with another."""
    counted = patterns.people @ patterns.seen
    mean = (patterns.people @ patterns.means) / counted
    _, second = around(patterns, mean)
    return mean, np.diag(np.diag(np.einsum("k,kij->ij", patterns.people, second)) / counted)
