"""The algebra of formulas: what two ways of writing the same model have in common, whatever the variables."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.formulas import build
from newel.formulas.algebra import Formula, read_formula, read_side

FRAME = pl.DataFrame(
    {
        "y": np.arange(24.0) ** 1.5,
        "a": list("pqr") * 8,
        "b": ["u", "v"] * 12,
        "c": [f"w{place // 6}" for place in range(24)],
        "x": np.sin(np.arange(24.0)),
        "z": np.cos(np.arange(24.0) * 0.7),
    }
)
VARIABLES = st.sampled_from(["a", "b", "c", "x", "z"])
SUMS = st.lists(
    st.tuples(VARIABLES, st.sampled_from(["", ":", "*"]), VARIABLES).map(
        lambda p: p[0] + (p[1] + p[2] if p[1] else "")
    ),
    min_size=1,
    max_size=4,
)

CROSSINGS = SUMS.map(lambda parts: [part.replace(":", "*") for part in parts])
"""Sums in which the margins of every crossing are there too."""


def terms(text: str) -> set[frozenset[str]]:
    """Return the terms of a right side as sets, in which order says nothing."""
    return {frozenset(term) for term in read_side(f"~ {text}").terms}


def bars(text: str) -> list[tuple[tuple[tuple[str, ...], ...], str]]:
    """Return the random terms of a formula."""
    formula: Formula = read_formula(f"y ~ {text}")
    return [(bar.side.terms, bar.factor) for bar in formula.bars]


SAME = [
    ("a*b", "a + b + a:b"),
    ("b*a", "a + b + a:b"),
    ("a*b*c", "a + b + c + a:b + a:c + b:c + a:b:c"),
    ("(a + b + c)^2", "a + b + c + a:b + a:c + b:c"),
    ("(a + b + c)^3", "a*b*c"),
    ("(a*b*c)^2", "a*b*c"),
    ("(a + b)^1", "a + b"),
    ("a/b", "a + a:b"),
    ("a/b/c", "a + a:b + a:b:c"),
    ("a/(b + c)", "a + a:b + a:c"),
    ("(a + b)/c", "a + b + a:b:c"),
    ("a %in% b", "a:b"),
    ("a + b %in% a", "a/b"),
    ("a:(b + c)", "a:b + a:c"),
    ("(a + b):(a + b)", "a + b + a:b"),
    ("a:a", "a"),
    ("a*b - a:b", "a + b"),
    ("a*b*c - a:b:c", "(a + b + c)^2"),
    ("a + b - b", "a"),
    ("a - b", "a"),
    ("a + (b - a)", "a + b"),
    ("a + 1", "a"),
    ("1 + a + 1", "a"),
    ("0 + a + 1", "a"),
    ("a - 1", "0 + a"),
    ("a + 0", "0 + a"),
    ("-1 + a", "0 + a"),
    ("a - 0", "a + 1"),
    ("((a))", "a"),
    ("+a", "a"),
    ("a + offset(z)", "a"),
    ("I(x) + I( x )", "I(x)"),
    ("log( x+2 )", "log(x + 2)"),
    ("`a`", "a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_of_writing_have_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


DIFFERENT = [("a*b", "a + b"), ("a/b", "b/a"), ("a", "0 + a"), ("a:b", "a*b"), ("I(x^2)", "x^2"), ("log(x)", "x")]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_means_something_else_has_other_terms(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(parts=CROSSINGS, seed=st.integers(0, 99))
def test_the_order_of_summands_says_nothing_where_every_margin_is_there(parts: list[str], seed: int) -> None:
    """Where margins are left out the coding follows R, in which the order of terms can matter."""
    shuffled = [parts[place] for place in np.random.default_rng(seed).permutation(len(parts))]
    one, other = build(f"y ~ {' + '.join(parts)}", FRAME).design, build(f"y ~ {' + '.join(shuffled)}", FRAME).design

    assert terms(" + ".join(parts)) == terms(" + ".join(shuffled))
    assert one.fixed.shape == other.fixed.shape
    rank = np.linalg.matrix_rank(one.fixed)
    assert np.linalg.matrix_rank(other.fixed) == rank == np.linalg.matrix_rank(np.hstack([one.fixed, other.fixed]))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(parts=SUMS)
def test_a_sum_twice_is_the_sum_once_and_less_itself_is_the_intercept(parts: list[str]) -> None:
    text = " + ".join(parts)

    assert read_side(f"~ {text} + {text}").terms == read_side(f"~ {text}").terms
    assert read_side(f"~ {text} - ({text})").terms == ((),)
    assert read_side(f"~ {text} + 0").terms == read_side(f"~ {text}").terms[1:]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(parts=SUMS)
def test_lower_terms_come_before_higher_ones(parts: list[str]) -> None:
    sizes = [len(term) for term in read_side(f"~ {' + '.join(parts)}").terms]

    assert sizes == sorted(sizes)
    assert sizes[0] == 0


@settings(max_examples=25, deadline=None, derandomize=True)
@given(parts=SUMS)
def test_blocks_part_the_columns_among_the_terms(parts: list[str]) -> None:
    model = build(f"y ~ {' + '.join(parts)}", FRAME)

    places = [place for block in model.blocks.values() for place in block]
    assert places == list(range(len(model.design.names)))
    assert list(model.blocks) == [":".join(term) or "(Intercept)" for term in model.formula.fixed.terms]
    assert len(set(model.design.names)) == len(model.design.names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(1 | a/b)", "(1 | b:a) + (1 | a)"),
        ("(x | a/b)", "(x | b:a) + (x | a)"),
        ("(1 | a/b/c)", "(1 | c:b:a) + (1 | b:a) + (1 | a)"),
        ("(x || a)", "(1 | a) + (0 + x | a)"),
        ("(x + z || a)", "(1 | a) + (0 + x | a) + (0 + z | a)"),
        ("(0 + x + z || a)", "(0 + x | a) + (0 + z | a)"),
        ("(x || a/b)", "(1 | b:a) + (0 + x | b:a) + (1 | a) + (0 + x | a)"),
        ("(x | a)", "(1 + x | a)"),
        ("(x - 1 | a)", "(0 + x | a)"),
        ("(x*z | a)", "(1 + x + z + x:z | a)"),
        ("(1 | (a))", "(1 | a)"),
        ("(1|a)+(1|b)", "( 1 | a ) + ( 1 | b )"),
    ],
)
def test_random_terms_written_in_two_ways_are_the_same(one: str, other: str) -> None:
    assert bars(one) == bars(other)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(left=st.sampled_from(["x", "a", "a*x", "0 + a"]), right=st.sampled_from(["c", "c/b", "b:c"]))
def test_where_a_random_term_stands_says_nothing(left: str, right: str) -> None:
    first, last = read_formula(f"y ~ ({left} | {right}) + x + z"), read_formula(f"y ~ x + z + ({left} | {right})")

    assert first.fixed.terms == last.fixed.terms
    assert [bar.factor for bar in first.bars] == [bar.factor for bar in last.bars]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=st.integers(0, 999))
def test_another_order_of_levels_is_a_turn_of_the_same_columns(seed: int) -> None:
    order = tuple(np.random.default_rng(seed).permutation(["p", "q", "r"]))
    plain, turned = build("y ~ a*x", FRAME), build("y ~ a*x", FRAME, levels={"a": order})

    assert turned.design.names[1:3] == tuple(f"a{level}" for level in order[1:])
    change = np.linalg.lstsq(plain.design.fixed, turned.design.fixed, rcond=None)[0]
    assert plain.design.fixed @ change == pytest.approx(turned.design.fixed, abs=1e-9)


@pytest.mark.parametrize("text", ["0 + a", "0 + a + b", "0 + a:b", "0 + x:a + b", "0 + a*b", "0 + x + a"])
def test_without_an_intercept_the_levels_of_the_first_factor_take_its_place(text: str) -> None:
    """The columns still span the constant wherever a factor is there to do it."""
    without = build(f"y ~ {text}", FRAME).design.fixed

    rank = np.linalg.matrix_rank(without)
    assert rank == without.shape[1]
    assert np.linalg.matrix_rank(np.hstack([without, np.ones((24, 1))])) == rank


def test_without_an_intercept_and_a_factor_nothing_takes_its_place() -> None:
    design = build("y ~ 0 + x + z", FRAME).design

    assert design.names == ("x", "z")
    assert np.linalg.matrix_rank(np.hstack([design.fixed, np.ones((24, 1))])) == 3


@settings(max_examples=25, deadline=None, derandomize=True)
@given(text=st.sampled_from(["a*b", "a + x", "a:x", "log(x + 2)", "a/b"]), spaces=st.integers(0, 3))
def test_spaces_and_line_breaks_say_nothing(text: str, spaces: int) -> None:
    loose = (" " * spaces + "\n").join(["y", "~", *text.replace("+", " + ").split()])

    one, other = build(f"y~{text.replace(' ', '')}", FRAME), build(loose, FRAME)

    assert one.design.names == other.design.names
    assert one.design.fixed == pytest.approx(other.design.fixed)
