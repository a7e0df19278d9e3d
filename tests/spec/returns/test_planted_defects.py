"""Every planted defect is reported at its exact cell, once, and nothing else is reported with it."""

from collections import Counter
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest

from newel.importers.returns import CheckedReturn
from tests.support.defects import ASKED, CELLS, FILES, Defect
from tests.support.site_files import SiteFile, a_sender, csv_file, definition, sent, some_rows, xlsx_file
from tests.support.workbooks import a_workbook, saved

REFUSED = [*CELLS, *FILES]


def cells(result: CheckedReturn, severity: str = "error") -> list[tuple[str, int, str]]:
    """Return (code, row, column letter) of every cell reported."""
    found = result.faults if severity == "error" else result.warnings
    return [(fault.code, row, fault.letter) for fault in found for row in fault.rows]


def test_there_are_sixty_defects_and_more_of_every_return() -> None:
    kinds = Counter(defect.file.returns for defect in REFUSED)

    assert kinds.total() >= 60
    assert min(kinds[name] for name in ("monthly", "staffing", "activity", "training", "staff", "costs")) >= 6


@pytest.mark.parametrize("defect", REFUSED, ids=str)
def test_a_planted_defect_is_reported_at_its_cell_and_nothing_else_is(defect: Defect) -> None:
    result = defect.file.checked()

    assert cells(result) == [(defect.code, row, letter) for row, letter in defect.cells]
    assert result.frame.is_empty()
    for fault in result.faults:
        assert fault.sheet == ("Return" if defect.file.name.endswith("xlsx") else "")
        assert fault.expected
        assert fault.remedy.endswith((".", "!", "2019."))


@pytest.mark.parametrize("defect", ASKED, ids=str)
def test_what_is_odd_but_may_be_right_is_asked_about_and_refuses_nothing(defect: Defect) -> None:
    result = defect.file.checked()

    assert cells(result, "warning") == [(defect.code, row, letter) for row, letter in defect.cells]
    assert result.faults == ()
    assert result.frame.height == 5


@pytest.mark.parametrize("name", ["monthly", "staffing", "activity", "training", "staff", "costs"])
@pytest.mark.parametrize("left_out", range(2, 6))
def test_a_column_that_is_missing_is_named(name: str, left_out: int) -> None:
    column = definition(name).names[left_out]

    result = sent(name, [{key: cell for key, cell in row.items() if key != column} for row in some_rows(name)])

    assert [(fault.code, fault.column) for fault in result.faults] == [("missing_column", column)]


def test_a_column_that_stands_twice_is_refused_by_its_cells() -> None:
    content = csv_file(some_rows("staffing")).replace(b"vacancies", b"in_post", 1)

    [fault] = SiteFile("staffing", "return.csv", content).checked().faults

    assert (fault.code, fault.found) == ("unreadable", "row 1, column in_post: this name 2 times")


def test_a_name_that_stands_twice_as_a_column_is_refused_by_its_cells_and_not_shown() -> None:
    content = csv_file([row | {"Kayden": 1, "kayden ": 2} for row in some_rows("staffing")])

    [fault] = SiteFile("staffing", "return.csv", content).checked().faults

    assert fault.found == "row 1, cells I and J: this name 2 times"


def test_a_month_that_shrinks_against_what_was_accepted_before_is_asked_about() -> None:
    rows = some_rows("staffing")[:1]
    earlier = sent("staffing", [rows[0] | {"month": "2019-07", "in_post": "90"}]).frame
    accepted = earlier.with_columns(version=pl.lit(1, pl.Int64))
    corrected = earlier.with_columns(in_post=pl.lit(61, pl.Int64), version=pl.lit(2, pl.Int64))

    assert cells(sent("staffing", rows, earlier=accepted), "warning") == [("in_post_add_up", 2, "D")]
    assert cells(sent("staffing", rows, earlier=pl.concat([corrected, accepted])), "warning") == []


def test_a_month_in_the_file_counts_before_what_was_accepted_for_it() -> None:
    now = some_rows("staffing")[0]
    before = now | {"month": "2019-07", "in_post": "61"}
    accepted = sent("staffing", [before | {"in_post": "90"}]).frame

    assert cells(sent("staffing", [before, now], earlier=accepted), "warning") == []


def test_not_known_is_taken_and_is_not_zero() -> None:
    row = some_rows("staffing")[0] | {"in_post": None, "vacancies": "0", "leavers": None}

    result = sent("staffing", [row])

    assert result.faults == ()
    assert result.frame.select("in_post", "vacancies", "leavers").row(0) == (None, 0, None)


