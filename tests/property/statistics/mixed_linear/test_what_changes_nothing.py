"""The order of rows, the numbering of levels, the order of terms and the units of the data say nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.mixed import Design, LinearFit, RandomTerm, fit_linear, satterthwaite
from tests.support.mixed_designs import SHAPES, drawn

cases = {"shape": st.sampled_from(SHAPES), "seed": st.integers(0, 10_000)}
few = settings(max_examples=20, deadline=None, derandomize=True)


def same(one: LinearFit, other: LinearFit, *, digits: float = 1e-6) -> None:
    assert one.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-8)
    assert one.coefficients == pytest.approx(other.coefficients, rel=digits, abs=digits)
    assert one.standard_errors == pytest.approx(other.standard_errors, rel=digits)


@few
@given(**cases)
def test_the_order_of_the_rows(shape: str, seed: int) -> None:
    design, response = drawn(shape, seed)
    order = np.random.default_rng(seed).permutation(len(response))
    moved = tuple(replace(term, levels=term.levels[order], columns=term.columns[order]) for term in design.random)

    shuffled = fit_linear(replace(design, fixed=design.fixed[order], random=moved), response[order])

    same(fit_linear(design, response), shuffled)


@few
@given(**cases)
def test_the_numbering_of_levels_only_reorders_their_effects(shape: str, seed: int) -> None:
    design, response = drawn(shape, seed)
    numbers = {term.factor: np.random.default_rng(seed).permutation(term.count) for term in design.random}
    renamed = tuple(replace(term, levels=numbers[term.factor][term.levels]) for term in design.random)

    once, again = fit_linear(design, response), fit_linear(replace(design, random=renamed), response)

    same(once, again)
    for term, before, after in zip(design.random, once.effects, again.effects, strict=True):
        assert after[numbers[term.factor]] == pytest.approx(before, rel=1e-4, abs=1e-4)


@few
@given(**cases)
def test_the_order_of_the_terms_only_reorders_their_variances(shape: str, seed: int) -> None:
    design, response = drawn(shape, seed)

    once = fit_linear(design, response)
    turned = fit_linear(replace(design, random=design.random[::-1]), response)

    same(once, turned)
    for before, after in zip(once.variances, turned.variances[::-1], strict=True):
        assert after == pytest.approx(before, rel=1e-3, abs=1e-4)


@few
@given(**cases, scale=st.sampled_from([1e-6, 1e-3, 1e6]), reml=st.booleans())
def test_the_unit_of_the_response_scales_effects_errors_and_variances(
    *, shape: str, seed: int, scale: float, reml: bool
) -> None:
    design, response = drawn(shape, seed)

    once, scaled = fit_linear(design, response, reml=reml), fit_linear(design, scale * response, reml=reml)

    assert scaled.coefficients / scale == pytest.approx(once.coefficients, rel=1e-6, abs=1e-6)
    assert scaled.standard_errors / scale == pytest.approx(once.standard_errors, rel=1e-6)
    assert scaled.sigma / scale == pytest.approx(once.sigma, rel=1e-6)
    freedom = len(response) - (2 if reml else 0)
    assert scaled.log_likelihood + freedom * np.log(scale) == pytest.approx(once.log_likelihood, abs=1e-7)


@few
@given(seed=st.integers(0, 10_000), scale=st.sampled_from([1e-6, 1e-3, 1e6]), shift=st.sampled_from([0.0, 50.0]))
def test_the_unit_and_the_zero_of_a_predictor_change_no_fit(seed: int, scale: float, shift: float) -> None:
    """Random slopes included: their intercept moves along with the zero."""
    design, response = drawn("slope", seed)
    w = design.random[0].columns[:, 1]
    columns = np.column_stack((np.ones(len(w)), scale * (w + shift)))
    other = Design(np.column_stack((np.ones(len(w)), scale * design.fixed[:, 1])), design.names)
    moved = replace(other, random=(RandomTerm("site", design.random[0].levels, columns, ("(Intercept)", "w")),))

    once, again = fit_linear(design, response, reml=False), fit_linear(moved, response, reml=False)

    assert again.log_likelihood == pytest.approx(once.log_likelihood, abs=1e-7)
    assert again.coefficients * [1, scale] == pytest.approx(once.coefficients, rel=1e-5, abs=1e-6)
    assert again.converged == once.converged


@few
@given(**cases)
def test_a_response_moved_along_the_fixed_effects_moves_only_the_coefficients(shape: str, seed: int) -> None:
    design, response = drawn(shape, seed)

    once, moved = fit_linear(design, response), fit_linear(design, response + design.fixed @ [1e4, -300.0])

    assert moved.coefficients - [1e4, -300] == pytest.approx(once.coefficients, rel=1e-6, abs=1e-6)
    assert moved.covariance == pytest.approx(once.covariance, rel=1e-6)
    assert moved.log_likelihood == pytest.approx(once.log_likelihood, abs=1e-7)


@few
@given(**cases)
def test_an_offset_is_a_response_that_was_subtracted(shape: str, seed: int) -> None:
    design, response = drawn(shape, seed)
    offset = np.random.default_rng(seed).normal(size=len(response))

    same(fit_linear(replace(design, offset=offset), response + offset), fit_linear(design, response))


@few
@given(seed=st.integers(0, 10_000))
def test_contrasts_have_the_freedom_of_a_model_written_in_those_contrasts(seed: int) -> None:
    """Coefficients of X A are A^-1 times those of X, and so are their tests."""
    design, response = drawn("crossed", seed)
    turn = np.array([[1.0, 2.0], [-1.0, 0.5]])
    turned = fit_linear(replace(design, fixed=design.fixed @ turn), response)

    once = satterthwaite(fit_linear(design, response), np.linalg.inv(turn))
    again = satterthwaite(turned, np.eye(2))

    assert again.estimate == pytest.approx(once.estimate, rel=1e-6, abs=1e-7)
    assert again.standard_error == pytest.approx(once.standard_error, rel=1e-6)
    assert again.freedom == pytest.approx(once.freedom, rel=1e-4)
