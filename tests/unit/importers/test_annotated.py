"""The annotated copy: what to put right, and the sender's own table with the faulty cells marked."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from newel.importers.returns import annotated
from tests.support.defects import ASKED, CELLS, Defect
from tests.support.site_files import SiteFile, csv_file, some_rows, xlsx_file

IN_BOTH_FORMATS = [CELLS[0], CELLS[1], CELLS[35], CELLS[36], ASKED[0]]


def copy_of(file: SiteFile) -> Any:
    """Return the annotated copy of a checked file."""
    return openpyxl.load_workbook(BytesIO(annotated(file.name, file.content, file.checked())))


@pytest.mark.parametrize("defect", CELLS[::3] + ASKED, ids=str)
def test_exactly_the_faulty_cells_are_marked_and_say_how_to_mend_them(defect: Defect) -> None:
    result = defect.file.checked()
    [fault] = [*result.faults, *result.warnings]

    sheet = copy_of(defect.file).worksheets[1]
    marked = {
        (cell.row, cell.column_letter): cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.patternType == "solid"
    }

    assert set(marked) == set(defect.cells)
    for says in marked.values():
        assert fault.expected in says
        assert fault.remedy in says


def test_the_first_sheet_lists_each_fault_in_words() -> None:
    rows = some_rows("staffing")
    rows[1] |= {"in_post": "-1"}
    rows[4] |= {"in_post": "40"}

    listed = list(copy_of(SiteFile("staffing", "r.csv", csv_file(rows))).worksheets[0].iter_rows(values_only=True))

    assert listed[0][:3] == ("Where", "Row", "Column")
    assert [(row[0], row[1], row[2], row[3], row[6]) for row in listed[1:]] == [
        ("row 3, column in_post", "3", "in_post (D)", "“-1”", "put right"),
        ("row 6, column in_post", "6", "in_post (D)", "“40”", "please check"),
    ]


def test_the_table_is_the_senders_own_at_its_own_place_and_all_text() -> None:
    rows = some_rows("staffing")
    rows[1] |= {"in_post": "-1"}
    file = SiteFile("staffing", "r.xlsx", xlsx_file(rows, above=[["A title"], []]))

    copy = copy_of(file)["Return"]

    assert copy["A1"].value == "A title"
    assert [cell.value for cell in copy[3]] == list(rows[0])
    assert [cell.value for cell in copy[5]] == [row if row is None else str(row) for row in rows[1].values()]
    assert {cell.data_type for row in copy.iter_rows() for cell in row if cell.value is not None} == {"s"}


@pytest.mark.parametrize(
    "value", ["=1+1", "@SUM(A1)", "+44 20", "-5+2", "=cmd|' /C calc'!A0", "\N{FULLWIDTH EQUALS SIGN}1"]
)
def test_no_cell_of_the_copy_runs_as_a_formula(value: str) -> None:
    rows = some_rows("staffing")
    rows[0] |= {"in_post": value}

    cell = copy_of(SiteFile("staffing", "r.csv", csv_file(rows))).worksheets[1]["D2"]

    assert (cell.data_type, cell.value) == ("s", f"'{value}")


def test_a_negative_number_stays_as_it_is() -> None:
    rows = some_rows("staffing")
    rows[0] |= {"in_post": "-5"}

    assert copy_of(SiteFile("staffing", "r.csv", csv_file(rows))).worksheets[1]["D2"].value == "-5"


def test_an_nhs_number_is_taken_out_of_the_copy() -> None:
    rows = some_rows("staffing")
    rows[0] |= {"in_post": "943 476 5919"}

    cell = copy_of(SiteFile("staffing", "r.csv", csv_file(rows))).worksheets[1]["D2"]

    assert cell.value == "(taken out: it looks like an NHS number)"


def test_a_corrected_copy_can_be_sent_as_it_is() -> None:
    rows = some_rows("activity")
    rows[0] |= {"happened_on": "31/08/2019", "minutes": "1h35"}
    copy = copy_of(SiteFile("activity", "r.csv", csv_file(rows)))
    copy.worksheets[1]["G2"].value = 95
    packed = BytesIO()
    copy.save(packed)

    result = SiteFile("activity", "copy.xlsx", packed.getvalue()).checked()

    assert result.faults == ()
    assert result.frame["minutes"][0] == 95


def test_of_a_file_that_cannot_be_read_there_is_the_list_alone() -> None:
    copy = copy_of(SiteFile("staffing", "r.xlsx", b"PK\x03\x04 cut short"))

    assert copy.sheetnames == ["What to put right"]
    assert copy.worksheets[0]["D2"].value == "the whole file: an XLSX file that is damaged or cut short"


def test_a_table_that_cannot_be_taken_as_one_is_copied_without_marks() -> None:
    copy = copy_of(SiteFile("staffing", "r.csv", csv_file(some_rows("staffing")) + b"S03,2019-09\r\n"))

    assert copy.sheetnames == ["What to put right", "Return"]
    assert copy["Return"]["B7"].value == "2019-09"


def test_a_control_character_of_a_csv_file_does_not_spoil_the_copy() -> None:
    rows = some_rows("staffing")
    rows[0] |= {"in_post": "6\x0b0\x01"}

    assert copy_of(SiteFile("staffing", "r.csv", csv_file(rows))).worksheets[1]["D2"].value == "6 0 "


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the command that opens a workbook in LibreOffice Calc, or skip where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice: apt-get install libreoffice-calc")
    home = tmp_path_factory.mktemp("libreoffice")
    command = [
        program,
        f"-env:UserInstallation={home.as_uri()}",
        "--headless",
        "--convert-to",
        "csv",
        "--outdir",
        str(home),
    ]
    probe = home / "probe.xlsx"
    probe.write_bytes(xlsx_file([{"a": 1}]))
    subprocess.run([*command, str(probe)], check=False, capture_output=True, timeout=300)
    if not (home / "probe.csv").is_file():
        pytest.skip("needs LibreOffice Calc: apt-get install libreoffice-calc")
    return command


@pytest.mark.parametrize("defect", IN_BOTH_FORMATS, ids=str)
def test_the_copy_opens_in_a_spreadsheet_program(defect: Defect, calc: list[str], tmp_path: Path) -> None:
    file = defect.file
    (tmp_path / "copy.xlsx").write_bytes(annotated(file.name, file.content, file.checked()))

    command = [*calc[:-1], str(tmp_path), str(tmp_path / "copy.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)

    opened = (tmp_path / "copy.csv").read_text(encoding="cp1252")  # what this program writes unless told
    assert opened.startswith("Where,Row,Column,What is there,What is expected,How to put it right,Kind\n")
    assert defect.cells[0][1] in opened
