"""Each function of the fixed list gives the numbers R gives, and each wrong use of one is refused by name."""

import numpy as np
import polars as pl
import pytest

from newel.faults import Refused
from newel.formulas import build
from newel.formulas.algebra import read_formula
from newel.formulas.arithmetic import FUNCTIONS
from newel.formulas.polynomials import orthogonal
from newel.formulas.words import LONGEST, words
from newel.statistics.arrays import Numbers

X = np.array([1.0, 2.0, 4.0, 3.0, 0.5, 7.0])
FRAME = pl.DataFrame(
    {"y": X, "x": X, "k": [1, 2, 3, 1, 2, 3], "a": list("ppqqrr"), "t": [True, False, True, False, True, True]}
)


def column(text: str, frame: pl.DataFrame = FRAME) -> Numbers:
    """Return the one column of a term."""
    design = build(f"~ 0 + {text}", frame).design
    assert design.fixed.shape[1] == 1, design.names
    return design.fixed[:, 0]


VALUES = {
    "I(x)": X, "abs(-x)": X, "exp(x)": np.exp(X), "expm1(x)": np.expm1(X), "log(x)": np.log(X), "log(x, 2)": np.log2(X),
    "log10(x)": np.log10(X), "log1p(x)": np.log1p(X), "log2(x)": np.log2(X), "pmax(x, 3)": np.maximum(X, 3),
    "pmin(x, k)": np.minimum(X, [1, 2, 3, 1, 2, 3]), "sin(x)": np.sin(X), "cos(x)": np.cos(X), "tan(x)": np.tan(X),
    "sqrt(x)": np.sqrt(X), "scale(x)": (X - X.mean()) / X.std(ddof=1),
    "I(x + 2*k)": X + 2 * np.array([1, 2, 3, 1, 2, 3]), "I(-x^2)": -(X**2), "I((-x)^2)": X**2,
    "I(2^3^0.5)": 2 ** 3**0.5,
    "I(x - 1 - 2)": X - 3, "I(x/2/2)": X / 4, "I(1e1 * x)": 10 * X, "I(2L * x)": 2 * X, "I(pi * x)": np.pi * X,
    "as.numeric(a)": [1, 1, 2, 2, 3, 3], "as.integer(x/2)": np.trunc(X / 2), "as.numeric(x)": X, "I(I(x))": X,
    "I(t + 0)": [1, 0, 1, 0, 1, 1],
}  # fmt: skip


@pytest.mark.parametrize("text", VALUES)
def test_an_expression_is_worked_out_row_by_row(text: str) -> None:
    assert column(text) == pytest.approx(np.broadcast_to(VALUES[text], 6))


def test_every_function_of_the_list_is_tried() -> None:
    assert [name for name in FUNCTIONS if not any(text.startswith(f"{name}(") for text in VALUES)] == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("x > 2", X > 2), ("x >= 2", X >= 2), ("x < 2", X < 2), ("x <= 2", X <= 2), ("x == 2", X == 2),
        ("x != 2", X != 2), ("a == 'p'", [1, 1, 0, 0, 0, 0]), ('a != "p"', [0, 0, 1, 1, 1, 1]),
        ("x > k", X > [1, 2, 3, 1, 2, 3]),
    ],
)  # fmt: skip
def test_a_comparison_is_a_factor_of_true_and_false(text: str, where: object) -> None:
    design = build(f"~ I({text})", FRAME).design

    assert design.names[1].endswith("TRUE")
    assert design.fixed[:, 1] == pytest.approx(np.asarray(where, dtype=float))


