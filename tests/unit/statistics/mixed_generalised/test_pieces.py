"""The pieces of the engine, each against what it stands for."""

from typing import Any

import numpy as np
import pytest
from scipy.special import digamma, gammaln, polygamma
from scipy.stats import nbinom, poisson

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.boundary import _semidefinite_factor
from newel.statistics.mixed.generalised.columns import orthogonal_basis
from newel.statistics.mixed.generalised.factor import factorise, gather, invert, room, solve
from newel.statistics.mixed.generalised.layout import lay_out
from newel.statistics.mixed.generalised.quadrature import hermite
from newel.statistics.mixed.generalised.rows import (
    BEYOND,
    BINOMIAL,
    INFLATED,
    NBINOM1,
    NBINOM2,
    ORDINAL,
    POISSON,
    bend,
    turn,
)
from newel.statistics.mixed.generalised.search import Optimum, differenced, positive, search
from newel.statistics.mixed.generalised.special import log_rising, rising_slopes
from newel.statistics.mixed.terms import RandomTerm


@pytest.mark.parametrize("count", [0.0, 1.0, 7.0, 16.0, 17.0, 400.0, 1e5])
@pytest.mark.parametrize("size", [1e-3, 0.4, 3.0, 250.0])
def test_sums_over_a_count_are_differences_of_gamma_functions(count: float, size: float) -> None:
    expected = gammaln(count + size) - gammaln(size) - count * np.log(size)
    slopes = [digamma(count + size) - digamma(size), *(polygamma(k, count + size) - polygamma(k, size) for k in (1, 2))]

    assert log_rising(count, size) == pytest.approx(expected, rel=1e-10, abs=1e-10)
    assert rising_slopes(count, size) == pytest.approx(slopes, rel=1e-9, abs=1e-12)


def test_a_large_size_loses_no_digits() -> None:
    # log(1 + j/size) over j < 3 is 3/size to first order; a difference of log-gammas of 1e12 would be noise.
    assert log_rising(3.0, 1e12) == pytest.approx(3e-12, rel=1e-9)


ROWS: list[tuple[int, tuple[float, float], tuple[float, float, float]]] = [
    (BINOMIAL, (1.0, 1.0), (0.3, 0.0, 0.0)),
    (BINOMIAL, (2.0, 7.0), (-4.0, 0.0, 0.0)),
    (POISSON, (3.0, 1.0), (0.7, 0.0, 0.0)),
    (NBINOM2, (0.0, 1.0), (0.7, -0.4, 0.0)),
    (NBINOM2, (40.0, 1.0), (2.0, 1.1, 0.0)),
    (NBINOM1, (5.0, 1.0), (0.7, 0.6, 0.0)),
    (NBINOM1, (60.0, 1.0), (2.0, -0.6, 0.0)),
    (ORDINAL, (0.0, 1.0), (0.4, -0.8, -BEYOND)),
    (ORDINAL, (1.0, 1.0), (0.4, 0.9, -0.8)),
    (ORDINAL, (2.0, 1.0), (0.4, BEYOND, 0.9)),
    (ORDINAL, (1.0, 1.0), (30.0, 1.0, 0.0)),
    (POISSON + INFLATED, (0.0, 1.0), (0.3, 0.0, -0.5)),
    (POISSON + INFLATED, (2.0, 1.0), (0.3, 0.0, -0.5)),
    (NBINOM2 + INFLATED, (0.0, 1.0), (1.0, 0.4, 0.5)),
    (NBINOM1 + INFLATED, (0.0, 1.0), (1.0, 0.4, 0.5)),
    (NBINOM1 + INFLATED, (3.0, 1.0), (1.0, 0.4, 0.5)),
]


