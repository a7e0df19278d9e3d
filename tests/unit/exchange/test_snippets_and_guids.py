"""The small parts: words at a place, what a GUID is made of, what the ledger keeps, how a code is described."""

from dataclasses import replace

import pytest

from newel.coding import Code
from newel.exchange.refi.guids import Guids, guid, is_guid, plain_guid
from newel.exchange.refi.letters import described, selection_name, with_description, xml_text
from newel.exchange.remarks import Ledger, counted
from newel.exchange.snippets import doubt, squeezed


def test_a_guid_depends_on_every_part_of_its_name() -> None:
    names = [("a", "b"), ("a", "c"), ("ab",), ("a", "b", ""), ("b", "a")]

    assert len({guid(*name) for name in names}) == len(names)
    assert guid("a", "b") == guid("a", "b")
    assert all(is_guid(guid(*name)) for name in names)


def test_an_id_that_is_a_guid_stays_and_no_two_things_share_one() -> None:
    guids, own = Guids("study"), guid("x")

    assert guids.of("code", own) == own
    assert guids.of("source", own) != own
    assert guids.of("source", own) == guids.of("source", own)
    assert guids.ids() == {guids.of("source", own): own}


@pytest.mark.parametrize("text", ["{0000000A-0000-4000-8000-000000000001}", " 0000000a-0000-4000-8000-000000000001 "])
def test_guids_of_others_are_brought_into_one_form(text: str) -> None:
    assert plain_guid(text) == "0000000a-0000-4000-8000-000000000001"
    assert not is_guid(text)


@pytest.mark.parametrize(
    "code",
    [
        Code("a", "A"),
        Code("a", "A", definition="One.\n\nTwo."),
        Code("a", "A", include="x"),
        Code("a", "A", definition="d", include="i\n\nj", exclude="e", example="x", reference="r"),
        Code("a", "A", definition="d", reference="r"),
        Code("a", "A", exclude="Exclude: this"),
    ],
)
def test_a_description_gives_the_words_of_a_code_back(code: Code) -> None:
    assert with_description(Code("a", "A"), described(code)) == code


def test_a_description_that_looks_like_rules_still_gives_the_same_words_again() -> None:
    odd = Code("a", "A", definition="d\n\nInclude: not a rule", include="a rule")
    read = with_description(Code("a", "A"), described(odd))

    assert read != odd
    assert described(read) == described(odd)


def test_a_selection_is_named_by_the_start_of_its_words() -> None:
    assert selection_name("One\n two\t three") == "One two three"
    assert selection_name("word " * 50).endswith("word…")
    assert len(selection_name("x" * 500)) == 101
    assert xml_text("a\x00b\ufffe\U0001f600") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}\U0001f600"


@pytest.mark.parametrize(
    ("said", "start", "end", "words"),
    [
        ("", 0, 3, ""),
        ("One", 0, 3, ""),
        ("  One ", 0, 3, ""),
        ("One t...", 0, 7, ""),
        ("…", 0, 3, ""),
        ("my label", 0, 3, ""),
        ("One", 0, 2, "counted in"),
        ("three", 0, 3, "elsewhere"),
    ],
)
def test_words_at_a_place_are_doubted_only_where_they_are_found_elsewhere(
    said: str, start: int, end: int, words: str
) -> None:
    found = doubt(said, "One two three", start=start, end=end)

    assert words in found
    assert bool(found) == bool(words)


def test_a_ledger_says_a_thing_once_in_the_order_it_was_met() -> None:
    ledger = Ledger()
    ledger.changed("b", "two")
    ledger.not_kept("a", "one")
    ledger.changed("b", "two")
    other = Ledger()
    other.extend(ledger.remarks)

    assert [(one.outcome, one.place) for one in other.remarks] == [("changed", "b"), ("not kept", "a")]
    assert (counted(1, "code"), counted(2_000, "code"), counted(0, "memory", "memories")) == (
        "1 code",
        "2,000 codes",
        "0 memories",
    )
    assert squeezed(" a\n b ") == "a b"


def test_a_retired_code_stays_described() -> None:
    code = Code("a", "A", definition="d", retired=True)

    assert with_description(replace(code, definition=""), described(code)) == code
