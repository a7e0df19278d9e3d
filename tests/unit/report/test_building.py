"""From sections and released findings to a document."""

import re
from pathlib import Path

import pytest

from newel.disclosure import UnableToRelease
from newel.faults import Refused
from newel.report import build_report, read_sections
from newel.report.document import BulletList, Callout, DataTable, FigureBlock, Heading, Paragraph
from tests.support.findings import a_figure, a_finding, a_table, people, released
from tests.support.protocols import a_protocol
from tests.support.reports import FLOW, a_document, flow, write_sections


def text(block: Paragraph | Callout) -> str:
    return "".join(run.text for run in block.runs)


def test_a_report_has_the_sections_then_methods_then_the_origin_of_its_numbers(tmp_path: Path) -> None:
    document = a_document(tmp_path)
    assert [heading.text for heading in document.contents] == [
        "Who took part",
        "Methods",
        "Where every number comes from",
    ]
    assert document.title == "A small study"
    assert document.synthetic
    assert dict(document.facts)["Period"] == "August 2018 to December 2020"
    assert dict(document.facts)["Records"] == "freeze 0123456789ab"


def test_a_section_that_answers_a_question_prints_it_under_its_title(tmp_path: Path) -> None:
    blocks = a_document(tmp_path).blocks
    assert isinstance(blocks[0], Heading)
    assert isinstance(blocks[1], Callout)
    assert (blocks[1].role, text(blocks[1])) == ("question", "Who answered?")


def test_numbers_in_a_sentence_are_printed_as_released_and_know_where_they_come_from(tmp_path: Path) -> None:
    paragraph = a_document(tmp_path).blocks[2]
    assert isinstance(paragraph, Paragraph)
    assert text(paragraph) == "Of those asked, 50% of the homes' children agreed, 35% to 65%."
    assert [run.source for run in paragraph.runs if run.style == "number"] == ["flow.t.sch.share"] * 2


def test_a_withheld_number_in_a_sentence_says_so(tmp_path: Path) -> None:
    section = FLOW.replace("sch share", "stc share")
    paragraph = a_document(tmp_path, s10_flow=section).blocks[2]
    assert text(paragraph) == "Of those asked, withheld of the homes' children agreed, no interval."  # type: ignore[arg-type]  # a paragraph


def test_a_whole_finding_prints_its_people_its_figure_with_its_table_and_its_notes(tmp_path: Path) -> None:
    blocks = a_document(tmp_path).blocks
    people_line, figure, notes = blocks[5:8]
    assert isinstance(people_line, Paragraph)
    assert text(people_line) == "Of whom: Everyone asked. 400 people."
    assert isinstance(figure, FigureBlock)
    assert (figure.caption, figure.alt) == ("Figure 1. Share who agreed", "One bar for each site type.")
    assert isinstance(figure.table, DataTable)
    assert figure.table.caption == "Table 1. A table"
    assert isinstance(notes, BulletList)
    assert notes.title == "To read these numbers"


def test_a_table_prints_released_numbers_and_says_what_its_marks_mean(tmp_path: Path) -> None:
    table = a_document(tmp_path).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["45", "50%"],
        ["*", "*"],
        ["20", "50%"],
        ["0", "no data"],
    ]
    assert [row.cells[1].interval for row in table.rows] == ["40% to 59%", "", "35% to 65%", ""]
    assert table.notes == ("* Withheld, so that nobody can be recognised.", "No data: nobody was asked.")


def test_a_figure_draws_the_released_numbers_and_leaves_gaps_for_the_others(tmp_path: Path) -> None:
    figure = a_document(tmp_path).figures[0]
    points = figure.chart.series[0].points
    assert [point.value for point in points] == [50.0, None, 50.0, None]
    assert [point.shown for point in points] == ["50%", "withheld", "50%", "no data"]
    assert any("withheld or missing" in note for note in figure.notes)


def test_single_tables_and_figures_can_be_printed(tmp_path: Path) -> None:
    section = "# Who took part\n\n{{ table flow t }}\n\nThen:\n\n{{ figure flow t }}\n"
    kinds = [block.kind for block in a_document(tmp_path, s10_flow=section).blocks[:5]]
    assert kinds == ["heading", "callout", "table", "paragraph", "figure"]


def test_a_figure_without_a_number_to_draw_is_left_to_its_table(tmp_path: Path) -> None:
    table = a_table({"yoi": [people(3)], "sch": [people(4)]})
    document = a_document(
        tmp_path,
        {"flow": released(table, figures=(a_figure(),))},
        s10_flow=FLOW.split("Of")[0] + "{{ finding flow }}\n",
    )
    assert document.figures == ()
    assert document.tables[0].caption == "Table 1. A table"


def test_a_total_is_no_bar_among_its_parts(tmp_path: Path) -> None:
    table = a_table({"yoi": [people(40)], "sch": [people(60)], "all": [people(100, national=True)]})
    finding = released(table, figures=(a_figure(),))
    figure = a_document(tmp_path, {"flow": finding}, s10_flow="# A\n\n{{ figure flow t }}\n").figures[0]
    assert figure.chart.rows == ("YOI", "SCH")
    assert [row.label for row in figure.table.rows] == ["YOI", "SCH", "ALL"]  # type: ignore[union-attr]  # it has a table