@pytest.mark.parametrize(("kind", "data", "at"), ROWS)
def test_what_a_row_says_bends_as_differences_say(
    kind: int, data: tuple[float, float], at: tuple[float, float, float]
) -> None:
    _, slope, weight = bend(kind, data, at)
    swing, first, second = turn(kind, data, at)
    step = 1e-5

    def moved(number: int) -> Numbers:
        above, below = list(at), list(at)
        above[number] += step
        below[number] -= step
        return (np.array(bend(kind, data, tuple(above))) - np.array(bend(kind, data, tuple(below)))) / (2 * step)

    along = moved(0)
    assert slope == pytest.approx(along[0], rel=1e-6, abs=1e-9)
    assert -weight == pytest.approx(along[1], rel=1e-6, abs=1e-9)
    assert swing == pytest.approx(along[2], rel=1e-6, abs=1e-9)
    # A dispersion's constant that does not touch the linear predictor is part of the value.
    if abs(at[1]) < BEYOND and kind not in (BINOMIAL, POISSON, POISSON + INFLATED):
        assert first == pytest.approx(moved(1), rel=1e-6, abs=1e-9)
    if abs(at[2]) < BEYOND and (kind == ORDINAL or kind >= INFLATED):
        assert second == pytest.approx(moved(2), rel=1e-6, abs=1e-9)


def test_rows_have_scipys_likelihood_but_for_constants_of_the_response() -> None:
    linear, dispersion = 0.8, 1.7
    mean = np.exp(linear)

    def found(kind: int, response: float, second: float = 0.0) -> float:
        return bend(kind, (response, 1.0), (linear, np.log(dispersion), second))[0] - gammaln(response + 1)

    assert found(POISSON, 3.0) == pytest.approx(poisson.logpmf(3, mean))
    assert found(NBINOM2, 3.0) == pytest.approx(nbinom.logpmf(3, dispersion, dispersion / (dispersion + mean)))
    assert found(NBINOM1, 3.0) == pytest.approx(nbinom.logpmf(3, mean / dispersion, 1 / (1 + dispersion)))
    inflated = np.log(0.5 + 0.5 * np.exp(-mean))
    assert found(POISSON + INFLATED, 0.0) == pytest.approx(inflated)


def test_thresholds_out_of_order_are_impossible() -> None:
    assert bend(ORDINAL, (1.0, 1.0), (0.0, -0.5, 0.5))[0] == -np.inf


@pytest.mark.parametrize("widths", [(1,), (3,), (1, 1), (2, 1), (2, 2, 1), (1, 1, 1)])
def test_the_factor_in_blocks_is_the_dense_matrix(widths: tuple[int, ...]) -> None:
    rng = np.random.default_rng(sum(widths))
    n, counts = 90, (12, 7, 4)
    terms = tuple(
        RandomTerm(str(place), np.append(np.arange(q), rng.integers(0, q, n - q)), rng.normal(size=(n, k)), ())
        for place, (k, q) in enumerate(zip(widths, counts, strict=False))
    )
    bands, weights = lay_out(terms, n), rng.uniform(0.1, 2.0, n)
    dense = np.hstack(
        [
            np.einsum("ij,ik->ijk", term.levels[:, None] == np.arange(term.count), term.columns).reshape(n, -1)
            for term in terms
        ]
    )
    h = dense.T @ (weights[:, None] * dense) + np.eye(dense.shape[1])
    factor = room(bands)
    gather(bands, weights, factor)

    half = factorise(bands, factor)
    x = rng.normal(size=len(h))
    solved = x.copy()
    solve(bands, factor, solved)
    inverse = invert(bands, factor)

    assert half == pytest.approx(np.linalg.slogdet(h)[1] / 2)
    assert solved == pytest.approx(np.linalg.solve(h, x))
    whole = np.linalg.inv(h)
    first = len(inverse.blocks)
    assert inverse.rest == pytest.approx(whole[first:, first:])
    for effect in range(first):
        start = effect - effect % widths[0]
        assert inverse.blocks[effect] == pytest.approx(whole[effect, start : start + widths[0]])
    for level in range(len(bands.pointers) - 1):
        for kept in range(bands.pointers[level], bands.pointers[level + 1]):
            own = whole[level * widths[0] : (level + 1) * widths[0], first + bands.touched[kept]]
            assert inverse.crosses[kept] == pytest.approx(own)