@pytest.mark.parametrize("text", ["I(x > 2)", "I(x + k)", "log(x)", "a", "poly(x, 2)", "factor(k)", 'I(a == "p")', "t"])
def test_a_row_with_a_gap_in_a_term_is_left_out_whatever_the_term(text: str) -> None:
    gaps = FRAME.with_columns(
        x=pl.Series([1.0, None, 4.0, 3.0, 0.5, 7.0]), k=pl.Series([1, None, 3, 1, 2, 3]),
        a=pl.Series(["p", None, "q", "q", "r", "r"]), t=pl.Series([True, None, True, False, True, True]),
    )  # fmt: skip

    model = build(f"y ~ {text}", gaps)

    assert model.rows.tolist() == [0, 2, 3, 4, 5]
    assert model.notes[0].startswith("1 of 6 rows are left out")
    assert text in model.notes[0]


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("log(x - 1)", "log(x - 1)", "no finite number in 2 of 6 rows"),
        ("sqrt(-x)", "sqrt(-x)", "no finite number in 6 of 6 rows"),
        ("I(1/(k - 1))", "I(1/(k - 1))", "no finite number in 2 of 6 rows"),
        ("scale(0 * x)", "scale(0 * x)", "no finite number in 6 of 6 rows"),
        ("I(a)", "a", "levels"),
        ("log(a)", "a", "levels"),
        ("I(a == 'z')", 'a == "z"', '"z"'),
        ("I(a < 'p')", 'a < "p"', '"p"'),
        ("I('p')", '"p"', "text"),
        ("I(x:k)", "x:k", ":"),
        ("log(x, 2, 3)", "log(x, 2, 3)", "other arguments"),
        ("log(x, base = 2)", "log(x, base = 2)", "other arguments"),
        ("sqrt()", "sqrt()", "other arguments"),
        ("as.numeric()", "as.numeric()", "as.numeric"),
        ("factor(a, a)", "factor(a, a)", "other arguments"),
        ("factor(k, levels = 3)", "factor(k, levels = 3)", "other arguments"),
        ("relevel(a)", "relevel(a)", "no base level"),
        ("relevel(a, ref = 'z')", 'relevel(a, ref = "z")', "z"),
        ("poly(x)  + poly()", "poly()", "another degree"),
        ("poly(x, 0)", "poly(x, 0)", "another degree"),
        ("poly(x, 99)", "poly(x, 99)", "another degree"),
        ("poly(k, 3)", "poly(k, 3)", "3 different values"),
        ("poly(a, 2)", "a", "levels"),
        ("sum(x)", "sum(x)", "sum"),
        ("offset(a)", "a", "levels, or several columns"),
        ("offset(poly(x, 2))", "poly(x, 2)", "levels, or several columns"),
        ("nothing", "nothing", "no such column"),
        ("a:nothing", "nothing", "no such column"),
        ("(1 | nothing)", "nothing", "no such column"),
        ("(nothing | a)", "nothing", "no such column"),
        ("(1 | a + k)", "a + k", "no grouping factor"),
        ("(1 | a*k)", "a * k", "no grouping factor"),
        ("(1 | 'a')", '"a"', "no grouping factor"),
        ("((1 | a))", "1 | a", "|"),
        ("x*(1 | a)", "1 | a", "|"),
    ],
)
def test_a_wrong_use_is_refused_where_it_stands(text: str, place: str, found: str) -> None:
    with pytest.raises(Refused) as refused:
        build(f"y ~ {text}", FRAME)

    (fault,) = refused.value.faults
    assert (fault.place, fault.found) == (place, found)
    assert fault.expected
    assert fault.remedy


@pytest.mark.parametrize(
    ("left", "found"),
    [
        ("cbind(k)", "other arguments"), ("cbind(k, x, y)", "other arguments"), ("cbind(k, n = x)", "other arguments"),
        ("cbind(a, k)", "levels, or several columns"), ("poly(x, 2)", "levels, or several columns"), ("a:k", ":"),
        ("nothing", "no such column"),
    ],
)  # fmt: skip
def test_what_is_no_response_is_refused(left: str, found: str) -> None:
    with pytest.raises(Refused) as refused:
        build(f"{left} ~ 1", FRAME)
    assert refused.value.faults[0].found == found


