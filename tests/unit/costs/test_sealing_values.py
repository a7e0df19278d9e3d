"""A value set is sealed with the records it values, and comes back as it was."""

from pathlib import Path

import pytest

from newel.costs import ValueSet, read_value_set, value_set_frame, value_set_of, with_value_set
from newel.faults import Fault, Refused
from newel.freeze import seal
from newel.instruments import Instrument
from newel.records import KINDS, FrameSource, conform
from newel.records.kinds import VALUE_SET
from tests.support.instruments import an_instrument
from tests.support.protocols import a_protocol
from tests.support.value_sets import a_study, header, the_set

SOURCE = FrameSource({}, "a test", synthetic=True)


def test_a_value_set_comes_back_from_its_records(tmp_path: Path) -> None:
    value_set = the_set(tmp_path)

    rows = value_set_frame(value_set)

    conform(VALUE_SET, rows)
    again = value_set_of({"value_set": rows}.__getitem__)
    assert again is not None
    for profile in ({"mobility": one, "mood": two} for one in (1, 2, 3) for two in (1, 2, 3)):
        assert again.value(profile) == value_set.value(profile)
    kept = ("id", "instrument", "made_for", "country", "version", "citation", "doi", "licence", "decrements")
    assert {name: getattr(again, name) for name in kept} == {name: getattr(value_set, name) for name in kept}


def test_no_set_is_no_record_and_no_record_is_no_set() -> None:
    assert value_set_frame(None).is_empty()
    assert value_set_of({"value_set": KINDS["value_set"].empty()}.__getitem__) is None


def test_a_freeze_seals_it_and_a_study_without_one_keeps_its_source(tmp_path: Path) -> None:
    value_set = the_set(tmp_path / "study")

    sealed = seal(a_protocol(), with_value_set(SOURCE, value_set), tmp_path / "freeze")

    again = value_set_of(sealed.frame)
    assert again is not None
    assert again.decrements == value_set.decrements
    assert sealed.synthetic
    assert with_value_set(SOURCE, None) is SOURCE


def asked(dimension: str = "mobility", levels: int = 3) -> dict[str, Instrument]:
    """Return an instrument that asks of mood, and of another dimension, at some levels."""
    options = [{"code": code, "label": f"Level {code}"} for code in range(1, levels + 1)]
    declined = [{"code": 9, "label": "I would rather not say", "missing": "prefer_not"}]
    items = [{"id": name, "options": "levels"} for name in (dimension, "mood")]
    return {
        "eq5d_y": an_instrument(
            "eq5d_y", option_sets=[{"id": "levels", "options": options + declined}], items=items, scales=[]
        )
    }


def fault(folder: Path, instruments: dict[str, Instrument]) -> Fault:
    with pytest.raises(Refused) as refused:
        read_value_set(a_study(folder), header(), instruments)
    return refused.value.faults[0]


def test_a_set_that_values_what_the_study_asks_is_taken(tmp_path: Path) -> None:
    assert isinstance(read_value_set(a_study(tmp_path), header(), asked()), ValueSet)


def test_a_set_for_an_instrument_the_study_does_not_hold_is_refused(tmp_path: Path) -> None:
    found = fault(tmp_path, {"team": an_instrument()})

    assert (found.file, found.place, found.found) == ("costs/value_sets/nowhere.toml", "instrument", "`eq5d_y`")
    assert "team" in found.expected


def test_a_dimension_that_the_instrument_does_not_ask_is_refused(tmp_path: Path) -> None:
    found = fault(tmp_path, asked(dimension="walking"))

    assert (found.place, found.found) == ("decrements, mobility", "`mobility`")
    assert "walking, mood" in found.expected


def test_a_set_of_another_number_of_levels_is_refused(tmp_path: Path) -> None:
    """A set of three levels does not value answers of five."""
    found = fault(tmp_path, asked(levels=5))

    assert (found.place, found.found) == ("decrements, mobility", "levels 1 to 3")
    assert "1, 2, 3, 4, 5" in found.expected
    assert "two versions" in found.remedy