def test_a_matrix_that_is_not_positive_definite_is_told() -> None:
    term = RandomTerm("site", np.array([0, 0, 1]), np.ones((3, 1)), ())
    bands = lay_out((term,), 3)
    factor = room(bands)
    gather(bands, np.array([-3.0, 0.5, 1.0]), factor)

    assert factorise(bands, factor) == -1e300


def test_independent_columns_come_back_from_their_orthogonal_form() -> None:
    rng = np.random.default_rng(1)
    columns = np.column_stack([np.ones(30), rng.normal(size=30) + 5, np.zeros(30), rng.normal(size=30)])
    columns = np.insert(columns, 2, columns[:, 0] - 2 * columns[:, 1], axis=1)

    basis = orthogonal_basis(columns)

    assert basis.kept == (0, 1, 4)
    assert basis.orthogonal.T @ basis.orthogonal == pytest.approx(30 * np.eye(3), abs=1e-9)
    assert columns[:, basis.kept] @ basis.back == pytest.approx(basis.orthogonal)


def test_points_of_quadrature_integrate_a_normal_density_and_its_moments() -> None:
    points, logs = hermite(9)
    density = np.exp(logs - points**2 / 2)

    assert [float((density * points**power).sum()) for power in (0, 2, 4, 6)] == pytest.approx([1, 1, 3, 15])


def test_a_covariance_without_a_dimension_has_a_factor_with_a_column_of_zeros() -> None:
    flat = np.array([[0.0, 0, 0], [0, 1, 2], [0, 2, 4.0]])
    factor = _semidefinite_factor(flat)

    assert factor @ factor.T == pytest.approx(flat)
    assert np.all(factor[:, [0, 2]] == 0)


def bowl(at: Numbers) -> tuple[float, Numbers]:
    """Rosenbrock's valley."""
    one, two = at
    slope = np.array([-400 * one * (two - one**2) - 2 * (1 - one), 200 * (two - one**2)])
    return float(100 * (two - one**2) ** 2 + (1 - one) ** 2), slope


def unit(criterion: Any, at: Numbers, slope: Numbers) -> Numbers:
    return np.eye(len(at))


def test_the_search_finds_the_bottom_of_a_bent_valley() -> None:
    found = search(bowl, np.array([-1.2, 1.0]), unit)

    assert found.settled
    assert found.parameters == pytest.approx([1.0, 1.0], abs=1e-5)


def test_a_search_cut_short_says_so() -> None:
    assert not search(bowl, np.array([-1.2, 1.0]), unit, steps=3).settled


def test_a_search_that_can_go_nowhere_says_so() -> None:
    def wall(at: Numbers) -> tuple[float, Numbers]:
        return (1.0, np.ones(1)) if at[0] == 0 else (np.inf, np.ones(1))

    found = search(wall, np.zeros(1), unit)

    assert not found.settled
    assert found.parameters == pytest.approx([0.0])


def test_differences_of_the_slope_are_the_curvature() -> None:
    at = np.array([1.0, 1.0])
    found = differenced(bowl, Optimum(at, *bowl(at), np.eye(2), settled=True))

    assert found == pytest.approx(np.array([[802.0, -400.0], [-400.0, 200.0]]), rel=1e-4)


def test_a_curvature_is_turned_upward() -> None:
    found = positive(np.array([[2.0, 0.0], [0.0, -3.0]]))

    assert found == pytest.approx(np.array([[2.0, 0.0], [0.0, 3.0]]))
    assert positive(np.full((2, 2), np.nan)) == pytest.approx(np.eye(2))
