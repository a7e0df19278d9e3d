"""Regression of a response on one parameter or a few by penalised cubic splines, from cross-products alone.

Sources: Wood SN. Generalized additive models. 2nd ed. 2017, sections 5.3.1 (cubic regression splines), 5.6 (tensor
products) and 6.2 (generalised cross-validation).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.ndimage import minimum_filter
from scipy.optimize import brentq, minimize

from newel.statistics.arrays import Numbers

_GRID = 101
_NEAR, _TIED = 1e-3, 1e-4


@dataclass(frozen=True)
class Smooth:
    """A fitted curve: its coefficients in the basis, effective degrees of freedom, and doubt about it."""

    coefficients: Numbers
    freedom: float
    score: float
    """n RSS / (n - edf)^2, of the response in standard deviations."""
    residual_variance: float
    doubtful: bool
    """Another amount of smoothing does as well to a thousandth, and would give another curve."""


@dataclass(frozen=True)
class Basis:
    """Columns (n, k) that are cubic between knots, and their penalties."""

    columns: Numbers
    penalties: tuple[Numbers, ...]

    @cached_property
    def triangle(self) -> Numbers:
        """Upper triangle whose square is the columns' products, (k, k): found once, whatever is regressed on them."""
        return np.asarray(np.linalg.cholesky(self.columns.T @ self.columns).T, dtype=np.float64)


@dataclass(frozen=True)
class Margin:
    """The spline of one parameter in value-at-knot form."""

    knots: Numbers
    curvature: Numbers
    """Second derivatives at the knots from values at the knots, shape (k, k)."""
    penalty: Numbers
    """Integral of the squared second derivative, shape (k, k)."""

    def at(self, parameter: Numbers) -> Numbers:
        """Return the columns at values of the parameter between its outer knots, shape (m, k)."""
        eye, columns = np.eye(len(self.knots)), np.empty((len(parameter), len(self.knots)))
        place = np.clip(np.searchsorted(self.knots, parameter, side="right") - 1, 0, len(self.knots) - 2)
        for left, gap in enumerate(np.diff(self.knots)):
            rows = np.flatnonzero(place == left)
            up = (parameter[rows] - self.knots[left]) / gap
            down = 1 - up
            bends = [(share**3 - share) * gap**2 / 6 for share in (down, up)]
            ends = np.vstack([eye[left : left + 2], self.curvature[left : left + 2]])
            columns[rows] = np.column_stack([down, up, *bends]) @ ends
        return columns


def basis(parameters: Numbers) -> Basis:
    """Return the spline of one parameter, or the tensor product of a few; `parameters` has the shape (n, q).

    5 knots for each parameter, 4 from the fourth parameter on. Raises ValueError, naming the place, for a parameter of
    fewer different values than knots.
    """
    count = parameters.shape[1]
    knots = 5 if count < 4 else 4
    margins = tuple(_margin(parameters[:, place], knots, place) for place in range(count))
    columns = _products([margin.at(parameters[:, place]) for place, margin in enumerate(margins)])
    penalties = []
    for place, margin in enumerate(margins):
        scaled = margin.penalty / np.linalg.eigvalsh(margin.penalty)[-1]
        parts = [scaled if other == place else np.eye(knots) for other in range(count)]
        whole = parts[0]
        for part in parts[1:]:
            whole = np.kron(whole, part)
        penalties.append(whole)
    return Basis(columns, tuple(penalties))


def _products(parts: list[Numbers]) -> Numbers:
    """Return every product of a column of each part, the last varying fastest."""
    whole = parts[0]
    for part in parts[1:]:
        whole = (whole[:, :, None] * part[:, None, :]).reshape(len(part), -1)
    return whole


def _margin(parameter: Numbers, count: int, place: int) -> Margin:
    different = np.unique(parameter)
    if len(different) < count:
        raise ValueError(
            f"Parameter {place + 1} has {len(different)} different values, and a spline of it needs {count}."
        )
    knots = np.quantile(different, np.linspace(0, 1, count))
    gaps = np.diff(knots)
    differences, bands = np.zeros((count - 2, count)), np.zeros((count - 2, count - 2))
    for row in range(count - 2):
        differences[row, row : row + 3] = 1 / gaps[row], -1 / gaps[row] - 1 / gaps[row + 1], 1 / gaps[row + 1]
        bands[row, row] = (gaps[row] + gaps[row + 1]) / 3
        if row + 1 < count - 2:
            bands[row, row + 1] = bands[row + 1, row] = gaps[row + 1] / 6
    inner = np.linalg.solve(bands, differences)
    curvature = np.vstack([np.zeros(count), inner, np.zeros(count)])
    return Margin(knots, curvature, differences.T @ inner)


def smooth(of: Basis, response: Numbers) -> Smooth:
    """Fit a response (n,) with the amount of smoothing that cross-validates best, and return the curve.

    The response is divided by its standard deviation first: without that the result would hang on its unit. The whole
    range of smoothing is scanned and the best place refined, so that no local minimum is taken for the best.
    """
    scale, count = response.std(ddof=1), len(response)
    if not scale > 0:
        # The columns add up to 1 everywhere, so a constant is as many times each of them.
        return Smooth(np.full(of.columns.shape[1], response[0]), 1.0, 0.0, 0.0, doubtful=False)
    fit = _one_penalty if len(of.penalties) == 1 else _several_penalties
    coefficients, freedom, score, doubtful = fit(of, response / scale)
    variance = score * (count - freedom) / count * scale**2
    return Smooth(coefficients * scale, freedom, score, float(variance), doubtful)


