"""The report in brief: which sections are in it, how it counts, and that every number of it is the report's."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from newel.cli.flow import where_the_report_is
from newel.pipeline import Build
from newel.report import Document, brief_of, write_report
from newel.report.document import (
    BulletList,
    Callout,
    Cell,
    DataTable,
    Heading,
    Link,
    Paragraph,
    Run,
    TableRow,
)
from tests.support.findings import a_figure, a_table, people, released
from tests.support.reports import FLOW, a_document, flow
from tests.support.shared import REPOSITORY

SUMMARY = """# Summary

{{ brief }}

Of those asked, {{ number flow t sch share }} agreed, {{ interval flow t sch share }}.

- In all {{ number more late a n }} came late.

{{ figure flow t }}
"""
MORE = "# Who came late\n\n{{ finding more }}\n"
LIMITS = """# What cannot be concluded

{{ brief }}

> Nothing.

{{ table more late }}

{{ figure early early }}
"""
WHOLE = "# Who took part\n\n{{ finding flow }}\n"
EARLY = "# Who came early\n\n{{ number early early a n }} came early.\n"


@pytest.fixture
def report(tmp_path: Path) -> Document:
    more = released(a_table({"a": [people(40)], "b": [people(3)]}, id="late", title="Late"), id="more")
    early = released(
        a_table({"a": [people(60)], "b": [people(70)]}, id="early", title="Early"),
        id="early",
        figures=(a_figure("early", title="Who came early"),),
    )
    findings = {"flow": flow(), "more": more, "early": early}
    return a_document(
        tmp_path, findings, s00_summary=SUMMARY, s10_flow=FLOW, s20_more=MORE, s30_early=EARLY, s80_limits=LIMITS
    )


@pytest.fixture
def brief(report: Document) -> Document:
    made = brief_of(report)
    assert made is not None
    return made


def runs(document: Document) -> Iterator[Run]:
    for block in document.blocks:
        if isinstance(block, Paragraph | Callout):
            yield from block.runs
        elif isinstance(block, BulletList):
            yield from (run for item in block.items for run in item)


def test_a_report_whose_sections_say_nothing_of_a_brief_has_none(tmp_path: Path) -> None:
    document = a_document(tmp_path / "study")
    written = write_report(document, tmp_path / "report")

    assert brief_of(document) is None
    assert [path.name for path in written if "brief" in path.name] == []


def test_the_brief_has_the_sections_that_say_so_in_their_order_and_nothing_else(brief: Document) -> None:
    assert [block.text for block in brief.blocks if isinstance(block, Heading)] == [
        "Summary",
        "What cannot be concluded",
    ]


def test_the_brief_says_what_it_is_and_where_the_full_report_is(report: Document, brief: Document) -> None:
    facts = dict(brief.facts)

    assert (brief.title, brief.short_title) == ("In brief: A small study", "Small study, in brief")
    assert facts["The full report"].startswith("report.pdf, or report.docx")
    assert "tables/every-number.csv" in facts["The full report"]
    assert {name: facts[name] for name in dict(report.facts)} == dict(report.facts)
    assert (brief.synthetic, brief.freeze, brief.rule) == (report.synthetic, report.freeze, report.rule)


def test_tables_and_figures_of_the_brief_are_numbered_anew_and_say_what_the_report_calls_them(
    report: Document, brief: Document
) -> None:
    assert [table.caption for table in report.tables[:4]] == [
        "Table 1. A table",
        "Table 2. Late",
        "Table 3. Late",
        "Table 4. Early",
    ]
    assert [(table.id, table.caption) for table in brief.tables] == [
        ("table-1", "Table 1. Late"),
        ("table-2", "Table 2. Early"),
    ]
    assert [table.notes[-1] for table in brief.tables] == ["Table 3 of the full report.", "Table 4 of the full report."]
    assert [(figure.id, figure.caption) for figure in brief.figures] == [
        ("figure-1", "Figure 1. Share who agreed"),
        ("figure-2", "Figure 2. Who came early"),
    ]
    assert "of the full report" not in " ".join(brief.figures[0].notes)
    assert brief.figures[1].notes[-1] == "Figure 3 of the full report."


def test_a_figure_of_the_brief_is_only_drawn_where_another_section_prints_its_numbers(report: Document) -> None:
    key, whole, alone = report.figures

    assert key.table is None
    assert key.notes[-1] == "The numbers behind it are in the report under “Who took part”, and in tables/flow-t.csv."
    assert (key.chart, key.file) == (whole.chart, whole.file)
    assert whole.table is not None
    assert alone.table is not None
    assert [table.file for table in report.tables].count("tables/flow-t.csv") == 1


def test_a_figure_with_nothing_to_draw_leaves_its_table_in_the_brief(tmp_path: Path) -> None:
    table = a_table({"a": [people(2)], "b": [people(3)]})
    hidden = released(table, figures=(a_figure(),))
    document = a_document(
        tmp_path, {"flow": hidden}, s00="# Summary\n\n{{ brief }}\n\n{{ figure flow t }}\n", s10_flow=WHOLE
    )
    brief = brief_of(document)

    assert brief is not None
    assert [type(block) for block in brief.blocks] == [Heading, DataTable]


def test_every_number_of_the_brief_is_a_released_number_of_the_report(report: Document, brief: Document) -> None:
    known = {(number.address, number.shown, number.interval, number.unit) for number in report.numbers}

    assert {(number.address, number.shown, number.interval, number.unit) for number in brief.numbers} <= known
    assert [(number.address, number.shown, number.printed_in) for number in brief.numbers] == [
        ("flow.t.sch.share", "50%", "a sentence of Summary"),
        ("flow.t.sch.share", "35% to 65%", "a sentence of Summary"),
        ("more.late.a.n", "40", "a sentence of Summary"),
        ("more.late.a.n", "40", "Table 1"),
        ("more.late.b.n", "*", "Table 1"),
        ("early.early.a.n", "60", "Table 2"),
        ("early.early.b.n", "70", "Table 2"),
    ]
    assert {run.source for run in runs(brief) if run.style == "number"} <= {each.address for each in brief.numbers}


def test_a_link_of_the_brief_leads_only_to_what_is_in_it(report: Document) -> None:
    inside, outside = Link("Summary", "summary"), Link("Methods", "methods")
    row = TableRow("A", (Cell("Says.", links=(inside, outside)),))
    table = DataTable("table-9", 9, "Items", "Item", ("Where",), (row,))
    first, *others = report.blocks
    made = brief_of(replace(report, blocks=(first, table, *others)))

    assert made is not None
    assert made.tables[0].rows[0].cells == (Cell("Methods (full report) Says.", links=(inside,)),)


def test_the_brief_is_written_beside_the_report_with_the_same_bytes_each_time(report: Document, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    written = {path.relative_to(folder).as_posix(): path.read_bytes() for path in write_report(report, folder)}

    assert {name for name in written if "brief" in name} == {"brief.pdf", "brief.docx"}
    assert {path.relative_to(folder).as_posix(): path.read_bytes() for path in write_report(report, folder)} == written


def test_every_number_of_the_brief_is_in_the_list_of_every_number(
    report: Document, brief: Document, tmp_path: Path
) -> None:
    write_report(report, tmp_path / "report")
    text = (tmp_path / "report" / "tables" / "every-number.csv").read_text(encoding="utf-8-sig")
    listed = {(row[0], row[1]) for row in csv.reader(io.StringIO(text))}

    assert {(number.address, number.shown) for number in brief.numbers} <= listed


def test_the_command_line_says_where_the_brief_is_if_there_is_one(report: Document, tmp_path: Path) -> None:
    build = Build(tmp_path / "build")
    build.folder.mkdir()
    write_report(replace(report, brief_sections=()), build.report)
    assert "brief" not in where_the_report_is(build)

    write_report(report, build.report)
    assert where_the_report_is(build).splitlines()[-3:] == [
        "In brief:",
        f"  {build.report / 'brief.pdf'}",
        f"  {build.report / 'brief.docx'}",
    ]


def test_the_brief_of_the_example_is_its_summary_and_what_cannot_be_concluded() -> None:
    folder = REPOSITORY / "studies" / "secure_stairs" / "report"
    said = [path.name for path in sorted(folder.glob("*.md")) if "{{ brief }}" in path.read_text(encoding="utf-8")]

    assert said == ["00-summary.md", "80-limits.md"]
