"""Patterns of identifiers: what each flags, from the first letter to the last, and what it leaves alone."""

import pytest

from newel.transcripts.redaction.recognisers import RECOGNISERS, by_pattern, is_nhs_number


def flagged(text: str) -> list[tuple[str, str]]:
    return [(text[each.start : each.end], each.kind) for each in by_pattern(text)]


def naive_nhs_digit(first: str) -> int | None:
    """Work the check digit out as the dictionary says: multiply by 10 down to 2, add, divide by 11, take from 11."""
    total = 0
    for place in range(9):
        total += int(first[place]) * (10 - place)
    left = 11 - total % 11
    return None if left == 10 else 0 if left == 11 else left


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        ("943 476 5919", "number"),
        ("9434765919", "number"),
        ("943-476-5919", "number"),
        ("A1234AA", "number"),
        ("a1234bc", "number"),
        ("AB123456C", "number"),
        ("AB 12 34 56 C", "number"),
        ("AB12 CDE", "number"),
        ("T20197001", "number"),
        ("1234567", "number"),
        ("SW1A 1AA", "address"),
        ("ls14ab", "address"),
        ("M1 1AE", "address"),
        ("14 Acacia Avenue", "address"),
        ("Flat 2b, Old Mill Lane", "address"),
        ("King Edward Road", "address"),
        ("07700 900123", "contact"),
        ("07700900123", "contact"),
        ("+44 7700 900123", "contact"),
        ("01632 960 001", "contact"),
        ("0300 123 4567", "contact"),
        ("ada.obi+x@mail.example.org", "contact"),
        ("@ada_obi99", "contact"),
        ("https://example.org/a?b=1", "contact"),
        ("www.example.org", "contact"),
        ("ada.example.co.uk/me", "contact"),
        ("12/03/2019", "date"),
        ("3.5.19", "date"),
        ("2019-03-12", "date"),
        ("12 March 2019", "date"),
        ("the 3rd of May", "date"),
        ("the twenty-second of June", "date"),
        ("December the 4th", "date"),
        ("March 12th, 2019", "date"),
        ("Tuesday 8 October last year", "date"),
        ("May 2018", "date"),
        ("Mr Okonkwo", "name"),
        ("Dr. Ada Obi-Smith", "name"),
        ("Officer O'Rourke", "name"),
        ("HMYOI Fenwick Moor", "unit"),
        ("Oakdene House", "unit"),
        ("St Mary of the Angels Hospital", "unit"),
        ("Northgate youth justice team", "organisation"),
        ("Leeds Crown Court", "organisation"),
    ],
)
def test_an_identifier_is_flagged_from_its_first_letter_to_its_last(identifier: str, kind: str) -> None:
    text = f"it was {identifier}, they said."

    found = flagged(text)

    assert max((words for words, of in found if of == kind), key=len, default="") == identifier


@pytest.mark.parametrize(
    "text",
    [
        "I was there for 24 hours and it cost £12,500.50 in 2019.",
        "nine of 18 sites, 25% in wave 2, from 9:30 to 10:45",
        "My name is not on it. The house is cold. The school rang, my unit said.",
        "He may march in may. The second of them left.",
        "P1 and P12 said so in interview 7.",
        "The Council. My School. Our Unit.",
    ],
)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert flagged(text) == []


def test_what_is_said_to_be_a_name_is_flagged_without_a_capital() -> None:
    assert flagged("my name's tomasz and her first name is megha, his name was on the list") == [
        ("tomasz", "name"),
        ("megha", "name"),
    ]


def test_the_year_of_a_birth_is_flagged_and_not_another_year() -> None:
    assert flagged("I was born in Leeds in 2003, and came in 2017.") == [("2003", "date")]


def test_the_check_digit_of_an_nhs_number_is_checked() -> None:
    for first in ("943476591", "400000000", "123456789", "987654321", "111111111", "450557710"):
        right = naive_nhs_digit(first)
        assert {digit for digit in range(10) if is_nhs_number(f"{first}{digit}")} == {right} - {None}
    assert not is_nhs_number("12345")


def test_a_number_of_ten_digits_with_a_wrong_check_digit_is_flagged_as_a_number_all_the_same() -> None:
    [number] = by_pattern("it was 9434765918 there")

    assert number.because == "it is a number of five digits or more, as references are"


def test_there_are_about_fifteen_patterns_each_with_a_reason_in_words() -> None:
    assert 15 <= len(RECOGNISERS) <= 20
    assert len({each.id for each in RECOGNISERS}) == len(RECOGNISERS)
    assert all(each.because.startswith(("it ", "its ", "a ")) for each in RECOGNISERS)


def test_a_long_line_of_any_sign_takes_no_time_to_speak_of() -> None:
    for sign in ("a", "A ", "1", "1 ", "@", ".", "A.", "a-", "the ", "Mr ", "www."):
        assert isinstance(flagged(sign * 5_000), list)
