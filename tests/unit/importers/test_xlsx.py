"""Reading XLSX as sites send it: dates, numbers, formulas, hidden and second sheets."""

from datetime import date, datetime, time

import pytest

from newel.faults import Refused
from newel.importers import TextTable, read_table
from tests.support.workbooks import a_workbook, part, saved, with_parts, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes) -> TextTable:
    return read_table("return.xlsx", content)


def refusal(content: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        read(content)
    return refused.value


def test_a_workbook_reads_like_the_same_table_as_text() -> None:
    in_text = read_table("return.csv", b"Site_ID,month,assaults\nS01,2019-08,3\n\nS02,2019-08,\n")

    in_excel = read(xlsx(["Site_ID", "month", "assaults"], ["S01", "2019-08", 3], [], ["S02", "2019-08", None]))

    assert (in_excel.columns, in_excel.rows, in_excel.row_numbers) == (
        in_text.columns,
        in_text.rows,
        in_text.row_numbers,
    )
    assert in_excel.sheet == "Return"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (11.4, "11.4"),
        (True, "TRUE"),
        (date(2019, 8, 1), "2019-08-01"),
        (datetime(2019, 8, 1), "2019-08-01"),  # noqa: DTZ001 - a spreadsheet has no time zones
        (datetime(2019, 8, 1, 9, 30), "2019-08-01 09:30:00"),  # noqa: DTZ001 - as above
        (time(9, 30), "09:30:00"),
        ("  two words  ", "two words"),
        ("   ", None),
        (-5, "-5"),
    ],
)
def test_a_cell_is_written_as_a_person_would_type_it(value: object, text: str | None) -> None:
    assert read(xlsx(["a", "b"], ["x", value])).rows == (("x", text),)


def test_a_date_of_the_1904_calendar_is_read_right() -> None:
    workbook = a_workbook(["day"], [date(2019, 8, 1)])
    workbook.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet has no time zones

    assert read(saved(workbook)).rows == (("2019-08-01",),)


def test_the_cached_result_of_a_formula_is_read_and_that_is_said() -> None:
    content = xlsx(["a", "b"], [1, "=A2+1"])
    sheet = (
        part(content, SHEET)
        .replace(b"<f>A2+1</f><v></v>", b"<f>A2+1</f><v>2</v>")
        .replace(b"<f>A2+1</f><v />", b"<f>A2+1</f><v>2</v>")
    )

    table = read(with_parts(content, changed={SHEET: sheet}))

    assert table.rows == (("1", "2"),)
    assert "formulas were read as the results stored in the file" in table.oddities


def test_a_formula_without_a_result_is_refused_and_not_read_as_blank() -> None:
    refused = refusal(xlsx(["a", "b"], [1, "=A2+1"]))

    assert [fault.place for fault in refused.faults] == ["sheet Return, cell B2"]
    assert "result" in refused.faults[0].found


def test_a_hidden_sheet_is_left_out_and_that_is_said() -> None:
    workbook = a_workbook(["a"], [1])
    workbook.create_sheet("Notes").append(["private"])
    workbook["Notes"].sheet_state = "hidden"

    table = read(saved(workbook))

    assert table.rows == (("1",),)
    assert table.oddities == ("the hidden sheet Notes was not read",)


def test_two_sheets_with_something_are_refused_by_name() -> None:
    workbook = a_workbook(["a"], [1], title="August")
    workbook.create_sheet("September").append(["a"])

    fault = refusal(saved(workbook)).faults[0]

    assert fault.place == "sheets August, September"
    assert "Delete or empty" in fault.remedy


def test_an_empty_second_sheet_is_no_trouble() -> None:
    workbook = a_workbook(["a"], [1])
    workbook.create_sheet("Sheet2")

    assert read(saved(workbook)).rows == (("1",),)


def test_a_workbook_with_nothing_in_it_is_refused() -> None:
    assert "no visible sheet" in refusal(xlsx()).faults[0].found


def test_merged_cells_are_named_and_refused() -> None:
    workbook = a_workbook(["site_id", "incidents", None], ["S01", 1, 2])
    workbook.active.merge_cells("B1:C1")

    fault = refusal(saved(workbook)).faults[0]

    assert (fault.place, fault.found) == ("sheet Return, cells B1:C1", "merged cells")


def test_hidden_rows_and_columns_are_read_and_that_is_said() -> None:
    workbook = a_workbook(["a", "b"], [1, 2], [3, 4])
    workbook.active.row_dimensions[2].hidden = True
    workbook.active.column_dimensions["B"].hidden = True

    table = read(saved(workbook))

    assert table.rows == (("1", "2"), ("3", "4"))
    assert set(table.oddities) == {"hidden rows were read too", "hidden columns were read too"}


def test_a_false_dimension_neither_hides_nor_adds_cells() -> None:
    content = xlsx(["a", "b"], [1, 2])
    for false in (b'<dimension ref="A1:XFD1048576"', b'<dimension ref="A1"'):
        sheet = part(content, SHEET).replace(b'<dimension ref="A1:B2"', false)
        assert false in sheet
        assert read(with_parts(content, changed={SHEET: sheet})).rows == (("1", "2"),)


def test_a_value_beside_the_table_is_a_column_without_a_name() -> None:
    fault = refusal(xlsx(["a", "b"], [1, 2], [3, 4, None, "see note"])).faults[0]

    assert (fault.place, fault.found) == ("sheet Return, row 1, cell 4", "a column without a name")


def test_a_repeated_column_name_is_refused_with_sheet_and_row() -> None:
    fault = refusal(xlsx(["a", "A "], [1, 2])).faults[0]

    assert (fault.place, fault.found) == ("sheet Return, row 1, column a", "this name 2 times")
