"""Joint displays in print: each cell as it stands in its own section, with its address, or the report is refused."""

import pytest

from newel.faults import Refused
from newel.findings import Estimate
from newel.report import build_report, read_sections
from newel.report.document import DataTable, Paragraph
from newel.report.writing import table_csv
from newel.synthesis import Display
from tests.support.findings import a_table, released
from tests.support.protocols import a_protocol
from tests.support.reports import FLOW, flow, write_sections

WORDS = Estimate("words", 0.0, "", people=None, says="Confirm")
SECTION = "# Together\n\n{{ display sides }}\n"


def a_display(*rows, **parts):
    """Return a display of two columns."""
    return Display.model_validate(
        {
            "title": "Side by side",
            "shape": "side_by_side",
            "row_header": "What",
            "says": "Look along the rows.",
            "columns": [{"id": "yoi", "label": "Offender institutions"}, {"id": "stc", "label": "Training centres"}],
            "rows": list(rows) or [{"id": "agreed", "label": "Agreed", "address": "flow.t.{column}.n"}],
        }
        | parts
    )


def document(study, display, section=SECTION):
    """Return the report of the small protocol with one display."""
    sections = read_sections(write_sections(study, s10_flow=FLOW, s20_together=section))
    return build_report(a_protocol(), sections, {"flow": flow()}, displays={"sides": display})


def grid(study, display):
    """Return the printed display."""
    return next(table for table in document(study, display).tables if table.title == "Side by side")


def test_a_display_is_printed_with_what_to_look_for_before_it(tmp_path):
    blocks = document(tmp_path, a_display()).blocks
    place = next(place for place, block in enumerate(blocks) if getattr(block, "title", "") == "Side by side")

    assert isinstance(blocks[place], DataTable)
    assert isinstance(blocks[place - 1], Paragraph)
    assert blocks[place - 1].runs[0].text == "Look along the rows."


def test_each_cell_is_the_number_of_its_own_section(tmp_path):
    row = {"id": "share", "label": "Share", "address": "flow.t.{column}.share"}
    table = grid(tmp_path, a_display({"id": "n", "label": "Number", "address": "flow.t.{column}.n"}, row))

    assert [[cell.text for cell in row.cells] for row in table.rows] == [["45", "*"], ["50%", "*"]]
    assert table.rows[1].cells[0].interval
    assert any("Withheld" in note for note in table.notes)


def test_a_row_says_its_unit_once_where_its_numbers_share_one(tmp_path):
    table = grid(
        tmp_path,
        a_display(
            {"id": "n", "label": "Number", "address": "flow.t.{column}.n"},
            {"id": "s", "label": "Share", "address": "flow.t.{column}.share"},
            {"id": "p", "label": "Number of people", "address": "flow.t.{column}.n"},
            {"id": "m", "label": "Mixed", "cells": {"yoi": "flow.t.yoi.n", "stc": "flow.t.yoi.share"}},
        ),
    )

    assert [row.label for row in table.rows] == ["Number (people)", "Share", "Number of people", "Mixed"]
    assert [cell.text for cell in table.rows[0].cells] == ["45", "*"]


def test_a_row_of_different_units_says_each_by_its_number(tmp_path):
    mixed = {"id": "m", "label": "Mixed", "cells": {"yoi": "flow.t.yoi.n", "stc": "flow.t.sch.share"}}
    table = grid(tmp_path, a_display(mixed))

    assert [cell.text for cell in table.rows[0].cells] == ["45 people", "50%"]
    assert table.rows[0].label == "Mixed"


def test_a_verdict_in_words_is_set_as_words_and_an_empty_cell_is_not(tmp_path):
    rows = [
        {"id": "n", "label": "Number", "cells": {"yoi": "flow.t.yoi.n"}},
        {"id": "v", "label": "Verdict", "cells": {"yoi": "said.t.yoi.n"}},
    ]
    findings = {"flow": flow(), "said": released(a_table({"yoi": [WORDS]}), id="said")}
    sections = read_sections(write_sections(tmp_path, s10_flow=FLOW, s20_together=SECTION))
    report = build_report(a_protocol(), sections, findings, displays={"sides": a_display(*rows)})
    table = next(table for table in report.tables if table.title == "Side by side")

    assert table.rows[1].cells[0].text == "Confirm"
    assert table.word_columns == (0,)


def test_a_missing_number_says_why_under_the_display(tmp_path):
    table = grid(tmp_path, a_display({"id": "s", "label": "Share", "cells": {"yoi": "flow.t.none.share"}}))

    assert table.rows[0].cells[0].text == "no data"
    assert any("nobody was asked" in note for note in table.notes)


def test_an_empty_cell_stays_empty(tmp_path):
    table = grid(tmp_path, a_display({"id": "n", "label": "Number", "cells": {"yoi": "flow.t.yoi.n"}}))

    assert [cell.text for cell in table.rows[0].cells] == ["45", ""]


def test_every_printed_cell_is_in_the_list_of_numbers_with_its_own_address(tmp_path):
    report = document(tmp_path, a_display())
    table = next(table for table in report.tables if table.title == "Side by side")
    printed = [number.address for number in report.numbers if number.printed_in == f"Table {table.number}"]

    assert printed == ["flow.t.yoi.n", "flow.t.stc.n"]


def test_a_display_has_a_file_of_its_own(tmp_path):
    table = grid(tmp_path, a_display())

    assert table.file == "tables/display-sides.csv"
    assert table_csv(table).decode("utf-8-sig").splitlines()[1].startswith("Agreed (people),45,")


def test_an_address_at_which_nothing_stands_stops_the_report_with_file_and_key(tmp_path):
    row = {"id": "n", "label": "Number", "address": "flow.t.{column}.gone"}
    with pytest.raises(Refused) as refused:
        document(tmp_path, a_display(row))

    assert [(fault.file, fault.place) for fault in refused.value.faults] == [
        ("displays/sides.toml", "rows, n, yoi"),
        ("displays/sides.toml", "rows, n, stc"),
    ]


def test_a_display_that_does_not_exist_is_refused_with_the_names_there_are(tmp_path):
    with pytest.raises(Refused, match="one of sides"):
        document(tmp_path, a_display(), section="# Together\n\n{{ display other }}\n")


def test_a_display_stands_alone_on_its_line(tmp_path):
    with pytest.raises(Refused, match="it alone"):
        document(tmp_path, a_display(), section="# Together\n\nSee {{ display sides }} here.\n")
