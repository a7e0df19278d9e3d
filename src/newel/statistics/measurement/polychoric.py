"""Correlations of what lies behind ordered answers: each answer is a normal quantity cut at thresholds."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import ndtri

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.measurement.bivariate import cumulative, density

LARGEST = 0.9999
_SMALLEST_PROBABILITY = 1e-14
"""Below it a difference of cumulative probabilities is rounding alone."""


@dataclass(frozen=True)
class Polychoric:
    """Polychoric correlations of p items from the people who answered all of them."""

    correlations: Numbers
    """Shape (p, p)."""
    thresholds: tuple[Numbers, ...]
    """For each item its K - 1 thresholds, rising."""
    categories: tuple[Numbers, ...]
    """For each item the K answers that were seen, rising; one that nobody gave has no threshold."""
    people: int
    converged: bool
    notes: tuple[str, ...]


def polychoric(answers: Numbers, *, empty_cell: float = 0.0) -> Polychoric:
    """Estimate all correlations of ordered items, shape (n, p), without missing answers.

    Two steps: thresholds from the margins, then each correlation alone by maximum likelihood, all pairs side by side,
    by Fisher scoring on the scale of Fisher's z. In a two by two table with an empty cell half a person is moved there,
    margins kept, as lavaan does; `empty_cell` is counted in every empty cell of larger tables.

    Source: Olsson U. Psychometrika 1979;44:443-460. Raises ValueError for an item that everybody answered alike.
    """
    codes, categories = coded(answers)
    thresholds = marginal_thresholds(codes, categories)
    first, second = np.triu_indices(codes.shape[1], 1)
    counts = cross_tables(codes, max(len(seen) for seen in categories))
    counts = _filled(counts, categories, empty_cell)
    bounds = padded(thresholds)
    rho, done = _score(counts, bounds[first], bounds[second])
    matrix = np.eye(codes.shape[1])
    matrix[first, second] = matrix[second, first] = rho
    notes = _notes(matrix, categories, done=done)
    return Polychoric(matrix, thresholds, categories, len(codes), bool(done.all()), notes)


def coded(answers: Numbers) -> tuple[Levels, tuple[Numbers, ...]]:
    """Return answers as category numbers 0 .. K - 1, and the answers they stand for."""
    table = np.asarray(answers, dtype=float)
    if table.ndim != 2 or np.isnan(table).any():
        raise ValueError("Polychoric correlations need answers without gaps: drop incomplete rows and say so.")
    codes = np.empty(table.shape, dtype=np.int64)
    categories: list[Numbers] = []
    for item, column in enumerate(table.T):
        seen, codes[:, item] = np.unique(column, return_inverse=True)
        if len(seen) < 2:
            raise ValueError(f"Item {item + 1} was answered alike by everybody, so it correlates with nothing.")
        if len(seen) > 20:
            raise ValueError(f"Item {item + 1} has {len(seen)} different answers; ordered items have at most 20.")
        categories.append(seen)
    return codes, tuple(categories)


def marginal_thresholds(codes: Levels, categories: tuple[Numbers, ...]) -> tuple[Numbers, ...]:
    """Return each item's normal quantiles of the cumulative shares of its answers."""
    counted = [np.bincount(column, minlength=len(seen)) for column, seen in zip(codes.T, categories, strict=True)]
    return tuple(np.asarray(ndtri(np.cumsum(count)[:-1] / len(codes))) for count in counted)


def padded(thresholds: tuple[Numbers, ...]) -> Numbers:
    """Return thresholds between -inf and +inf as one table, shape (p, K + 1) for the item with most categories K."""
    width = max(len(own) for own in thresholds) + 2
    table = np.full((len(thresholds), width), np.inf)
    table[:, 0] = -np.inf
    for row, own in zip(table, thresholds, strict=True):
        row[1 : len(own) + 1] = own
    return table


def cross_tables(codes: Levels, width: int) -> Numbers:
    """Return how many people gave each pair of answers, shape (pairs, width, width), pairs as in `triu_indices`."""
    indicators = np.zeros((len(codes), codes.shape[1] * width))
    indicators[np.arange(len(codes))[:, None], np.arange(codes.shape[1]) * width + codes] = 1.0
    whole = (indicators.T @ indicators).reshape(codes.shape[1], width, codes.shape[1], width)
    first, second = np.triu_indices(codes.shape[1], 1)
    return np.asarray(whole[first, :, second, :])


