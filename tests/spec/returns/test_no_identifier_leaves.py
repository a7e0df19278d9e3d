"""An identifier that stands anywhere in a file is in no frame, fault, warning, note, list of the copy, or log."""

import logging
from io import BytesIO

import openpyxl
import pytest

from newel.importers.returns import CheckedReturn, annotated
from tests.support.clean_files import RETURNS
from tests.support.defects import CELLS, FILES, Defect
from tests.support.site_files import SiteFile, a_sender, csv_file, definition, some_rows

NAMES = ("Kayden", "Marsh", "Okafor")
NHS = ("9434765919", "943 476 5919", "943-476-5919")
LABELS = ("K104", "K110", "K121", "E2031", "E2040", "E2055")
CASES = [(name, column) for name in RETURNS for column in definition(name).names]


def everything_said(file: SiteFile, result: CheckedReturn) -> str:
    """Return all that a check gives away, and the list at the front of the annotated copy."""
    copy = openpyxl.load_workbook(BytesIO(annotated(file.name, file.content, result)))
    listed = [cell for row in copy.worksheets[0].iter_rows(values_only=True) for cell in row]
    comments = [cell.comment.text for sheet in copy for row in sheet.iter_rows() for cell in row if cell.comment]
    return "\n".join((repr(result), result.frame.write_csv(), repr(listed), repr(comments), repr(a_sender())))


def planted(name: str, column: str, *values: str) -> SiteFile:
    """Return a file with a value planted in one column of each of its first rows."""
    rows = some_rows(name)
    for row, value in zip(rows, values, strict=False):
        row |= {column: value}
    return SiteFile(name, "return.csv", csv_file(rows))


def given_away(said: str) -> list[str]:
    return [word for word in (*NAMES, *NHS, *LABELS) if word.casefold() in said.casefold()]


@pytest.mark.parametrize(("name", "column"), CASES)
def test_an_identifier_planted_in_any_column_is_said_nowhere(
    name: str, column: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    file = planted(name, column, "Kayden Marsh", "kayden", "K104", "E2031", "MARSH, K104")

    assert given_away(everything_said(file, file.checked()) + caplog.text) == []


@pytest.mark.parametrize(("name", "column"), CASES[::4])
@pytest.mark.parametrize("number", NHS)
def test_an_nhs_number_planted_in_a_column_is_said_nowhere(name: str, column: str, number: str) -> None:
    file = planted(name, column, number, f"Kayden {number}")
    result = file.checked()

    assert {fault.code for fault in result.faults} == {"personal_number"}
    assert given_away(everything_said(file, result)) == []


@pytest.mark.parametrize("defect", [*CELLS[::4], *FILES], ids=str)
def test_no_planted_defect_gives_an_identifier_away(defect: Defect, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    assert given_away(everything_said(defect.file, defect.file.checked()) + caplog.text) == []


@pytest.mark.parametrize("name", ["activity", "training", "staff"])
def test_a_clean_file_leaves_pseudonyms_and_no_id(name: str) -> None:
    file = SiteFile(name, "return.csv", csv_file(some_rows(name)))
    result = file.checked()
    (column,) = definition(name).pseudonyms

    assert [word for word in LABELS if word in everything_said(file, result)] == []
    assert result.frame[column].str.contains("^[0-9a-f]{32}$").all()
    assert result.frame[column].n_unique() == len({row[column] for row in some_rows(name)})


def test_a_pseudonym_is_the_same_in_every_return_and_another_at_every_site() -> None:
    training, staff = (SiteFile(name, "r.csv", csv_file(some_rows(name))).checked() for name in ("training", "staff"))
    elsewhere = [row | {"site_id": "S04"} for row in some_rows("staff")]

    assert training.frame["staff_id"][0] == staff.frame["staff_id"][0]
    assert not set(SiteFile("staff", "r.csv", csv_file(elsewhere)).checked().frame["staff_id"]) & set(
        staff.frame["staff_id"]
    )


def test_without_the_key_nothing_with_ids_is_checked() -> None:
    file = SiteFile("activity", "r.csv", csv_file(some_rows("activity")))

    with pytest.raises(ValueError, match="needs the pseudonyms' key"):
        file.checked(a_sender(key=None))


def test_a_telephone_number_is_not_repeated() -> None:
    file = planted("staffing", "in_post", "07700 900123")

    assert "900123" not in everything_said(file, file.checked())
