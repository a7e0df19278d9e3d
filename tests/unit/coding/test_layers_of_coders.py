"""Layers: who may code, who may look, where two differ, and what they agree on."""

from dataclasses import replace

import pytest

from newel.coding import (
    Layer,
    agreed_codings,
    check_may_code,
    check_may_compare,
    disagreements,
    visible_layers,
)
from newel.faults import Refused
from tests.support.coding import BOOK, FIRST, SECOND, a_coding, a_source, at

BLIND = replace(FIRST, blind=True)
BLIND_TOO = replace(SECOND, blind=True)
AGREED = Layer("agreed", "ada", 1, "reconciled")


def locked(layer: Layer) -> Layer:
    return replace(layer, locked=True)


def test_a_coder_codes_in_their_own_open_layer() -> None:
    check_may_code(FIRST, "ada")


@pytest.mark.parametrize(
    ("layer", "coder", "found"),
    [(FIRST, "ben", "another coder's layer"), (locked(FIRST), "ada", "a locked layer")],
)
def test_nobody_codes_in_another_s_layer_or_a_locked_one(layer: Layer, coder: str, found: str) -> None:
    with pytest.raises(Refused, match=found):
        check_may_code(layer, coder)


def test_the_reconciled_layer_belongs_to_all_who_code() -> None:
    check_may_code(AGREED, "ben")
    with pytest.raises(Refused, match="a locked layer"):
        check_may_code(locked(AGREED), "ben")


def test_blind_coders_see_their_own_layer_only() -> None:
    assert visible_layers([BLIND, BLIND_TOO], "ben") == (BLIND_TOO,)


def test_a_locked_blind_layer_stays_hidden_while_the_other_is_open() -> None:
    assert visible_layers([locked(BLIND), BLIND_TOO], "ben") == (BLIND_TOO,)


def test_both_blind_layers_are_seen_once_both_are_locked() -> None:
    layers = (locked(BLIND), locked(BLIND_TOO))

    assert visible_layers(layers, "ben") == layers
    assert visible_layers(layers, "somebody else") == layers


def test_layers_that_are_not_blind_are_seen_by_all() -> None:
    assert visible_layers([FIRST, SECOND], "ben") == (FIRST, SECOND)


def test_a_blind_round_hides_its_layers_whatever_other_rounds_do() -> None:
    later = replace(FIRST, id="later", round=2)

    assert visible_layers([BLIND, BLIND_TOO, later], "cai") == (later,)


def test_blind_layers_are_compared_after_both_are_locked() -> None:
    check_may_compare(FIRST, SECOND)
    check_may_compare(locked(BLIND), locked(BLIND_TOO))
    with pytest.raises(Refused, match="layer second"):
        check_may_compare(locked(BLIND), SECOND)


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


def test_what_two_layers_agree_on_is_kept_in_a_third_with_the_words_both_have() -> None:
    source = a_source()
    one = [at(source, "trust", 0, 8), at(source, "time", 16, 20)]
    other = [at(source, "trust", 4, 12, layer="second"), at(source, "time", 25, 30, layer="second")]

    found = agreed_codings(one, other, layer="agreed")

    assert [(each.layer, each.code, each.start, each.end) for each in found] == [("agreed", "trust", 4, 8)]
    assert agreed_codings(one, other, layer="agreed") == found


def test_codings_of_different_text_versions_do_not_agree() -> None:
    source = a_source()
    one = [a_coding(source, "time", "time")]

    assert agreed_codings(one, [replace(one[0], version=2)], layer="agreed") == ()
