"""How a factor model and a table of answers are written down, and which are refused."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import Answers, FactorModel, read_model
from newel.statistics.measurement.factor.table import Frame, free_count, parameter_table
from tests.support.questionnaire import MODEL


@pytest.mark.parametrize(
    ("factors", "pairs", "words"),
    [
        ({}, (), "at least one factor"),
        ({"A": ()}, (), "needs items"),
        ({"A": ("a1", "a1")}, (), "each once"),
        ({"A": ("a1", "a2"), "a1": ("b1", "b2")}, (), "both a factor and an item"),
        ({"A": ("a1", "a2")}, (("a1", "b1"),), "not two items"),
    ],
)
def test_a_model_that_says_nothing_or_too_much_is_refused(
    factors: dict[str, tuple[str, ...]], pairs: tuple[tuple[str, str], ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        FactorModel(factors, pairs)


def test_a_model_is_read_as_lavaan_writes_it() -> None:
    found = read_model("A =~ a1 + a2  # the first\nB =~ b1+b2; B =~ b3\n\na1 ~~ b1")

    assert found == FactorModel({"A": ("a1", "a2"), "B": ("b1", "b2", "b3")}, (("a1", "b1"),))


@pytest.mark.parametrize("line", ["A =~ a1 + 2*a2", "a ~ b", "A =~", "__import__('os')", "A =~ a1 + (a2)"])
def test_a_line_of_another_form_is_refused_and_never_evaluated(line: str) -> None:
    with pytest.raises(ValueError, match="is not of the form"):
        read_model(line)


@pytest.mark.parametrize(
    ("values", "items", "labels", "words"),
    [
        (np.ones((3, 2)), ("a",), None, "different item names"),
        (np.ones((3, 2)), ("a", "a"), None, "different item names"),
        (np.ones(3), ("a",), None, "different item names"),
        (np.ones((3, 1)), ("a",), ["x"], "1 group labels belong to 3 rows"),
    ],
)
def test_a_ragged_table_of_answers_is_refused(
    values: Numbers, items: tuple[str, ...], labels: list[str] | None, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Answers(values, items, labels)


def test_the_items_of_a_model_are_named_once() -> None:
    assert FactorModel({"A": ("a1", "a2"), "B": ("b1", "a2")}).items == ("a1", "a2", "b1")


@pytest.mark.parametrize(
    ("equal", "free"),
    [
        # 2 groups of 4 loadings, 6 residuals, 2 variances, 1 covariance, 6 intercepts; means of factors come free
        # in the second group once intercepts are those of the first.
        ((), 38), (("loadings",), 34), (("loadings", "intercepts"), 30), (("loadings", "intercepts", "residuals"), 24),
        (("loadings", "intercepts", "means"), 28), (("factor variances", "factor covariances"), 35),
    ],
)
def test_what_is_held_equal_is_one_parameter(equal: tuple[str, ...], free: int) -> None:
    table = parameter_table(MODEL, Frame(2, means=True, equal=equal))

    assert free_count(table) == free


@pytest.mark.parametrize(
    ("equal", "free"),
    [
        # 2 groups of 4 loadings, 2 variances, 1 covariance, 18 thresholds; scales (6) and means (2) or intercepts (6)
        # of the second group come free once thresholds are those of the first.
        ((), 50), (("loadings",), 46), (("bare thresholds",), 44), (("bare thresholds", "loadings"), 40),
        (("thresholds", "loadings"), 36), (("thresholds", "loadings", "residuals"), 30),
    ],
)
def test_ordered_items_are_freed_where_their_thresholds_are_held(equal: tuple[str, ...], free: int) -> None:
    table = parameter_table(MODEL, Frame(2, means=True, equal=equal, categories=(4,) * 6))

    assert free_count(table) == free


def test_orthogonal_factors_have_no_covariance() -> None:
    rows = parameter_table(FactorModel(MODEL.factors, orthogonal=True), Frame(1, means=False))

    fixed = [row for row in rows if row.kind == "factors" and row.place == (0, 1)]
    assert [(row.free, row.value) for row in fixed] == [(-1, 0.0)]


def test_a_unit_variance_sets_the_unit_in_the_first_group_alone_where_loadings_are_shared() -> None:
    rows = parameter_table(FactorModel(MODEL.factors, unit_variance=True), Frame(2, means=True, equal=("loadings",)))

    variances = [row.free for row in rows if row.kind == "factors" and row.place[0] == row.place[1]]
    assert [free >= 0 for free in variances] == [False, False, True, True]
