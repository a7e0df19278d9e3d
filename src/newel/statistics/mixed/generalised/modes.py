"""The most likely random effects, given everything else: Newton's method, steps halved until the likelihood rises."""

from typing import NamedTuple

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.factor import Curvature, factorise, gather, room, solve
from newel.statistics.mixed.generalised.layout import Bands
from newel.statistics.mixed.generalised.rows import bend

STEPS = 60
_SETTLED = 1e-18
"""Newton stops where the next step would gain half of this in log-likelihood."""


class Rows(NamedTuple):
    """Everything rows have apart from random effects, at one value of the parameters."""

    kind: int
    data: Numbers
    """Response and trials, shape (n, 2)."""
    base: Numbers
    """Linear predictor without random effects, shape (n,)."""
    further: Numbers
    """The first and second further predictors, shape (n, 2)."""


class Model(NamedTuple):
    """All of a model at one value of its parameters."""

    rows: Rows
    bands: Bands
    """With columns multiplied by the covariance factors."""
    raw: Numbers
    """The columns before that, shape (n, K)."""


class State(NamedTuple):
    """Rows at one value of the random effects."""

    linear: Numbers
    slopes: Numbers
    weights: Numbers


@compiled
def add_effects(bands: Bands, effects: Numbers, linear: Numbers) -> None:
    """Add each row's random effects to its linear predictor, in place."""
    for row in range(len(linear)):
        for term in range(len(bands.widths)):
            place, start = bands.places[row, term], bands.starts[term]
            for column in range(bands.widths[term]):
                linear[row] += bands.columns[row, start + column] * effects[place + column]


@compiled
def look(model: Model, effects: Numbers, state: State) -> float:
    """Set the state at these effects; return minus the penalised log-likelihood."""
    rows, bands, _ = model
    for row in range(len(rows.base)):
        state.linear[row] = rows.base[row]
    add_effects(bands, effects, state.linear)
    total = 0.0
    for row in range(len(state.linear)):
        value, slope, weight = bend(
            rows.kind,
            (rows.data[row, 0], rows.data[row, 1]),
            (state.linear[row], rows.further[row, 0], rows.further[row, 1]),
        )
        total -= value
        state.slopes[row] = slope
        state.weights[row] = weight
    for effect in effects:
        total += 0.5 * effect * effect
    return total


@compiled
def spread(bands: Bands, each: Numbers, into: Numbers) -> None:
    """Add Z' times a number of each row to `into`."""
    for row in range(len(each)):
        for term in range(len(bands.widths)):
            place, start = bands.places[row, term], bands.starts[term]
            for column in range(bands.widths[term]):
                into[place + column] += bands.columns[row, start + column] * each[row]


@compiled
def _move(effects: Numbers, length: float, step: Numbers) -> None:
    for effect in range(len(effects)):
        effects[effect] += length * step[effect]


@compiled
def _downhill(bands: Bands, effects: Numbers, slopes: Numbers) -> Numbers:
    """Return the slope of the penalised log-likelihood in the random effects."""
    slope = np.zeros(len(effects))
    _move(slope, -1.0, effects)
    spread(bands, slopes, slope)
    return slope


@compiled
def bend_down(bands: Bands, weights: Numbers, h: Curvature) -> float:
    """Factor H into `h`, without negative weights where these leave it indefinite; half the log-determinant."""
    gather(bands, weights, h)
    half = factorise(bands, h)
    if half < -1e299:
        lifted = weights.copy()
        for row in range(len(lifted)):
            lifted[row] = max(lifted[row], 0.0)
        gather(bands, lifted, h)
        factorise(bands, h)
    return half


@compiled
def find_modes(model: Model, effects: Numbers) -> tuple[float, float, State, Curvature]:
    """Move `effects` (a warm start) to the mode, in place.

    Returns minus the penalised log-likelihood there (infinite where it cannot be computed), half the log-determinant of
    its curvature, the rows' state and the factor of the curvature.
    """
    n = len(model.rows.base)
    state = State(np.empty(n), np.empty(n), np.empty(n))
    h = room(model.bands)
    value = look(model, effects, state)
    if not np.isfinite(value):
        _move(effects, -1.0, effects)
        value = look(model, effects, state)
    half = 0.0
    for _ in range(STEPS):
        half = bend_down(model.bands, state.weights, h)
        step = _downhill(model.bands, effects, state.slopes)
        slope = step.copy()
        solve(model.bands, h, step)
        gain = 0.0
        for effect in range(len(step)):
            gain += slope[effect] * step[effect]
        if not gain > _SETTLED:
            break
        value = _walk(model, (effects, step), (value, gain, state))
    if half < -1e299 or not np.isfinite(value):
        return np.inf, 0.0, state, h
    return value, half, state, h


@compiled
def _walk(model: Model, move: tuple[Numbers, Numbers], was: tuple[float, float, State]) -> float:
    """Step, and halve the step until the criterion falls (or cannot be told from rounding)."""
    effects, step = move
    value, gain, state = was
    slack = 1e-11 * (1 + abs(value)) if gain < 1e-6 else 0.0
    _move(effects, 1.0, step)
    length = 1.0
    for _ in range(40):
        found = look(model, effects, state)
        if np.isfinite(found) and found <= value + slack:
            return found
        length *= 0.5
        _move(effects, -length, step)
    return look(model, effects, state)
