"""Workbooks made by others, with the spreadsheets they had: each is read, or refused for what it is."""

import pytest

from newel.faults import Fault, Refused
from newel.importers import read_table
from tests.support.shared import SHARED, needs_shared

pytestmark = needs_shared
XLSFORM = SHARED / "real" / "capture" / "xlsform"
SEVERAL_SHEETS = ("all_types_survey.xlsx", "testA.xlsx", "xlsform_spec_test.xlsx")


def fault_of(name: str, content: bytes) -> Fault:
    with pytest.raises(Refused) as refused:
        read_table(name, content)
    return refused.value.faults[0]


@pytest.mark.parametrize("name", SEVERAL_SHEETS)
def test_a_form_with_several_filled_sheets_is_refused_naming_them(name: str) -> None:
    fault = fault_of(name, (XLSFORM / name).read_bytes())

    assert fault.place.startswith("sheets survey, choices")


@pytest.mark.parametrize("name", ["calculate.xls", "table-list.xls", "repeat_date_test.xls"])
def test_a_file_of_the_old_format_is_refused_with_the_way_out(name: str) -> None:
    assert "old Office file" in fault_of(name, (XLSFORM / name).read_bytes()).found


@pytest.mark.parametrize("kept", [0.1, 0.3, 0.5, 0.7, 0.95])
def test_a_real_workbook_that_was_cut_short_is_refused_as_that(kept: float) -> None:
    content = (XLSFORM / "testA.xlsx").read_bytes()

    fault = fault_of("testA.xlsx", content[: int(len(content) * kept)])

    assert fault.found == "an XLSX file that is damaged or cut short"
