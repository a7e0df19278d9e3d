"""An instrument file that contradicts itself is refused in words: file, line, place, found, expected, remedy."""

from pathlib import Path

import pytest

from newel.faults import Fault, Refused
from newel.instruments import read_instrument, read_instruments

TEXT = """
id = "team"
title = "Team form"
version = "1"
respondents = ["staff"]

[licence]
shelf = "green"
name = "MIT"
copyright = "Written for the tests of Newel."
source = "The tests of Newel"
key_status = "own"

[[option_sets]]
id = "agree"
options = [{ code = 1, label = "No" }, { code = 2, label = "Yes" }, { code = 9, label = "?", missing = "dont_know" }]

[[items]]
id = "first"
text = "We plan the day together."
options = "agree"

[[items]]
id = "second"
text = "How good was the day?"
lowest = 0
highest = 10

[[scales]]
id = "plans"
label = "Planning"
items = ["first"]
rule = "mean"
minimum_answered = 1
lowest = 1
highest = 2
direction = "higher_is_better"

[[examples]]
says = "One answer."
answers = { first = 2, second = 4 }
scores = { plans = 2.0 }
"""


def faults(folder: Path, *edits: tuple[str, str], name: str = "team.toml") -> tuple[Fault, ...]:
    """Write the file with some passages replaced, read it, and return why it is refused."""
    text = TEXT
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_instrument(path)
    for fault in refused.value.faults:
        assert fault.file == name
        assert all((fault.place, fault.found, fault.expected, fault.remedy, fault.line))
    return refused.value.faults


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_text(TEXT, encoding="utf-8")

    instrument = read_instrument(tmp_path / "team.toml")

    assert [item.id for item in instrument.items] == ["first", "second"]
    assert instrument.can_be_asked


def test_a_fault_names_file_line_place_found_expected_and_remedy(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, ('items = ["first"]', 'items = ["frist"]'))

    assert str(fault) == (
        "team.toml, line 32: scale plans, items\n"
        "  found     `frist`\n"
        "  expected  one of first, second\n"
        "  remedy    Correct the spelling, or declare it."
    )


def test_a_misspelt_key_points_to_the_page_that_lists_the_keys(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, ("minimum_answered = 1", "minimum_answer = 1\nminimum_answered = 1"))

    assert fault.found == "the unknown key `minimum_answer`"
    assert "docs/reference/instruments.md" in fault.remedy


def test_the_id_is_the_files_name(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, name="form.toml")

    assert (fault.place, fault.found, fault.line) == ("id", "`team`", 2)


@pytest.mark.parametrize(
    ("edit", "place", "found"),
    [
        (('options = "agree"', 'options = "agre"'), "item first, options", "`agre`"),
        (("lowest = 0\nhighest = 10", "lowest = 0"), "item second", "neither options nor a range"),
        (("lowest = 0\nhighest = 10", "lowest = 10\nhighest = 0"), "item second, highest", "0"),
        (('id = "second"', 'id = "first"'), "item first", "`first`, 2 times"),
        (("code = 2", "code = 1"), "option set agree, options", "`1`, 2 times"),
        (("minimum_answered = 1", "minimum_answered = 2"), "scale plans, minimum_answered", "2"),
        (('rule = "mean"', 'rule = "mean"\nreversed = ["second"]'), "scale plans, reversed", "`second`"),
        (("lowest = 1\nhighest = 2", "lowest = 1\nhighest = 5"), "scale plans, highest", "5"),
        (("lowest = 1\nhighest = 2", "lowest = 0\nhighest = 2"), "scale plans, lowest", "0"),
        (("{ first = 2,", "{ frist = 2,"), "example 1", "`frist`"),
        (("{ first = 2,", "{ first = 9,"), "example 1", "first = 9"),
        (("second = 4", "second = 4.5"), "example 1", "second = 4.5"),
        (("second = 4", 'second = "forgot"'), "example 1", "second = 'forgot'"),
        (("{ plans = 2.0 }", "{ plan = 2.0 }"), "example 1", "`plan`"),
    ],
)
def test_a_contradiction_is_refused_at_its_place(
    tmp_path: Path, *, edit: tuple[str, str], place: str, found: str
) -> None:
    (fault,) = faults(tmp_path, edit)

    assert (fault.place, fault.found) == (place, found)


def test_a_number_without_a_range_cannot_be_turned_round(tmp_path: Path) -> None:
    (fault,) = faults(
        tmp_path,
        ("lowest = 0\nhighest = 10", "number = true"),
        ('items = ["first"]', 'items = ["second"]\nreversed = ["second"]'),
    )

    assert fault.place == "scale plans, reversed"
    assert "any number" in fault.found


def test_wording_on_the_key_shelf_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, ('shelf = "green"', 'shelf = "key"'))

    assert fault.place == "item first"
    assert fault.found == "wording on the key shelf"
    assert "not licensed" in fault.remedy


def test_the_ends_of_a_line_are_wording_too(tmp_path: Path) -> None:
    (fault,) = faults(
        tmp_path,
        ('shelf = "green"', 'shelf = "key"'),
        ('text = "We plan the day together."\n', ""),
        ('text = "How good was the day?"', 'lowest_label = "Not good"'),
    )

    assert (fault.place, fault.found) == ("item second", "wording on the key shelf")


def test_an_item_without_text_is_refused_on_the_green_shelf(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, ('text = "We plan the day together."\n', ""))

    assert (fault.place, fault.found) == ("item first", "no text")


def test_a_pack_brings_the_whole_text_or_none_of_it(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, ('shelf = "green"', 'shelf = "pack"'), ('text = "We plan the day together."\n', ""))

    assert fault.place == "item first"


def test_the_faults_of_all_files_are_listed_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "instruments"
    folder.mkdir()
    (folder / "one.toml").write_text(TEXT, encoding="utf-8")
    (folder / "two.toml").write_text("id = ", encoding="utf-8")

    with pytest.raises(Refused) as refused:
        read_instruments(tmp_path)

    assert [fault.file for fault in refused.value.faults] == ["one.toml", "two.toml"]


def test_a_study_without_instruments_has_none(tmp_path: Path) -> None:
    assert read_instruments(tmp_path) == {}
