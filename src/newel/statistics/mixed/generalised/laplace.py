"""Laplace's approximation to the log-likelihood of a mixed model, and its exact slope in every parameter.

The criterion is f = minus the penalised log-likelihood at the mode u + log|H|/2. Its slope reaches the rows through
three numbers each: the derivatives in the linear predictor and in the two further predictors, the movement of the mode
and of the curvature included (implicit differentiation).
Source: Kristensen K et al. TMB. J Stat Softw 2016;70(5), section 2.
"""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.factor import Curvature, invert, solve
from newel.statistics.mixed.generalised.layout import Bands
from newel.statistics.mixed.generalised.modes import Model, State, add_effects, find_modes, spread
from newel.statistics.mixed.generalised.rows import turn


@compiled
def laplace(model: Model, effects: Numbers) -> tuple[float, Numbers, Numbers]:
    """Return f, its derivatives in each row's three predictors (3, n), and in the covariance factors (K, K).

    `effects` are moved to the mode.
    """
    rows, bands, raw = model
    value, half, state, factor = find_modes(model, effects)
    slopes = np.zeros((3, len(rows.base)))
    factors = np.zeros((raw.shape[1], raw.shape[1]))
    if not np.isfinite(value):
        return np.inf, slopes, factors
    inverse = invert(bands, factor)
    reach, mixed = np.zeros(raw.shape), np.empty((2, len(rows.base)))
    own = _turn_rows(model, (state, inverse), (slopes, reach, mixed))
    move = np.zeros(len(effects))
    spread(bands, own, move)
    solve(bands, factor, move)
    _move_rows(bands, (state, move), (slopes, mixed))
    _factor_slopes(model, (state, effects, move), (slopes, reach, factors))
    return value + half, slopes, factors


@compiled
def _turn_rows(model: Model, at: tuple[State, Curvature], into: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """Set each row's slopes as if the mode stood still; return half the turn of log|H| in its linear predictor.

    `into` takes the slopes, the row's columns times H^-1, and how its slope turns with its two further predictors.
    """
    rows, bands, _ = model
    state, inverse = at
    slopes, reach, mixed = into
    _reach_all(bands, inverse, reach)
    own = np.empty(len(rows.base))
    for row in range(len(own)):
        half = 0.0
        for column in range(reach.shape[1]):
            half += 0.5 * bands.columns[row, column] * reach[row, column]
        swing, first, second = turn(
            rows.kind,
            (rows.data[row, 0], rows.data[row, 1]),
            (state.linear[row], rows.further[row, 0], rows.further[row, 1]),
        )
        own[row] = half * swing
        slopes[0, row] = own[row] - state.slopes[row]
        slopes[1, row] = half * first[2] - first[0]
        slopes[2, row] = half * second[2] - second[0]
        mixed[0, row] = first[1]
        mixed[1, row] = second[1]
    return own


@compiled
def _reach_all(bands: Bands, inverse: Curvature, reach: Numbers) -> None:
    """Set each row of `reach` to H^-1 times its row of Z, where the row has effects."""
    if len(bands.widths) == 2 and reach.shape[1] == 2:
        _reach_two(bands, inverse, reach)
        return
    for row in range(len(reach)):
        for column in range(bands.widths[0] if len(bands.widths) else 0):
            _reach_level(bands, (row, column), (inverse, reach))
        for term in range(1, len(bands.widths)):
            for column in range(bands.widths[term]):
                _reach_dense(bands, (row, term, column), (inverse, reach))


@compiled
def _reach_two(bands: Bands, inverse: Curvature, reach: Numbers) -> None:
    """Do it for two scalar terms, with nothing to loop over in a row."""
    first_dense = len(inverse.blocks)
    for row in range(len(reach)):
        place = bands.places[row, 1] - first_dense
        one, two = bands.columns[row, 0], bands.columns[row, 1]
        cross = inverse.crosses[bands.touches[row, 0], 0]
        reach[row, 0] = inverse.blocks[bands.places[row, 0], 0] * one + cross * two
        reach[row, 1] = inverse.rest[place, place] * two + cross * one


@compiled
def _reach_level(bands: Bands, where: tuple[int, int], into: tuple[Curvature, Numbers]) -> None:
    """One effect of the largest term, against its own level and against the other terms."""
    row, column = where
    inverse, reach = into
    amount = bands.columns[row, column]
    place = bands.places[row, 0]
    for a in range(inverse.blocks.shape[1]):
        reach[row, a] += inverse.blocks[place + column, a] * amount
    for term in range(1, len(bands.widths)):
        touch, start = bands.touches[row, term - 1], bands.starts[term]
        for c in range(bands.widths[term]):
            reach[row, column] += inverse.crosses[touch + c, column] * bands.columns[row, start + c]
            reach[row, start + c] += inverse.crosses[touch + c, column] * amount


@compiled
def _reach_dense(bands: Bands, where: tuple[int, int, int], into: tuple[Curvature, Numbers]) -> None:
    """One effect of the dense block, against the whole dense block."""
    row, term, column = where
    inverse, reach = into
    first_dense = len(inverse.blocks)
    amount = bands.columns[row, bands.starts[term] + column]
    at = bands.places[row, term] - first_dense + column
    for other in range(1, len(bands.widths)):
        place, start = bands.places[row, other] - first_dense, bands.starts[other]
        for c in range(bands.widths[other]):
            reach[row, start + c] += inverse.rest[place + c, at] * amount


@compiled
def _move_rows(bands: Bands, at: tuple[State, Numbers], into: tuple[Numbers, Numbers]) -> None:
    """Add to the rows' slopes what comes of the mode moving."""
    state, move = at
    slopes, mixed = into
    moved = np.zeros(len(state.linear))
    add_effects(bands, move, moved)
    for row in range(len(moved)):
        slopes[0, row] -= state.weights[row] * moved[row]
        slopes[1, row] += mixed[0, row] * moved[row]
        slopes[2, row] += mixed[1, row] * moved[row]


@compiled
def _factor_slopes(
    model: Model, at: tuple[State, Numbers, Numbers], into: tuple[Numbers, Numbers, Numbers]
) -> None:
    """Add up the derivative in the covariance factors: row a of a term's factor multiplies its raw column a."""
    _, bands, raw = model
    state, modes, move = at
    slopes, reach, factors = into
    for row in range(len(raw)):
        for term in range(len(bands.widths)):
            place, start = bands.places[row, term], bands.starts[term]
            for b in range(bands.widths[term]):
                one = slopes[0, row] * modes[place + b] + state.weights[row] * reach[row, start + b]
                one += state.slopes[row] * move[place + b]
                for a in range(bands.widths[term]):
                    factors[start + a, b] += raw[row, start + a] * one
