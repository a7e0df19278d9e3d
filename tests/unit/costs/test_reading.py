"""A study's folder of costs is read whole: every fault of every file is told at once, with row or line and remedy."""

from pathlib import Path
from typing import Any

import pytest

from newel.costs import Registry, read_registry
from newel.faults import Fault, Refused
from tests.support.costs import NEW, OLD, a_folder, as_toml, indices, unit_cost_csv, unit_cost_toml
from tests.support.protocols import a_protocol

SHARED = {
    "id": "team", "label": "Team", "category": "running", "amount": 1200, "currency": "GBP", "price_year": 2020,
    "perspective": "health", "owner": "The tests", "series": "new", "source": "Accounts", "by": "staff",
    "from_month": "2019-01", "to_month": "2019-12",
}  # fmt: skip


def faults(study: Path, files: dict[str, str], protocol: Any = None) -> list[Fault]:
    a_folder(study, files)
    with pytest.raises(Refused) as refused:
        read_registry(study, protocol)
    return list(refused.value.faults)


def fault(study: Path, files: dict[str, str], protocol: Any = None) -> Fault:
    (found,) = faults(study, files, protocol)
    assert found.remedy
    return found


def test_a_study_without_a_folder_of_costs_has_an_empty_registry(tmp_path: Path) -> None:
    assert read_registry(tmp_path, a_protocol()) == Registry()


def test_unit_costs_and_series_are_read_with_their_sources_and_checksums(tmp_path: Path) -> None:
    a_folder(tmp_path)

    registry = read_registry(tmp_path, a_protocol())

    assert [(cost.id, cost.amount, cost.price_year) for cost in registry.unit_costs] == [("review_health", 40.0, 2018)]
    assert registry.series["old"].levels == OLD
    assert registry.series["new"].levels == NEW
    assert registry.series["new"].file == "costs/new.csv"
    assert len(registry.series["new"].checksum) == 64
    assert registry.items == {"review": "review"}


def test_a_table_of_unit_costs_is_read_like_the_blocks(tmp_path: Path) -> None:
    rows = unit_cost_csv({"id": "meeting_health", "item": "meeting", "unit": "meeting", "valid_from": "2019-01-01"})
    a_folder(tmp_path, {"unit_costs.csv": rows})

    registry = read_registry(tmp_path, a_protocol())

    assert [cost.id for cost in registry.unit_costs] == ["review_health", "meeting_health"]
    assert registry.unit_costs[1].valid_from is not None


def test_shared_costs_are_read_from_blocks_and_from_a_table(tmp_path: Path) -> None:
    named = SHARED | {"id": "other", "sites": "S01 S02"}
    table = ",".join(named) + "\n" + ",".join(map(str, named.values())) + "\n"
    a_folder(tmp_path, {"shared_costs.toml": as_toml("shared_cost", SHARED), "shared_costs.csv": table})

    shared = read_registry(tmp_path, a_protocol()).shared_costs

    assert [(cost.id, cost.sites) for cost in shared] == [("team", ()), ("other", ("S01", "S02"))]


@pytest.mark.parametrize("key", ["price_year", "source", "unit", "perspective", "owner", "series", "uncertainty"])
def test_a_pound_without_price_year_source_unit_perspective_or_owner_is_refused(tmp_path: Path, key: str) -> None:
    by_line = fault(tmp_path / "toml", {"unit_costs.toml": unit_cost_toml(**{key: None})})
    by_row = fault(tmp_path / "csv", {"unit_costs.csv": unit_cost_csv({"id": "ok", "item": "ok"}, {key: None})})

    assert (by_line.file, by_line.line) == ("costs/unit_costs.toml", 1)
    assert by_line.found == "nothing"
    assert (by_row.file, by_row.place, by_row.line) == ("costs/unit_costs.csv", f"row 3, {key}", 3)
    assert by_row.expected == f"a value for `{key}`"


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("amount", "-40", "greater than or equal to 0"),
        ("amount", "forty", "a valid number"),
        ("amount", "1,040", "a valid number"),
        ("currency", "EUR", "GBP"),
        ("perspective", "treasury", "local_authority"),
        ("price_year", "2018/19", "a valid integer"),
        ("uncertainty", "roughly", "fixed"),
    ],
)
def test_a_wrong_cell_is_named_by_its_row_and_column(tmp_path: Path, key: str, value: str, expected: str) -> None:
    found = fault(tmp_path, {"unit_costs.csv": unit_cost_csv({"id": "second", key: value})})

    assert (found.file, found.place) == ("costs/unit_costs.csv", f"row 2, {key}")
    assert found.found == f"“{value}”"
    assert expected in found.expected


