"""Kenward-Roger does not depend on the order of rows, names of levels, units, coding, or how effects are grouped."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed import Design, LinearFit, RandomTerm, linear_at
from newel.statistics.mixed.kenward_roger import kenward_roger, kenward_roger_joint
from tests.support.naive_few_clusters import naive_kenward_roger

quick = settings(max_examples=20, deadline=None, derandomize=True)
seeds = st.integers(0, 10**6)


def _levels(rng: np.random.Generator, count: int, rows: int) -> Levels:
    return rng.permutation(np.concatenate([np.arange(count), rng.integers(0, count, rows - count)]))


def _design(seed: int, *, crossed: bool) -> tuple[Design, tuple[Numbers, ...]]:
    """Return sites with a random slope, and raters or persons within sites, unbalanced."""
    rng = np.random.default_rng(seed)
    rows = int(rng.integers(30, 60))
    site, x = _levels(rng, 6, rows), rng.normal(size=rows)
    other = _levels(rng, 5, rows)
    second = other if crossed else np.unique(site * 5 + other, return_inverse=True)[1]
    terms = (
        RandomTerm("site", site, np.column_stack([np.ones(rows), x]), ("(Intercept)", "x")),
        RandomTerm("rater", second, np.ones((rows, 1)), ("(Intercept)",)),
    )
    lower = np.array([[rng.uniform(0.2, 2), 0], [rng.normal(), rng.uniform(0.1, 1)]])
    design = Design(np.column_stack([np.ones(rows), x, site % 2]), ("a", "b", "c"), terms)
    return design, (lower, np.array([[rng.uniform(0, 2)]]))


def _at(design: Design, theta: tuple[Numbers, ...], response: Numbers, *, sigma: float) -> LinearFit:
    return linear_at(design, response, theta=theta, sigma=sigma, reml=True)


@quick
@given(seeds, st.booleans())
def test_any_design_equals_the_dense_twin(seed: int, crossed: bool) -> None:  # noqa: FBT001 - hypothesis passes by position
    design, theta = _design(seed, crossed=crossed)
    response = np.random.default_rng(seed).normal(size=len(design.fixed))
    wanted = np.eye(3)[1:]

    covariance, freedom, scaling = naive_kenward_roger(design, theta, 0.7, contrasts=wanted)
    fit = _at(design, theta, response, sigma=0.7)

    assert kenward_roger(fit).standard_error == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-7)
    found = kenward_roger_joint(fit, wanted)
    if found.notes:
        assert not (freedom > 0 and scaling > 0)
    else:
        assert (found.denominator, found.scaling) == pytest.approx((freedom, scaling), rel=1e-6)


@quick
@given(seeds)
def test_order_names_units_and_coding_change_nothing(seed: int) -> None:
    design, theta = _design(seed, crossed=True)
    rng = np.random.default_rng(seed)
    response = rng.normal(size=len(design.fixed))
    order = rng.permutation(len(response))
    renamed = [rng.permutation(term.count) for term in design.random]
    terms = tuple(
        RandomTerm(term.factor, names[term.levels[order]], term.columns[order], term.names)
        for term, names in zip(design.random, renamed, strict=True)
    )
    turn = np.array([[1.0, 2, 0], [0, 4, 1], [0, 0, 0.5]])
    moved = Design((design.fixed @ turn)[order], design.names, terms[::-1])

    plain = kenward_roger(_at(design, theta, response, sigma=1.1))
    other = kenward_roger(_at(moved, theta[::-1], 3 * response[order], sigma=3.3), turn)

    assert other.estimate == pytest.approx(3 * plain.estimate, rel=1e-7, abs=1e-9)
    assert other.standard_error == pytest.approx(3 * plain.standard_error, rel=1e-7)
    assert other.freedom == pytest.approx(plain.freedom, rel=1e-6)
