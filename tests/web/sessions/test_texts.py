"""Texts as they are shown: not a letter is lost or doubled, however marks lie, and words are found where they stand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel.transcripts import applied, units_of
from newel.web.sessions.desk import CORRECTION, FLAG, Desk, Mark, alike, places_of
from newel.web.sessions.dividing import as_one_answer, units_in
from newel.web.sessions.forms.desk import read_roster
from newel.web.sessions.presenters.desk import asked, desk_standing, next_open
from newel.web.sessions.presenters.texts import block_of, blocks

TALK = "Interviewer: How was it?\nP1: I saw Bo there.\n\nP1: And Bo again, with Ada.\n"


def a_mark(number, start, end, *, state="open", kind="name", replacement="[name 1]"):
    by = "" if state == "open" else "redactor"
    return Mark(number, start, end, kind, "", state, replacement, by)


def a_desk(*marks, on_version=1):
    ordered = tuple(sorted(marks, key=lambda mark: (mark.start, mark.number)))
    return Desk(
        source_id="abc", number=1, on_version=on_version, in_vault=on_version == 1, looked_at=None,
        with_names_model=False, handed_by="", handed_at=None, note="", marks=ordered,
    )  # fmt: skip


def shown(found):
    return "".join(segment.words for block in found for segment in (*block.label, *block.words))


def without_blanks(text):
    return "".join(text.split())


LINES = st.lists(st.text("abP1: \t[]é🙂.", max_size=20), max_size=8).map("\n".join)
STATES = st.sampled_from(["open", "accepted", "changed", "refused"])


@st.composite
def marked_texts(draw):
    text = draw(LINES.filter(lambda words: words.strip()))
    places = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9)), max_size=6))
    marks = [
        a_mark(number, start, min(start + length, len(text)), state=draw(STATES))
        for number, (start, length) in enumerate(places, start=1)
    ]
    return text, marks


@given(marked_texts())
def test_every_letter_is_shown_once_whatever_is_marked(marked):
    text, marks = marked

    assert without_blanks(shown(blocks(text, units_in("interview", text), marks))) == without_blanks(text)


@given(marked_texts())
def test_every_mark_on_words_is_shown_or_named_in_its_block(marked):
    text, marks = marked
    found = blocks(text, units_in("interview", text), marks)

    for mark in marks:
        if text[mark.start : mark.end].strip() == text[mark.start : mark.end]:
            assert block_of(found, mark) is not None


@given(LINES)
def test_answers_are_divided_at_blank_lines_and_joined_answers_come_apart_again(text):
    answers = [answer for answer in map(as_one_answer, text.split("b")) if answer]
    joined = "\n\n".join(answers)

    found = [joined[unit.start : unit.end] for unit in units_in("answers", joined)]
    assert found == answers


@given(LINES)
def test_units_lie_one_after_the_other_inside_the_text(text):
    for kind in ("interview", "answers"):
        found = units_in(kind, text)
        assert all(0 <= unit.start <= unit.end <= len(text) for unit in found)
        assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_text_is_shown_in_turns_with_the_label_apart():
    found = blocks(TALK, units_of(TALK))

    assert [("".join(part.words for part in block.label), block.number) for block in found] == [
        ("Interviewer:", 1), ("P1:", 2), ("P1:", 3),
    ]  # fmt: skip


def test_where_marks_cross_what_is_replaced_is_shown_and_the_other_is_named():
    start = TALK.index("Bo there")
    flag = a_mark(1, start, start + 8, kind=FLAG)
    name = a_mark(2, start, start + 2, state="accepted")
    block = blocks(TALK, units_of(TALK), [flag, name])[1]

    assert [segment.mark.number for segment in block.words if segment.mark] == [2]
    assert [mark.number for mark in block.also] == [1]


@pytest.mark.parametrize(
    ("words", "found"),
    [("bo", ["Bo", "Bo"]), ("Bo there", ["Bo there"]), ("o", []), ("nobody", []), ("", []), ("ADA", ["Ada"])],
)
def test_whole_words_are_found_whatever_their_case(words, found):
    assert [TALK[start:end] for start, end in places_of(TALK, words, [(0, len(TALK))])] == found


def test_words_are_found_only_in_the_part_that_was_asked_for():
    second = units_of(TALK)[1]

    assert len(places_of(TALK, "Bo", [(second.start, second.end)])) == 1


def test_letters_that_grow_when_their_case_is_folded_do_not_move_a_place():
    text = "ßß Bo, and İ Bo."

    assert [text[start:end] for start, end in places_of(text, "Bo", [(0, len(text))])] == ["Bo", "Bo"]


def test_marks_are_alike_by_their_words():
    first, second = TALK.index("Bo"), TALK.rindex("Bo")
    ada = TALK.index("Ada")
    marks = [a_mark(1, first, first + 2), a_mark(2, second, second + 2), a_mark(3, ada, ada + 3)]

    assert [mark.number for mark in alike(marks, TALK, "BO")] == [1, 2]


def test_only_what_is_replaced_becomes_an_edit():
    desk = a_desk(
        a_mark(1, 0, 3, state="accepted"), a_mark(2, 4, 5, state="refused"), a_mark(3, 6, 8),
        a_mark(4, 9, 10, state="changed", replacement="x"),
    )  # fmt: skip

    assert applied("abcdefghijklm", desk.edits()) == "[name 1]defghixklm"


@pytest.mark.parametrize(
    ("on_version", "kind", "reason"),
    [(1, CORRECTION, "redacted"), (2, CORRECTION, "corrected"), (2, "name", "redacted"), (2, FLAG, "redacted")],
)
def test_a_version_is_corrected_only_where_nothing_more_is_hidden(on_version, kind, reason):
    assert a_desk(a_mark(1, 0, 1, state="accepted", kind=kind), on_version=on_version).reason == reason


def test_an_undecided_flag_gives_way_to_a_persons_mark_and_a_name_does_not():
    assert a_desk(a_mark(1, 0, 9, kind=FLAG)).taken.meet(2, 3) is False
    assert a_desk(a_mark(1, 0, 9)).taken.meet(2, 3)
    assert a_desk(a_mark(1, 0, 9, state="refused")).taken.meet(2, 3) is False
    assert a_desk(a_mark(1, 0, 9)).taken.meet(9, 10) is False


def test_the_standing_of_a_desk_counts_every_mark_once():
    desk = a_desk(*(a_mark(n, n, n + 1, state=s) for n, s in enumerate(("open", "accepted", "changed", "refused"), 1)))
    now = desk_standing(desk)

    assert (now.marks, now.decided, now.replaced, now.left, now.percent) == (4, 3, 2, 1, 75)
    assert desk_standing(a_desk()).percent == 100


def test_the_mark_that_was_asked_for_comes_before_the_first_open_one():
    desk = a_desk(a_mark(1, 28, 30, state="refused"), a_mark(2, 31, 33), a_mark(3, 34, 36))
    found = blocks(TALK, units_of(TALK), desk.marks)

    assert asked(desk, TALK, found, at=None).mark.number == 2
    chosen = asked(desk, TALK, found, at=1)
    assert (chosen.mark.number, chosen.previous, chosen.following, chosen.place) == (1, None, 2, 1)
    assert asked(desk, TALK, found, at=99).mark.number == 2
    assert asked(a_desk(), TALK, found, at=None) is None


def test_the_next_open_mark_goes_round():
    desk = a_desk(a_mark(1, 0, 1), a_mark(2, 2, 3, state="accepted"), a_mark(3, 4, 5, state="refused"))

    assert next_open(desk, 2) == 1
    assert next_open(a_desk(a_mark(2, 2, 3, state="accepted")), 2) is None


def test_nobody_who_decided_is_missing_among_the_deciders():
    desk = a_desk(a_mark(1, 0, 1), a_mark(2, 2, 3, state="accepted"))

    assert desk.deciders == {"redactor"}


def test_a_roster_has_one_entry_a_line_and_each_once():
    from newel.web.care.forms.reading import Reading

    read = Reading({"names": " Ada \r\n\r\nBo\nAda", "places": "", "units": "The Lodge"})
    listed = read_roster(read)

    assert (listed.names, listed.places, listed.units, read.faults) == (("Ada", "Bo"), (), ("The Lodge",), {})
