"""Value sets are named, versioned, loaded by their holder; none is invented, and an adult one is not taken silently.

The numbers are made up for these tests: they are no country's values.
"""

from pathlib import Path

import pytest

from newel.costs import read_value_set
from newel.faults import Fault, Refused
from newel.protocol import Protocol
from tests.support.protocols import a_protocol
from tests.support.value_sets import a_study, header, the_set


def fault(study: Path, protocol: Protocol) -> Fault:
    with pytest.raises(Refused) as refused:
        read_value_set(study, protocol)
    (found,) = refused.value.faults
    return found


def test_none_is_legal_and_so_is_no_economic_header(tmp_path: Path) -> None:
    assert read_value_set(tmp_path, a_protocol()) is None
    assert read_value_set(tmp_path, a_protocol(economics=None)) is None


def test_a_state_is_worth_full_health_without_what_its_levels_take_off(tmp_path: Path) -> None:
    value_set = the_set(tmp_path)

    assert value_set.value({"mobility": 1, "mood": 1}) == 1.0
    assert value_set.value({"mobility": 2, "mood": 1}) == pytest.approx(1 - 0.1 - 0.05)
    assert value_set.value({"mobility": 3, "mood": 3}) == pytest.approx(1 - 0.3 - 0.2 - 0.05 - 0.1)


def test_a_state_that_is_not_known_whole_has_no_value(tmp_path: Path) -> None:
    assert the_set(tmp_path).value({"mobility": 3, "mood": None}) is None


@pytest.mark.parametrize("profile", [{"mobility": 1}, {"mobility": 1, "mood": 4}, {"mobility": 0, "mood": 1}])
def test_a_dimension_or_level_that_the_set_does_not_have_is_refused(tmp_path: Path, profile: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"dimensions|level"):
        the_set(tmp_path).value(profile)


def test_a_set_that_nobody_loaded_is_refused_at_its_line_of_the_protocol(tmp_path: Path) -> None:
    (a_study(tmp_path) / "costs" / "value_sets" / "nowhere.toml").unlink()

    found = fault(tmp_path, header())

    assert (found.file, found.place, found.line) == ("protocol.toml", "economics, value_set", 2)
    assert "No value set ships with Newel" in found.remedy


def test_a_set_without_its_holders_licence_is_refused(tmp_path: Path) -> None:
    found = fault(a_study(tmp_path, licence=False), header())

    assert (found.file, found.place) == ("costs/value_sets/nowhere.toml", "licence")


def test_a_set_that_does_not_give_its_published_values_is_refused(tmp_path: Path) -> None:
    found = fault(a_study(tmp_path, value=0.65), header())

    assert found.place == "examples, number 2"
    assert (found.found, found.expected[:6]) == ("0.5500", "0.6500")


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('id = "nowhere"', 'id = "elsewhere"', "id"),
        ("mobility = [0, 0.1, 0.3]", "mobility = [0.1, 0.1, 0.3]", "decrements, mobility"),
        ("profile = { mobility = 1, mood = 1 }", "profile = { mobility = 1 }", "examples, number 1"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(tmp_path: Path, before: str, after: str, place: str) -> None:
    path = a_study(tmp_path) / "costs" / "value_sets" / "nowhere.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")

    with pytest.raises(Refused) as refused:
        read_value_set(tmp_path, header())

    assert place in [found.place for found in refused.value.faults]


def test_an_adult_set_for_young_peoples_answers_is_refused(tmp_path: Path) -> None:
    found = fault(a_study(tmp_path, made_for="adult"), header())

    assert (found.file, found.place, found.line) == ("protocol.toml", "economics, value_set", 2)
    assert "a set made for adults" in found.found
    assert "adult_tariff_reason" in found.remedy


def test_an_adult_set_is_taken_where_the_protocol_says_why(tmp_path: Path) -> None:
    protocol = header(adult_tariff_reason="For comparison with an earlier report.")

    assert read_value_set(a_study(tmp_path, made_for="adult"), protocol) is not None


def test_a_reason_for_an_adult_set_beside_one_made_for_young_people_is_refused(tmp_path: Path) -> None:
    found = fault(a_study(tmp_path), header(adult_tariff_reason="Old."))

    assert (found.place, found.line) == ("economics, adult_tariff_reason", 3)
