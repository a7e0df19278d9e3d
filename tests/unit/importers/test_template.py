"""The blank return: what a site downloads is what it can send back."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from newel.importers import read_table
from newel.importers.returns import bound, check_return, template
from tests.support.clean_files import RETURNS
from tests.support.monthly import a_context, a_row, monthly
from tests.support.site_files import SiteFile, a_sender, definition, protocol, some_rows
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


@pytest.mark.parametrize("name", RETURNS)
def test_the_words_sites_and_months_of_every_return_can_be_chosen_from_lists(name: str) -> None:
    workbook = openpyxl.load_workbook(BytesIO(template(definition(name), a_sender())))
    sheet, explanation = workbook["Return"], workbook["Explanation"]

    offered = {}
    for choose in sheet.data_validations.dataValidation:
        column = sheet[f"{str(choose.sqref)[0]}1"].value
        cells = choose.formula1.split("!")[1].replace("$", "")
        offered[column] = [cell.value for (cell,) in explanation[cells]]

    assert offered["site_id"] == ["S03", "S04"]
    assert offered["month"] == [f"2019-0{month}" for month in range(4, 10)]
    words = {column.name: list(column.words) for column in bound(definition(name), protocol()).columns if column.words}
    assert offered == words | {"site_id": offered["site_id"], "month": offered["month"]}


def test_a_snapshot_has_a_row_for_each_role_of_each_open_month() -> None:
    content = template(definition("staffing"), a_sender(site_ids=("S03",)), without={("S03", "2019-04")})

    rows = list(openpyxl.load_workbook(BytesIO(content))["Return"].iter_rows(min_row=2, max_col=3, values_only=True))

    assert len(rows) == 5 * 4
    assert rows[:4] == [("S03", "2019-05", role) for role in ("residential", "health", "education", "management")]


@pytest.mark.parametrize("name", ["activity", "training", "staff"])
def test_returns_of_many_rows_have_the_senders_only_site_filled_in(name: str) -> None:
    one, two = (template(definition(name), a_sender(site_ids=sites)) for sites in (("S04",), ("S03", "S04")))

    filled = openpyxl.load_workbook(BytesIO(one))["Return"].iter_rows(min_row=2, values_only=True)

    assert {row[:2] for row in filled} == {("S04", None)}
    assert openpyxl.load_workbook(BytesIO(two))["Return"].max_row == 1


@pytest.mark.parametrize("name", RETURNS)
def test_every_column_name_has_a_comment_with_what_it_is_and_its_unit(name: str) -> None:
    sheet = openpyxl.load_workbook(BytesIO(template(definition(name), a_sender())))["Return"]

    for column, cell in zip(definition(name).columns, sheet[1], strict=True):
        assert column.says in cell.comment.text
        assert column.unit in cell.comment.text


@pytest.mark.parametrize("name", RETURNS)
def test_every_return_filled_in_on_its_template_is_taken_as_it_is(name: str) -> None:
    workbook = openpyxl.load_workbook(BytesIO(template(definition(name), a_sender(site_ids=("S03",)))))
    sheet, rows = workbook["Return"], some_rows(name)
    sheet.delete_rows(2, sheet.max_row)
    for number, row in enumerate(rows, start=2):
        for position, cell in enumerate(row.values(), start=1):
            sheet.cell(number, position, cell)

    result = SiteFile(name, "return.xlsx", saved(workbook)).checked()

    assert (result.faults, result.notes, result.frame.height) == ((), (), len(rows))


def test_rows_with_nothing_but_the_site_are_left_out_without_a_word() -> None:
    workbook = openpyxl.load_workbook(BytesIO(template(definition("activity"), a_sender(site_ids=("S03",)))))
    for position, cell in enumerate(some_rows("activity")[0].values(), start=1):
        workbook["Return"].cell(2, position, cell)

    result = SiteFile("activity", "return.xlsx", saved(workbook)).checked()

    assert (result.faults, result.notes, result.frame.height) == ((), (), 1)


def test_what_a_rate_is_divided_by_is_explained() -> None:
    sheet = openpyxl.load_workbook(BytesIO(template(monthly(), a_context())))["Explanation"]

    per = {row[0]: row[5] for row in sheet.iter_rows(min_row=5, max_col=6, values_only=True)}

    assert (per["assaults"], per["reviews_held"], per["admissions"]) == ("Children resident", "Reviews due", None)
