"""Laws of formulas that hold whatever the data."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.faults import Fault, Refused
from newel.formulas import build
from newel.formulas.expressions import read_expression

FORMULAS = ["a * b", "a + x", "x:a", "0 + a + b", "a / b", "poly(x, 2) * a", "log(x) + factor(k)"]
ROWS = st.lists(
    st.tuples(st.sampled_from("pqr"), st.sampled_from("uv"), st.integers(1, 40), st.sampled_from([1, 2, 3])),
    min_size=12,
    max_size=30,
)
SIGNS = "abxyz19 +-*/^:|()~,.`'\"\\_[]{}@;=<>%&!\n"

EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "2", "pi", "`a b`"]),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/^:"), inner).map(lambda parts: f"({''.join(parts)})"),
    max_leaves=8,
)


def _frame(rows: list[tuple[str, str, int, int]]) -> pl.DataFrame:
    every = [(a, b, 50 + at, 1 + at % 3) for at, (a, b) in enumerate((a, b) for a in "pqr" for b in "uv")]
    return pl.DataFrame([*every, *rows], schema=["a", "b", "x", "k"], orient="row").with_columns(
        y=pl.int_range(len(rows) + 6).cast(pl.Float64)
    )


@settings(max_examples=25, deadline=None)
@given(rows=ROWS, formula=st.sampled_from(FORMULAS), seed=st.integers(0, 99))
def test_rows_in_another_order_give_the_same_rows(
    rows: list[tuple[str, str, int, int]], formula: str, seed: int
) -> None:
    frame = _frame(rows)
    order = np.random.default_rng(seed).permutation(frame.height)

    plain, turned = build(f"y ~ {formula}", frame), build(f"y ~ {formula}", frame[order])

    assert plain.design.names == turned.design.names
    np.testing.assert_allclose(plain.design.fixed[order], turned.design.fixed, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(rows=ROWS, formula=st.sampled_from(FORMULAS[:5]))
def test_another_base_level_spans_the_same_columns(rows: list[tuple[str, str, int, int]], formula: str) -> None:
    frame = _frame(rows)

    one = build(f"y ~ {formula}", frame).design.fixed
    other = build(f"y ~ {formula}", frame, levels={"a": ("r", "p", "q"), "b": ("v", "u")}).design.fixed

    assert np.linalg.matrix_rank(one) == np.linalg.matrix_rank(np.hstack([one, other]))
    assert one.shape == other.shape


@settings(max_examples=25, deadline=None)
@given(rows=ROWS)
def test_a_nested_factor_is_the_crossing_of_both(rows: list[tuple[str, str, int, int]]) -> None:
    frame = _frame(rows).with_columns(ab=pl.col("b") + ":" + pl.col("a"))

    nested, by_hand = build("y ~ 1 + (1 | a/b)", frame), build("y ~ 1 + (1 | ab) + (1 | a)", frame)

    for one, other in zip(nested.design.random, by_hand.design.random, strict=True):
        assert np.array_equal(one.levels, other.levels)


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet=SIGNS, max_size=40))
def test_whatever_is_typed_is_either_a_model_or_refused_in_words(text: str) -> None:
    faults: tuple[Fault, ...] = ()
    rows = 6
    try:
        rows = len(build(f"y ~ {text}", _frame([])).design.fixed)
    except Refused as refused:
        faults = refused.faults

    assert rows == 6
    assert all(fault.found and fault.expected and fault.remedy for fault in faults)


@settings(max_examples=50, deadline=None)
@given(text=EXPRESSIONS)
def test_what_is_printed_reads_as_the_same(text: str) -> None:
    once = str(read_expression(text))

    assert str(read_expression(once)) == once
