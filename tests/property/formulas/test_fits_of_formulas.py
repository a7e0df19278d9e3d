"""Formulas that mean the same are fitted the same: by name, whatever the order, the levels or the row order."""

import numpy as np
import polars as pl
import pytest

from newel.formulas import Fitted, adjusted_means, fit, type_3
from newel.statistics.mixed import satterthwaite_joint

RNG = np.random.default_rng(17)
SITE = np.repeat(np.arange(6), 16)
WARD = np.tile(np.repeat(np.arange(2), 8), 6)
ARM = np.array(["new", "old", "none"])[RNG.integers(0, 3, 96)]
X = RNG.normal(size=96)
ETA = 0.4 * (ARM == "new") + 0.5 * X + 0.6 * RNG.normal(size=6)[SITE] + 0.4 * RNG.normal(size=12)[2 * SITE + WARD]
FRAME = pl.DataFrame(
    {
        "site": [f"s{level}" for level in SITE],
        "ward": [f"w{level}" for level in WARD],
        "arm": ARM,
        "x": X,
        "y": ETA + RNG.normal(size=96),
        "yes": RNG.random(96) < 1 / (1 + np.exp(-ETA)),
        "n": RNG.poisson(np.exp(0.5 + 0.5 * ETA)),
        "mood": np.array(["low", "mid", "top"])[np.digitize(ETA + RNG.logistic(size=96), [-0.5, 1.0])],
    }
).with_columns(
    answer=pl.col("yes").replace_strict({True: "yes", False: "no"}, return_dtype=pl.String),
    successes=pl.col("yes").cast(pl.Int64),
    failures=1 - pl.col("yes").cast(pl.Int64),
)


def same(one: Fitted, other: Fitted) -> None:
    assert one.fit.log_likelihood == pytest.approx(other.fit.log_likelihood, abs=1e-6)
    assert one.coefficients == pytest.approx(other.coefficients, abs=1e-4)
    assert one.standard_errors == pytest.approx(other.standard_errors, rel=1e-3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("y ~ arm*x + (1 | site)", "y ~ arm + x + arm:x + (1 | site)"),
        ("y ~ arm + x + (1 | site/ward)", "y ~ (1 | ward:site) + x + arm + (1 | site)"),
        ("y ~ x + (x || site)", "y ~ x + (1 | site) + (0 + x | site)"),
        ("y ~ x + offset(2*x) + (1 | site)", "I(y - 2*x) ~ x + (1 | site)"),
        ("y ~ x + (1 | site)", "y ~ (1 + (x)) + (1 | (site))"),
    ],
)
def test_linear_models_written_in_two_ways_are_one_fit(one: str, other: str) -> None:
    same(fit(one, FRAME), fit(other, FRAME))


@pytest.mark.parametrize(
    "left", ["yes", "answer", "successes", "cbind(successes, failures)", "I(answer == 'yes')", "I(successes > 0)"]
)
def test_a_yes_is_a_yes_however_it_is_written(left: str) -> None:
    same(
        fit(f"{left} ~ x + (1 | site)", FRAME, family="binomial"), fit("yes ~ x + (1 | site)", FRAME, family="binomial")
    )


def test_a_no_in_place_of_a_yes_turns_every_sign() -> None:
    yes = fit("answer ~ x + (1 | site)", FRAME, family="binomial")
    no = fit("answer ~ x + (1 | site)", FRAME, family="binomial", levels={"answer": ("yes", "no")})

    assert {name: -value for name, value in no.coefficients.items()} == pytest.approx(yes.coefficients, abs=1e-4)


def test_another_base_level_turns_the_difference_between_two_levels() -> None:
    plain = fit("y ~ arm + (1 | site)", FRAME, levels={"arm": ("old", "new", "none")})
    turned = fit("y ~ arm + (1 | site)", FRAME, levels={"arm": ("new", "old", "none")})

    assert turned.coefficients["armold"] == pytest.approx(-plain.coefficients["armnew"], abs=1e-6)
    assert turned.standard_errors["armold"] == pytest.approx(plain.standard_errors["armnew"], rel=1e-6)
    assert turned.spread == plain.spread or turned.spread["site"] == pytest.approx(plain.spread["site"], rel=1e-4)