def _one_penalty(of: Basis, response: Numbers) -> tuple[Numbers, float, float, bool]:
    """One eigen-decomposition; every amount of smoothing costs a handful of operations after it."""
    count = len(response)
    inverse = np.linalg.inv(of.triangle)
    weights, vectors = np.linalg.eigh(inverse.T @ of.penalties[0] @ inverse)
    weights = np.where(weights > 1e-10 * weights[-1], weights, 0.0)
    rotated = vectors.T @ inverse.T @ (of.columns.T @ response)
    whole = response @ response

    def score(logs: Numbers) -> Numbers:
        kept = 1 / (1 + np.exp(logs)[:, None] * weights)
        rest = whole - ((2 * kept - kept**2) * rotated**2).sum(axis=1)
        return np.asarray(count * rest / (count - kept.sum(axis=1)) ** 2)

    logs = np.linspace(-25, 25, _GRID) - np.log(weights[-1])
    scores = score(logs)

    def slope(log: float) -> float:
        """Derivative of the logarithm of the score."""
        kept = 1 / (1 + np.exp(log) * weights)
        # Of a response that is the parameter itself nothing is left, and a slope of nothing is none.
        rest = max(whole - ((2 * kept - kept**2) * rotated**2).sum(), np.finfo(np.float64).eps * whole)
        lost = kept * (1 - kept)
        return float(2 * ((1 - kept) * lost * rotated**2).sum() / rest - 2 * lost.sum() / (count - kept.sum()))

    best = _refined(slope, logs, int(scores.argmin()))
    kept = 1 / (1 + np.exp(best) * weights)
    coefficients = inverse @ vectors @ (kept * rotated)
    found = float(score(np.array([best]))[0])
    return coefficients, float(kept.sum()), found, _another_minimum(scores, found)


def _refined(slope: Callable[[float], float], logs: Numbers, place: int) -> float:
    """Return where the slope is 0 between the neighbours of the best scanned place, or the end of the scan."""
    low, high = float(logs[max(place - 1, 0)]), float(logs[min(place + 1, len(logs) - 1)])
    if slope(low) < 0 < slope(high):
        return float(brentq(slope, low, high, xtol=1e-12, rtol=1e-14))
    return float(logs[place])


def _another_minimum(scores: Numbers, best: float) -> bool:
    """Return whether a second valley of the scan is nearly as deep as the deepest."""
    inner = np.flatnonzero((scores[1:-1] < scores[:-2]) & (scores[1:-1] < scores[2:])) + 1
    edges = [edge for edge, beside in ((0, 1), (len(scores) - 1, len(scores) - 2)) if scores[edge] < scores[beside]]
    valleys = sorted(scores[[*inner, *edges]])
    return len(valleys) > 1 and bool(valleys[1] <= best * (1 + _NEAR))


def _several_penalties(of: Basis, response: Numbers) -> tuple[Numbers, float, float, bool]:
    """Search one amount of smoothing a parameter from several starts: there are several minima."""
    count, whole = len(response), response @ response
    triangle = of.triangle
    rotated = np.linalg.solve(triangle.T, of.columns.T @ response)
    size = (triangle**2).sum() / len(triangle)
    roots = [np.sqrt(size) * _root(penalty) for penalty in of.penalties]

    def fitted(logs: Numbers) -> tuple[Numbers, float, float]:
        """Least squares of the data above the penalties: no sum of the two, whose digits would be lost."""
        stacked = np.vstack([triangle, *(np.exp(log / 2) * root for log, root in zip(logs, roots, strict=True))])
        orthogonal, upper = np.linalg.qr(stacked)
        top = orthogonal[: len(triangle)]
        freedom, projected = float((top**2).sum()), top.T @ rotated
        # Of a response that is a product of the parameters nothing is left, and rounding could make it less.
        rest = whole - rotated @ rotated + ((rotated - top @ projected) ** 2).sum()
        rest = max(rest, np.finfo(np.float64).eps * whole)
        return np.linalg.solve(upper, projected), freedom, float(count * rest / (count - freedom) ** 2)

    def score(logs: Numbers) -> float:
        return fitted(logs)[2]

    minima = [fitted(_polished(score, start)) for start in _starts(score, len(of.penalties))]
    lowest = min(found[2] for found in minima)
    # Where two minima are as good as each other, the smoother curve claims less.
    chosen = min((found for found in minima if found[2] <= lowest * (1 + _TIED)), key=lambda found: found[1])
    near = [found for found in minima if found[2] <= lowest * (1 + _NEAR)]
    return *chosen, any(abs(found[1] - chosen[1]) > 0.1 for found in near)


_LOWEST, _HIGHEST = -20.0, 28.0


def _root(penalty: Numbers) -> Numbers:
    """Return rows whose squares add up to a penalty."""
    values, vectors = np.linalg.eigh(penalty)
    kept = values > 1e-10 * values[-1]
    return np.asarray((vectors[:, kept] * np.sqrt(values[kept])).T)


def _starts(score: Callable[[Numbers], float], count: int) -> list[Numbers]:
    """Return the valleys of a grid over all amounts of smoothing, the deepest first; a coarse grid where q is large."""
    axes = [np.linspace(_LOWEST, _HIGHEST, {2: 17, 3: 7}.get(count, 3))] * count
    places = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    scores = np.apply_along_axis(score, -1, places)
    valleys = places[scores == minimum_filter(scores, size=3, mode="nearest")]
    order = np.argsort([score(place) for place in valleys], kind="stable")
    return [valleys[place] for place in order[:8]]


def _polished(score: Callable[[Numbers], float], start: Numbers) -> Numbers:
    limits = [(_LOWEST, _HIGHEST)] * len(start)
    first = minimize(score, start, method="L-BFGS-B", bounds=limits)
    finer = minimize(score, first.x, method="Nelder-Mead", bounds=limits, tol=1e-9)
    return np.asarray(finer.x)
