"""Normal likelihood of items on a scale of numbers, where people may have left some of them out.

People who answered the same items form a pattern; complete data are a single pattern. Each pattern's precision matrix
is kept at full size with zeros for items it lacks, so that all patterns go through the same few array operations.
"""

from dataclasses import dataclass
from math import log, pi

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.factor.structure import lower


@dataclass(frozen=True)
class Patterns:
    """One group's answers, summed up by pattern; k patterns, p items, n people."""

    seen: "np.typing.NDArray[np.bool_]"
    """Shape (k, p)."""
    people: Numbers
    """Shape (k,)."""
    means: Numbers
    """Shape (k, p), 0 where an item is not seen."""
    covariances: Numbers
    """Divisor n, shape (k, p, p), 0 where an item is not seen."""
    answers: Numbers
    """The answers themselves, shape (n, p), ordered by pattern; 0 where missing."""

    @property
    def total(self) -> float:
        """How many people."""
        return float(self.people.sum())

    @property
    def of_rows(self) -> "np.typing.NDArray[np.int64]":
        """The pattern of each row of `answers`."""
        return np.repeat(np.arange(len(self.people)), self.people.astype(np.int64))


def patterns_of(answers: Numbers) -> Patterns:
    """Sum up one group's answers, shape (n, p), nan where missing; rows without any answer must be gone."""
    seen = ~np.isnan(answers)
    kinds, which = np.unique(seen, axis=0, return_inverse=True)
    order = np.argsort(which.ravel(), kind="stable")
    filled = np.where(seen, answers, 0.0)[order]
    people = np.bincount(which.ravel(), minlength=len(kinds)).astype(float)
    starts = np.concatenate([[0], np.cumsum(people)[:-1]]).astype(np.int64)
    means = np.add.reduceat(filled, starts, axis=0) / people[:, None]
    blocks = np.split(filled, starts[1:])
    covariances = np.array([
        (block - mean).T @ (block - mean) / len(block) for block, mean in zip(blocks, means, strict=True)
    ])
    return Patterns(kinds, people, means, covariances, filled)


def precisions(seen: "np.typing.NDArray[np.bool_]", covariance: Numbers) -> tuple[Numbers, Numbers]:
    """Return each pattern's precision matrix, zero where an item is not seen, and its log-determinant.

    Raises LinAlgError where the covariances are not positive definite.
    """
    both = seen[:, :, None] & seen[:, None, :]
    blocks = np.where(both, covariance, np.eye(len(covariance)))
    factors = np.linalg.cholesky(blocks)
    logs = 2 * np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
    inverse = np.linalg.inv(blocks)
    return np.where(both, (inverse + inverse.transpose(0, 2, 1)) / 2, 0.0), logs


def around(patterns: Patterns, mean: Numbers) -> tuple[Numbers, Numbers]:
    """Return each pattern's mean deviation and its second moments about `mean`."""
    apart = np.where(patterns.seen, patterns.means - mean, 0.0)
    return apart, patterns.covariances + apart[:, :, None] * apart[:, None, :]


def deviance(patterns: Patterns, mean: Numbers, covariance: Numbers) -> float:
    """Return -2 log-likelihood without its constant; infinite where the covariances are not positive definite."""
    try:
        precision, logs = precisions(patterns.seen, covariance)
    except np.linalg.LinAlgError:
        return np.inf
    _, second = around(patterns, mean)
    return float(patterns.people @ (logs + (precision * second).sum(axis=(1, 2))))


def constant(patterns: Patterns) -> float:
    """Return the constant of -2 log-likelihood."""
    return float(patterns.people @ patterns.seen.sum(axis=1)) * log(2 * pi)


def slope(patterns: Patterns, mean: Numbers, covariance: Numbers) -> tuple[Numbers, Numbers]:
    """Return the derivatives of half the deviance by the means, shape (p,), and by the covariances, shape (p, p)."""
    precision, _ = precisions(patterns.seen, covariance)
    apart, second = around(patterns, mean)
    pulled = precision @ second @ precision
    weight = patterns.people
    by_mean = -np.einsum("k,kij,kj->i", weight, precision, apart)
    return by_mean, np.einsum("k,kij->ij", weight, precision - pulled) / 2


