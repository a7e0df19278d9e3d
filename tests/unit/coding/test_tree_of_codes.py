"""The tree of codes: paths, what lies below, and ids that are compared whole."""

import pytest

from newel.coding import Code, Codebook
from newel.faults import Refused
from tests.support.coding import BOOK


def test_a_path_leads_from_the_theme_to_the_code() -> None:
    assert [code.name for code in BOOK.path("kept")] == ["Culture", "Trust", "Promises kept"]
    assert BOOK.path_name("kept") == "Culture / Trust / Promises kept"
    assert BOOK.line_of("kept") == ("kept", "trust", "culture")
    assert BOOK.theme_of("kept").id == "culture"


def test_what_lies_below_a_code_has_the_code_itself() -> None:
    assert BOOK.under("culture") == {"culture", "trust", "kept"}
    assert BOOK.under("kept") == {"kept"}


def test_a_code_never_lists_another_whose_id_begins_alike() -> None:
    book = Codebook("b", "B", 1, (Code("Train", "Train"), Code("Training", "Training"), Code("x", "X", parent="Train")))

    assert book.under("Train") == {"Train", "x"}
    assert book.under("Training") == {"Training"}


def test_themes_are_the_codes_at_the_top_that_are_in_use() -> None:
    book = Codebook("b", "B", 1, (Code("b", "B", place=2), Code("a", "A", place=1), Code("old", "Old", retired=True)))

    assert [theme.id for theme in book.themes()] == ["a", "b"]


def test_the_tree_reads_from_top_to_bottom_whatever_the_order_of_the_file() -> None:
    turned = Codebook("b", "B", 1, BOOK.codes[::-1])

    assert [code.id for code in turned.in_order()] == ["culture", "trust", "kept", "training", "time"]


def test_codes_in_use_leave_out_retired_ones() -> None:
    book = Codebook("b", "B", 1, (Code("a", "A"), Code("old", "Old", parent="a", retired=True)))

    assert [code.id for code in book.in_use()] == ["a"]
    assert [code.id for code in book.in_order()] == ["a", "old"]


@pytest.mark.parametrize("ask", ["code", "path", "under", "line_of", "theme_of"])
def test_an_unknown_id_is_refused_with_the_codebook_s_name(ask: str) -> None:
    with pytest.raises(Refused) as refused:
        getattr(BOOK, ask)("nothing")

    assert refused.value.faults[0].file == "codebook small, version 1"
    assert refused.value.faults[0].place == "code nothing"
