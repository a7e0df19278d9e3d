"""The likelihood of a model with one random intercept or slope by adaptive Gauss-Hermite quadrature, and its slope.

For each level the points are centred at the mode and spread by the curvature there. Both move with the parameters; the
slope follows them. Source: Pinheiro JC, Chao EC. J Comput Graph Stat 2006;15:58-81.
"""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.modes import Model, State, find_modes
from newel.statistics.mixed.generalised.rows import bend, turn


def hermite(points: int) -> tuple[Numbers, Numbers]:
    """Return points and log weights for integrals of exp(-f): nodes times root 2, weights with exp(node^2) put back."""
    nodes, weights = np.polynomial.hermite.hermgauss(points)
    kept = weights > 0
    nodes, weights = nodes[kept], weights[kept]
    return np.sqrt(2.0) * nodes, np.log(weights) + nodes**2 - 0.5 * np.log(np.pi)


@compiled
def quadrature(model: Model, effects: Numbers, nodes: tuple[Numbers, Numbers]) -> tuple[float, Numbers, Numbers]:
    """Return what `laplace.laplace` returns, for one scalar random term, by quadrature over `nodes`."""
    value, _, state, factor = find_modes(model, effects)
    slopes, factors = np.zeros((3, len(state.linear))), np.zeros((1, 1))
    if not np.isfinite(value):
        return np.inf, slopes, factors
    around = (effects, np.empty(len(effects)))
    for level in range(len(effects)):
        around[1][level] = 1 / factor.blocks[level, 0]
    total, shares = _integrate(_heights(model, around, nodes[0]), around[1], nodes)
    pulls = _pulls(around, (nodes[0], shares))
    _explicit(model, (around[0], around[1], nodes[0], shares), (pulls, slopes, factors))
    _follow(model, (state, effects, around[1], pulls), (slopes, factors))
    return total, slopes, factors


@compiled
def _heights(model: Model, around: tuple[Numbers, Numbers], points: Numbers) -> Numbers:
    """Return minus the penalised log-likelihood of each level at each point, shape (q, points)."""
    rows, bands, _ = model
    modes, spreads = around
    heights = np.empty((len(modes), len(points)))
    for level in range(len(modes)):
        for point in range(len(points)):
            effect = modes[level] + spreads[level] * points[point]
            heights[level, point] = 0.5 * effect * effect
    for row in range(len(rows.base)):
        level = bands.places[row, 0]
        for point in range(len(points)):
            effect = modes[level] + spreads[level] * points[point]
            value, _, _ = bend(
                rows.kind,
                (rows.data[row, 0], rows.data[row, 1]),
                (rows.base[row] + bands.columns[row, 0] * effect, rows.further[row, 0], rows.further[row, 1]),
            )
            heights[level, point] -= value
    return heights


@compiled
def _integrate(heights: Numbers, spreads: Numbers, nodes: tuple[Numbers, Numbers]) -> tuple[float, Numbers]:
    """Return minus the sum of the levels' log integrals, and each point's share of its level's integral."""
    total = 0.0
    shares = np.empty(heights.shape)
    for level in range(len(heights)):
        top, whole = -np.inf, 0.0
        for point in range(len(nodes[1])):
            top = max(top, nodes[1][point] - heights[level, point])
        for point in range(len(nodes[1])):
            shares[level, point] = np.exp(nodes[1][point] - heights[level, point] - top)
            whole += shares[level, point]
        for point in range(len(nodes[1])):
            shares[level, point] /= whole
        total -= top + np.log(whole * spreads[level])
    return total, shares


@compiled
def _pulls(around: tuple[Numbers, Numbers], weighted: tuple[Numbers, Numbers]) -> Numbers:
    """Return how the normal density pulls at each level's mode and spread, shape (q, 2)."""
    modes, spreads = around
    points, shares = weighted
    pulls = np.zeros((len(modes), 2))
    for level in range(len(modes)):
        pulls[level, 1] = -1 / spreads[level]
        for point in range(len(points)):
            effect = shares[level, point] * (modes[level] + spreads[level] * points[point])
            pulls[level, 0] += effect
            pulls[level, 1] += effect * points[point]
    return pulls


@compiled
def _explicit(
    model: Model, at: tuple[Numbers, Numbers, Numbers, Numbers], into: tuple[Numbers, Numbers, Numbers]
) -> None:
    """Set the rows' slopes with the points held still, and add the rows' pulls at modes and spreads."""
    rows, bands, raw = model
    modes, spreads, points, shares = at
    pulls, slopes, factors = into
    for row in range(len(raw)):
        level = bands.places[row, 0]
        data = (rows.data[row, 0], rows.data[row, 1])
        for point in range(len(points)):
            effect = modes[level] + spreads[level] * points[point]
            linear = rows.base[row] + bands.columns[row, 0] * effect
            place = (linear, rows.further[row, 0], rows.further[row, 1])
            _, slope, _ = bend(rows.kind, data, place)
            _, first, second = turn(rows.kind, data, place)
            share = shares[level, point]
            slopes[0, row] -= share * slope
            slopes[1, row] -= share * first[0]
            slopes[2, row] -= share * second[0]
            factors[0, 0] -= share * slope * effect * raw[row, 0]
            pulls[level, 0] -= share * slope * bands.columns[row, 0]
            pulls[level, 1] -= share * slope * bands.columns[row, 0] * points[point]


@compiled
def _follow(model: Model, at: tuple[State, Numbers, Numbers, Numbers], into: tuple[Numbers, Numbers]) -> None:
    """Add what comes of the points moving: the mode by -(d slope)/H, the spread by -spread^3/2 times the turn of H."""
    rows, bands, raw = model
    state, modes, spreads, pulls = at
    slopes, factors = into
    turns, swings = _turns_of_levels(model, state)
    for row in range(len(raw)):
        level = bands.places[row, 0]
        column, effect = bands.columns[row, 0], modes[level]
        data = (rows.data[row, 0], rows.data[row, 1])
        _, first, second = turn(rows.kind, data, (state.linear[row], rows.further[row, 0], rows.further[row, 1]))
        square = spreads[level] * spreads[level]
        narrow = -0.5 * square * spreads[level] * pulls[level, 1]
        move = (pulls[level, 0] + narrow * turns[level]) * square
        weight, swing = state.weights[row], swings[row]
        slopes[0, row] += narrow * swing * column * column - move * weight * column
        slopes[1, row] += narrow * first[2] * column * column + move * first[1] * column
        slopes[2, row] += narrow * second[2] * column * column + move * second[1] * column
        direct = 2 * weight * column + swing * column * column * effect
        mixed = weight * column * effect - state.slopes[row]
        factors[0, 0] += raw[row, 0] * (narrow * direct - move * mixed)


@compiled
def _turns_of_levels(model: Model, state: State) -> tuple[Numbers, Numbers]:
    """Return how each level's curvature turns with its mode (q,), and how each row's weight does."""
    rows, bands, _ = model
    turns, swings = np.zeros(len(bands.pointers) - 1), np.empty(len(rows.base))
    for row in range(len(swings)):
        swings[row], _, _ = turn(
            rows.kind,
            (rows.data[row, 0], rows.data[row, 1]),
            (state.linear[row], rows.further[row, 0], rows.further[row, 1]),
        )
        column = bands.columns[row, 0]
        turns[bands.places[row, 0]] += swings[row] * column * column * column
    return turns, swings