def information(patterns: Patterns, mean: Numbers, covariance: Numbers, *, observed: bool) -> Numbers:
    """Return the information on [means; different covariances], summed over people.

    Expected information takes the patterns as given and the moments as true.
    """
    precision, _ = precisions(patterns.seen, covariance)
    apart, second = around(patterns, mean)
    items = len(mean)
    first, other = lower(items)
    whole = np.zeros((items + len(first), items + len(first)))
    whole[:items, :items] = np.einsum("k,kij->ij", patterns.people, precision)
    for people, own, away, moments in zip(patterns.people, precision, apart, second, strict=True):
        partner = 2 * own @ moments @ own - own if observed else own
        whole[items:, items:] += people * half_trace(own, partner)
        if observed:
            pulled = own @ away
            cross = own[:, first] * pulled[other] + own[:, other] * pulled[first]
            cross[:, first == other] /= 2
            whole[:items, items:] += people * cross
    whole[items:, :items] = whole[:items, items:].T
    return whole


def half_trace(one: Numbers, other: Numbers) -> Numbers:
    """Return tr(E one F other) / 2 over all pairs E, F of unit changes of a symmetric matrix."""
    first, second = lower(len(one))
    ways = (((second, first), (first, second)), ((first, first), (second, second)),
            ((second, second), (first, first)), ((first, second), (second, first)))
    whole = sum(one[np.ix_(*left)] * other[np.ix_(*right)] for left, right in ways)
    weight = np.where(first == second, 0.5, 1.0)
    return np.asarray(whole * np.outer(weight, weight) / 2)


def scores(patterns: Patterns, mean: Numbers, covariance: Numbers) -> Numbers:
    """Return each person's derivative of the log-likelihood by [means; different covariances], shape (n, p + ...)."""
    precision, _ = precisions(patterns.seen, covariance)
    which = patterns.of_rows
    apart = np.where(patterns.seen[which], patterns.answers - mean, 0.0)
    pulled = np.einsum("nij,nj->ni", precision[which], apart) if len(precision) > 1 else apart @ precision[0]
    first, second = lower(len(mean))
    squares = pulled[:, first] * pulled[:, second] - precision[:, first, second][which]
    squares[:, first == second] /= 2
    return np.hstack([pulled, squares])


def saturated(patterns: Patterns) -> tuple[Numbers, Numbers, bool]:
    """Return means and covariances that fit best without any model, by the EM algorithm, and whether it settled.

    Source: Dempster AP, Laird NM, Rubin DB. JRSS B 1977;39:1-38. Complete data give the plain moments.
    """
    weight = patterns.people / patterns.total
    if len(patterns.people) == 1:
        return patterns.means[0], patterns.covariances[0], True
    counted = weight @ patterns.seen
    mean = (weight @ patterns.means) / counted
    _, second = around(patterns, mean)
    covariance = np.diag(np.diag(np.einsum("k,kij->ij", weight, second)) / counted)
    for _ in range(5000):
        mean, covariance, moved = _em_step(patterns, mean, covariance)
        if moved < 1e-10:
            return mean, covariance, True
    return mean, covariance, False


def _em_step(patterns: Patterns, mean: Numbers, covariance: Numbers) -> tuple[Numbers, Numbers, float]:
    weight = patterns.people / patterns.total
    precision, _ = precisions(patterns.seen, covariance)
    apart, second = around(patterns, mean)
    onto = covariance @ precision
    shift = np.einsum("k,kij,kj->i", weight, onto, apart)
    filled = onto @ second @ onto.transpose(0, 2, 1) + covariance - onto @ covariance
    found = np.einsum("k,kij->ij", weight, filled) - np.outer(shift, shift)
    found = (found + found.T) / 2
    spread = np.sqrt(np.diag(covariance))
    moved = max(np.abs(shift / spread).max(), np.abs((found - covariance) / np.outer(spread, spread)).max())
    return mean + shift, found, float(moved)
