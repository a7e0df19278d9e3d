"""The verbs of the money: a registry is checked, a cost sheet is handed out, filled in and checked cell by cell."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from newel.cli import main
from newel.protocol import scaffold
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
ON = ("--on", "2019-10-20")
ROW = {
    "month": "2019-08", "category": "running", "item": "health_posts", "quantity": 1.5, "unit": "month_of_a_post",
    "amount": 6150.5, "currency": "GBP", "price_year": 2019, "perspective": "health", "source": "payroll",
}  # fmt: skip


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["costs", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    out = tmp_path / "sheet.xlsx"
    assert run("template", STUDY, "--site", "S03", "--out", out, *ON).exit_code == 0
    return out


def fill(path: Path, **changes: object) -> None:
    """Fill in the first row of a blank sheet, as a finance officer does."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Return"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for name, value in (ROW | changes).items():
        sheet.cell(2, columns[name], value)
    workbook.save(path)


def test_check_says_what_is_there_and_where_each_series_is_from() -> None:
    outcome = run("check", STUDY)

    assert outcome.exit_code == 0
    assert "health          11 unit costs" in outcome.output
    assert "2016 to 2022, costs/invented_prices_continued.csv, sha256 " in outcome.output
    assert "value set none: No EQ-5D-Y-3L value set" in outcome.output
    assert outcome.output.endswith("No faults.\n")


def test_a_study_without_costs_has_nothing_at_fault(tmp_path: Path) -> None:
    scaffold(tmp_path / "mine", study_id="mine", title="Mine")

    outcome = run("check", tmp_path / "mine")

    assert (outcome.exit_code, outcome.output) == (0, "  shared          0 costs\nNo faults.\n")


def test_the_blank_sheet_has_the_site_filled_in_and_lists_to_choose_from(blank: Path) -> None:
    workbook = openpyxl.load_workbook(BytesIO(blank.read_bytes()))
    sheet = workbook["Return"]
    headings = [cell.value for cell in sheet[1]]
    listed = {headings[cells.min_col - 1] for each in sheet.data_validations.dataValidation for cells in each.sqref}

    assert sheet["A2"].value == "S03"
    assert {"site_id", "month", "category", "item", "unit", "currency", "perspective", "source"} == listed


def test_a_sheet_that_is_filled_in_is_taken_as_it_is(blank: Path, tmp_path: Path) -> None:
    fill(blank)

    outcome = run("sheet", STUDY, blank, "--site", "S03", "--out", tmp_path / "checked.xlsx", *ON)

    assert outcome.exit_code == 0, outcome.output
    assert "0 faults, 0 questions." in outcome.output


@pytest.mark.parametrize(
    ("changes", "letter"),
    [
        ({"unit": "hour"}, "F"),
        ({"price_year": None}, "I"),
        ({"amount": -6150.5}, "G"),
        ({"amount": "about 6,000"}, "G"),
        ({"currency": "EUR"}, "H"),
        ({"perspective": "treasury"}, "J"),
    ],
)
def test_a_wrong_cell_is_named_and_marked_in_a_copy(
    blank: Path, tmp_path: Path, changes: dict[str, object], letter: str
) -> None:
    fill(blank, **changes)
    copy = tmp_path / "checked.xlsx"

    outcome = run("sheet", STUDY, blank, "--site", "S03", "--out", copy, *ON)

    (column,) = changes
    assert outcome.exit_code == 1
    assert f"sheet Return, row 2, column {column}: found" in outcome.output
    marked = openpyxl.load_workbook(copy)["Return"]
    assert [cell.coordinate for cell in marked[2] if cell.comment] == [f"{letter}2"]


def test_a_site_that_the_protocol_does_not_have_is_refused(tmp_path: Path) -> None:
    outcome = run("template", STUDY, "--site", "S99", "--out", tmp_path / "sheet.xlsx")

    assert outcome.exit_code == 2
    assert "no site S99" in outcome.output


def test_a_study_that_asks_for_no_cost_sheet_says_so(tmp_path: Path) -> None:
    scaffold(tmp_path / "mine", study_id="mine", title="Mine")

    outcome = run("template", tmp_path / "mine", "--site", "S01", "--out", tmp_path / "sheet.xlsx")

    assert outcome.exit_code == 2
    assert "asks for no cost sheet" in outcome.output


def test_faults_of_the_registry_are_told_by_check_with_file_and_remedy(tmp_path: Path) -> None:
    scaffold(tmp_path / "mine", study_id="mine", title="Mine")
    (tmp_path / "mine" / "costs").mkdir()
    (tmp_path / "mine" / "costs" / "unit_costs.csv").write_text("id,amount\nreview,-4\n", encoding="utf-8")

    outcome = run("check", tmp_path / "mine")

    assert outcome.exit_code == 1
    assert "costs/unit_costs.csv, line 2: row 2, amount\n  found     “-4”" in outcome.output
