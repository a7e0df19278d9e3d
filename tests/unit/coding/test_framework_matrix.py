"""The framework matrix: cases by codes, with what was said, how much of it, and what a person wrote."""

import pytest

from newel.coding import Pin, Summary, framework_matrix
from newel.faults import Refused
from tests.support.coding import BOOK, a_coding, a_source, at


def test_a_row_gathers_every_source_of_a_case() -> None:
    one, two = a_source("s1", case="p1"), a_source("s2", case="p1")
    codings = [a_coding(two, "kept", "trust"), a_coding(one, "trust", "trust"), a_coding(one, "time", "time")]

    matrix = framework_matrix(codings, [one, two], BOOK)

    assert (matrix.rows, matrix.codes) == (("p1",), ("culture", "training"))
    assert [coding.source for coding in matrix.cell("p1", "culture").codings] == ["s1", "s2"]
    assert matrix.cell("p1", "training").covered == 4
    assert matrix.coverage("p1", "training") == pytest.approx(4 / matrix.length["p1"])


def test_columns_may_be_any_codes_and_a_passage_may_count_in_two() -> None:
    source = a_source("s1", case="p1")

    matrix = framework_matrix([a_coding(source, "kept", "trust")], [source], BOOK, codes=["kept", "culture", "time"])

    assert [len(matrix.cell("p1", code).codings) for code in matrix.codes] == [1, 1, 0]


def test_overlapping_passages_are_covered_once() -> None:
    source = a_source("s1", case="p1")

    matrix = framework_matrix([at(source, "trust", 0, 6), at(source, "kept", 4, 9)], [source], BOOK)

    assert matrix.cell("p1", "culture").covered == 9


def test_a_source_without_a_case_is_named_not_dropped_in_silence() -> None:
    group = a_source("s1")

    matrix = framework_matrix([a_coding(group, "trust", "trust")], [group], BOOK)

    assert (matrix.rows, matrix.left_out) == ((), ("s1",))
    assert framework_matrix([], [group], BOOK, rows="source").rows == ("s1",)


def test_the_latest_version_of_a_summary_is_shown_even_where_nothing_is_coded() -> None:
    source = a_source("s1", case="p1")
    pin = Pin("s1", 1, 0, 5)
    summaries = [
        Summary("p1", "training", "Later words.", 2, (pin,)),
        Summary("p1", "training", "First words."),
        Summary("p9", "training", "Of a row that is gone."),
    ]

    matrix = framework_matrix([], [source], BOOK).with_summaries(summaries)

    found = matrix.cell("p1", "training").summary
    assert found is not None
    assert (found.words, found.pinned) == ("Later words.", (pin,))
    assert matrix.cell("p1", "culture").summary is None
    assert list(matrix.cells) == [("p1", "training")]


def test_a_row_without_words_has_no_coverage() -> None:
    empty = a_source("s1", "", case="p1")

    assert framework_matrix([], [empty], BOOK).coverage("p1", "culture") == 0.0


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(Refused, match="code nothing"):
        framework_matrix([], [a_source()], BOOK, codes=["nothing"])
