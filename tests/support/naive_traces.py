"""Kenward and Roger's sums by the formulas of the paper: V in full, one matrix of derivatives a variance parameter."""

from itertools import product

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design
from tests.support.naive_mixed import indicator


def patterns(design: Design) -> list[Numbers]:
    """Return the derivative of V in each variance and covariance, term by term, and in the residual variance."""
    found = []
    for term in design.random:
        width = term.columns.shape[1]
        columns = indicator(term)
        for i in range(width):
            for j in range(i + 1):
                single = np.zeros((width, width))
                single[i, j] = single[j, i] = 1.0
                found.append(columns @ np.kron(np.eye(term.count), single) @ columns.T)
    return [*found, np.eye(len(design.fixed))]


def parameters(theta: tuple[Numbers, ...], sigma: float) -> Numbers:
    """Return the variances and covariances in the order of the patterns."""
    found: list[float] = []
    for factor in theta:
        whole = sigma**2 * factor @ factor.T
        found += [whole[i, j] for i in range(len(whole)) for j in range(i + 1)]
    return np.array([*found, sigma**2])


def sums(design: Design, theta: tuple[Numbers, ...], sigma: float) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return X'V^-1 X, P_i, Q_ij and T_ij."""
    blocks, x = patterns(design), design.fixed
    v = sum(size * block for size, block in zip(parameters(theta, sigma), blocks, strict=True))
    inverse = np.linalg.inv(v)
    turned = [inverse @ block for block in blocks]
    count, columns = len(blocks), x.shape[1]
    first, second = np.empty((count, columns, columns)), np.empty((count, count, columns, columns))
    traces = np.empty((count, count))
    for i, j in product(range(count), repeat=2):
        first[i] = -x.T @ turned[i] @ inverse @ x
        second[i, j] = x.T @ turned[i] @ turned[j] @ inverse @ x
        traces[i, j] = np.trace(turned[i] @ turned[j])
    return x.T @ inverse @ x, first, second, traces


def expected_information(design: Design, theta: tuple[Numbers, ...], sigma: float) -> Numbers:
    """Return tr(P V_i P V_j) / 2, with P what is left of V^-1 once the fixed effects are out."""
    blocks, x = patterns(design), design.fixed
    v = sum(size * block for size, block in zip(parameters(theta, sigma), blocks, strict=True))
    inverse = np.linalg.inv(v)
    left = inverse - inverse @ x @ np.linalg.inv(x.T @ inverse @ x) @ x.T @ inverse
    turned = [left @ block for block in blocks]
    return np.array([[np.trace(one @ other) / 2 for other in turned] for one in turned])
