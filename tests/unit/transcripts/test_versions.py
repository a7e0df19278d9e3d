"""Versions of a text: one form, one hash, and edits that fit or are refused."""

import hashlib

import pytest

from newel.faults import Refused
from newel.transcripts import Edit, applied, first_version, next_version, normal


def test_line_ends_and_accents_are_written_one_way() -> None:
    assert normal("a\r\nb\rc\nCafe\u0301") == "a\nb\nc\nCaf\u00e9"


def test_the_first_version_is_the_text_in_normal_form() -> None:
    version = first_version("One\r\ntwo")

    assert (version.number, version.text, version.reason, version.edits) == (1, "One\ntwo", "transcribed", ())


def test_the_hash_is_that_of_the_text_in_utf_8() -> None:
    assert first_version("café 👩🏽‍🚀").sha256 == hashlib.sha256("café 👩🏽‍🚀".encode()).hexdigest()


def test_an_edit_replaces_inserts_or_deletes() -> None:
    version = first_version("My name is Ada and I live here.")

    later = next_version(
        version, [Edit(18, 18, "[sic] "), Edit(11, 14, "[name 1]"), Edit(25, 30, "")], reason="redacted"
    )

    assert later.text == "My name is [name 1] and[sic]  I live."
    assert (later.number, later.reason) == (2, "redacted")
    assert [edit.start for edit in later.edits] == [11, 18, 25]
    assert version.text == "My name is Ada and I live here."


def test_offsets_count_code_points_and_not_bytes_or_utf_16_units() -> None:
    version = first_version("👩🏽‍🚀 said Ada")

    assert next_version(version, [Edit(10, 13, "X")], reason="corrected").text == "👩🏽‍🚀 said X"


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 3, ""), Edit(2, 4, "")],
        [Edit(3, 2, "")],
        [Edit(0, 99, "")],
        [Edit(-1, 2, "")],
    ],
    ids=["overlapping", "backwards", "beyond the end", "before the start"],
)
def test_edits_that_do_not_fit_are_refused_in_words(edits: list[Edit]) -> None:
    with pytest.raises(Refused) as refused:
        next_version(first_version("Ada Obi"), edits, reason="corrected")

    [fault] = refused.value.faults
    assert fault.expected == "edits one after the other, between 0 and 7"
    assert "Load the text again" in fault.remedy


def test_two_insertions_at_one_place_keep_their_order() -> None:
    later = next_version(first_version("ab"), [Edit(1, 1, "z"), Edit(1, 1, "a")], reason="corrected")

    assert later.text == "azab"


def test_an_accent_added_by_an_edit_joins_its_letter() -> None:
    later = next_version(first_version("cafe noir"), [Edit(4, 4, "\u0301")], reason="corrected")

    assert later.text == "caf\u00e9 noir"
    assert later.edits == (Edit(3, 4, "\u00e9"),)


def test_taking_out_what_stands_between_a_letter_and_an_accent_joins_them() -> None:
    later = next_version(first_version("cafe-\u0301s"), [Edit(4, 5, "")], reason="corrected")

    assert later.text == "caf\u00e9s"
    assert applied("cafe-\u0301s", later.edits) == later.text


def test_the_words_of_an_edit_have_line_feeds_too() -> None:
    assert next_version(first_version("ab"), [Edit(1, 1, "\r\n")], reason="corrected").text == "a\nb"


def test_edits_of_nothing_make_a_version_all_the_same() -> None:
    later = next_version(first_version("ab"), [], reason="corrected")

    assert (later.number, later.text, later.edits) == (2, "ab", ())
