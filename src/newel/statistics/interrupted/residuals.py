"""A series, or a few, whose errors remember the time before: restricted maximum likelihood with AR(1) errors.

Source: Pinheiro JC, Bates DM. Mixed-effects models in S and S-PLUS. 2000, chapter 5.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.inference import Inference

_MOST = 0.999


@dataclass(frozen=True)
class Autoregressive:
    """Coefficients (p,), with errors that correlate `memory` from one time to the next within a series."""

    coefficients: Numbers
    covariance: Numbers
    memory: float
    """The lag-one correlation of the errors, phi."""
    sigma: float
    """Standard deviation of the errors."""
    between: float
    """Standard deviation of the series' own levels; 0 for a single series."""
    log_likelihood: float
    freedom: float
    converged: bool
    notes: tuple[str, ...] = ()

    def inference(self, contrasts: Numbers) -> Inference:
        """Return m contrasts, shape (m, p); t with n - p degrees of freedom, which takes the correlation as known."""
        spread = np.sqrt(np.einsum("mp,pq,mq->m", contrasts, self.covariance, contrasts))
        freedom = np.full(len(contrasts), self.freedom)
        return Inference(contrasts @ self.coefficients, spread, freedom, "REML with AR(1) errors")


def one_series(response: Numbers, fixed: Numbers, *, reml: bool = True) -> Autoregressive:
    """Fit one series in time order."""
    whole = np.column_stack([fixed, response])

    def at(memory: float) -> "_Profile":
        return _profile([_whitened(whole, memory)], _log_determinant(len(response), memory), fixed.shape[1], reml=reml)

    bounds = (-_MOST, _MOST)
    found = minimize_scalar(lambda memory: at(memory).deviance, bounds=bounds, method="bounded")
    memory = _polished(lambda value: at(value[0]).deviance, np.array([found.x]))[0]
    return _result(at(float(memory)), memory=float(memory), between=0.0)


def several_series(response: Numbers, fixed: Numbers, series: Levels, *, reml: bool = True) -> Autoregressive:
    """Fit several series, each in time order, with a level of its own (a random intercept)."""
    blocks = [np.column_stack([fixed, response])[series == level] for level in range(int(series.max()) + 1)]

    def at(point: Numbers) -> "_Profile":
        memory, ratio = float(np.tanh(point[0])), float(point[1] ** 2)
        parts = [_marginal(block, memory, ratio) for block in blocks]
        return _profile([part for part, _ in parts], sum(log for _, log in parts), fixed.shape[1], reml=reml)

    def deviance(point: Numbers) -> float:
        return at(point).deviance

    starts = [np.array([memory, ratio], dtype=np.float64) for memory in (0.0, 0.8) for ratio in (0.3, 1.0)]
    tried = [minimize(deviance, start, method="BFGS") for start in starts]
    best = _polished(deviance, min(tried, key=lambda one: float(one.fun)).x)
    profile = at(best)
    between = float(abs(best[1])) * profile.sigma
    return _result(profile, memory=float(np.tanh(best[0])), between=between if between > 1e-6 * profile.sigma else 0.0)


@dataclass(frozen=True)
class _Profile:
    """The deviance with the coefficients and sigma at their best."""

    deviance: float
    coefficients: Numbers
    covariance: Numbers
    sigma: float
    freedom: int


def _profile(blocks: list[Numbers], log_determinant: float, columns: int, *, reml: bool) -> _Profile:
    triangle = np.asarray(np.linalg.qr(np.vstack(blocks), mode="r"))
    count = sum(len(block) for block in blocks)
    upper, rest, last = triangle[:columns, :columns], triangle[:columns, columns], triangle[columns, columns]
    freedom = count - columns
    divisor = freedom if reml else count
    variance = last**2 / divisor
    deviance = log_determinant + divisor * (1 + np.log(2 * np.pi * variance))
    if reml:
        deviance += 2 * np.log(np.abs(np.diag(upper))).sum()
    inverse = np.linalg.inv(upper)
    return _Profile(float(deviance), inverse @ rest, variance * inverse @ inverse.T, float(np.sqrt(variance)), freedom)


def _whitened(block: Numbers, memory: float) -> Numbers:
    first = block[:1] * np.sqrt(1 - memory**2)
    return np.asarray(np.vstack([first, block[1:] - memory * block[:-1]]) / np.sqrt(1 - memory**2))


def _log_determinant(count: int, memory: float) -> float:
    return float((count - 1) * np.log1p(-(memory**2)))


def _marginal(block: Numbers, memory: float, ratio: float) -> tuple[Numbers, float]:
    """Return a whitened block and the log-determinant of AR(1) plus a random intercept of variance ratio."""
    white = _whitened(np.column_stack([np.ones(len(block)), block]), memory)
    ones, rest = white[:, 0], white[:, 1:]
    length = float(ones @ ones)
    # (I + ratio 1 1')^(-1/2) takes this share of the part along the ones.
    share = (1 - 1 / np.sqrt(1 + ratio * length)) / length
    log_determinant = _log_determinant(len(block), memory) + float(np.log1p(ratio * length))
    return rest - share * np.outer(ones, ones @ rest), log_determinant


def _polished(deviance: Callable[[Numbers], float], start: Numbers) -> Numbers:
    """Return the minimum near a start, by Newton steps on central differences: phi to eight digits."""
    point, width = start.astype(np.float64), 1e-4
    for _ in range(20):
        gradient, curvature = _differences(deviance, point, width)
        try:
            step = -np.linalg.solve(curvature, gradient)
        except np.linalg.LinAlgError:
            return point
        if not np.isfinite(step).all() or np.abs(step).max() > 0.1 or deviance(point + step) > deviance(point) + 1e-9:
            return point
        point = point + step
        if np.abs(step).max() < 1e-10:
            break
    return point


def _differences(deviance: Callable[[Numbers], float], point: Numbers, width: float) -> tuple[Numbers, Numbers]:
    steps = width * np.eye(len(point))
    gradient = np.array([(deviance(point + step) - deviance(point - step)) / (2 * width) for step in steps])
    curvature = np.array(
        [
            [
                (deviance(point + a + b) - deviance(point + a - b) - deviance(point - a + b) + deviance(point - a - b))
                / (4 * width**2)
                for b in steps
            ]
            for a in steps
        ]
    )
    return gradient, curvature


def _result(profile: _Profile, *, memory: float, between: float) -> Autoregressive:
    edge = abs(memory) > 0.99
    note = "The errors remember almost all of the time before: a trend may be missing from the model."
    return Autoregressive(
        profile.coefficients,
        profile.covariance,
        memory,
        profile.sigma,
        between,
        -profile.deviance / 2,
        float(profile.freedom),
        converged=not edge,
        notes=(note,) if edge else (),
    )