def test_a_word_that_is_nearly_right_is_named_in_the_remedy() -> None:
    rows = some_rows("activity")
    rows[0] |= {"kind": "restraints"}

    [fault] = sent("activity", rows).faults

    assert fault.remedy == "Is it restraint? Write it so."


def test_not_known_in_words_is_answered_with_the_blank_cell() -> None:
    rows = some_rows("staffing")
    rows[0] |= {"vacancies": "Not known"}

    [fault] = sent("staffing", rows).faults

    assert (fault.found, fault.remedy) == (
        "“Not known”",
        "Leave the cell empty: that means it is not known. Write 0 only for none.",
    )


def test_a_module_of_another_course_is_refused() -> None:
    protocol = a_sender().protocol
    course: dict[str, Any] = {
        "id": "first_aid",
        "label": "First aid",
        "modules": [{"id": "burns", "label": "Burns", "hours": 2}],
    }
    two = protocol.model_validate(protocol.model_dump() | {"courses": [*protocol.model_dump()["courses"], course]})
    rows = some_rows("training")
    rows[3] |= {"module": "burns"}

    assert cells(sent("training", rows, protocol=two)) == [("module_of_other_course", 5, "F")]


def test_days_with_the_month_first_make_every_day_with_strokes_doubtful() -> None:
    rows = some_rows("activity")
    rows[0] |= {"happened_on": "08/13/2019"}
    rows[1] |= {"happened_on": "08/07/2019"}
    rows[2] |= {"happened_on": "7 Aug 2019"}

    assert cells(sent("activity", rows)) == [("day_month_first", 2, "D"), ("day_ambiguous", 3, "D")]


@pytest.mark.parametrize(
    ("cells_merged", "where"), [("C1:D1", "cells C1:D1"), ("B3:B4", "cells B3:B4"), ("A1:A2", "cells A1:A2")]
)
def test_merged_cells_in_the_table_are_refused_by_their_range(cells_merged: str, where: str) -> None:
    workbook = openpyxl.load_workbook(BytesIO(xlsx_file(some_rows("staffing"))))
    workbook.active.merge_cells(cells_merged)

    faults = SiteFile("staffing", "return.xlsx", saved(workbook)).checked().faults

    assert [(fault.code, fault.found) for fault in faults] == [("unreadable", f"sheet Return, {where}: merged cells")]


@pytest.mark.parametrize(
    ("says", "content", "found"),
    [
        ("a ragged row", csv_file(some_rows("monthly")) + b"S03,2019-09\r\n", "row 7: 2 cells"),
        ("an open quotation mark", csv_file(some_rows("monthly")) + b'S03,"2019-09\r\n', "row 7"),
        ("a NUL", csv_file(some_rows("monthly")) + b"\0\r\n", "line 7: a NUL character"),
        ("nothing at all", b"", "no row with anything"),
        ("a PDF", b"%PDF-1.7", "byte"),
    ],
)
def test_text_that_is_no_table_is_refused_with_its_place(says: str, content: bytes, found: str) -> None:
    [fault] = SiteFile("monthly", "return.csv", content).checked().faults[:1]

    assert says
    assert fault.code in ("unreadable", "unknown_column", "missing_column", "no_rows")
    assert found in fault.found or says == "a PDF"


def test_two_sheets_that_hold_something_are_refused_and_a_hidden_one_is_noted() -> None:
    workbook = openpyxl.load_workbook(BytesIO(xlsx_file(some_rows("staffing"))))
    workbook.create_sheet("August").append(["something"])
    seen = SiteFile("staffing", "return.xlsx", saved(workbook)).checked()
    workbook["August"].sheet_state = "hidden"
    hidden = SiteFile("staffing", "return.xlsx", saved(workbook)).checked()

    assert seen.faults[0].found == "sheets Return, August: 2 sheets that hold something"
    assert (hidden.faults, hidden.notes) == ((), ("the hidden sheet August was not read",))


def test_a_formula_without_a_result_is_refused_by_its_cell() -> None:
    rows = some_rows("staffing")
    rows[1] |= {"in_post": "=6+6"}
    workbook = a_workbook(list(rows[0]), *(list(row.values()) for row in rows))

    [fault] = SiteFile("staffing", "return.xlsx", saved(workbook)).checked().faults

    assert fault.found == "sheet Return, cell D3: a formula whose result is not in the file"
