"""Columns and their names against R's model.matrix, and the space they span against formulaic's."""

import formulaic
import numpy as np
import pandas as pd
import polars as pl
import pytest

from newel.formulas import build
from tests.support.oracles import oracle

EXPECTED = oracle("model_matrix")
FRAME = pl.DataFrame(EXPECTED["data"], strict=False)
LEVELS = {"o": ("low", "mid", "high")}


@pytest.mark.parametrize("case", EXPECTED["formulas"], ids=lambda case: case["formula"])
def test_columns_and_their_names_are_those_of_r(case: dict[str, object]) -> None:
    design = build(str(case["formula"]), FRAME, levels=LEVELS, ordered=frozenset({"o"})).design

    assert list(design.names) == case["names"]
    assert 2.0 ** np.arange(8) @ design.fixed == pytest.approx(case["sums"], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    "formula",
    ["a + b + x", "a*b", "a*b*x", "a + a:b", "x:a", "0 + a*b", "0 + x:a + b", "(a + b + x)**2 - a:b", "a/x", "b + x:z"],
)
def test_the_columns_span_what_formulaics_span(formula: str) -> None:
    """A second opinion by unrelated code: other names and an order of its own, and the same model."""
    ours = build(f"~ {formula.replace('**', '^')}", FRAME).design.fixed
    theirs = np.asarray(formulaic.model_matrix(formula, pd.DataFrame(FRAME.to_dict(as_series=False))), dtype=float)

    rank = np.linalg.matrix_rank(theirs)
    assert ours.shape[1] == theirs.shape[1]
    assert np.linalg.matrix_rank(ours) == rank == np.linalg.matrix_rank(np.hstack([ours, theirs]))
