"""Where two layers differ, unit by unit, and by themes."""

from dataclasses import replace

from newel.coding import (
    Layer,
    disagreements,
)
from tests.support.coding import BOOK, FIRST, SECOND, a_coding, a_source

BLIND = replace(FIRST, blind=True)
BLIND_TOO = replace(SECOND, blind=True)
AGREED = Layer("agreed", "ada", 1, "reconciled")


def test_a_disagreement_names_the_unit_the_code_and_who_has_it() -> None:
    source = a_source()
    one = [a_coding(source, "trust", "trust"), a_coding(source, "time", "time")]
    other = [a_coding(source, "trust", "I trust", layer="second"), a_coding(source, "time", "asked", layer="second")]

    found = disagreements([source], one, other)

    assert [(each.unit.number, each.code, each.only) for each in found] == [(2, "time", "first"), (3, "time", "second")]


def test_themes_may_agree_where_codes_do_not() -> None:
    source = a_source()
    one, other = [a_coding(source, "kept", "trust")], [a_coding(source, "trust", "trust", layer="second")]

    assert len(disagreements([source], one, other)) == 2
    assert disagreements([source], one, other, codebook=BOOK) == ()


def test_a_layer_without_codings_disagrees_with_all_of_the_other() -> None:
    source = a_source()

    assert [each.only for each in disagreements([source], [], [a_coding(source, "time", "time")])] == ["first"]
