"""Thresholds and polychoric correlations of ordered items, and how precisely they are known."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import ndtr

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.measurement.polychoric import (
    Polychoric,
    coded,
    cross_tables,
    padded,
    polychoric,
    rectangles,
)


@dataclass(frozen=True)
class OrderedMoments:
    """One group's ordered items."""

    people: float
    found: Polychoric
    moments: Numbers
    """[thresholds, item by item; correlations, as `triu_indices` has them], shape (s,)."""
    gamma: Numbers
    """Covariances of the moments times people, shape (s, s)."""

    @property
    def cuts(self) -> int:
        """How many of the moments are thresholds."""
        return sum(len(own) for own in self.found.thresholds)


def ordered_moments(answers: Numbers) -> OrderedMoments:
    """Estimate moments and their covariances from one group's answers, shape (n, p), without gaps.

    The covariances come from everyone's scores in the two steps, by the delta method.
    Source: Muthen B. Psychometrika 1984;49:115-132.
    """
    found = polychoric(answers)
    codes, _ = coded(answers)
    first, second = np.triu_indices(codes.shape[1], 1)
    rho = found.correlations[first, second]
    margins = _margin_scores(codes, found.thresholds)
    pairs, crossed = _pair_scores(codes, found.thresholds, rho)
    moments = np.concatenate([*found.thresholds, rho])
    return OrderedMoments(float(len(codes)), found, moments, _gamma(found, margins, (pairs, crossed)))


def _margin_scores(codes: Levels, thresholds: tuple[Numbers, ...]) -> Numbers:
    """Return each person's derivative of the marginal log-likelihoods by the thresholds, shape (n, all thresholds)."""
    columns = []
    for own, column in zip(thresholds, codes.T, strict=True):
        ends = np.concatenate([[-np.inf], own, [np.inf]])
        share = np.diff(ndtr(ends))[column]
        height = np.exp(-(own**2) / 2) / np.sqrt(2 * np.pi)
        cut = np.arange(len(own))
        sign = (column[:, None] == cut).astype(float) - (column[:, None] == cut + 1)
        columns.append(sign * height / share[:, None])
    return np.hstack(columns)


def _pair_scores(codes: Levels, thresholds: tuple[Numbers, ...], rho: Numbers) -> tuple[Numbers, Numbers]:
    """Return each person's derivative by every correlation, (n, pairs), and its products with those by thresholds."""
    bounds = padded(thresholds)
    first, second = np.triu_indices(codes.shape[1], 1)
    probability, slope = rectangles(rho, bounds[first], bounds[second])
    score = slope / probability
    people = score[np.arange(len(rho)), codes[:, first], codes[:, second]]
    counts = cross_tables(codes, bounds.shape[1] - 1)
    weight = counts * score / probability
    starts = np.concatenate([[0], np.cumsum([len(own) for own in thresholds])])
    crossed = np.zeros((len(rho), starts[-1]))
    for pair, (one, other) in enumerate(zip(first, second, strict=True)):
        rows = _edge(bounds[one], bounds[other], rho[pair])
        columns = _edge(bounds[other], bounds[one], rho[pair])
        for item, edges, weights in ((one, rows, weight[pair]), (other, columns, weight[pair].T)):
            inner = edges[1 : len(thresholds[item]) + 1]
            share = weights[: len(inner) + 1]
            crossed[pair, starts[item] : starts[item + 1]] = ((share[:-1] - share[1:]) * inner).sum(axis=1)
    return people, crossed


def _edge(own: Numbers, other: Numbers, rho: float) -> Numbers:
    """Return derivatives, by each threshold of an item, of the chances to lie below it with each other answer."""
    with np.errstate(invalid="ignore"):
        reach = ndtr((other[None, :] - rho * own[:, None]) / np.sqrt(1 - rho**2))
    height = np.exp(-(own**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(height[:, None] * np.diff(reach, axis=1))


def _gamma(found: Polychoric, margins: Numbers, pairs: tuple[Numbers, Numbers]) -> Numbers:
    people, crossed = pairs
    scores = np.hstack([margins, people])
    inner = scores.T @ scores
    cuts = margins.shape[1]
    bread = np.zeros_like(inner)
    starts = np.concatenate([[0], np.cumsum([len(own) for own in found.thresholds])])
    for start, end in pairwise(starts):
        bread[start:end, start:end] = np.linalg.inv(inner[start:end, start:end])
    own = 1 / np.diag(inner)[cuts:]
    bread[cuts:, :cuts] = -own[:, None] * crossed @ bread[:cuts, :cuts]
    bread[cuts:, cuts:] = np.diag(own)
    return np.asarray(len(people) * bread @ inner @ bread.T)
