"""What a type-3 table tests, adjusted means, and the order in which variances are printed."""

import numpy as np
import polars as pl
import pytest

from newel.faults import Refused
from newel.formulas import adjusted_means, build, components, factors_from, type_3
from newel.formulas.components import printed_order

ROWS = [(a, b, x) for a in "pqr" for b in "uv" for x in (1.0, 2.0, 4.0)]
FRAME = pl.DataFrame(ROWS, schema=["a", "b", "x"], orient="row").with_columns(
    y=pl.Series(np.random.default_rng(5).normal(size=18)), g=pl.Series([f"g{at % 6}" for at in range(18)])
)


def test_a_main_effect_is_tested_on_average_over_what_it_is_crossed_with() -> None:
    """The hypothesis on `a` in a cell-means model: the means of its levels over b are equal."""
    model = build("y ~ a * b", FRAME)
    cells = {(a, b): model.design.fixed[at] for at, (a, b, _) in enumerate(ROWS)}
    means = {a: (cells[a, "u"] + cells[a, "v"]) / 2 for a in "pqr"}
    hypothesis = np.array([means["q"] - means["p"], means["r"] - means["p"]])

    ours = type_3(model)

    assert set(ours) == {"a", "b", "a:b"}
    assert np.linalg.matrix_rank(np.vstack([ours["a"], hypothesis]), tol=1e-9) == 2
    assert np.linalg.matrix_rank(ours["a:b"]) == 2


def test_a_slope_is_tested_on_average_over_levels_and_a_factor_where_the_number_is_zero() -> None:
    model = build("y ~ x * a", FRAME)
    names = model.design.names

    ours = type_3(model)

    slope = ours["x"][0] / ours["x"][0][names.index("x")]
    assert slope[names.index("x:aq")] == pytest.approx(1 / 3)
    assert ours["a"][:, names.index("x:aq")] == pytest.approx(0, abs=1e-12)


def test_the_levels_order_does_not_change_what_is_tested() -> None:
    first = build("y ~ a * b", FRAME)
    second = build("y ~ a * b", FRAME, levels={"a": ("r", "p", "q")})

    for term in ("a", "b", "a:b"):
        one = type_3(first)[term] @ np.linalg.pinv(first.design.fixed)
        other = type_3(second)[term] @ np.linalg.pinv(second.design.fixed)
        assert np.linalg.matrix_rank(np.vstack([one, other]), tol=1e-9) == len(one)


def test_a_column_that_the_fit_left_out_is_not_asked_about() -> None:
    doubled = build("y ~ a + twice", FRAME.with_columns(twice=pl.col("a") + "!"))
    kept = build("y ~ a", FRAME).design

    assert set(type_3(doubled, kept)) == {"a"}


def test_adjusted_means_count_levels_alike_and_take_numbers_at_their_mean() -> None:
    model = build("y ~ a * b + x", FRAME.filter(pl.int_range(18) != 4))
    coefficients = np.arange(1.0, len(model.design.names) + 1)
    mean_x = model.design.fixed[:, model.design.names.index("x")].mean()

    means = adjusted_means(model, ["a"])

    by_name = dict(zip(model.design.names, coefficients, strict=True))
    expected = by_name["(Intercept)"] + by_name["aq"] + by_name["bv"] / 2 + by_name["aq:bv"] / 2 + by_name["x"] * mean_x
    assert means.labels == (("p",), ("q",), ("r",))
    assert means.contrasts[1] @ coefficients == pytest.approx(expected)
    pairs, differences = means.pairs()
    assert pairs == ((0, 1), (0, 2), (1, 2))
    assert differences[0] == pytest.approx(means.contrasts[0] - means.contrasts[1])
    with pytest.raises(Refused, match="factors of the model"):
        adjusted_means(model, ["x"])


@pytest.mark.parametrize(
    ("counts", "order"), [([6, 6], [0, 1]), ([3, 6], [1, 0]), ([6, 3], [0, 1]), ([3, 6, 6], [2, 1, 0]), ([], [])]
)
def test_random_terms_are_printed_in_lme4s_order(counts: list[int], order: list[int]) -> None:
    assert printed_order(counts) == order


def test_a_second_term_of_the_same_factor_has_a_number() -> None:
    design = build("y ~ x + (1 | b) + (x || g)", FRAME).design

    assert [(part.group, part.names) for part in components(design)] == [
        ("g", ("x",)), ("g.1", ("(Intercept)",)), ("b", ("(Intercept)",)),
    ]  # fmt: skip


def test_theta_is_cut_into_lower_triangles() -> None:
    design = build("y ~ x + (1 | b) + (x | g)", FRAME).design

    single, triangle = factors_from(np.array([1.0, 2.0, 3.0, 4.0]), design)

    assert single.tolist() == [[4.0]]
    assert triangle.tolist() == [[1.0, 0.0], [2.0, 3.0]]
    with pytest.raises(ValueError, match="theta has 3 figures"):
        factors_from(np.ones(3), design)
