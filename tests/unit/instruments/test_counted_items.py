"""What a protocol counts is an item that takes a number, and an item of whole numbers says so."""

from pathlib import Path

import pytest

from newel.faults import Refused
from newel.instruments import instrument_faults, read_instrument
from tests.support.services import COUNTS, a_service_study, service_instruments

SERVICES = service_instruments()
TEXT = """
id = "times"
title = "How often"
version = "1"
respondents = ["young_person"]

[licence]
shelf = "green"
name = "MIT"
copyright = "Written for the tests of Newel."
source = "The tests of Newel"
key_status = "own"

[[items]]
id = "nurse"
text = "How many times did you see a nurse?"
number = true
whole = true

[[examples]]
says = "Twice."
answers = { nurse = 2 }
scores = {}
"""


def test_items_that_take_numbers_can_be_counted() -> None:
    assert instrument_faults(a_service_study(), SERVICES) == []


@pytest.mark.parametrize(
    ("item", "found", "remedy"),
    [
        ("services.nurses", "`services.nurses`", "Did you mean `nurse`?"),
        ("services.helped", "`services.helped`, which is answered by a choice", "Name another, or add one to services"),
    ],
)
def test_an_item_that_is_not_there_or_is_a_choice_is_refused(item: str, found: str, remedy: str) -> None:
    protocol = a_service_study({"counts": [COUNTS[0] | {"item": item}]})

    (fault,) = instrument_faults(protocol, SERVICES)

    assert (fault.file, fault.place) == ("protocol.toml", f"economics, service_use, counts, {item}")
    assert fault.found == found
    assert "services.nurse, services.hospital" in fault.expected
    assert fault.remedy.startswith(remedy)


def test_an_instrument_that_nobody_wrote_is_refused_once_for_each_item() -> None:
    others = {name: each for name, each in SERVICES.items() if name != "services"}

    faults = instrument_faults(a_service_study(), others)

    places = [fault.place for fault in faults if fault.place.startswith("economics")]
    assert places == [f"economics, service_use, counts, {counted['item']}" for counted in COUNTS]


def read(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    """Return the place and the value of each fault of an instrument file."""
    path = tmp_path / "times.toml"
    path.write_text(text, encoding="utf-8")
    try:
        read_instrument(path)
    except Refused as refused:
        return [(fault.place, fault.found) for fault in refused.faults]
    return []


def test_an_instrument_may_ask_for_whole_numbers_alone_and_have_no_scale(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT) == []


def test_whole_numbers_are_said_of_items_that_take_a_number(tmp_path: Path) -> None:
    text = TEXT.replace("number = true", "lowest = 0\nhighest = 10")

    assert read(tmp_path, text) == [("item nurse, whole", "`whole` without `number`")]


def test_an_example_gives_a_whole_number_where_one_is_asked_for(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT.replace("nurse = 2 ", "nurse = 2.5 ")) == [("example 1", "nurse = 2.5")]
