"""Words of a text that somebody took back are found in other people's notes, and struck out."""

from newel.coding import striker
from newel.coding.striking import TAKEN_BACK

SAID = "P1: I trust my key worker. She listens to me every day, and nobody else does.\n"


def test_five_words_in_a_row_are_struck_out_whatever_stands_around_them():
    words = "He says “I trust my key worker” and I believe him."

    assert striker([SAID])(words) == f"He says “{TAKEN_BACK}” and I believe him."


def test_case_marks_and_line_breaks_hide_nothing():
    words = "she LISTENS to me,\nevery day -- so he says"

    assert striker([SAID])(words) == f"{TAKEN_BACK} -- so he says"


def test_four_words_that_happen_to_be_the_same_stay():
    words = "We asked about my key worker. She smiled."

    assert striker(["Somebody asked about my key."])(words) == words


def test_a_run_that_is_longer_is_struck_out_as_one():
    words = "Quote: I trust my key worker. She listens to me every day. End."

    assert striker([SAID])(words) == f"Quote: {TAKEN_BACK}. End."


def test_two_runs_are_two():
    words = "I trust my key worker, but then: me every day, and nobody. Hm"

    assert striker([SAID])(words).count(TAKEN_BACK) == 2


def test_every_text_is_looked_through_and_a_run_is_not_pieced_together_of_two():
    texts = ["one two three four five", "six seven eight nine ten"]

    assert striker(texts)("so: one two three four five!") == f"so: {TAKEN_BACK}!"
    assert striker(texts)("three four five six seven") == "three four five six seven"


def test_nothing_is_struck_out_of_nothing():
    assert striker([SAID])("") == ""
    assert striker([])("Any words at all, many of them.") == "Any words at all, many of them."