def test_a_figure_with_more_rows_than_a_page_holds_is_drawn_in_parts_on_one_axis(tmp_path: Path) -> None:
    table = a_table({f"row_{number}": [people(20 + number)] for number in range(45)})
    finding = released(table, figures=(a_figure(drawn_as="intervals"),))
    figures = a_document(tmp_path, {"flow": finding}, s10_flow="# A\n\n{{ figure flow t }}\n").figures
    assert [figure.title for figure in figures] == ["A figure (part 1 of 2)", "A figure (part 2 of 2)"]
    assert sum((figure.chart.rows for figure in figures), ()) == tuple(row.label for row in table.rows)
    assert figures[0].chart.span == figures[1].chart.span
    assert [figure.table is None for figure in figures] == [True, False]


def test_a_finding_that_was_not_planned_is_labelled_once_a_section(tmp_path: Path) -> None:
    section = "# Who took part\n\n{{ table flow t }}\n\n{{ figure flow t }}\n"
    document = a_document(tmp_path, {"flow": flow(planned=False)}, s10_flow=section)
    assert [block.role for block in document.blocks if isinstance(block, Callout)] == ["question", "exploratory"]
    assert "Exploratory" in [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def test_headings_of_the_same_words_have_different_anchors(tmp_path: Path) -> None:
    document = a_document(tmp_path, s10_flow=FLOW, s20="# Who took part\n\nMore.\n")
    anchors = [block.id for block in document.blocks if isinstance(block, Heading)]
    assert anchors[:2] == ["who-took-part", "who-took-part-2"]
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize(
    ("directive", "found", "expected"),
    [
        ("{{ finding flows }}", "the unknown finding `flows`", "one of flow"),
        ("{{ table flow x }}", "the unknown table `x`", "one of t"),
        ("{{ figure flow x }}", "the unknown figure `x`", "one of t"),
        ("{{ number flow t x share }}", "the unknown row `x`", "one of yoi, stc, sch, none"),
        ("{{ interval flow t sch x }}", "the unknown column `x`", "one of n, share"),
    ],
)
def test_a_reference_to_what_does_not_exist_is_refused_with_what_does(
    tmp_path: Path, directive: str, found: str, expected: str
) -> None:
    with pytest.raises(Refused) as refused:
        a_document(tmp_path, s10_flow=f"{FLOW}\n{directive}\n")
    message = str(refused.value)
    assert message.startswith("report/10-flow.md, line 12: ")
    assert f"found     {found}" in message
    assert f"expected  {expected}" in message


def test_a_question_without_its_section_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"no file report/10-flow\.md"):
        a_document(tmp_path, s20="# Other\n\n{{ finding flow }}\n")


def test_a_section_that_does_not_answer_its_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing of the finding `flow`"):
        a_document(tmp_path, s10_flow="# Who took part\n\nNobody says.\n")


def test_a_question_without_a_finding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no finding"):
        build_report(a_protocol(), read_sections(write_sections(tmp_path)), {"other": flow(id="other")})


def test_findings_of_two_freezes_do_not_make_one_report(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="0123456789ab and beefbeefbeef"):
        a_document(tmp_path, {"flow": flow(), "other": flow(id="other", freeze="beefbeefbeef")})


def test_a_finding_that_has_passed_no_rule_cannot_be_printed(tmp_path: Path) -> None:
    with pytest.raises(UnableToRelease, match="has passed no disclosure rule"):
        a_document(tmp_path, {"flow": a_finding()})  # type: ignore[dict-item]  # that is the test


def test_every_printed_number_has_an_address_that_leads_to_it(tmp_path: Path) -> None:
    finding = flow()
    document = a_document(tmp_path, {"flow": finding})
    in_tables = [number for number in document.numbers if number.printed_in.startswith("Table")]
    for number in in_tables:
        _, table, row, column = number.address.split(".")
        assert finding.table(table).cell(row, column).shown == number.shown
    printed = [cell.text for table in document.tables if table.of_numbers for row in table.rows for cell in row.cells]
    assert [number.shown for number in in_tables] == printed
    sentences = {number.address for number in document.numbers} - {number.address for number in in_tables}
    assert sentences == {"flow.n"}
    assert len([number for number in document.numbers if number.address == "flow.t.sch.share"]) == 3


def test_methods_and_origin_name_rule_freeze_protocol_software_and_files(tmp_path: Path) -> None:
    words = repr(a_document(tmp_path).blocks)
    for said in (
        "Counting. People were counted.",
        "one to seven",
        "0123456789ab",
        "f" * 64,
        "newel 0",
        "response.parquet",
    ):
        assert said in words, said
    assert re.search(r"Value set: none\. None had been published\.", words)


def test_a_check_of_a_method_is_printed_in_the_appendix_of_methods_and_can_be_followed_from_there(
    tmp_path: Path,
) -> None:
    answered = a_table({"yoi": [people(43)]}, id="answered")
    check = a_table({"yoi": [people(50)]}, id="check", title="Fitted a second time", printed_in="methods")
    section = "# Who took part\n\n{{ finding flow }}\n"

    document = a_document(tmp_path, {"flow": released(answered, check)}, s10_flow=section)

    in_order = [block for block in document.blocks if isinstance(block, Heading | DataTable)]
    titles = [block.text if isinstance(block, Heading) else block.title for block in in_order]
    assert titles.index("A table") < titles.index("Methods") < titles.index("Fitted a second time")
    assert titles[titles.index("Fitted a second time") - 1] == "How the methods were checked"
    assert titles.index("Fitted a second time") < titles.index("What is withheld")
    assert "flow.check.yoi.n" in {number.address for number in document.numbers}


def test_without_checks_the_appendix_of_methods_has_no_heading_for_them(tmp_path: Path) -> None:
    headings = [block.text for block in a_document(tmp_path).blocks if isinstance(block, Heading)]
    assert "How the methods were checked" not in headings
