"""A formula meets a frame: rows, levels, responses and random terms."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from newel.faults import Refused
from newel.formulas import build

FRAME = pl.DataFrame(
    {
        "y": [1.0, 2.0, 3.0, 5.0, 8.0, 13.0],
        "x": [1.0, 2.0, 4.0, 3.0, 0.5, 7.0],
        "n": [10, 20, 30, 40, 50, 60],
        "site": ["b", "b", "a", "a", "c", "c"],
        "ward": ["1", "2", "1", "2", "1", "2"],
        "wave": [1, 2, 1, 2, 1, 3],
        "happy": [True, False, True, None, False, True],
        "mood": ["low", "mid", "high", "low", "mid", "high"],
    }
)


def test_the_first_declared_level_is_the_base_even_of_numbers() -> None:
    assert build("y ~ wave", FRAME, levels={"wave": ("3", "1", "2")}).design.names == ("(Intercept)", "wave1", "wave2")
    assert build("y ~ site", FRAME).design.names == ("(Intercept)", "siteb", "sitec")
    assert build("y ~ wave", FRAME).design.names == ("(Intercept)", "wave")


def test_an_enumerated_column_brings_its_own_order() -> None:
    frame = FRAME.with_columns(pl.col("mood").cast(pl.Enum(["low", "mid", "high"])))

    assert build("y ~ mood", frame).design.names == ("(Intercept)", "moodmid", "moodhigh")


def test_rows_that_lack_a_value_are_left_out_and_counted() -> None:
    frame = FRAME.with_columns(x=pl.Series([1.0, None, 4.0, 3.0, float("nan"), 7.0]))

    model = build("y ~ x + (1 | site)", frame)

    assert model.rows.tolist() == [0, 2, 3, 5]
    assert model.response.tolist() == [1.0, 3.0, 5.0, 13.0]
    assert model.notes == ("2 of 6 rows are left out, because values are missing: x in 2.",)


def test_a_missing_group_and_a_missing_response_are_missing_too() -> None:
    frame = FRAME.with_columns(
        site=pl.Series(["b", None, "a", "a", "c", "c"]), y=pl.Series([None, 2.0, 3.0, 5.0, 8.0, 13.0])
    )

    model = build("y ~ x + (1 | site)", frame)

    assert len(model.rows) == 4
    assert "y in 1" in model.notes[0]
    assert "site in 1" in model.notes[0]


def test_levels_without_a_row_are_left_out_and_named() -> None:
    frame = FRAME.with_columns(y=pl.Series([1.0, 2.0, None, None, 8.0, 13.0]))

    levels = {"site": ("a", "b", "c"), "mood": ("low", "mid", "high", "none")}

    model = build("y ~ mood + (1 | site)", frame, levels=levels)

    assert model.labels == (("b", "c"),)
    assert "No row has the level a of site; the model leaves it out." in model.notes
    assert "No row has the level none of mood; the model leaves it out." in model.notes
    assert model.design.names == ("(Intercept)", "moodmid", "moodhigh")


def test_scale_uses_the_rows_there_are_and_the_sample_deviation() -> None:
    column = build("y ~ scale(x)", FRAME).design.fixed[:, 1]

    assert column == pytest.approx((FRAME["x"].to_numpy() - FRAME["x"].mean()) / FRAME["x"].std(ddof=1))


def test_offsets_add_up() -> None:
    offset = build("y ~ x + offset(log(n)) + offset(x)", FRAME).design.offset

    assert offset == pytest.approx(np.log(FRAME["n"].to_numpy()) + FRAME["x"].to_numpy())
    assert build("y ~ x", FRAME).design.offset is None


def test_successes_and_failures_are_one_response() -> None:
    model = build("cbind(wave, n - wave) ~ x", FRAME)

    assert model.response.tolist() == FRAME["wave"].to_list()
    assert model.trials is not None
    assert model.trials.tolist() == FRAME["n"].to_list()


def test_a_response_of_levels_is_numbered_in_their_order() -> None:
    model = build("mood ~ x", FRAME, levels={"mood": ("low", "mid", "high")})

    assert model.response.tolist() == [0, 1, 2, 0, 1, 2]
    assert model.outcome.categories == ("low", "mid", "high")


def test_arithmetic_on_the_left_is_arithmetic() -> None:
    assert build("log(y) - x ~ 1", FRAME).response == pytest.approx(np.log(FRAME["y"]) - FRAME["x"])
    assert np.isnan(build("~ x", FRAME).response).all()


def test_truth_is_a_factor_and_its_gaps_are_missing() -> None:
    model = build("y ~ happy", FRAME)

    assert model.design.names == ("(Intercept)", "happyTRUE")
    assert model.design.fixed[:, 1].tolist() == [1, 0, 1, 0, 1]
    assert build("y ~ I(happy + x)", FRAME).design.fixed[:, 1].tolist() == [2, 2, 5, 0.5, 8]


def test_random_slopes_and_crossed_factors() -> None:
    model = build("y ~ x + (x | site) + (1 | site:ward)", FRAME)
    slopes, crossed = model.design.random

    assert (slopes.factor, slopes.names, slopes.count) == ("site", ("(Intercept)", "x"), 3)
    assert slopes.levels.tolist() == [1, 1, 0, 0, 2, 2]
    assert slopes.columns[:, 1].tolist() == FRAME["x"].to_list()
    assert (crossed.factor, crossed.count) == ("site:ward", 6)
    assert model.labels[1][:2] == ("a:1", "a:2")


def test_a_comparison_with_a_level_is_true_or_false() -> None:
    model = build("y ~ I(site == 'a') + I(ward != '1')", FRAME)

    assert model.design.names == ("(Intercept)", 'I(site == "a")TRUE', 'I(ward != "1")TRUE')
    assert model.design.fixed[:, 1].tolist() == [0, 0, 1, 1, 0, 0]
    assert model.design.fixed[:, 2].tolist() == [0, 1, 0, 1, 0, 1]


def test_levels_have_places() -> None:
    model = build("y ~ as.numeric(mood) + as.integer(x)", FRAME, levels={"mood": ("low", "mid", "high")})

    assert model.design.fixed[:, 1].tolist() == [1, 2, 3, 1, 2, 3]
    assert model.design.fixed[:, 2].tolist() == [1, 2, 4, 3, 0, 7]


def test_pi_is_the_number_unless_a_column_is_called_so() -> None:
    assert build("y ~ I(pi * x)", FRAME).design.fixed[0, 1] == pytest.approx(np.pi)
    assert build("y ~ I(pi * x)", FRAME.with_columns(pi=pl.lit(2.0))).design.fixed[0, 1] == 2


def test_a_further_formula_shares_the_rows() -> None:
    frame = FRAME.with_columns(x=pl.Series([1.0, None, 4.0, 3.0, 0.5, 7.0]))

    model = build("y ~ site", frame, parts={"nominal": "~ x"})

    assert model.parts["nominal"].names == ("(Intercept)", "x")
    assert len(model.parts["nominal"].fixed) == len(model.response) == 5


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("y ~ log(x - 1)", "no finite number in 2 of 6 rows"),
        ("y ~ sqrt(x - 5)", "no finite number in 5 of 6 rows"),
        ("y ~ x / 0", "no variable"),
        ("y ~ I(x / 0)", "no finite number"),
        ("y ~ log(site)", "as.numeric"),
        ("y ~ I(site > 'a')", "== or !="),
        ("y ~ I(site == 'z')", "one of a, b, c"),
        ("y ~ I('a')", "text"),
        ("y ~ I(x ~ 2)", "~"),
        ("y ~ log(x %in% n)", "%in%"),
        ("y ~ log()", "other arguments"),
        ("y ~ log(x, n, n)", "other arguments"),
        ("y ~ log(x, base = 2)", "other arguments"),
        ("y ~ factor(x, levels = n)", "other arguments"),
        ("y ~ relevel(site)", "no base level"),
        ("y ~ relevel(site, ref = 'z')", "one of a, b, c"),
        ("y ~ poly(x, 9)", "different values"),
        ("y ~ poly(x, site)", "another degree"),
        ("cbind(y, x, n) ~ 1", "cbind(successes, failures)"),
        ("poly(y, 2) ~ x", "several columns"),
        ("cbind(site, x) ~ 1", "levels"),
        ("y ~ offset(site)", "levels"),
        ("y ~ day", "numbers or levels"),
        ("y ~ one", "only the level z"),
        ("y ~ x + (1 | one)", "one level"),
        ("y ~ none", "no complete row"),
    ],
)
def test_what_cannot_be_a_model_is_refused_in_words(formula: str, words: str) -> None:
    frame = FRAME.with_columns(day=pl.lit(date(2020, 1, 1)), one=pl.lit("z"), none=pl.lit(None, dtype=pl.Float64))

    with pytest.raises(Refused) as refused:
        build(formula, frame)

    assert words in str(refused.value)


def test_a_value_outside_the_declared_levels_is_refused() -> None:
    with pytest.raises(Refused, match="one of the levels a, b"):
        build("y ~ site", FRAME, levels={"site": ("a", "b")})
