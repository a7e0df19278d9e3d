"""Every way to turn the signs of the clusters' residuals, walked so that one sign changes at a time."""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers

FRESH = 1024
"""Sums are taken anew after so many steps, so that rounding does not build up."""


@compiled
def every_sign_vector(forms: Numbers) -> Numbers:
    """Return five sums for every sign vector whose first sign is +; the mirror vectors have the same up to sign.

    forms, shape (2, clusters, 1 + m): for each cluster its part of the numerator, then of the m contributions to the
    denominator; the second layer is what one unit of the null value takes off. Per vector: numerator, its slope,
    and the squared contributions as constant, half linear and quadratic coefficient. Shape (2^(clusters - 1), 5).
    """
    clusters = forms.shape[1]
    count = 1 << (clusters - 1)
    found = np.empty((count, 5))
    signs = np.ones(clusters)
    sums = np.empty((2, forms.shape[2]))
    for step in range(count):
        if step:
            place, rest = 1, step
            while not rest & 1:
                place, rest = place + 1, rest >> 1
            signs[place] = -signs[place]
            _turn(forms[:, place], sums, 2 * signs[place])
        if step % FRESH == 0:
            _afresh(forms, sums, signs)
        _five(sums, found[step])
    return found


@compiled
def given_vectors(forms: Numbers, weights: Numbers) -> Numbers:
    """Return the same five sums for given vectors of weights, shape (vectors, clusters)."""
    found = np.empty((len(weights), 5))
    sums = np.empty((2, forms.shape[2]))
    for step in range(len(weights)):
        _afresh(forms, sums, weights[step])
        _five(sums, found[step])
    return found


@compiled
def every_joint_statistic(forms: Numbers, tested: int) -> Numbers:
    """Return the Wald statistic of every sign vector whose first sign is +, shape (2^(clusters - 1),).

    forms, shape (clusters, tested + clusters * tested): each cluster's part of the estimates and of the contributions.
    """
    clusters = forms.shape[0]
    found = np.empty(1 << (clusters - 1))
    signs, sums = np.ones(clusters), np.empty((1, forms.shape[1]))
    layers = forms.reshape((1, *forms.shape))
    for step in range(len(found)):
        if step:
            place, rest = 1, step
            while not rest & 1:
                place, rest = place + 1, rest >> 1
            signs[place] = -signs[place]
            _turn(layers[:, place], sums, 2 * signs[place])
        if step % FRESH == 0:
            _afresh(layers, sums, signs)
        found[step] = _wald(sums[0], tested)
    return found


@compiled
def given_joint_statistics(forms: Numbers, tested: int, weights: Numbers) -> Numbers:
    """Return the Wald statistic for given vectors of weights, shape (vectors, clusters)."""
    found = np.empty(len(weights))
    sums = np.empty((1, forms.shape[1]))
    for step in range(len(weights)):
        _afresh(forms.reshape((1, *forms.shape)), sums, weights[step])
        found[step] = _wald(sums[0], tested)
    return found


@compiled
def _wald(sums: Numbers, tested: int) -> float:
    """Return n'V^-1 n by elimination, V the sum of squares of the contributions; infinite where V is singular."""
    both = np.zeros((tested, tested + 1))
    both[:, tested] = sums[:tested]
    for start in range(tested, len(sums), tested):
        for i in range(tested):
            for j in range(tested):
                both[i, j] += sums[start + i] * sums[start + j]
    total, least = 0.0, 1e-12 * np.trace(both[:, :tested])
    for i in range(tested):
        if both[i, i] <= least:
            return np.inf
        total += both[i, tested] ** 2 / both[i, i]
        for k in range(i + 1, tested):
            both[k] -= both[k, i] / both[i, i] * both[i]
    return total


@compiled
def _turn(part: Numbers, sums: Numbers, change: float) -> None:
    for layer in range(len(sums)):
        for column in range(part.shape[1]):
            sums[layer, column] += change * part[layer, column]


@compiled
def _afresh(forms: Numbers, sums: Numbers, signs: Numbers) -> None:
    sums[:] = 0
    for cluster in range(forms.shape[1]):
        _turn(forms[:, cluster], sums, signs[cluster])


@compiled
def _five(sums: Numbers, found: Numbers) -> None:
    found[:] = 0
    found[0], found[1] = sums[0, 0], sums[1, 0]
    for column in range(1, sums.shape[1]):
        found[2] += sums[0, column] * sums[0, column]
        found[3] += sums[0, column] * sums[1, column]
        found[4] += sums[1, column] * sums[1, column]
