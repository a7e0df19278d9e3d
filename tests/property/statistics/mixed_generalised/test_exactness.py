"""The slope is exact wherever one stands, and the likelihood is the textbook's."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm
from newel.statistics.mixed.generalised.checks import check
from newel.statistics.mixed.generalised.problem import Problem
from newel.statistics.mixed.generalised.report import _constant
from newel.statistics.mixed.generalised.working import Working, prepare
from tests.support.naive_generalised import Sample, Truth, integrated, laplace, slope_by_differences

FAMILIES = ("binomial", "poisson", "nbinom1", "nbinom2", "ordinal", "inflated poisson", "inflated nbinom2")
SHAPES = ((), (1,), (2,), (1, 1), (2, 1), (1, 2, 1))
"""Columns of each random term."""


def drawn(family: str, widths: tuple[int, ...], seed: int, *, n: int = 60) -> tuple[Sample, dict[str, Any]]:
    """Draw a design and a response that has nothing to do with it."""
    rng = np.random.default_rng(seed)
    terms = tuple(
        RandomTerm(
            f"factor {number}",
            rng.permutation(np.append(np.arange(8 - 2 * number), rng.integers(0, 8 - 2 * number, n - 8 + 2 * number))),
            np.column_stack([np.ones(n), *rng.normal(size=(width - 1, n))]),
            tuple("abc"[:width]),
        )
        for number, width in enumerate(widths)
    )
    columns = np.column_stack([np.ones(n), rng.normal(size=n)])
    design = Design(columns, ("(Intercept)", "x"), terms, 0.1 * rng.normal(size=n))
    trials = rng.integers(1, 6, n).astype(float) if family == "binomial" else np.ones(n)
    counts = rng.poisson(rng.gamma(0.7, 3, n)).astype(float)
    response = {"binomial": rng.binomial(trials.astype(int), 0.4), "ordinal": rng.integers(0, 4, n)}.get(family, counts)
    plain = rng.normal(size=n)
    options: dict[str, Any] = {"family": family.removeprefix("inflated "), "trials": trials}
    if family == "ordinal":
        options["nominal"] = Design(plain[:, None], ("n",))
    if family.startswith("inflated"):
        options["zero_inflation"] = Design(np.column_stack([np.ones(n), plain]), ("(Intercept)", "z"))
    inflation = options["zero_inflation"].fixed if "zero_inflation" in options else None
    nominal = plain[:, None] if family == "ordinal" else None
    return Sample(design, response.astype(float), trials, nominal, inflation), options


def anywhere(problem: Problem, seed: int) -> Numbers:
    """Return parameters that are not the optimum; thresholds in order."""
    rng, shape = np.random.default_rng(seed + 1), problem.shape
    parameters = 0.4 * rng.normal(size=shape.count)
    thresholds = 0.1 * rng.normal(size=(shape.boundaries, 1 + shape.nominal))
    thresholds[:, 0] += np.arange(shape.boundaries) - 1.0
    parameters[: shape.thresholds] = thresholds[:, : problem.nominal.shape[1]].ravel()
    return parameters


def prepared(sample: Sample, options: dict[str, Any], points: int = 1) -> Working:
    return prepare(check(sample.design, sample.response, {**options, "quadrature": points}))  # type: ignore[typeddict-item]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(family=st.sampled_from(FAMILIES), widths=st.sampled_from(SHAPES), seed=st.integers(0, 999))
def test_the_slope_is_that_of_differences_at_any_point(family: str, widths: tuple[int, ...], seed: int) -> None:
    problem = prepared(*drawn(family, widths, seed)).problem
    at = anywhere(problem, seed)

    _, slope = problem(at)

    differences = slope_by_differences(lambda parameters: problem(parameters)[0], at)
    assert slope == pytest.approx(differences, abs=1e-5 * max(1.0, float(np.abs(differences).max())))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(family=st.sampled_from(FAMILIES), points=st.sampled_from([1, 2, 7]), seed=st.integers(0, 999))
def test_the_slope_of_quadrature_is_that_of_differences(family: str, points: int, seed: int) -> None:
    sample, options = drawn(family, (1,), seed)
    problem = prepared(sample, options, max(points, 2)).problem
    if points == 1:
        problem = replace(problem, nodes=(np.zeros(1), np.zeros(1)))
    at = anywhere(problem, seed)

    value, slope = problem(at)

    differences = slope_by_differences(lambda parameters: problem(parameters)[0], at)
    assert slope == pytest.approx(differences, abs=1e-5 * max(1.0, float(np.abs(differences).max())))
    if points == 1:  # one point is Laplace's approximation
        assert value == pytest.approx(replace(problem, nodes=None)(at)[0])


def truth(working: Working, options: dict[str, Any], at: Numbers) -> Truth:
    """Say the parameters in the terms of the design as written."""
    shape = working.problem.shape
    written = working.back @ at[: shape.count - shape.factors]
    thresholds, coefficients, dispersion, excess, _ = shape.cut(np.append(written, at[shape.count - shape.factors :]))
    factors = working.problem.factors(at)
    ordered = [np.zeros(0)] * len(factors)
    for number, factor, start in zip(working.order, factors, working.problem.bands.starts, strict=True):
        ordered[number] = factor / working.scales[start : start + len(factor), None]
    ordinal = options["family"] == "ordinal"
    return Truth(
        options["family"],
        np.append(0.0, coefficients) if ordinal else coefficients,
        tuple(ordered),
        thresholds.reshape(shape.boundaries, -1) if ordinal else None,
        float(np.exp(dispersion[0])) if shape.dispersion else 1.0,
        excess if shape.inflation else None,
    )


@settings(max_examples=12, deadline=None, derandomize=True)
@given(family=st.sampled_from(FAMILIES), widths=st.sampled_from(SHAPES[1:]), seed=st.integers(0, 999))
def test_the_criterion_is_the_textbooks_approximation(family: str, widths: tuple[int, ...], seed: int) -> None:
    sample, options = drawn(family, widths, seed)
    working = prepared(sample, options)
    at = anywhere(working.problem, seed)

    found = _constant(working.problem) - working.problem(at)[0]

    assert found == pytest.approx(laplace(sample, truth(working, options, at)), abs=2e-6)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(family=st.sampled_from(FAMILIES[:5]), seed=st.integers(0, 999))
def test_many_points_of_quadrature_are_the_integral(family: str, seed: int) -> None:
    sample, options = drawn(family, (1,), seed)
    working = prepared(sample, options, 40)
    at = anywhere(working.problem, seed)

    found = _constant(working.problem) - working.problem(at)[0]

    assert found == pytest.approx(integrated(sample, truth(working, options, at)), abs=1e-7)


def test_a_dense_block_of_several_panels_is_the_textbooks() -> None:
    rng = np.random.default_rng(4)
    n = 400
    terms = tuple(
        RandomTerm(name, np.append(np.arange(q), rng.integers(0, q, n - q)), np.ones((n, 1)), ("(Intercept)",))
        for name, q in (("person", 130), ("item", 110))
    )
    design = Design(np.ones((n, 1)), ("(Intercept)",), terms)
    sample = Sample(design, rng.poisson(1.0, n).astype(float), np.ones(n))
    working = prepared(sample, {"family": "poisson"})
    at = np.array([0.1, 0.6, -0.5])

    value, slope = working.problem(at)

    assert _constant(working.problem) - value == pytest.approx(
        laplace(sample, truth(working, {"family": "poisson"}, at)), abs=2e-6
    )
    assert slope == pytest.approx(slope_by_differences(lambda p: working.problem(p)[0], at), abs=1e-4)
