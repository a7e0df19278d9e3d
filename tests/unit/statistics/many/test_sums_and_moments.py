"""The short way of many fits, piece by piece: small algebra, sums of rows, and moments against dense matrices."""

from dataclasses import replace

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, fit_many
from newel.statistics.mixed.many import algebra
from newel.statistics.mixed.many.fitting import place_response
from newel.statistics.mixed.many.inference import Best, linear_parts
from newel.statistics.mixed.many.moments import BY_A, BY_AA, BY_AB, BY_B, BY_BB, VALUE, moments_at
from newel.statistics.mixed.many.optimum import Task, profile_at
from newel.statistics.mixed.many.sums import Nested, Sums, nested
from tests.support import naive_nested, naive_traces
from tests.support.naive_nested import indicators, intercept

RNG = np.random.default_rng(31)
PERSON = RNG.permutation(np.concatenate([np.arange(12), np.arange(12), RNG.integers(0, 12, 20)]))
SITE = PERSON % 4
X = RNG.normal(size=44)
FIXED = np.column_stack([np.ones(44), X])
DESIGN = Design(FIXED, ("(Intercept)", "x"), (intercept("site", SITE), intercept("person", PERSON)))
SINGLE = replace(DESIGN, random=DESIGN.random[1:])
Y = RNG.normal(size=44) + RNG.normal(size=12)[PERSON] + RNG.normal(size=4)[SITE]


def way_of(design: Design) -> Nested:
    way = nested(design)
    assert way is not None
    return way


def filled(design: Design, response: Numbers = Y) -> tuple[Nested, Sums]:
    way = way_of(design)
    sums = way.sums()
    place_response(sums, next(way.of_responses(response[:, None])), 0)
    return way, sums


def positive_definite(size: int) -> Numbers:
    root = RNG.normal(size=(size, size))
    return root @ root.T + np.eye(size)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_small_algebra_is_numpys(size: int) -> None:
    one, other = positive_definite(size), positive_definite(size)
    vector = RNG.normal(size=size)
    target = one.copy()
    algebra.add(target, other, -0.5)

    assert algebra.times(one, vector) == pytest.approx(one @ vector)
    assert algebra.dot(vector, one[0]) == pytest.approx(vector @ one[0])
    assert algebra.product(one, other) == pytest.approx(one @ other)
    assert algebra.trace_of(one, other) == pytest.approx(np.trace(one @ other))
    assert target == pytest.approx(one - 0.5 * other)
    assert algebra.root_of(one) == pytest.approx(np.linalg.cholesky(one))
    inverse, log = algebra.inverse_of(one)
    assert inverse == pytest.approx(np.linalg.inv(one))
    assert log == pytest.approx(np.linalg.slogdet(one)[1])


def test_a_matrix_that_is_no_covariance_has_no_inverse() -> None:
    inverse, log = algebra.inverse_of(np.array([[1.0, 2.0], [2.0, 1.0]]))

    assert np.isnan(inverse).any()
    assert np.isnan(log)


def test_the_sums_are_those_of_the_rows_however_they_are_sorted() -> None:
    way, sums = filled(DESIGN)
    basis, triangle = np.linalg.qr(FIXED)
    left = Y - basis @ (basis.T @ Y)
    columns = np.column_stack([np.ones(44), basis, left])

    people = np.array([columns[person == PERSON].sum(0) for person in range(12)])
    size = np.bincount(PERSON)

    assert way.basis[1] == pytest.approx(triangle)
    assert sums.sizes.tolist() == np.unique(size).tolist()
    assert sums.counts.tolist() == np.unique(size, return_counts=True)[1].tolist()
    for place, rows in enumerate(sums.sizes):
        chosen = people[size == rows]
        assert sums.by_size[place] == pytest.approx(chosen.T @ chosen, abs=1e-10)
    assert sums.groups == pytest.approx(np.array([columns[site == SITE].sum(0) for site in range(4)]), abs=1e-10)
    total = columns.T @ columns
    assert sums.total[1:-1, 1:-1] == pytest.approx(total[1:-1, 1:-1], abs=1e-10)
    assert sums.total[-1, -1] == pytest.approx(total[-1, -1])


def test_cells_are_sites_by_how_often_their_people_were_seen() -> None:
    _, sums = filled(DESIGN)
    size = np.bincount(PERSON)[PERSON]

    found = {(int(g), float(sums.sizes[s])) for g, s in zip(sums.cell_group, sums.cell_size, strict=True)}

    assert found == {(int(site), float(rows)) for site, rows in zip(SITE, size, strict=True)}
    for cell, (group, place) in enumerate(zip(sums.cell_group, sums.cell_size, strict=True)):
        rows = sums.sizes[place]
        assert sums.cells[cell, 0] == pytest.approx(rows * ((group == SITE) & (size == rows)).sum())


def test_one_factor_alone_has_no_outer_groups() -> None:
    way, sums = filled(SINGLE)

    assert way.outer is None
    assert sums.groups.shape[0] == 0


def dense(design: Design, a: float, b: float) -> tuple[Numbers, float]:
    """Return [X, y]'V^-1 [X, y] and log|V| in the orthogonal columns, y less its ordinary fit."""
    basis, _ = np.linalg.qr(FIXED)
    blocks = indicators(design)
    inner, outer = (blocks[1], blocks[0]) if len(blocks) == 3 else (blocks[0], 0 * blocks[0])
    v = np.eye(44) + a * inner + b * outer
    both = np.column_stack([basis, Y - basis @ (basis.T @ Y)])
    return both.T @ np.linalg.solve(v, both), float(np.linalg.slogdet(v)[1])