@pytest.mark.parametrize(
    ("formula", "character"),
    [
        ("y ~ a ! b", 7), ("y ~ a $ b", 7), ("y ~ [a]", 5), ("y ~ a; b", 6), ("y ~ 'a", 5), ("y ~ `a", 5),
        ("y ~ ``", 5),
        ("y ~ (a", 7), ("y ~ a)", 6), ("y ~ a b", 7), ("y ~ a ~ b", 7), ("y ~", 4), ("~", 2), ("y ~ a +", 8),
        ("y ~ * a", 5),
        ("y ~ a,b", 6), ("y ~ f(a,,b)", 9), ("y ~ _a", 5), ("y ~ 1a", 6), ("y = a", 3), ("y ~ a == ", 9),
        ("y ~ \x00", 5),
        ("y ~ a\u200b", 6), ("y ~ a \u2013 b", 7), ("y ~ a \u00d7 b", 7), ("y ~ \\N{BULLET}", 5),
    ],
)  # fmt: skip
def test_the_character_at_fault_is_counted_from_one(formula: str, character: int) -> None:
    with pytest.raises(Refused) as refused:
        read_formula(formula)
    assert refused.value.faults[0].place == f"character {character}"


def test_a_formula_as_long_as_is_allowed_is_read_and_one_longer_is_not() -> None:
    text = "y ~ " + "a" * (LONGEST - 4)

    assert len(words(text)) == 4
    with pytest.raises(Refused, match=f"at most {LONGEST}"):
        words(text + "a")


@pytest.mark.parametrize("name", ["größe", "naïve.score", "x.1", ".x", "日本", "y_2"])
def test_a_name_in_any_script_needs_no_backticks(name: str) -> None:
    design = build(f"~ {name}", FRAME.rename({"x": name})).design

    assert design.names == ("(Intercept)", name)


@pytest.mark.parametrize("name", ["first treat", "2nd", "a-b", "a:b", "if (x)", "_x"])
def test_any_other_name_stands_between_backticks_and_is_printed_so(name: str) -> None:
    design = build(f"~ `{name}`", FRAME.rename({"x": name})).design

    assert design.names == ("(Intercept)", f"`{name}`")
    assert design.fixed[:, 1] == pytest.approx(X)


@pytest.mark.parametrize("degree", [1, 2, 4])
def test_polynomials_are_orthonormal_and_span_the_powers(degree: int) -> None:
    found = orthogonal(X, degree)

    assert found.T @ found == pytest.approx(np.eye(degree), abs=1e-10)
    assert found.sum(axis=0) == pytest.approx(0, abs=1e-10)
    powers = X[:, None] ** np.arange(degree + 1)
    together = np.hstack([powers, found])
    assert np.linalg.matrix_rank(together, tol=1e-8) == degree + 1
    assert (found[X.argmax()] > 0).all()


def test_contrasts_of_three_ordered_levels_are_rs() -> None:
    """Source: R's contr.poly(3): -1/sqrt(2), 0, 1/sqrt(2) and 1/sqrt(6), -2/sqrt(6), 1/sqrt(6)."""
    design = build("~ ordered(k)", FRAME).design

    assert design.names == ("(Intercept)", "ordered(k).L", "ordered(k).Q")
    assert design.fixed[:3, 1] == pytest.approx([-1 / 2**0.5, 0, 1 / 2**0.5], abs=1e-12)
    assert design.fixed[:3, 2] == pytest.approx([1 / 6**0.5, -2 / 6**0.5, 1 / 6**0.5])


def test_raw_polynomials_are_powers() -> None:
    design = build("~ poly(x, 3, raw = TRUE)", FRAME.with_columns(x=pl.Series(X))).design

    assert design.fixed == pytest.approx(X[:, None] ** np.arange(4))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("y ~ pmax(a)", "other arguments"),
        ("y ~ poly(a, 2.5)", "another degree"),
        ("y ~ poly(a, 2, 3)", "another degree"),
        ("y ~ 1 + (0 | g)", "nothing on the left of the bar"),
    ],
)
def test_what_a_function_or_a_bar_cannot_take_is_refused(formula: str, words: str) -> None:
    frame = pl.DataFrame({"y": [1.0, 2, 3, 4], "a": [1.0, 2, 3, 4], "g": ["u", "u", "v", "v"]})

    with pytest.raises(Refused, match=words):
        build(formula, frame)