def test_adjusted_means_and_joint_tests_do_not_depend_on_the_coding() -> None:
    plain = fit("y ~ arm*x + (1 | site)", FRAME)
    turned = fit("y ~ arm*x + (1 | site)", FRAME, levels={"arm": ("old", "new", "none")})

    one, other = (adjusted_means(each.model, ["arm"]) for each in (plain, turned))
    means = [
        dict(zip(grid.labels, each.inference(grid.contrasts).estimate, strict=True))
        for grid, each in ((one, plain), (other, turned))
    ]
    assert means[0] == pytest.approx(means[1], abs=1e-6)
    for term in ("arm:x", "x"):
        tests = [satterthwaite_joint(each.fit, type_3(each.model)[term]) for each in (plain, turned)]  # type: ignore[arg-type] - linear fits
        assert tests[0].p == pytest.approx(tests[1].p, abs=1e-6)


@pytest.mark.parametrize(
    ("formula", "family"),
    [("y ~ arm + (1 | site)", "gaussian"), ("n ~ x + (1 | site)", "poisson"), ("mood ~ x + (1 | site)", "ordinal")],
)
def test_rows_in_another_order_are_the_same_fit(formula: str, family: str) -> None:
    order = np.random.default_rng(1).permutation(96)

    same(fit(formula, FRAME, family=family), fit(formula, FRAME[order], family=family))


def test_a_row_with_a_gap_says_what_a_row_that_is_not_there_says() -> None:
    gaps = FRAME.with_columns(x=pl.when(pl.int_range(96) % 7 == 0).then(None).otherwise(pl.col("x")))

    with_gaps, without = fit("y ~ x + arm + (1 | site)", gaps), fit("y ~ x + arm + (1 | site)", gaps.drop_nulls("x"))

    same(with_gaps, without)
    assert with_gaps.notes == ("14 of 96 rows are left out, because values are missing: x in 14.",)
    assert without.notes == ()


def test_categories_in_reverse_turn_effects_and_thresholds() -> None:
    up = fit("mood ~ x + (1 | site)", FRAME, family="ordinal", levels={"mood": ("low", "mid", "top")})
    down = fit("mood ~ x + (1 | site)", FRAME, family="ordinal", levels={"mood": ("top", "mid", "low")})

    assert down.coefficients["x"] == pytest.approx(-up.coefficients["x"], abs=1e-4)
    assert down.everything["top|mid"][0] == pytest.approx(-up.everything["mid|top"][0], abs=1e-4)
    assert down.everything["mid|low"][0] == pytest.approx(-up.everything["low|mid"][0], abs=1e-4)


def test_the_same_people_under_other_names_are_the_same_fit() -> None:
    renamed = FRAME.with_columns(site=pl.lit("zz ") + pl.col("site").str.reverse())

    same(fit("y ~ x + (x | site)", FRAME), fit("y ~ x + (x | site)", renamed))


def test_everything_holds_thresholds_effects_and_zeros_by_name() -> None:
    zeros = FRAME.with_columns(n=pl.when(pl.int_range(96) % 3 == 0).then(0).otherwise(pl.col("n")))

    counts = fit("n ~ x + (1 | site)", zeros, family="poisson", zero_inflation="~ arm")
    moods = fit("mood ~ 1 + (1 | site)", FRAME, family="ordinal", nominal="~ x")

    assert [*counts.everything] == [
        "(Intercept)", "x", "zero inflation: (Intercept)", "zero inflation: armnone", "zero inflation: armold",
    ]  # fmt: skip
    assert [*moods.everything] == ["low|mid.(Intercept)", "low|mid.x", "mid|top.(Intercept)", "mid|top.x"]
    assert all(error > 0 for _, error in counts.everything.values())
