"""Changes of a codebook: the id of a code survives them all, and each says what becomes of its codings."""

from collections.abc import Callable

import pytest

from newel.coding import (
    Change,
    Code,
    Codebook,
    add_code,
    describe_code,
    merge_codes,
    move_code,
    rename_code,
    retire_code,
    split_code,
)
from newel.faults import Refused
from tests.support.coding import BOOK

EACH: dict[str, Callable[[Codebook], Change]] = {
    "add": lambda book: add_code(book, Code("voice", "Voice")),
    "rename": lambda book: rename_code(book, "trust", "Confidence"),
    "describe": lambda book: describe_code(book, "trust", {"include": "Promises."}),
    "move": lambda book: move_code(book, "trust", parent="training"),
    "merge": lambda book: merge_codes(book, ["time"], into="trust"),
    "split": lambda book: split_code(book, "time", [Code("backfill", "Backfill"), Code("meetings", "Meetings")]),
    "retire": lambda book: retire_code(book, "kept"),
}


@pytest.mark.parametrize("name", EACH)
def test_every_change_makes_the_next_version_and_keeps_every_id(name: str) -> None:
    change = EACH[name](BOOK)

    assert change.codebook.version == BOOK.version + 1
    assert change.codebook.by_id.keys() >= BOOK.by_id.keys()
    assert BOOK.version == 1
    assert change.words.endswith(".")


def test_a_new_code_comes_last_among_its_siblings() -> None:
    book = add_code(BOOK, Code("doubt", "Doubt", parent="culture")).codebook

    assert [code.id for code in book.children["culture"]] == ["trust", "doubt"]


def test_a_renamed_code_keeps_its_codings() -> None:
    change = EACH["rename"](BOOK)

    assert change.codebook.code("trust").name == "Confidence"
    assert change.codings == {}
    assert change.words == "Renamed “Trust” to “Confidence”."


def test_a_described_code_keeps_what_was_not_said_anew() -> None:
    code = EACH["describe"](BOOK).codebook.code("trust")

    assert (code.include, code.definition) == ("Promises.", "Relying on somebody.")


def test_a_moved_code_takes_what_lies_below_along() -> None:
    book = EACH["move"](BOOK).codebook

    assert book.path_name("kept") == "Training / Trust / Promises kept"
    assert [code.id for code in book.children["training"]] == ["time", "trust"]


def test_a_code_can_be_moved_to_a_place_among_its_siblings() -> None:
    book = move_code(BOOK, "trust", parent="training", place=1).codebook

    assert [(code.id, code.place) for code in book.children["training"]] == [("trust", 1), ("time", 2)]


def test_a_code_can_be_moved_to_the_top() -> None:
    assert [theme.id for theme in move_code(BOOK, "trust", parent=None).codebook.themes()] == [
        "culture",
        "training",
        "trust",
    ]


@pytest.mark.parametrize("below", ["culture", "trust", "kept"])
def test_a_code_cannot_be_moved_below_itself(below: str) -> None:
    with pytest.raises(Refused, match="a code outside its own branch"):
        move_code(BOOK, "culture", parent=below)


def test_a_merge_hands_codings_and_lower_codes_to_the_code_that_is_kept() -> None:
    change = merge_codes(BOOK, ["trust", "time"], into="training")

    assert change.codings == {"trust": ("training",), "time": ("training",)}
    assert change.codebook.code("trust").retired
    assert change.codebook.code("trust").merged_into == "training"
    assert change.codebook.code("kept").parent == "training"
    assert change.words == "Merged “Trust”, “Time” into “Training”."


def test_a_code_is_not_merged_into_one_below_it() -> None:
    with pytest.raises(Refused, match="which is below “Culture”"):
        merge_codes(BOOK, ["culture"], into="kept")


def test_two_lower_codes_of_one_name_stand_in_the_way_of_a_merge() -> None:
    book = add_code(BOOK, Code("time2", "time", parent="trust")).codebook

    with pytest.raises(Refused, match="“time” again"):
        merge_codes(book, ["trust"], into="training")


def test_a_merge_needs_another_code() -> None:
    with pytest.raises(Refused, match="another code to merge into it"):
        merge_codes(BOOK, ["trust"], into="trust")


def test_a_split_leaves_the_choice_for_each_coding_to_a_person() -> None:
    change = EACH["split"](BOOK)

    assert change.codings == {"time": ("backfill", "meetings")}
    assert change.codebook.code("time").retired
    assert [code.id for code in change.codebook.children["training"]] == ["time", "backfill", "meetings"]


@pytest.mark.parametrize(
    "parts",
    [
        [Code("one", "One")],
        [Code("one", "One"), Code("one", "Two")],
        [Code("one", "One"), Code("trust", "Two")],
    ],
)
def test_a_split_needs_two_parts_with_new_ids(parts: list[Code]) -> None:
    with pytest.raises(Refused, match="two or more parts"):
        split_code(BOOK, "time", parts)


@pytest.mark.parametrize("change", [lambda: retire_code(BOOK, "trust"), lambda: split_code(BOOK, "trust", [])])
def test_a_code_with_codes_below_it_is_neither_retired_nor_split(change: Callable[[], Change]) -> None:
    with pytest.raises(Refused, match="Promises kept"):
        change()


def test_a_code_above_retired_ones_can_be_retired() -> None:
    book = retire_code(BOOK, "kept").codebook

    assert retire_code(book, "trust").codebook.code("trust").retired


def test_an_id_is_never_given_again() -> None:
    book = retire_code(BOOK, "kept").codebook

    with pytest.raises(Refused, match="an id that is taken"):
        add_code(book, Code("kept", "Kept again"))


def test_nothing_is_done_with_a_retired_code_and_the_one_that_took_its_codings_is_named() -> None:
    book = EACH["merge"](BOOK).codebook

    with pytest.raises(Refused, match="Use “Trust”, which it was merged into"):
        rename_code(book, "time", "Hours")
    with pytest.raises(Refused, match="a code in use"):
        add_code(book, Code("new", "New", parent="time"))


@pytest.mark.parametrize("name", ["Training", "TRAINING", " training "])
def test_two_siblings_do_not_share_a_name(name: str) -> None:
    with pytest.raises(Refused, match="a name that no code beside it has"):
        rename_code(BOOK, "culture", name)


def test_a_name_is_free_again_once_its_code_is_retired() -> None:
    book = retire_code(BOOK, "kept").codebook

    assert add_code(book, Code("kept2", "Promises kept", parent="trust")).codebook.code("kept2").name == "Promises kept"


def test_a_code_needs_a_name() -> None:
    with pytest.raises(Refused, match="Give the code a name"):
        rename_code(BOOK, "trust", "  ")


def test_a_code_is_renamed_by_renaming_only() -> None:
    with pytest.raises(Refused, match="one of definition, include, exclude, example, colour, reference"):
        describe_code(BOOK, "trust", {"name": "Confidence"})
