"""The blank return: what a site downloads is what it can send back."""

from datetime import date
from io import BytesIO

import openpyxl

from newel.importers import read_table
from newel.importers.returns import check_return, template
from tests.support.monthly import a_context, a_row, monthly
from tests.support.workbooks import saved


def test_it_has_one_row_for_each_open_month_of_each_of_the_senders_sites() -> None:
    sheet = openpyxl.load_workbook(BytesIO(template(monthly(), a_context())))["Return"]

    rows = [(row[0], row[1]) for row in sheet.iter_rows(min_row=2, values_only=True)]

    assert rows == [(site, f"2019-0{month}") for site in ("S03", "S04") for month in range(4, 10)]


def test_months_that_have_come_need_no_row() -> None:
    content = template(monthly(), a_context(site_ids=("S03",)), without={("S03", "2019-04"), ("S03", "2019-05")})

    sheet = openpyxl.load_workbook(BytesIO(content))["Return"]

    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["2019-06", "2019-07", "2019-08", "2019-09"]


def test_a_second_sheet_explains_every_column_in_the_words_of_the_rules() -> None:
    sheet = openpyxl.load_workbook(BytesIO(template(monthly(), a_context())))["Explanation"]

    explained = {row[0]: row[2] for row in sheet.iter_rows(min_row=5, values_only=True)}

    assert list(explained) == list(monthly().names)
    assert explained["leavers"] == "a whole number from 0 to 1,000, or nothing where it is not known"


def test_a_month_is_kept_as_text_so_that_no_spreadsheet_makes_it_a_date() -> None:
    sheet = openpyxl.load_workbook(BytesIO(template(monthly(), a_context())))["Return"]

    assert {cell.number_format for (cell,) in sheet.iter_rows(min_row=2, min_col=2, max_col=2)} == {"@"}


def test_once_filled_in_it_is_taken_as_it_is_and_unused_rows_are_left_out() -> None:
    workbook = openpyxl.load_workbook(BytesIO(template(monthly(), a_context(site_ids=("S03",)))))
    usual = a_row(children=14.5)
    for column, name in enumerate(monthly().names[2:], start=3):
        workbook["Return"].cell(6, column, usual[name])

    result = check_return(monthly(), read_table("return.xlsx", saved(workbook)), a_context())

    assert result.faults == ()
    assert result.frame.to_dicts() == [usual]


def test_there_are_no_rows_where_nothing_is_open() -> None:
    content = template(monthly(), a_context(today=date(2018, 8, 5)))

    assert openpyxl.load_workbook(BytesIO(content))["Return"].max_row == 1
