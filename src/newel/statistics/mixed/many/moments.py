"""Compiled: X'V^-1 X, bordered by the response, and log|V| of a nested design, with all first and second derivatives.

V = I + a ZZ' (inner factor) + b UU' (outer factor). With f = a / (1 + a k) for an inner level of k rows, what is left
after the inner factor is A = C - sum f S; with its first column v by outer level and h = b / (1 + b v_0), at last
M = A - sum h v v'.
"""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers
from newel.statistics.mixed.many.sums import Sums

VALUE, BY_A, BY_B, BY_AA, BY_AB, BY_BB = range(6)
"""Places of a value and its derivatives."""


@compiled
def shares(size: float, a: float) -> tuple[float, float, float]:
    """Return f = a / (1 + a k) and its two derivatives by a."""
    d = 1 + a * size
    return a / d, 1 / d**2, -2 * size / d**3


@compiled
def take_inner(sums: Sums, a: float, moments: Numbers) -> None:
    """Fill in A and its derivatives by a, lower triangles."""
    columns = sums.total.shape[0]
    for i in range(1, columns):
        for j in range(1, i + 1):
            moments[VALUE, i - 1, j - 1] = sums.total[i, j]
    for place in range(len(sums.sizes)):
        f, f_a, f_aa = shares(sums.sizes[place], a)
        for i in range(1, columns):
            for j in range(1, i + 1):
                part = sums.by_size[place, i, j]
                moments[VALUE, i - 1, j - 1] -= f * part
                moments[BY_A, i - 1, j - 1] -= f_a * part
                moments[BY_AA, i - 1, j - 1] -= f_aa * part


@compiled
def inner_logs(sums: Sums, a: float, logs: Numbers) -> None:
    """Add the inner factor to log|V|."""
    for place in range(len(sums.sizes)):
        size, count = sums.sizes[place], sums.counts[place]
        logs[VALUE] += count * np.log1p(a * size)
        logs[BY_A] += count * size / (1 + a * size)
        logs[BY_AA] -= count * (size / (1 + a * size)) ** 2


@compiled
def outer_columns(sums: Sums, a: float) -> Numbers:
    """Return v by outer level with its derivatives by a, shape (groups, 3, c)."""
    groups, columns = sums.groups.shape
    found = np.zeros((groups, 3, columns))
    for group in range(groups):
        for i in range(columns):
            found[group, 0, i] = sums.groups[group, i]
    if groups:
        for cell in range(len(sums.cells)):
            f, f_a, f_aa = shares(sums.sizes[sums.cell_size[cell]], a)
            group = sums.cell_group[cell]
            for i in range(columns):
                found[group, 0, i] -= f * sums.cells[cell, i]
                found[group, 1, i] -= f_a * sums.cells[cell, i]
                found[group, 2, i] -= f_aa * sums.cells[cell, i]
    return found


@compiled
def outer_logs(v: Numbers, b: float, logs: Numbers) -> Numbers:
    """Add one outer level to log|V|; return h and its derivatives."""
    factors, v_a, v_aa = np.empty(6), v[1, 0], v[2, 0]
    d = 1 + b * v[0, 0]
    h, h_b = b / d, 1 / d**2
    factors[VALUE], factors[BY_A], factors[BY_B] = h, -(h**2) * v_a, h_b
    factors[BY_AA] = 2 * h**3 * v_a**2 - h**2 * v_aa
    factors[BY_AB] = -2 * b * v_a / d**3
    factors[BY_BB] = -2 * v[0, 0] / d**3
    logs[VALUE] += np.log(d)
    logs[BY_A] += h * v_a
    logs[BY_B] += v[0, 0] / d
    logs[BY_AA] += factors[BY_A] * v_a + h * v_aa
    logs[BY_AB] += h_b * v_a
    logs[BY_BB] -= (v[0, 0] / d) ** 2
    return factors


@compiled
def take_outer(v: Numbers, factors: Numbers, moments: Numbers) -> None:
    """Take h v v' of one outer level, and its derivatives, off the lower triangles."""
    for i in range(1, v.shape[1]):
        for j in range(1, i + 1):
            square = v[0, i] * v[0, j]
            mixed = v[1, i] * v[0, j] + v[0, i] * v[1, j]
            second = v[2, i] * v[0, j] + 2 * v[1, i] * v[1, j] + v[0, i] * v[2, j]
            moments[VALUE, i - 1, j - 1] -= factors[VALUE] * square
            moments[BY_A, i - 1, j - 1] -= factors[BY_A] * square + factors[VALUE] * mixed
            moments[BY_B, i - 1, j - 1] -= factors[BY_B] * square
            moments[BY_AA, i - 1, j - 1] -= (
                factors[BY_AA] * square + 2 * factors[BY_A] * mixed + factors[VALUE] * second
            )
            moments[BY_AB, i - 1, j - 1] -= factors[BY_AB] * square + factors[BY_B] * mixed
            moments[BY_BB, i - 1, j - 1] -= factors[BY_BB] * square


@compiled
def moments_at(sums: Sums, a: float, b: float) -> tuple[Numbers, Numbers]:
    """Return M of [X, y], shape (6, p + 1, p + 1), and log|V|, shape (6,), each with its derivatives.

    The derivatives are by the variance ratios a and b, in the order of the places above.
    """
    columns = sums.total.shape[0] - 1
    moments, logs = np.zeros((6, columns, columns)), np.zeros(6)
    take_inner(sums, a, moments)
    inner_logs(sums, a, logs)
    of_groups = outer_columns(sums, a)
    for group in range(len(of_groups)):
        take_outer(of_groups[group], outer_logs(of_groups[group], b, logs), moments)
    for place in range(6):
        for i in range(columns):
            for j in range(i):
                moments[place, j, i] = moments[place, i, j]
    return moments, logs