def test_cells_that_contradict_each_other_are_named_by_their_row(tmp_path: Path) -> None:
    found = fault(tmp_path, {"unit_costs.csv": unit_cost_csv({"id": "second", "uncertainty": "gamma"})})

    assert found.place == "row 2, the whole row"
    assert "a standard_error" in found.expected


def test_a_line_of_a_block_is_named(tmp_path: Path) -> None:
    text = unit_cost_toml(id="one", item="one") + "\n" + unit_cost_toml(currency="EUR")

    found = fault(tmp_path, {"unit_costs.toml": text})

    assert found.place == "unit_cost, number 2, currency"
    assert text.splitlines()[(found.line or 0) - 1] == 'currency = "EUR"'


def test_a_misspelt_column_is_refused_in_every_row(tmp_path: Path) -> None:
    text = unit_cost_csv({"id": "second"}).replace('"owner"', '"ownr"')

    assert {found.place for found in faults(tmp_path, {"unit_costs.csv": text})} == {"row 2, ownr", "row 2, owner"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("year,level\n2014,100\n2014,101\n", "2014 again"),
        ("year,level\n2014,0\n", "2014, 0"),
        ("year,level\n2014,-3\n", "2014, -3"),
        ("year,level\n2014.5,100\n", "2014.5, 100"),
        ("year,level\n2014/15,100\n", "2014/15, 100"),
        ("year,level\n2014,nan\n", "2014, nan"),
        ("year,value\n2014,100\n", "2014, 100"),
        ("year,level,note\n2014,100,x\n", "2014, 100, x"),
        ("year,level\n2014\n", "1 cells"),
    ],
)
def test_a_series_is_whole_years_with_levels(tmp_path: Path, text: str, found: str) -> None:
    seen = fault(tmp_path, {"new.csv": text})

    assert (seen.file, seen.found) == ("costs/new.csv", found)
    assert seen.place.startswith("row ")


def test_a_file_that_was_changed_since_its_checksum_was_written_is_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "new.csv").write_text("year,level\n2014,100\n2020,999\n", encoding="utf-8")

    with pytest.raises(Refused) as refused:
        read_registry(tmp_path)

    (found,) = refused.value.faults
    assert (found.file, found.place) == ("costs/new.csv", "series new")
    assert found.found.startswith("other bytes")


def test_a_series_whose_file_is_missing_is_refused(tmp_path: Path) -> None:
    (a_folder(tmp_path) / "old.csv").unlink()

    with pytest.raises(Refused, match="no such file"):
        read_registry(tmp_path)


def test_text_that_is_not_utf_8_is_refused_with_its_byte(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "unit_costs.csv").write_bytes(unit_cost_csv({"id": "second", "label": "£"}).encode("cp1252"))

    with pytest.raises(Refused, match="not UTF-8"):
        read_registry(tmp_path)


def test_faults_of_several_files_are_told_at_once(tmp_path: Path) -> None:
    files = {
        "unit_costs.csv": unit_cost_csv({"id": "second", "amount": "x"}),
        "shared_costs.toml": as_toml("shared_cost", SHARED | {"by": "weight"}),
        "new.csv": "year,level\n2014,x\n",
    }

    assert {found.file for found in faults(tmp_path, files)} == {
        "costs/unit_costs.csv",
        "costs/shared_costs.toml",
        "costs/new.csv",
    }


def test_a_study_with_costs_and_no_series_says_which_series_is_missing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "indices.toml").unlink()

    with pytest.raises(Refused, match=r"a series of costs/indices\.toml"):
        read_registry(tmp_path)


def test_the_declared_series_are_toml_that_a_person_can_write(tmp_path: Path) -> None:
    text = indices({"old.csv": "x", "new.csv": "y"})

    found = fault(tmp_path, {"indices.toml": text.replace('file = "old.csv"', 'file = "../old.csv"')})

    assert found.place == "series, number 1, file"
