"""What changed between two versions of a codebook."""

from newel.coding import (
    Code,
    Codebook,
    Difference,
    add_code,
    describe_code,
    differences,
    merge_codes,
    move_code,
    rename_code,
    retire_code,
)
from tests.support.coding import BOOK


def test_a_version_does_not_differ_from_itself() -> None:
    assert differences(BOOK, BOOK) == ()


def test_every_change_since_a_version_is_listed_in_the_order_of_the_tree() -> None:
    book = rename_code(BOOK, "trust", "Confidence").codebook
    book = move_code(book, "time", parent="culture").codebook
    book = describe_code(book, "culture", {"definition": "Habits."}).codebook
    book = add_code(book, Code("voice", "Voice", parent="training")).codebook
    book = retire_code(book, "kept").codebook

    assert differences(BOOK, book) == (
        Difference("culture", "definition", "How things are done.", "Habits."),
        Difference("trust", "name", "Trust", "Confidence"),
        Difference("kept", "retired", "Promises kept"),
        Difference("time", "parent", "training", "culture"),
        Difference("time", "place", "1", "2"),
        Difference("voice", "added", after="Training / Voice"),
    )


def test_a_merged_code_says_where_its_codings_went() -> None:
    book = merge_codes(BOOK, ["time"], into="trust").codebook

    assert Difference("time", "retired", "Time", "merged into Trust") in differences(BOOK, book)


def test_a_code_that_came_back_and_one_that_is_gone_are_told_apart() -> None:
    before = Codebook("b", "B", 1, (Code("a", "A", retired=True), Code("b", "B")))
    after = Codebook("b", "B", 2, (Code("a", "A"),))

    assert differences(before, after) == (
        Difference("a", "restored", after="A"),
        Difference("b", "removed", before="B"),
    )
