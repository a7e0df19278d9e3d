"""The sums over independent blocks that the Kenward-Roger adjustment is made of."""

from dataclasses import dataclass

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers
from newel.statistics.mixed._blocks import Blocks, Places, blocks_of
from newel.statistics.mixed.terms import Design

WIDEST = 8_000
"""Columns of one block: more would take gigabytes, and minutes."""
_Sums = tuple[Numbers, Numbers, Numbers, Numbers, Numbers]
"""X'V^-1 X, P, Q, T and tr(V^-1 V_i), of the random parameters."""


@dataclass(frozen=True)
class Traces:
    """With V = sum of gamma_i V_i, the last of them the residual's identity; r parameters, p coefficients."""

    information: Numbers
    """X'V^-1 X, shape (p, p)."""
    first: Numbers
    """P_i = -X'V^-1 V_i V^-1 X, shape (r, p, p)."""
    second: Numbers
    """Q_ij = X'V^-1 V_i V^-1 V_j V^-1 X, shape (r, r, p, p)."""
    traces: Numbers
    """T_ij = tr(V^-1 V_i V^-1 V_j), shape (r, r)."""


def traces_of(design: Design, theta: tuple[Numbers, ...], sigma: float) -> Traces:
    """Return the sums at the given parameters; theta relative to sigma, one lower triangle a term.

    V^-1 enters by Z'V^-1 Z and Z'V^-1 X alone: q x q algebra in each block, nothing of the size of the rows. What
    belongs to the residual follows from V itself, because V^-1 V V^-1 = V^-1.
    """
    fixed = np.asarray(design.fixed, dtype=np.float64)
    blocks = blocks_of(design)
    widest = int(np.diff(blocks.starts).max())
    if widest > WIDEST:
        raise ValueError(
            f"{widest} random effects hang together here, and Kenward-Roger would need matrices of that size. "
            "Use Satterthwaite: with so many levels they agree."
        )
    gamma, pairs = _parameters(design, theta, blocks=blocks)
    count, columns = len(gamma), fixed.shape[1]
    first, second = np.zeros((count, columns, columns)), np.zeros((count, count, columns, columns))
    traces, single = np.zeros((count, count)), np.zeros(count)
    information = fixed.T @ fixed
    sums = (information, first, second, traces, single)
    _add_blocks(blocks.starts, (blocks.squares, blocks.fixed, gamma[pairs[2]], pairs), sums)
    return _with_residual(sums, gamma, rows=len(fixed), sigma=sigma)


def _parameters(design: Design, theta: tuple[Numbers, ...], *, blocks: Blocks) -> tuple[Numbers, Places]:
    """Return the random parameters relative to sigma squared, and where each stands in the covariance of the effects.

    The second array has the rows: sorted column, sorted column, parameter; in order of the first.
    """
    gamma: list[float] = []
    found: list[Places] = []
    column = 0
    for term, factor in zip(design.random, theta, strict=True):
        size = factor.shape[0]
        variance = factor @ factor.T
        lines = blocks.order[column + np.arange(term.count)[:, None] * size + np.arange(size)]
        for i in range(size):
            for j in range(i + 1):
                sides = [(i, j)] if i == j else [(i, j), (j, i)]
                found += [np.stack([lines[:, a], lines[:, b], np.full(term.count, len(gamma))]) for a, b in sides]
                gamma.append(float(variance[i, j]))
        column += term.count * size
    pairs = np.concatenate(found, axis=1)
    return np.array(gamma), np.ascontiguousarray(pairs[:, np.argsort(pairs[0], kind="stable")])