def rectangles(rho: Numbers, first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    """Return probabilities of every cell and their derivatives by the correlation, shapes (pairs, K, K).

    `first` and `second` are the padded thresholds of each pair's items, shape (pairs, K + 1).
    """
    corners = (first[:, :, None], second[:, None, :], rho[:, None, None])
    probability = np.diff(np.diff(cumulative(*corners), axis=1), axis=2)
    return np.maximum(probability, _SMALLEST_PROBABILITY), np.diff(np.diff(density(*corners), axis=1), axis=2)


def _score(counts: Numbers, first: Numbers, second: Numbers) -> tuple[Numbers, "np.typing.NDArray[np.bool_]"]:
    """Return the correlations of all pairs and which of them were found, by scoring with step-halving."""
    z = np.zeros(len(counts))
    limit = np.arctanh(LARGEST)
    done = np.zeros(len(counts), dtype=bool)
    total = counts.sum(axis=(1, 2))
    for _ in range(100):
        probability, slope = rectangles(np.tanh(z), first, second)
        scale = 1 - np.tanh(z) ** 2
        score = (counts * slope / probability).sum(axis=(1, 2)) * scale
        information = total * (slope**2 / probability).sum(axis=(1, 2)) * scale**2
        step = np.clip(score / np.maximum(information, 1e-12), -1.0, 1.0)
        done = (np.abs(step) < 1e-10) | (np.abs(z) >= limit)
        if done.all():
            break
        z = np.clip(z + np.where(done, 0.0, _halved(counts, (first, second), z, step=step)), -limit, limit)
    # Where a likelihood only levels off towards a perfect correlation, it has no top before the limit.
    end = np.where(np.abs(z) > 2.5, np.copysign(limit, z), z)
    before, after = (_log_likelihood(counts, (first, second), place) for place in (z, end))
    flat = (end != z) & (after >= before - 1e-9 * np.abs(before))
    return np.asarray(np.tanh(np.where(flat, end, z))), np.asarray(done | flat)


def _halved(counts: Numbers, bounds: tuple[Numbers, Numbers], z: Numbers, *, step: Numbers) -> Numbers:
    """Return each pair's step, halved until the likelihood does not fall."""
    before = _log_likelihood(counts, bounds, z)
    for _ in range(30):
        worse = _log_likelihood(counts, bounds, z + step) < before - 1e-9 * np.abs(before)
        if not worse.any():
            break
        step = np.where(worse, step / 2, step)
    return step


def _log_likelihood(counts: Numbers, bounds: tuple[Numbers, Numbers], z: Numbers) -> Numbers:
    probability, _ = rectangles(np.tanh(z), *bounds)
    return np.asarray((counts * np.log(probability)).sum(axis=(1, 2)))


def _filled(counts: Numbers, categories: tuple[Numbers, ...], empty_cell: float) -> Numbers:
    """Return the tables with something in the cells that nobody fell in."""
    width = counts.shape[1]
    own = np.array([np.arange(width) < len(seen) for seen in categories])
    first, second = np.triu_indices(len(categories), 1)
    empty = (counts == 0) & own[first, :, None] & own[second, None, :]
    square = (own.sum(axis=1)[first] == 2) & (own.sum(axis=1)[second] == 2)
    filled = np.where(empty & ~square[:, None, None], empty_cell, counts)
    for pair in np.flatnonzero(square & empty.any(axis=(1, 2))):
        falling = empty[pair, 0, 0] or empty[pair, 1, 1]
        filled[pair, :2, :2] += np.array([[0.5, -0.5], [-0.5, 0.5]]) * (1 if falling else -1)
    return np.asarray(filled)


def _notes(
    matrix: Numbers, categories: tuple[Numbers, ...], *, done: "np.typing.NDArray[np.bool_]"
) -> tuple[str, ...]:
    notes = [
        f"Item {item + 1} skips an answer between {seen[0]:g} and {seen[-1]:g} that nobody gave."
        for item, seen in enumerate(categories)
        if any(later - earlier > 1 + 1e-9 for earlier, later in pairwise(seen))
    ]
    notes += [
        f"Items {first + 1} and {second + 1} correlate at the limit of {LARGEST}: one nearly determines the other."
        for first, second in zip(*np.nonzero(np.triu(np.abs(matrix), 1) >= LARGEST - 1e-9), strict=True)
    ]
    if not done.all():
        notes.append(f"{int((~done).sum())} correlations did not converge.")
    if np.linalg.eigvalsh(matrix)[0] <= 0:
        notes.append("The polychoric correlations, each estimated alone, are together not positive definite.")
    return tuple(notes)
