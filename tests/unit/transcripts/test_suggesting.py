"""Suggestions: every way of looking put together, with reasons, replacements that last, and flags without one."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from newel.transcripts import (
    Roster,
    few_capitals,
    first_version,
    identifier,
    identifiers,
    next_version,
    suggest,
)
from newel.transcripts.redaction import Found
from tests.support.redacting import redacting_edits

NOBODY = Roster()


def named(text: str, *, roster: Roster = NOBODY) -> list[tuple[str, str | None]]:
    return [
        (text[each.start : each.end], each.replacement) for each in suggest(text, roster=roster) if each.replacement
    ]


def redacted(text: str, **settings: object) -> str:
    found = suggest(text, **settings)  # type: ignore[arg-type] # settings are passed on as they are
    return next_version(first_version(text), redacting_edits(found), reason="redacted").text


def test_a_capital_inside_a_sentence_is_flagged_and_at_its_start_only_an_uncommon_word() -> None:
    text = "When we saw Tomasz he left. Staff said no. Megha said yes. It was near Stoke-on-Trent, in Moss Side."

    assert [words for words, _ in named(text)] == ["Tomasz", "Megha", "Stoke-on-Trent", "Moss Side"]


def test_a_word_that_is_a_name_is_flagged_where_it_does_what_people_do() -> None:
    assert [words for words, _ in named("Hope said so. Hope is good. I told Hope and Grace. Grace helped me.")] == [
        "Hope",
        "Hope",
        "Grace",
        "Grace",
    ]


def test_a_month_is_flagged_where_no_word_of_time_stands_before_it() -> None:
    assert [words for words, _ in named("We met in April. It was late May. I rang April and June came.")] == [
        "April",
        "June",
    ]


def test_capitals_that_name_nobody_are_left_alone() -> None:
    text = (
        "On Monday I watched TV, and at Christmas I'd my GCSEs. He's English. NHS staff. The Interviewer, P1 and Xbox."
    )

    assert named(text) == []


def test_a_word_that_stands_elsewhere_without_capital_is_no_name_at_a_sentences_start() -> None:
    assert named("Zumba is on. We do zumba. Kettling is bad.") == [("Kettling", "[name 1]")]


def test_a_place_is_called_a_place_where_a_word_of_place_stands_before_it() -> None:
    assert named("I lived in Kettering with Ada.") == [("Kettering", "[place]"), ("Ada", "[name 1]")]


def test_what_several_ways_flag_is_one_suggestion_with_all_reasons() -> None:
    [found] = suggest("I saw Mr Okonkwo.")

    assert (found.start, found.end, found.kind) == (6, 16, "name")
    assert found.because == ("a title stands before it", "it has a capital letter, and is no common word")


def test_suggestions_with_a_replacement_never_overlap_and_make_edits_as_they_are() -> None:
    text = "Mr Tomasz Kowalski of 14 Acacia Avenue, Leeds LS1 4AB rang 07700 900123 on 12 March 2019 about A1234BC."

    found = [each for each in suggest(text, roster=Roster(("Tomasz Kowalski",), ("Leeds",))) if each.replacement]

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert redacted(text) == ("[name 1] of [address], [name 2] [address] rang [contact] on [date] about [number].")


def test_possessives_and_signs_stay_in_the_text() -> None:
    assert (
        redacted("It was Tomasz's, and \u201cMegha\u2019s\u201d.")
        == "It was [name 1]'s, and \u201c[name 2]\u2019s\u201d."
    )


def test_the_same_person_has_one_number_by_full_name_part_and_title() -> None:
    text = "I saw Ada Obi. Then Ada came, and Mr Obi, and Chidi. So Ada's room."

    assert redacted(text) == "I saw [name 1]. Then [name 1] came, and [name 1], and [name 2]. So [name 1]'s room."


def test_a_part_that_two_people_share_is_a_third_person() -> None:
    assert redacted("I saw Ada Obi and Ada Eze. Then Ada came.") == "I saw [name 1] and [name 2]. Then [name 3] came."


def test_two_people_with_one_first_name_are_two_even_where_it_came_first_alone() -> None:
    assert redacted("I saw Ada. It was Ada Obi, not Ada Eze.") == "I saw [name 1]. It was [name 1], not [name 2]."


def test_what_was_replaced_before_is_replaced_alike_and_numbers_go_on() -> None:
    known = {"ada obi": "[name 4]", "chidi": "[staff 2]"}

    assert redacted("I saw Ada, Chidi and Megha.", known=known) == "I saw [name 4], [staff 2] and [name 5]."


def test_the_mapping_holds_the_names_of_what_was_accepted_and_nothing_else() -> None:
    text = "I saw Mr Ada Obi in Kettering. They call me Ghost."

    kept = identifiers(text, suggest(text))

    assert kept == {"ada obi": "[name 1]", "ghost": "[name 2]"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ada", "ada"),
        ("Ada\nObi's", "ada obi"),
        ("Dr. Ada O\u2019Brien", "ada o'brien"),
        ("Mrs Obi", "obi"),
        ("Officer", "officer"),
        ("[Ada]", "ada"),
    ],
)
def test_an_identifier_is_kept_without_title_possessive_and_capitals(written: str, kept: str) -> None:
    assert identifier(written) == kept


def test_replacing_twice_changes_nothing_more() -> None:
    once = redacted("Sarah: I saw Ada in Kettering on 12 March 2019.\nP1: Who is Ada?\nSarah: You know.")

    assert once == "[name 1]: I saw [name 2] in [place] on [date].\nP1: Who is [name 2]?\n[name 1]: You know."
    assert [each for each in suggest(once) if each.replacement] == []


def test_a_speaker_called_by_a_name_is_flagged_at_every_line_and_a_role_at_none() -> None:
    found = suggest("Sarah: Hi.\nP1: Hi.\nCarer: Hi.\nSarah: Bye.", finder=lambda _: [Found(19, 24, "name", "model")])

    assert [(each.start, each.end) for each in found] == [(0, 5), (30, 35)]
    assert "it is the label of a speaker, and names no role" in found[0].because


def test_a_short_name_or_one_in_brackets_is_flagged_as_a_label_too() -> None:
    assert [words for words, _ in named("Mo: Hi.\n[Sarah]: Hi.\nMo: Oh.\n[Sarah]: Bye. [Megha comes in] [laughs]")] == [
        "Mo",
        "[Sarah]",
        "Mo",
        "[Sarah]",
        "Megha",
    ]


def test_beside_what_was_replaced_the_rest_is_still_flagged() -> None:
    def finder(text: str) -> Iterator[Found]:
        yield Found(0, len(text), "name", "the language model takes it for a name")

    assert [words for words, _ in named("[name 1] Kowalski")] == ["Kowalski"]
    found = suggest("P1: Ada [name 1] Obi", finder=finder)
    assert [(each.start, each.end) for each in found] == [(4, 7), (17, 20)]


def test_a_pseudonym_is_left_alone_where_it_is_a_code_and_flagged_where_it_could_be_a_name() -> None:
    roster = Roster(stands_for=(("Megha", "P014"), ("Tomasz", "Sam"), ("Ada", "[young person]")))

    assert [words for words, _ in named("I saw P014 and Sam and [young person].", roster=roster)] == ["Sam"]


def test_the_roster_is_found_whatever_the_capitals() -> None:
    roster = Roster(names=("Megha Patel",), places=("Moss Side",), units=("the Maples",))

    assert named("i saw MEGHA and patel by moss  side at the maples", roster=roster) == [
        ("MEGHA", "[name 1]"),
        ("patel", "[name 2]"),
        ("moss  side", "[place]"),
        ("the maples", "[unit]"),
    ]


def test_a_name_on_the_roster_that_is_a_word_or_short_needs_its_capital() -> None:
    roster = Roster(names=("Hope Eze", "Em"), places=("Bath",))

    assert named("i hope so. Bath is far. we had a bath. Hope is here. tell 'em. Em is here.", roster=roster) == [
        ("Bath", "[place]"),
        ("Hope", "[name 1]"),
        ("Em", "[name 2]"),
    ]


def test_in_a_text_without_capitals_the_roster_alone_finds_names_and_all_of_them() -> None:
    text = "P1: i was with hope and em, and then we left.\nInterviewer: and megha came."

    assert few_capitals(text)
    assert named(text) == []
    assert [words for words, _ in named(text, roster=Roster(names=("Hope Eze", "Em", "Megha")))] == [
        "hope",
        "em",
        "megha",
    ]


def test_a_text_with_sentences_has_capitals() -> None:
    assert not few_capitals("I was there. We left.")
    assert not few_capitals("")


def test_who_has_a_pseudonym_in_the_study_is_called_by_it() -> None:
    roster = Roster(stands_for=(("Megha Patel", "P014"),))

    assert named("I saw Megha Patel. Then Megha left.", roster=roster) == [("Megha Patel", "P014"), ("Megha", "P014")]


def test_a_part_of_a_word_is_nobody() -> None:
    assert named("we had an adage and a chidish thing", roster=Roster(names=("Ada", "Chidi"))) == []


def test_the_finder_says_what_kind_a_capital_is() -> None:
    def finder(text: str) -> Iterator[Found]:
        yield Found(
            text.index("Oakfield"), text.index("Oakfield") + 8, "organisation", "the language model takes it for a name"
        )

    [found] = suggest("I went to Oakfield.", finder=finder)

    assert (found.kind, found.replacement) == ("organisation", "[organisation]")
    assert len(found.because) == 2


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("everyone calls me the ghost", "a nickname"),
        ("he has a tattoo on his neck", "a mark on the body"),
        ("it was in the papers", "something that was public"),
        ("that was when they were on the roof-top", "something that happened once"),
        ("she is the only girl on there", "being the only or the first one"),
        ("i was signed by a club", "a rare skill or past"),
        ("my brother is here as well", "family in the same place"),
    ],
)
def test_what_gives_a_person_away_by_deduction_is_flagged_by_sentence_without_a_replacement(
    sentence: str, cue: str
) -> None:
    text = f"well it was cold. {sentence}. so we left."

    [found] = suggest(text)

    assert text[found.start : found.end] == sentence
    assert (found.kind, found.replacement) == ("deductive", None)
    assert found.because == (f"{cue} may tell people who know them who it is",)
    assert redacting_edits([found]) == ()
    assert identifiers(text, [found]) == {}


def test_a_flag_may_lie_across_a_name_and_comes_once_for_a_sentence() -> None:
    found = suggest("he has scars, Tomasz, and a scar there.")

    assert [(each.kind, each.start, each.end) for each in found] == [("deductive", 0, 38), ("name", 14, 20)]


def test_nothing_is_suggested_in_an_empty_text() -> None:
    assert suggest("") == ()
