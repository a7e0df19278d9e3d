"""Where a coding stands after edits: what carries it, what sends it to a person, and what that person is shown."""

from itertools import pairwise

import pytest

from newel.transcripts import Candidate, Edit, Span, candidates, difference, reanchor

TEXT = "I saw Ada at the gate. Then Ada went home."
CODED = Span(6, 22)
"""The words "Ada at the gate." """


@pytest.mark.parametrize(
    ("edit", "now"),
    [
        (Edit(0, 5, "She met"), Span(8, 24)),
        (Edit(0, 6, ""), Span(0, 16)),
        (Edit(6, 9, "[name 1]"), Span(6, 27)),
        (Edit(6, 6, "um "), Span(9, 25)),
        (Edit(22, 22, " Yes."), Span(6, 22)),
        (Edit(21, 22, "!"), Span(6, 22)),
        (Edit(6, 22, "him"), Span(6, 9)),
        (Edit(30, 35, "x"), Span(6, 22)),
        (Edit(10, 12, ""), Span(6, 20)),
    ],
    ids=[
        "replaced before", "deleted up to it", "first word redacted", "inserted at its start", "inserted at its end",
        "last sign replaced", "all of it replaced", "replaced behind", "deleted inside",
    ],
)  # fmt: skip
def test_an_edit_beside_or_inside_a_span_carries_it(edit: Edit, now: Span) -> None:
    assert reanchor([edit], [CODED]) == (now,)


@pytest.mark.parametrize(
    "edit",
    [Edit(2, 9, "met somebody"), Edit(17, 30, ""), Edit(0, 42, "All new."), Edit(6, 22, ""), Edit(5, 23, " ")],
    ids=[
        "across the start",
        "across the end",
        "all of the text",
        "all of its words deleted",
        "one sign more on each side",
    ],
)
def test_an_edit_across_an_edge_or_of_everything_sends_a_span_to_a_person(edit: Edit) -> None:
    assert reanchor([edit], [CODED]) == (None,)


def test_spans_may_overlap_and_come_in_any_order() -> None:
    edits = [Edit(6, 9, "[name 1]"), Edit(28, 31, "[name 1]")]

    assert reanchor(edits, [Span(23, 42), CODED, Span(0, 42), Span(28, 31)]) == (
        Span(28, 52),
        Span(6, 27),
        Span(0, 52),
        Span(33, 41),
    )


def test_without_edits_everything_stays() -> None:
    assert reanchor([], [CODED, Span(0, 1)]) == (CODED, Span(0, 1))


def test_a_word_added_to_a_coded_word_elsewhere_is_found_as_an_edit_of_the_whole_word() -> None:
    edits = difference("the cat sat", "the cats sat")

    assert edits == (Edit(4, 7, "cats"),)
    assert reanchor(edits, [Span(4, 7)]) == (Span(4, 8),)


def test_where_a_repeated_word_was_added_is_in_doubt_so_an_edge_there_goes_to_a_person() -> None:
    old, new = "it was very good", "it was very very good"

    assert reanchor(difference(old, new), [Span(7, 16), Span(12, 16), Span(0, 6)]) == (None, Span(17, 21), Span(0, 6))


def test_a_quote_that_stands_there_word_for_word_is_offered_at_each_place() -> None:
    assert candidates(TEXT, "Ada") == (Candidate(6, 9, 1.0), Candidate(28, 31, 1.0))


def test_a_quote_that_was_edited_is_offered_where_it_is_likest() -> None:
    text = "Nobody came. I saw [name 1] standing at the gate today. Then we all went home at nine."

    best = candidates(text, "I saw Ada at the gate today")[0]

    assert text[best.start : best.end] == "I saw [name 1] standing at the gate today"
    assert 0.5 <= best.likeness < 1


def test_a_quote_of_another_text_is_offered_nowhere() -> None:
    assert candidates(TEXT, "completely different matters") == ()
    assert candidates(TEXT, "") == ()
    assert candidates("", "Ada") == ()


def test_no_more_than_five_places_are_offered_and_none_overlap() -> None:
    text = "we went to the yard and back. " * 20

    offered = candidates(text, "we went over to the yard and came back")

    assert len(offered) == 5
    ordered = sorted(offered, key=lambda each: each.start)
    assert all(one.end <= other.start for one, other in pairwise(ordered))
