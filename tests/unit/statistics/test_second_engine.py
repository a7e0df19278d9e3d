"""A model fitted again by an unrelated program: what the methods appendix says."""

import builtins
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from newel.statistics.mixed import Design, RandomTerm, fit_linear
from newel.statistics.mixed.generalised import fit_generalised
from newel.statistics.second_engine import NOT_INSTALLED, second_opinion


def _design(*, slope: bool = False) -> Design:
    rng = np.random.default_rng(3)
    sites = np.repeat(np.arange(12), 15)
    fixed = np.column_stack([np.ones(180), rng.normal(size=180)])
    names = ("(Intercept)", "dose")
    kept = 2 if slope else 1
    return Design(fixed, names, (RandomTerm("site", sites, fixed[:, :kept], names[:kept]),))


def _predictor(design: Design) -> "np.typing.NDArray[np.float64]":
    term = design.random[0]
    effects = np.random.default_rng(4).normal(0, 0.7, (12, term.columns.shape[1]))
    return 0.3 + 0.5 * design.fixed[:, 1] + (term.columns * effects[term.levels]).sum(axis=1)


@pytest.mark.parametrize("slope", [False, True])
@pytest.mark.parametrize("reml", [False, True])
def test_a_linear_model_is_confirmed(*, slope: bool, reml: bool) -> None:
    design = _design(slope=slope)
    response = _predictor(design) + np.random.default_rng(5).normal(size=180)

    opinion = second_opinion(fit_linear(design, response, reml=reml), reml=reml)

    assert opinion.ran
    assert opinion.agrees
    assert opinion.digits["log-likelihood"] > 9
    assert opinion.digits["standard errors"] > 4
    assert opinion.sentence.startswith("An unrelated program, the package glmm, gives the same fit")


@pytest.mark.parametrize("family", ["binomial", "poisson", "nbinom2"])
def test_other_families_are_confirmed_with_their_offset(family: str) -> None:
    design = replace(_design(), offset=np.linspace(-0.2, 0.2, 180))
    rng = np.random.default_rng(6)
    eta = _predictor(design) + np.linspace(-0.2, 0.2, 180)
    mean = np.exp(eta)
    response = {
        "binomial": (rng.random(180) < 1 / (1 + np.exp(-eta))).astype(float),
        "poisson": rng.poisson(mean).astype(float),
        "nbinom2": rng.negative_binomial(2, 2 / (2 + mean)).astype(float),
    }[family]

    opinion = second_opinion(fit_generalised(design, response, family=family), family=family)

    assert opinion.agrees, opinion.sentence


def test_grouped_trials_are_confirmed() -> None:
    design, rng = _design(), np.random.default_rng(7)
    trials = rng.integers(3, 9, 180).astype(float)
    response = rng.binomial(trials.astype(int), 1 / (1 + np.exp(-_predictor(design)))).astype(float)
    fit = fit_generalised(design, response, family="binomial", trials=trials)

    assert second_opinion(fit, family="binomial", trials=trials).agrees


def test_a_fit_that_is_wrong_is_not_confirmed() -> None:
    design = _design()
    fit = fit_linear(design, _predictor(design) + np.random.default_rng(5).normal(size=180))
    wrong = replace(fit, coefficients=fit.coefficients + 0.1, log_likelihood=fit.log_likelihood - 1)

    opinion = second_opinion(wrong)

    assert opinion.ran
    assert not opinion.agrees
    assert "the log-likelihoods differ by 1" in opinion.sentence
    assert "Do not report the model" in opinion.sentence


@pytest.mark.parametrize(("family", "words"), [("ordinal", "has no ordinal models"), ("nbinom1", "has no nbinom1")])
def test_what_the_other_program_cannot_fit_is_said(family: str, words: str) -> None:
    design = _design()
    fit = fit_linear(design, _predictor(design) + np.random.default_rng(5).normal(size=180))

    opinion = second_opinion(fit, family=family)

    assert not opinion.ran
    assert words in opinion.sentence


def test_a_slope_that_is_no_fixed_column_is_said_to_be_refused() -> None:
    design = _design(slope=True)
    term = replace(design.random[0], columns=design.random[0].columns + np.array([0.0, 0.5]))
    design = replace(design, random=(term,))
    fit = fit_linear(design, _predictor(design) + np.random.default_rng(5).normal(size=180))

    opinion = second_opinion(fit)

    assert not opinion.ran
    assert "refused the model" in opinion.sentence


def test_without_the_package_the_appendix_says_that_it_was_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "__import__", _without("glmm", builtins.__import__))
    design = _design()
    fit = fit_linear(design, _predictor(design) + np.random.default_rng(5).normal(size=180))

    opinion = second_opinion(fit)

    assert not opinion.ran
    assert not opinion.agrees
    assert opinion.sentence == NOT_INSTALLED
    assert "was not run" in opinion.sentence


def _without(package: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def find(name: str, *rest: Any) -> Any:
        if name == package:
            raise ImportError(name)
        return real(name, *rest)

    return find
