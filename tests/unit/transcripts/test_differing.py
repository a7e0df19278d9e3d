"""The edits between two texts: whole words, doubt widened, and large differences told from another text."""

import pytest

from newel.transcripts import Edit, applied, difference
from newel.transcripts.pieces import pieces, words


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ("same", "same", ()),
        ("", "new", (Edit(0, 0, "new"),)),
        ("old", "", (Edit(0, 3, ""),)),
        ("one two three", "one 2 three", (Edit(4, 7, "2"),)),
        ("he said no", "he really said no", (Edit(2, 3, " really "),)),
        ("a b b c", "a b c", (Edit(1, 6, " b "),)),
        ("walked home", "walks home", (Edit(0, 6, "walks"),)),
        ("one\n\ntwo\n\nthree", "one\n\ntwo!\n\nthree", (Edit(8, 8, "!"),)),
    ],
)
def test_edits_take_whole_words_and_cover_every_place_they_could_stand_at(
    old: str, new: str, edits: tuple[Edit, ...]
) -> None:
    assert difference(old, new) == edits


def test_texts_are_compared_in_normal_form() -> None:
    assert difference("cafe\u0301\r\n", "caf\u00e9\n") == ()


def test_an_emoji_of_several_code_points_and_an_accent_are_never_cut() -> None:
    text = "é x\u0332 👩🏽‍🚀👍🏿 don't don\u2019t"

    cut = [text[span.start : span.end] for span in pieces(text)]

    assert cut == ["é", " ", "x\u0332", " ", "👩🏽‍🚀", "👍🏿", " ", "don't", " ", "don\u2019t"]
    assert [text[span.start : span.end] for span in words(text)] == ["é", "x\u0332", "don't", "don\u2019t"]


def test_one_emoji_for_another_is_one_edit() -> None:
    assert difference("ok 👩🏽‍🚀.", "ok 👩🏿‍🚀.") == (Edit(3, 7, "👩🏿‍🚀"),)


def test_two_edits_far_apart_stay_two_and_two_in_one_doubt_become_one() -> None:
    apart = difference("a b c d e f g h i j", "A b c d e f g h i J")

    assert apart == (Edit(0, 1, "A"), Edit(18, 19, "J"))


def test_a_long_passage_with_little_in_common_is_one_edit_at_once() -> None:
    old = " ".join(f"old{place}" for place in range(4_000))
    new = " ".join(f"new{place}" for place in range(4_000))

    [edit] = difference(f"start\n{old}\nend", f"start\n{new}\nend")

    assert applied(f"start\n{old}\nend", [edit]) == f"start\n{new}\nend"
    assert edit.start == 6


def test_thousands_of_changed_lines_are_compared_as_one_passage() -> None:
    old = "".join(f"a{place}\n" for place in range(2_000))
    new = "".join(f"b{place}\n" for place in range(2_000))

    assert difference(f"x {old}", f"x {new}") == (Edit(0, len(old) + 2, f"x {new}"),)


def test_many_different_words_do_not_run_into_the_gap_of_surrogates() -> None:
    old = "\n".join(f"line {place}" for place in range(60_000))

    assert difference(old, old.replace("line 59999", "line X")) == (Edit(len(old) - 5, len(old), "X"),)
