"""The few sums of a nested design hold all that its rows do: against loops over rows, and against dense matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.many.moments import moments_at
from tests.support.nested_cases import NestedCase, nested_case

seeds = st.integers(0, 10_000)
ratios = st.floats(0.0, 4.0)


def dense(case: NestedCase, a: float, b: float) -> tuple[Numbers, float]:
    """Return [Q, y]'V^-1[Q, y] and log|V| from the whole matrix."""
    covariance, columns = case.covariance(a, b), case.bordered[:, 1:]
    return columns.T @ np.linalg.solve(covariance, columns), float(np.linalg.slogdet(covariance)[1])


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_the_sums_are_those_of_a_loop_over_people_and_sites(seed: int) -> None:
    case = nested_case(seed)
    rows, sums = case.bordered, case.sums
    people = {one: rows[case.person == one] for one in np.unique(case.person)}

    assert sums.total[:-1, :-1] == pytest.approx(rows[:, :-1].T @ rows[:, :-1], abs=1e-10)
    assert sums.total[-1, -1] == pytest.approx(rows[:, -1] @ rows[:, -1])
    for place, size in enumerate(sums.sizes):
        same = [own.sum(axis=0) for own in people.values() if len(own) == size]
        assert sums.counts[place] == len(same)
        assert sums.by_size[place] == pytest.approx(sum(np.outer(one, one) for one in same), abs=1e-10)
    for place in range(len(sums.groups)):
        assert sums.groups[place] == pytest.approx(rows[case.site == place].sum(axis=0), abs=1e-10)


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_a_cell_is_the_people_of_one_site_with_as_many_rows(seed: int) -> None:
    case = nested_case(seed)
    rows, sums = case.bordered, case.sums
    number = np.bincount(case.person)[case.person]

    for cell, group, place in zip(sums.cells, sums.cell_group, sums.cell_size, strict=True):
        size = sums.sizes[place]
        here = (case.site == group) & (number == size)
        assert here.any()
        assert cell == pytest.approx(size * rows[here].sum(axis=0), abs=1e-10)
    assert len(sums.cells) == len(np.unique(np.stack([case.site, number]), axis=1).T)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, a=ratios, b=ratios, two=st.booleans())
def test_the_moments_are_those_of_the_whole_covariance_matrix(seed: int, a: float, b: float, *, two: bool) -> None:
    case = nested_case(seed, two=two)

    moments, logs = moments_at(case.sums, a, b if two else 0.0)

    expected, size = dense(case, a, b)
    assert moments[0] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert logs[0] == pytest.approx(size, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, a=st.floats(0.05, 4), b=st.floats(0.05, 4))
def test_the_first_derivatives_are_those_of_the_matrix_formulas(seed: int, a: float, b: float) -> None:
    """dM/da = -X'V^-1 V_a V^-1 X and dlog|V|/da = tr V^-1 V_a."""
    case = nested_case(seed)

    moments, logs = moments_at(case.sums, a, b)

    inverse, columns = np.linalg.inv(case.covariance(a, b)), case.bordered[:, 1:]
    for place, block in ((1, case.covariance(1, 0)), (2, case.covariance(0, 1))):
        part = block - np.eye(len(block))
        assert moments[place] == pytest.approx(-columns.T @ inverse @ part @ inverse @ columns, rel=1e-8, abs=1e-9)
        assert logs[place] == pytest.approx(np.trace(inverse @ part), rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, a=st.floats(0.05, 4), b=st.floats(0.05, 4))
def test_the_second_derivatives_are_those_of_the_matrix_formulas(seed: int, a: float, b: float) -> None:
    """The second derivative by i and j of M is the sum of both orders of X'V^-1 V_i V^-1 V_j V^-1 X."""
    case = nested_case(seed)

    moments, logs = moments_at(case.sums, a, b)

    inverse, columns = np.linalg.inv(case.covariance(a, b)), case.bordered[:, 1:]
    parts = [case.covariance(*at) - np.eye(len(columns)) for at in ((1, 0), (0, 1))]
    for place, (i, j) in ((3, (0, 0)), (4, (0, 1)), (5, (1, 1))):
        half = columns.T @ inverse @ parts[i] @ inverse @ parts[j] @ inverse @ columns
        assert moments[place] == pytest.approx(half + half.T, rel=1e-8, abs=1e-9)
        assert logs[place] == pytest.approx(-np.trace(inverse @ parts[i] @ inverse @ parts[j]), rel=1e-8)
