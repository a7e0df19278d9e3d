"""A formula fitted: the right estimator, and its figures by name."""

import numpy as np
import polars as pl
import pytest

from newel.faults import Refused
from newel.formulas import build, fit, fit_model
from newel.statistics.mixed import LinearFit
from newel.statistics.mixed.generalised import GeneralisedFit


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    """Return 8 sites of 12 people seen twice; drawn, not measured."""
    rng = np.random.default_rng(11)
    site, wave = np.repeat(np.arange(8), 24), np.tile([1.0, 2.0], 96)
    person = np.repeat(np.arange(96), 2)
    arm = np.where(site % 2 == 0, "usual", "framework")
    eta = 0.4 * (arm == "framework") + 0.2 * wave + rng.normal(0, 0.6, 8)[site] + rng.normal(0, 0.8, 96)[person]
    return pl.DataFrame(
        {
            "site": [f"s{level}" for level in site],
            "person": person,
            "wave": wave,
            "arm": arm,
            "n": rng.integers(3, 9, 192),
            "score": 10 + eta + rng.normal(0, 1, 192),
            "yes": rng.random(192) < 1 / (1 + np.exp(-eta)),
            "events": rng.poisson(np.exp(0.5 * eta)),
            "mood": np.array(["low", "mid", "high"])[np.digitize(eta + rng.logistic(size=192), [-0.5, 1.5])],
        }
    )


def test_a_linear_model_is_read_by_name(frame: pl.DataFrame) -> None:
    fitted = fit("score ~ arm + wave + (wave | site) + (1 | person)", frame, levels={"arm": ("usual", "framework")})

    assert isinstance(fitted.fit, LinearFit)
    assert fitted.fit.reml
    assert list(fitted.coefficients) == ["(Intercept)", "armframework", "wave"]
    assert list(fitted.spread) == ["person", "site"]
    assert list(fitted.spread["site"]) == ["(Intercept)", "wave"]
    assert fitted.dispersion == fitted.fit.sigma
    assert fitted.everything["wave"] == (fitted.coefficients["wave"], fitted.standard_errors["wave"])
    assert not fit("score ~ wave + (1 | site)", frame, reml=False).fit.reml  # type: ignore[union-attr] - a linear fit


def test_both_small_sample_methods_are_at_hand(frame: pl.DataFrame) -> None:
    fitted = fit("score ~ arm + wave + (1 | site)", frame)

    plain, kenward_roger = fitted.inference(), fitted.inference(method="Kenward-Roger")

    assert (plain.method, kenward_roger.method) == ("Satterthwaite", "Kenward-Roger")
    assert plain.estimate == pytest.approx(kenward_roger.estimate)
    assert kenward_roger.freedom[1] == pytest.approx(6, abs=0.5)
    with pytest.raises(Refused, match="Satterthwaite or Kenward-Roger"):
        fitted.inference(method="z")


@pytest.mark.parametrize(
    ("formula", "family"),
    [
        ("yes ~ arm + wave + (1 | site)", "binomial"),
        ("cbind(events, n) ~ arm + (1 | site)", "binomial"),
        ("events ~ arm + offset(log(n)) + (1 | site)", "poisson"),
        ("events ~ arm + (1 | site)", "nbinom2"),
    ],
)
def test_other_families_go_to_their_estimator(formula: str, family: str, frame: pl.DataFrame) -> None:
    fitted = fit(formula, frame, family=family)

    assert isinstance(fitted.fit, GeneralisedFit)
    assert fitted.fit.converged
    assert "armusual" in fitted.coefficients
    assert fitted.inference().method == "Wald"


def test_an_ordered_answer_has_thresholds_between_its_categories(frame: pl.DataFrame) -> None:
    levels = {"mood": ("low", "mid", "high")}

    fitted = fit("mood ~ arm + (1 | site)", frame, family="ordinal", levels=levels)
    nominal = fit("mood ~ wave", frame, family="ordinal", levels=levels, nominal="~ arm")

    assert list(fitted.everything) == ["low|mid", "mid|high", "armusual"]
    assert list(nominal.everything) == [
        "low|mid.(Intercept)", "low|mid.armusual", "mid|high.(Intercept)", "mid|high.armusual", "wave",
    ]  # fmt: skip


def test_numbers_as_ordered_answers_are_categories_by_size(frame: pl.DataFrame) -> None:
    scored = frame.with_columns(pl.col("mood").replace_strict({"low": 10, "mid": 20, "high": 30}))
    levels = {"mood": ("low", "mid", "high")}

    by_number = fit("mood ~ arm", scored, family="ordinal")
    by_level = fit("mood ~ arm", frame, family="ordinal", levels=levels)

    assert list(by_number.everything) == ["10|20", "20|30", "armusual"]
    assert np.array([*by_number.everything.values()]) == pytest.approx(np.array([*by_level.everything.values()]))


def test_excess_zeros_have_a_formula_of_their_own(frame: pl.DataFrame) -> None:
    many = frame.with_columns(events=pl.when(pl.col("person") % 3 == 0).then(0).otherwise(pl.col("events") + 1))

    fitted = fit("events ~ arm", many, family="poisson", zero_inflation="~ 1")

    assert "zero inflation: (Intercept)" in fitted.everything


def test_what_was_left_out_is_in_the_notes(frame: pl.DataFrame) -> None:
    gaps = frame.with_columns(pl.when(pl.col("wave") > 1).then(pl.col("score")).alias("score"))

    notes = fit("score ~ arm + wave + (1 | site)", gaps).notes

    assert "96 of 192 rows are left out, because values are missing: score in 96." in notes
    assert any("wave" in note for note in notes[1:])


@pytest.mark.parametrize(
    ("formula", "family", "words"),
    [
        ("score ~ arm", "gamma", "gaussian, binomial"),
        ("~ arm", "gaussian", "response ~ terms"),
        ("mood ~ arm", "gaussian", "levels"),
        ("mood ~ arm", "binomial", "3 levels"),
        ("cbind(events, n) ~ arm", "poisson", "successes and failures"),
    ],
)
def test_a_response_that_the_family_has_no_use_for_is_refused(
    formula: str, family: str, words: str, frame: pl.DataFrame
) -> None:
    with pytest.raises(Refused) as refused:
        fit(formula, frame, family=family)
    assert words in str(refused.value)


def test_a_model_can_be_built_once_and_fitted_twice(frame: pl.DataFrame) -> None:
    model = build("score ~ arm + (1 | site)", frame)

    assert fit_model(model).fit.log_likelihood > fit_model(model, reml=False).fit.log_likelihood - 50
    assert fit_model(model).coefficients == fit("score ~ arm + (1 | site)", frame).coefficients
