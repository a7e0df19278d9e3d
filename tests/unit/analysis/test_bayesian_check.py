"""The Bayesian answer stands beside the one that decides; without the sampler it says so and invents nothing."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from newel.analysis.quantitative import bayesian_check
from newel.findings import Answer
from newel.formulas.bayesian import Posterior, Priors, installed
from newel.statistics.mixed import Design
from tests.support.analysing import ask, cell, table
from tests.support.outcomes import IMPACT, Rows, an_impact_protocol, impact_evidence, planted

BARE = {"impact": IMPACT | {"adjust_for": [], "composition": []}}
CHANGES = {"w1": 0.0, "w2": 0.8, "w3": 0.3}


@pytest.fixture(scope="module")
def rows() -> Rows:
    protocol = an_impact_protocol(sites=8, **BARE)
    return planted(protocol, lambda site, wave: CHANGES[wave] + 0.2 * (int(site[1:]) % 3 - 1) * (wave == "w2"))


def answered(rows: Rows, **options: Any) -> Answer:
    return ask("bayesian_check", impact_evidence(an_impact_protocol(sites=8, **BARE), rows), **options)


def drawn(**changed: Any) -> Any:
    """Return a sampler that draws from the normal about least squares, and remembers what it was given."""

    def sample(design: Design, response: np.ndarray, *, seed: int) -> Posterior:
        sample.given = (design, response, seed)  # type: ignore[attr-defined] - what the test looks at
        fitted, *_ = np.linalg.lstsq(design.fixed, response, rcond=None)
        noise = 0.1 * np.random.default_rng(seed).normal(size=(4000, len(fitted)))
        parts: Mapping[str, Any] = {"spreads": {}, "rhat": 1.002, "effective": 2100, "divergent": 0}
        return Posterior(coefficients=fitted + noise, **(parts | changed))

    return sample


def with_sampler(monkeypatch: pytest.MonkeyPatch, sample: Any) -> None:
    monkeypatch.setattr(bayesian_check, "installed", lambda: True)
    monkeypatch.setattr(bayesian_check, "sample_posterior", sample)


def test_without_the_extra_every_bayesian_cell_says_not_run_and_the_model_that_decides_is_still_there(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bayesian_check, "installed", lambda: False)

    answer = answered(rows)

    for column in ("bayesian", "worthwhile", "alike"):
        empty = cell(answer, "gain", "climate", column)
        assert empty.value is None
        assert empty.why_missing == "Not run: the extra `bayes` is not installed."
    assert all(each.value is None for each in table(answer, "sampling").rows[0].cells)
    assert cell(answer, "gain", "climate", "model").value is not None
    assert any("not run: the extra `bayes` is not installed" in note for note in answer.notes)


def test_the_sampler_is_given_standard_deviations_about_the_reference_wave_and_the_seed_of_the_question(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = drawn()
    with_sampler(monkeypatch, sample)

    answered(rows, seed=11)

    design, response, seed = sample.given
    first = np.array([score for _, _, wave, _, score in rows if wave == "w1"])
    reference = response[design.fixed[:, 1:].sum(axis=1) == 0]
    assert seed == 11
    assert reference.mean() == pytest.approx(0, abs=1e-12)
    assert reference.std(ddof=1) == pytest.approx(1, abs=0.01), "up to Hedges' correction"
    assert np.corrcoef(np.sort(reference), np.sort(first))[0, 1] == pytest.approx(1)


def test_the_interval_and_the_probability_of_a_worthwhile_change_are_those_of_the_draws(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = drawn()
    with_sampler(monkeypatch, sample)

    answer = answered(rows)

    design, response, seed = sample.given
    draws = sample(design, response, seed=seed).coefficients[:, design.names.index("wavew2")]
    found = cell(answer, "gain", "climate", "bayesian")
    assert (found.value, found.low, found.high) == pytest.approx((draws.mean(), *np.quantile(draws, [0.025, 0.975])))
    assert cell(answer, "gain", "climate", "worthwhile").value == pytest.approx((draws > 0.2).mean())
    assert cell(answer, "sampling", "climate", "effective").value == 2100
    assert any(note == Priors().in_words for note in answer.notes)


def test_draws_that_fail_their_checks_are_not_printed_as_an_answer(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    with_sampler(monkeypatch, drawn(divergent=3))

    answer = answered(rows)

    withheld = cell(answer, "gain", "climate", "bayesian")
    assert withheld.value is None
    assert withheld.why_missing == "Do not use these draws: the sampler diverged."
    assert cell(answer, "sampling", "climate", "divergent").value == 3
    assert cell(answer, "sampling", "climate", "verdict").says.startswith("Do not use")


def test_two_answers_that_lie_apart_are_said_to_be_unlike(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = drawn()

    def moved(design: Design, response: np.ndarray, *, seed: int) -> Posterior:
        return honest(design, 2 * response, seed=seed)

    with_sampler(monkeypatch, moved)

    assert cell(answered(rows), "gain", "climate", "alike").says.startswith("Not alike")


def test_an_outcome_without_a_model_has_no_draws_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    with_sampler(monkeypatch, drawn())
    protocol = an_impact_protocol(sites=8, **BARE)

    answer = answered(planted(protocol, lambda *_: 0.0, spread={"site": 0.0, "person": 0.0, "rest": 0.0}))

    assert "everybody has the same score" in cell(answer, "gain", "climate", "bayesian").why_missing.lower()


@pytest.mark.skipif(not installed(), reason="needs the extra `bayes`, in an environment of its own")
@pytest.mark.filterwarnings("default")  # what PyMC and its compiler warn of is not ours to answer for
def test_with_many_answers_the_bayesian_and_the_model_that_decides_agree(rows: Rows) -> None:
    answer = answered(rows)

    both = [cell(answer, "gain", "climate", column) for column in ("bayesian", "model")]
    error = (both[1].high - both[1].low) / 4  # type: ignore[operator] - both have intervals where there is a model
    assert both[0].value == pytest.approx(both[1].value, abs=0.3 * error)
    assert cell(answer, "sampling", "climate", "verdict").says.startswith("The chains agree")
