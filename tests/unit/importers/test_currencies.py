"""A workbook that shows euros holds a bare number: it is read as the sender sees it, so that it can be refused."""

from io import BytesIO

import openpyxl
import pytest

from newel.importers import read_table
from newel.importers._currencies import foreign_sign
from tests.support.site_files import SiteFile, some_rows, xlsx_file


@pytest.mark.parametrize(
    ("number_format", "sign"),
    [
        ("General", ""),
        ("#,##0.00", ""),
        ('"£"#,##0.00', ""),
        ("[$£-809]#,##0.00", ""),
        ("[$GBP] #,##0.00", ""),
        ("[$-809]d mmmm yyyy", ""),
        ('"$"#,##0_);("$"#,##0)', ""),  # one that every workbook has: it shows the computer's own currency
        ("[$€-2] #,##0.00", "€"),
        ("#,##0.00 [$€-407]", "€"),
        ('#,##0.00 "€"', "€"),
        ("[$$-409]#,##0.00", "$"),
        ("[$USD] #,##0.00", "USD"),
        ("¥#,##0", "¥"),
    ],
)
def test_a_format_shows_a_foreign_currency_or_none(number_format: str, sign: str) -> None:
    assert foreign_sign(number_format) == sign


def formatted(number_format: str) -> bytes:
    """Return a cost sheet as a workbook, the amount in row 3 a number in this format."""
    workbook = openpyxl.load_workbook(BytesIO(xlsx_file(some_rows("costs"))))
    cell = workbook.active["G3"]
    cell.value, cell.number_format = 6150.5, number_format
    packed = BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def test_an_amount_that_shows_euros_is_refused_by_its_cell() -> None:
    (fault,) = SiteFile("costs", "return.xlsx", formatted("#,##0.00 [$€-407]")).checked().faults

    assert (fault.code, fault.rows, fault.letter) == ("amount_number", (3,), "G")
    assert fault.found == "“€6150.5”"


@pytest.mark.parametrize("number_format", ["General", '"£"#,##0.00', "[$£-809]#,##0.00"])
def test_an_amount_in_pounds_is_taken(number_format: str) -> None:
    checked = SiteFile("costs", "return.xlsx", formatted(number_format)).checked()

    assert checked.faults == ()
    assert checked.frame["amount"].to_list()[1] == 6150.5


def test_the_sign_stands_before_the_number_as_it_was_read() -> None:
    table = read_table("return.xlsx", formatted("[$$-409]#,##0.00"))

    assert table.rows[1][6] == "$6150.5"
