"""A batch of one is a single fit, and no naming, order or unit changes what a batch finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, fit_linear, fit_many, kenward_roger, satterthwaite
from newel.statistics.mixed.many.fitting import place_response
from newel.statistics.mixed.many.moments import moments_at
from newel.statistics.mixed.many.optimum import Task, profile_at
from newel.statistics.mixed.many.sums import nested
from tests.support.naive_nested import intercept

KINDS = ("site and person", "person and site", "site", "person")


def case(seed: int, kind: str, *, number: int = 3) -> tuple[Design, Numbers]:
    """Return an unbalanced design and responses whose variances may be 0."""
    rng = np.random.default_rng(seed)
    sites, rows = int(rng.integers(3, 7)), int(rng.integers(60, 120))
    person = np.concatenate([np.arange(5 * sites), rng.integers(0, 5 * sites, rows - 5 * sites)])
    site = person % sites
    fixed = np.column_stack([np.ones(rows), rng.normal(size=rows), rng.integers(0, 2, rows)])
    terms = {"site": intercept("site", site), "person": intercept("person", person)}
    spreads = rng.choice([0.0, 0.5, 1.5], 2)
    y = rng.normal(size=(rows, number)) + fixed @ [[1.0], [2.0], [-1.0]]
    y += spreads[0] * rng.normal(size=(sites, number))[site] + spreads[1] * rng.normal(size=(5 * sites, number))[person]
    return Design(fixed, ("(Intercept)", "x", "z"), tuple(terms[name] for name in kind.split(" and "))), y


seeds, kinds = st.integers(0, 10_000), st.sampled_from(KINDS)


@settings(max_examples=25, deadline=None)
@given(seed=seeds, kind=kinds, reml=st.booleans())
def test_a_batch_of_one_is_the_fit_of_that_response_alone(seed: int, kind: str, *, reml: bool) -> None:
    design, y = case(seed, kind, number=1)

    found, single = fit_many(design, y, reml=reml), fit_linear(design, y[:, 0], reml=reml)

    sure = satterthwaite(single, np.eye(3))
    assert found.criterion[0] == pytest.approx(single.criterion, abs=1e-8)
    assert found.coefficients[0] == pytest.approx(single.coefficients, rel=1e-5, abs=1e-6)
    assert found.standard_errors[0] == pytest.approx(sure.standard_error, rel=5e-6)
    assert found.freedom[0] == pytest.approx(sure.freedom, rel=1e-4)
    assert found.singular[0] == single.singular
    assert found.converged[0]


@settings(max_examples=15, deadline=None)
@given(seed=seeds, kind=kinds)
def test_kenward_roger_of_a_batch_is_that_of_a_single_fit(seed: int, kind: str) -> None:
    design, y = case(seed, kind, number=1)

    found = fit_many(design, y, method="Kenward-Roger").inference

    single = kenward_roger(fit_linear(design, y[:, 0]), np.eye(3))
    assert found.standard_error[0] == pytest.approx(single.standard_error, rel=1e-5)
    assert found.freedom[0] == pytest.approx(single.freedom, rel=1e-4)


@settings(max_examples=15, deadline=None)
@given(seed=seeds, kind=kinds, factor=st.sampled_from([1e-3, 7.0, 1e4]), shift=st.sampled_from([0.0, 50.0]))
def test_another_unit_of_the_response_changes_what_has_a_unit_and_nothing_else(
    seed: int, kind: str, factor: float, shift: float
) -> None:
    design, y = case(seed, kind)

    once, scaled = fit_many(design, y), fit_many(design, factor * (y + shift))

    assert scaled.coefficients[:, 1:] == pytest.approx(factor * once.coefficients[:, 1:], rel=1e-5, abs=1e-6 * factor)
    assert scaled.standard_errors == pytest.approx(factor * once.standard_errors, rel=1e-5)
    assert scaled.variances == pytest.approx(factor**2 * once.variances, rel=1e-4, abs=1e-7 * factor**2)
    assert scaled.freedom == pytest.approx(once.freedom, rel=1e-4)


@settings(max_examples=15, deadline=None)
@given(seed=seeds, kind=kinds)
def test_the_order_of_rows_the_names_of_levels_and_the_company_of_a_response_change_nothing(
    seed: int, kind: str
) -> None:
    design, y = case(seed, kind)
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(y))
    renamed = tuple(intercept(term.factor, rng.permutation(term.count)[term.levels][rows]) for term in design.random)
    other = Design(design.fixed[rows], design.names, renamed)

    once, moved = fit_many(design, y), fit_many(other, y[rows][:, ::-1])

    assert moved.criterion[::-1] == pytest.approx(once.criterion, abs=1e-8)
    assert moved.standard_errors[::-1] == pytest.approx(once.standard_errors, rel=1e-6)
    assert moved.freedom[::-1] == pytest.approx(once.freedom, rel=1e-5)
    alone = fit_many(design, y[:, 1:2])
    assert alone.criterion[0] == pytest.approx(once.criterion[1], abs=1e-10)


@settings(max_examples=25, deadline=None)
@given(seed=seeds, a=st.floats(0.01, 5), b=st.floats(0.01, 2), reml=st.booleans())
def test_the_derivatives_of_the_criterion_are_those_that_differences_show(
    seed: int, a: float, b: float, *, reml: bool
) -> None:
    design, y = case(seed, "site and person", number=1)
    way = nested(design)
    assert way is not None
    sums = way.sums()
    place_response(sums, next(way.of_responses(y)), 0)
    task = Task(sums, float(len(y) - 3 * reml), reml, 2)

    here = profile_at(task, np.array([a, b])).slopes

    for place, step in enumerate(1e-5 * np.eye(2) * [a, b]):
        up, down = (profile_at(task, np.array([a, b]) + sign * step) for sign in (1, -1))
        size = 2 * step.sum()
        assert here.gradient[place] == pytest.approx((up.criterion - down.criterion) / size, rel=1e-5, abs=1e-5)
        bent = (up.slopes.gradient - down.slopes.gradient) / size
        assert here.curvature[place] == pytest.approx(bent, rel=1e-5, abs=1e-5)


def test_at_ratios_of_zero_the_sums_are_those_of_least_squares() -> None:
    design, _ = case(3, "site and person", number=1)
    way = nested(design)
    assert way is not None

    moments, logs = moments_at(way.sums(), 0.0, 0.0)

    assert moments[0, :3, :3] == pytest.approx(np.eye(3), abs=1e-12)
    assert logs[0] == 0
