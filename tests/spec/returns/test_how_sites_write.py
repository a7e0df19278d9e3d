"""What sites write in their own way is read where it can be read in one way only, and the sender is told."""

from datetime import date, datetime

import openpyxl
import pytest

from tests.support.site_files import SiteFile, csv_file, sent, some_rows, xlsx_file
from tests.support.workbooks import a_workbook, saved


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("2019-08-03", None),
        ("03/08/2019", "written with strokes were read day first (row 2: 2019-08-03)"),
        ("3/8/2019", "written with strokes were read day first (row 2: 2019-08-03)"),
        ("3 Aug 2019", "written with the name of the month were read (row 2: 2019-08-03)"),
        ("3-August-2019", "written with the name of the month were read (row 2: 2019-08-03)"),
        ("2019-08-03 21:40", "had a time beside them, which was left out (row 2: 2019-08-03)"),
    ],
)
def test_a_day_in_each_style_is_the_same_day_and_another_style_is_noted(written: str, note: str | None) -> None:
    rows = some_rows("activity")
    rows[0] |= {"happened_on": written}

    result = sent("activity", rows)

    assert result.faults == ()
    assert result.frame["happened_on"][0] == date(2019, 8, 3)
    assert result.notes == ((f"in column happened_on, days {note}",) if note else ())


@pytest.mark.parametrize("cell", [date(2019, 8, 3), datetime(2019, 8, 3)])  # noqa: DTZ001 - a spreadsheet has no zones
def test_a_date_cell_of_a_spreadsheet_is_its_day(cell: date) -> None:
    rows = some_rows("activity")
    rows[0] |= {"happened_on": cell}

    result = SiteFile("activity", "return.xlsx", xlsx_file(rows)).checked()

    assert result.frame["happened_on"][0] == date(2019, 8, 3)
    assert result.notes == ()


def test_days_of_which_a_spreadsheet_turned_some_round_are_asked_about() -> None:
    rows = some_rows("staff")
    for row, day in zip(
        rows, [date(2016, 3, 4), date(2017, 9, 2), date(2018, 5, 7), "14/03/2016", "25/07/2018"], strict=True
    ):
        row |= {"started_on": day, "left_on": None}
    rows.append(rows[-1] | {"staff_id": "E9", "started_on": "30/06/2017"})

    result = SiteFile("staff", "return.xlsx", xlsx_file(rows)).checked()

    assert [(fault.code, fault.rows) for fault in result.warnings] == [
        ("day_perhaps_swapped", (row,)) for row in (2, 3, 4)
    ]


@pytest.mark.parametrize("written", ["Self-harm", "SELF HARM", "self harm", "self-harm "])
def test_a_word_spelt_in_another_way_is_read_and_that_is_said(written: str) -> None:
    rows = some_rows("activity")
    rows[4] |= {"kind": written}

    result = sent("activity", rows)

    assert result.frame["kind"][4] == "self_harm"
    assert result.notes == ("in column kind, another spelling of self_harm was read as it (row 6)",)


def test_the_label_of_a_word_may_stand_for_it() -> None:
    rows = some_rows("staffing")
    for row, label in zip(rows, ["Residential", "Health", "Education", "Management", "Residential"], strict=True):
        row |= {"role": label}

    assert sent("staffing", rows).frame["role"].to_list()[:2] == ["residential", "health"]


def test_column_names_below_a_title_are_found_and_the_title_is_left_out_and_noted() -> None:
    content = xlsx_file(some_rows("staffing"), above=[["Staffing, August 2019"], [], ["sent by the site"]])

    result = SiteFile("staffing", "return.xlsx", content).checked()

    assert (result.faults, result.notes) == ((), ("rows 1 to 3, above the column names, were left out",))
    assert result.places is not None
    assert result.places.header_row == 4


def test_a_fault_below_a_title_names_the_row_of_the_sheet() -> None:
    rows = some_rows("staffing")
    rows[1] |= {"in_post": "x1"}
    workbook = a_workbook(["Staffing"], [], list(rows[0]), *(list(row.values()) for row in rows))
    workbook.active.merge_cells("A1:H1")

    [fault] = SiteFile("staffing", "return.xlsx", saved(workbook)).checked().faults

    assert fault.place == "sheet Return, row 5, column in_post"


def test_a_title_above_the_column_names_of_a_csv_file_is_left_out_too() -> None:
    content = b"Staffing for August\r\n\r\n" + csv_file(some_rows("staffing"), separator=";")

    result = SiteFile("staffing", "return.csv", content).checked()

    assert result.faults == ()
    assert result.notes == ("cells are separated by semicolons", "row 1, above the column names, was left out")


def test_hidden_rows_are_read_and_that_is_said() -> None:
    rows = some_rows("staffing")
    workbook = a_workbook(list(rows[0]), *(list(row.values()) for row in rows))
    workbook.active.row_dimensions[3].hidden = True

    result = SiteFile("staffing", "return.xlsx", saved(workbook)).checked()

    assert result.frame.height == 5
    assert result.notes == ("hidden rows were read too",)


def test_numbers_kept_as_text_and_blanks_at_the_end_are_read_as_they_are_meant() -> None:
    rows = some_rows("staffing")
    rows[0] |= {"in_post": " 60  ", "vacancies": "  ", "supervision_hours": 52.5}
    workbook = openpyxl.Workbook()
    for row in (list(rows[0]), *(list(row.values()) for row in rows), [], [" "]):
        workbook.active.append(row)

    result = SiteFile("staffing", "return.xlsx", saved(workbook)).checked()

    assert result.frame.row(0)[3:] == (60, None, 31, 2, 52.5)


def test_rows_with_nothing_but_what_the_template_filled_in_are_left_out_and_counted() -> None:
    blank = dict.fromkeys(some_rows("staffing")[0]) | {"site_id": "S03", "month": "2019-07", "role": "health"}

    result = sent("staffing", [*some_rows("staffing"), blank, blank | {"role": "education"}])

    assert result.frame.height == 5
    assert result.notes == ("2 rows hold only a site, a month and a role and were left out; nothing was sent for them",)


def test_an_event_with_nothing_but_its_number_is_not_left_out_in_silence() -> None:
    row = dict.fromkeys(some_rows("activity")[0]) | {"site_id": "S03", "month": "2019-08", "event": "6"}

    faults = sent("activity", [*some_rows("activity"), row]).faults

    assert {fault.column for fault in faults} == {"happened_on", "kind", "child_id"}