def _with_residual(sums: tuple[Numbers, ...], gamma: Numbers, *, rows: int, sigma: float) -> Traces:
    """Add the residual's parameter, and go from units of sigma squared to plain ones.

    With sigma 1 the residual's gamma is 1: sums over all parameters of gamma_j P_j, gamma_j Q_ij, gamma_j T_ij are
    -X'V^-1 X, -P_i and tr(V^-1 V_i).
    """
    information, first, second, traces, single = sums
    first = np.concatenate([first, [-information - np.tensordot(gamma, first, 1)]])
    across = -first[:-1] - np.tensordot(second, gamma, (1, 0)) if len(gamma) else first[:0]
    corner = -first[-1] - np.tensordot(gamma, across, 1)
    grown = np.zeros((len(gamma) + 1,) * 2 + information.shape)
    grown[:-1, :-1], grown[:-1, -1] = second, across
    grown[-1, :-1], grown[-1, -1] = across.transpose(0, 2, 1), corner
    own = single - traces @ gamma
    total = rows - gamma @ single
    wide = np.block([[traces, own[:, None]], [own[None, :], np.array([[total - gamma @ own]])]])
    scale = sigma**2
    return Traces(information / scale, first / scale**2, grown / scale**3, wide / scale**2)


@compiled
def _add_blocks(starts: Places, inputs: tuple[Numbers, Numbers, Numbers, Places], sums: _Sums) -> None:
    """Add every block to the sums, which are those of sigma 1."""
    squares, fixed, covariance, pairs = inputs
    offset, begin = 0, 0
    for block in range(len(starts) - 1):
        low, high = starts[block], starts[block + 1]
        size = high - low
        end = begin
        while end < pairs.shape[1] and pairs[0, end] < high:
            end += 1
        own = pairs[:, begin:end].copy()
        own[:2] -= low
        relative = np.zeros((size, size))
        for place in range(end - begin):
            relative[own[0, place], own[1, place]] = covariance[begin + place]
        whole = squares[offset : offset + size * size].reshape((size, size))
        solved = _solved((whole, relative), fixed[low:high], sums[0])
        _add_traces(solved[0], own, sums)
        _add_products(solved, own, sums)
        offset += size * size
        begin = end


@compiled
def _solved(block: tuple[Numbers, Numbers], fixed: Numbers, information: Numbers) -> tuple[Numbers, Numbers]:
    """Return S = Z'V^-1 Z and R = Z'V^-1 X of one block, and take its share off X'V^-1 X.

    With Z'Z and the covariance D of the effects in `block`, both are (I + Z'Z D)^-1 times Z'Z and Z'X.
    """
    own, relative = block
    size = own.shape[0]
    both = np.zeros((size, size + fixed.shape[1]))
    both[:, :size] = own
    both[:, size:] = fixed
    solved = np.linalg.solve(np.eye(size) + own @ relative, both)
    across = np.ascontiguousarray(solved[:, size:])
    information -= np.ascontiguousarray(fixed.T) @ (relative @ across)
    return np.ascontiguousarray(solved[:, :size]), across


@compiled
def _add_traces(inside: Numbers, pairs: Places, sums: _Sums) -> None:
    """Add tr(S E_i S E_j) and tr(S E_i), where E_i is the pattern of parameter i."""
    traces, single = sums[3], sums[4]
    for one in range(pairs.shape[1]):
        a, b, i = pairs[0, one], pairs[1, one], pairs[2, one]
        single[i] += inside[b, a]
        for two in range(pairs.shape[1]):
            traces[i, pairs[2, two]] += inside[pairs[1, two], a] * inside[b, pairs[0, two]]


@compiled
def _add_products(solved: tuple[Numbers, Numbers], pairs: Places, sums: _Sums) -> None:
    """Add P_i = -R'E_i R and Q_ij = R'E_i S E_j R."""
    inside, across = solved
    count = sums[1].shape[0]
    loaded = np.zeros((count, across.shape[0], across.shape[1]))
    for place in range(pairs.shape[1]):
        for column in range(across.shape[1]):
            loaded[pairs[2, place], pairs[0, place], column] += across[pairs[1, place], column]
    turned = np.ascontiguousarray(across.T)
    for j in range(count):
        sums[1][j] -= turned @ loaded[j]
        spread = inside @ loaded[j]
        for i in range(count):
            sums[2][i, j] += np.ascontiguousarray(loaded[i].T) @ spread