RATIOS = [(0.3, 0.2), (2.5, 0.0), (0.0, 1.1), (40.0, 7.0)]


@pytest.mark.parametrize("ratios", RATIOS)
@pytest.mark.parametrize("design", [DESIGN, SINGLE], ids=["two factors", "one"])
def test_moments_and_the_determinant_are_those_of_v_in_full(design: Design, ratios: tuple[float, float]) -> None:
    a, b = ratios if design is DESIGN else (ratios[0], 0.0)
    _, sums = filled(design)

    moments, logs = moments_at(sums, a, b)

    expected, determinant = dense(design, a, b)
    assert moments[VALUE] == pytest.approx(expected, abs=1e-9)
    assert logs[VALUE] == pytest.approx(determinant, abs=1e-9)


@pytest.mark.parametrize("ratios", [(0.3, 0.2), (2.5, 0.9)])
def test_their_derivatives_are_differences_of_the_dense_ones(ratios: tuple[float, float]) -> None:
    a, b = ratios
    _, sums = filled(DESIGN)
    step = 1e-4

    moments, logs = moments_at(sums, a, b)

    def parts(p: float, q: float) -> Numbers:
        matrix, determinant = dense(DESIGN, p, q)
        return np.append(matrix.ravel(), determinant)

    middle = parts(a, b)
    expected = {
        BY_A: (parts(a + step, b) - parts(a - step, b)) / (2 * step),
        BY_B: (parts(a, b + step) - parts(a, b - step)) / (2 * step),
        BY_AA: (parts(a + step, b) - 2 * middle + parts(a - step, b)) / step**2,
        BY_BB: (parts(a, b + step) - 2 * middle + parts(a, b - step)) / step**2,
        BY_AB: (
            parts(a + step, b + step)
            - parts(a + step, b - step)
            - parts(a - step, b + step)
            + parts(a - step, b - step)
        )
        / (4 * step**2),
    }
    for which, difference in expected.items():
        found = np.append(moments[which].ravel(), logs[which])
        close = 1e-5 if which in (BY_A, BY_B) else 2e-4
        assert found == pytest.approx(difference, rel=close, abs=close)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("ratios", RATIOS)
def test_the_criterion_is_the_dense_one_with_the_best_residual_variance(
    ratios: tuple[float, float], *, reml: bool
) -> None:
    way, sums = filled(DESIGN)
    freedom = 44.0 - 2 * reml

    found = profile_at(Task(sums, freedom, reml, 2), np.array(ratios))

    residual = found.left[VALUE] / freedom
    variances = residual * np.array([ratios[1], ratios[0], 1.0])
    twin = naive_nested.at(DESIGN, Y, variances, reml=reml)
    turned = 2 * np.log(np.abs(np.diag(way.basis[1]))).sum() if reml else 0.0
    assert found.criterion + turned == pytest.approx(twin.criterion, abs=1e-8)
    basis, triangle = np.linalg.qr(FIXED)
    assert np.linalg.solve(triangle, basis.T @ Y + found.coefficients) == pytest.approx(twin.coefficients, abs=1e-9)


@pytest.mark.parametrize("ratios", [(0.6, 0.3), (1.7, 0.05)])
def test_kenward_and_rogers_sums_follow_from_the_derivatives(ratios: tuple[float, float]) -> None:
    _, sums = filled(DESIGN)
    task = Task(sums, 42.0, True, 2)  # noqa: FBT003 - a named tuple of the compiled loops
    basis, _ = np.linalg.qr(FIXED)
    inner_first = replace(DESIGN, fixed=basis, random=DESIGN.random[::-1])

    found = linear_parts(Best(task, profile_at(task, np.array(ratios))))

    theta = tuple(np.array([[np.sqrt(ratio)]]) for ratio in ratios)
    _, first, second, traces = naive_traces.sums(inner_first, theta, 1.0)
    order = [2, 0, 1]  # the twin puts the residual last
    assert found.first == pytest.approx(first[order], rel=1e-8, abs=1e-9)
    even = (second + second.transpose(0, 1, 3, 2)) / 2
    assert found.second == pytest.approx(even[np.ix_(order, order)], rel=1e-7, abs=1e-9)
    assert found.traces == pytest.approx(traces[np.ix_(order, order)], rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("method", ["Satterthwaite", "Kenward-Roger"])
def test_six_rails_in_a_batch_have_the_printed_error_and_five_degrees_of_freedom(method: str) -> None:
    """Source: Pinheiro JC, Bates DM. Mixed-Effects Models in S and S-PLUS, 2000, section 1.1."""
    times = np.array([55.0, 53, 54, 26, 37, 32, 78, 91, 85, 92, 100, 96, 49, 51, 50, 80, 85, 83])
    design = Design(np.ones((18, 1)), ("(Intercept)",), (intercept("rail", np.repeat(np.arange(6), 3)),))

    found = fit_many(design, np.column_stack([times, 10 * times]), method=method)  # type: ignore[arg-type] - a parameter

    assert found.inference.estimate.ravel() == pytest.approx([66.5, 665.0])
    assert found.standard_errors.ravel() == pytest.approx([10.17104, 101.7104], abs=1e-4)
    assert found.freedom.ravel() == pytest.approx([5.0, 5.0], rel=1e-5)
    assert np.sqrt(found.variances[0]) == pytest.approx([24.80547, 4.020779], rel=1e-6)
    assert found.criterion[0] == pytest.approx(122.177, abs=5e-4)
