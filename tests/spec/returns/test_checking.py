"""What is checked of a return beside its rules: whose site, which month, which columns, and who is named in it."""

from datetime import date

import pytest

from newel.importers import read_table
from newel.importers.returns import check_return
from tests.support.monthly import a_context, a_row, as_csv, checked, found, monthly
from tests.support.protocols import a_protocol
from tests.support.workbooks import xlsx


def test_another_sites_row_is_refused() -> None:
    assert found(a_row(site_id="S05")) == [("other_site", "site_id", (2,))]


def test_an_unknown_site_is_refused_and_the_nearest_id_is_named() -> None:
    result = checked(a_row(site_id="s03"))

    assert [fault.code for fault in result.faults] == ["unknown_site"]
    assert result.faults[0].remedy == "Is it S03? Write it so."


@pytest.mark.parametrize(
    ("month", "code"),
    [
        ("2018-07", "month_outside_study"),
        ("2021-01", "month_outside_study"),
        ("2019-10", "month_not_over"),
        ("2019-09", None),
        ("2019-04", None),
        ("2019-03", "month_closed"),
    ],
)
def test_only_a_month_that_is_over_and_not_closed_is_taken(month: str, code: str | None) -> None:
    assert [fault[0] for fault in found(a_row(month=month))] == ([code] if code else [])


def test_a_month_closes_on_the_day_the_protocol_says_and_not_before() -> None:
    last_day = date(2019, 9, 27)  # 31 March 2019 and 180 days

    assert found(a_row(month="2019-03"), context=a_context(today=last_day)) == []
    closed = checked(a_row(month="2019-03"), context=a_context(today=date(2019, 9, 28)))
    assert [fault.code for fault in closed.faults] == ["month_closed"]
    assert "2019-09-27" in closed.faults[0].expected
    assert "write to the evaluation team" in closed.faults[0].remedy


def test_a_month_is_taken_from_the_day_after_it_ends() -> None:
    assert found(a_row(), context=a_context(today=date(2019, 9, 1))) == []
    assert found(a_row(), context=a_context(today=date(2019, 8, 31)))[0][0] == "month_not_over"


def test_a_month_after_the_site_closed_is_refused() -> None:
    sites = [site.model_dump() for site in a_protocol().sites]
    sites[2]["closed_month"] = "2019-08"

    result = checked(a_row(), context=a_context(protocol=a_protocol(sites=sites)))

    assert [fault.code for fault in result.faults] == ["site_closed"]


def test_two_rows_of_one_site_and_month_are_refused() -> None:
    assert found(a_row(), a_row(assaults=5)) == [("repeated_row", "month", (3,))]


def test_two_sites_may_send_the_same_month_in_one_file() -> None:
    assert checked(a_row(), a_row(site_id="S04")).frame["site_id"].to_list() == ["S03", "S04"]


def test_one_fault_spoils_the_whole_file_and_nothing_of_it_is_taken() -> None:
    result = checked(a_row(), a_row(month="2019-07", assaults="three"))

    assert result.frame.is_empty()
    assert result.frame.columns == list(a_row())
    assert [fault.place for fault in result.faults] == ["row 3, column assaults"]


def test_the_same_fault_in_many_rows_is_said_once_with_its_rows() -> None:
    rows = [a_row(month=f"2019-0{month}", leavers="none") for month in range(4, 9)]

    fault = checked(*rows).faults[0]

    assert (len(checked(*rows).faults), fault.rows, fault.row) == (1, (2, 3, 4, 5, 6), 2)
    assert fault.place == "rows 2, 3, 4, 5 and 6, column leavers"


def test_rows_are_those_of_the_file_blank_ones_counted() -> None:
    content = as_csv(a_row(), a_row(month="2019-07", assaults="x")).replace(
        b"\r\nS03,2019-07", b"\r\n\r\n\r\nS03,2019-07"
    )

    assert check_return(monthly(), read_table("r.csv", content), a_context()).faults[0].rows == (5,)


def test_a_misspelt_column_is_one_fault_that_names_the_right_one() -> None:
    row = {("restraint" if name == "restraint_children" else name): value for name, value in a_row().items()}

    faults = checked(row).faults

    assert [(fault.code, fault.remedy) for fault in faults] == [
        ("unknown_column", "Is it restraint_children? Rename it.")
    ]


def test_a_column_nobody_asked_for_is_refused_and_not_dropped_in_silence() -> None:
    result = checked(a_row(names_of_children="…"))

    assert [fault.code for fault in result.faults] == ["unknown_column"]
    assert "not part of this return" in result.faults[0].remedy


def test_a_missing_column_is_refused_because_blank_and_absent_are_different() -> None:
    row = {name: value for name, value in a_row().items() if name != "self_harm"}

    assert found(row) == [("missing_column", "self_harm", ())]


def test_a_column_headed_with_its_label_is_read_and_that_is_said() -> None:
    row = {("Children resident" if name == "children" else name): value for name, value in a_row().items()}

    result = checked(row)

    assert (result.faults, result.notes) == ((), ("the column “children resident” was read as children",))


def test_a_row_with_nothing_but_its_site_and_month_is_no_return() -> None:
    blank = dict.fromkeys(a_row()) | {"site_id": "S03", "month": "2019-07"}

    result = checked(a_row(), blank)

    assert result.frame["month"].to_list() == ["2019-08"]
    assert result.notes == ("1 rows hold only a site and a month and were left out; nothing was sent for them",)
    assert found(blank) == [("no_rows", None, ())]


def test_a_file_without_rows_is_refused() -> None:
    table = read_table("r.csv", as_csv(a_row()).split(b"\r\n")[0] + b"\r\n")

    assert [fault.code for fault in check_return(monthly(), table, a_context()).faults] == ["no_rows"]


def test_a_month_that_a_spreadsheet_made_a_date_is_read_and_that_is_said() -> None:
    row = a_row(month=date(2019, 8, 1))
    table = read_table("r.xlsx", xlsx(list(row), list(row.values())))

    result = check_return(monthly(), table, a_context())

    assert result.faults == ()
    assert result.frame["month"].to_list() == ["2019-08"]
    assert "row 2: 2019-08" in result.notes[0]


@pytest.mark.parametrize("number", ["9434765919", "943 476 5919", "943-476-5919", "see 9434765919, room 2"])
def test_an_nhs_number_is_refused_at_the_door_and_never_shown(number: str) -> None:
    result = checked(a_row(restraint_children=number, assaults="x"))

    assert [(fault.code, fault.column) for fault in result.faults] == [("personal_number", "restraint_children")]
    assert "9434765919" not in repr(result).replace(" ", "").replace("-", "")
    assert "476" not in repr(result)


def test_an_nhs_number_in_the_header_is_refused_and_never_shown() -> None:
    result = checked(a_row() | {"9434765919": 1})

    assert [fault.code for fault in result.faults] == ["personal_number"]
    assert "9434765919" not in repr(result)


def test_a_long_cell_is_shown_shortened() -> None:
    fault = checked(a_row(assaults="three or so, one of them in the yard on Monday morning")).faults[0]

    assert len(fault.found) <= 42


def test_a_file_with_very_many_faults_says_how_many_more_there_are() -> None:
    rows = [a_row(assaults=f"{5000 + number}", month="2019-08") for number in range(700)]

    faults = checked(*rows).faults

    assert len(faults) == 501
    assert (faults[-1].code, faults[-1].row) == ("more_faults", None)
