"""Tables of a coding project: a row a passage, words only where they may be quoted, no cell that runs as a formula."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import docx
import openpyxl
import pytest

from newel.coding import Pin, Project, Summary, framework_matrix
from newel.exchange.exporting import SUFFIXES, TABLES, Wanted, export_project
from newel.exchange.spreadsheets import Sheet, codebook, csv_bytes, docx_bytes, framework, quotes, xlsx_bytes, zero_one
from newel.exchange.spreadsheets.cells import LONGEST, guarded
from newel.exchange.spreadsheets.tables import NOT_TO_BE_QUOTED
from newel.faults import Refused
from tests.support.coding_projects import NOTES, a_project


def rows_of(sheet: Sheet) -> list[dict[str, object]]:
    """Return the rows of a table by column."""
    return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]


def read_csv(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_there_is_a_row_for_every_passage_with_its_coder_and_its_place_in_the_tree() -> None:
    rows = rows_of(quotes(a_project()))
    first = next(row for row in rows if row["words"] == "Nobody rushed us." and row["coder"] == "K1")

    assert len(rows) == 7
    expected = {"site": "oak", "wave": "w1", "case": "C07", "held on": "2018-05-04", "round": 1, "purpose": "first"}
    assert expected.items() <= first.items()
    path = a_project().codebook.path_name("time")
    assert (first["theme"], first["code"], first["code path"]) == ("Care", "Time", path)
    source = a_project().sources[0]
    assert source.text[first["start"] : first["end"]] == first["words"]
    assert source.units[first["unit"] - 1].speaker == "P1"


def test_words_of_a_source_that_may_not_be_quoted_are_in_no_table() -> None:
    project = a_project()
    matrix = framework_matrix(project.codings, project.sources, project.codebook, rows="source")
    pinned = Summary("notes", "care", "The chair asks.", pinned=(Pin("notes", 1, 0, 10),))
    filled = framework(project, matrix.with_summaries([pinned]))
    sheets = (quotes(project), zero_one(project), codebook(project), filled)
    cells = [str(cell) for sheet in sheets for row in sheet.rows for cell in row]

    assert sum(cell == NOT_TO_BE_QUOTED for cell in cells) == 3
    assert not [cell for cell in cells if "Ten people" in cell or NOTES in cell or "tell the family" in cell]


def test_layers_can_be_chosen() -> None:
    assert {row["coder"] for row in rows_of(quotes(a_project(), layers=["K2-1"]))} == {"K2"}


def test_zero_and_one_by_source_is_what_a_person_would_count() -> None:
    project = a_project()
    rows = rows_of(zero_one(project))
    for row, source in zip(rows, project.sources, strict=True):
        for code in project.codebook.codes:
            used = any(one.source == source.id and one.code == code.id for one in project.codings)
            assert row[project.codebook.path_name(code.id)] == int(used)


def test_zero_and_one_by_unit_marks_every_unit_that_a_passage_touches() -> None:
    project = a_project()
    rows = [row for row in rows_of(zero_one(project, by="unit")) if row["source"] == "notes"]

    assert len(rows) == len(project.sources[1].units)
    assert all(row["Care"] == 1 for row in rows)
    assert [row[project.codebook.path_name("trust")] for row in rows] == [1, *[0] * (len(rows) - 1)]


def test_the_codebook_is_in_the_order_of_the_tree_with_its_use() -> None:
    rows = rows_of(codebook(a_project()))

    assert [row["name"] for row in rows] == ["Care", "Time", "Trust, & <faith>", "Paper", "Old"]
    assert [(row["passages"], row["sources"]) for row in rows] == [(2, 2), (2, 1), (1, 1), (1, 1), (1, 1)]
    assert [row["in use"] for row in rows][-1] == "retired"


def test_the_framework_matrix_has_summary_pinned_quote_and_coverage_in_a_cell() -> None:
    project = a_project()
    source = project.sources[0]
    start = source.text.index("Nobody")
    summary = Summary("C07", "care", "Had time.", pinned=(Pin("talk-one", 2, start, start + 17),))
    matrix = framework_matrix(project.codings, project.sources, project.codebook).with_summaries([summary])
    sheet = framework(project, matrix)
    (row,) = rows_of(sheet)

    assert row["case"] == "C07"
    assert row["Care"].split("\n\n")[:2] == ["Had time.", "“Nobody rushed us.” (Talk one)"]
    assert "3 passages" in row["Care"]
    assert "Left out, because they belong to no case: 1 source" in sheet.says


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 20", "-cmd|x", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "\n-1 or so"]  # noqa: RUF001
)
def test_what_would_start_a_formula_gets_an_apostrophe(cell: str) -> None:
    sheet = Sheet("T", "", ("words",), ((cell,),))

    assert guarded(cell) == f"'{cell}"
    assert read_csv(csv_bytes(sheet))[0]["words"].replace("\r\n", "\n") == f"'{cell}"
    assert openpyxl.load_workbook(BytesIO(xlsx_bytes([sheet])))["T"]["A2"].data_type == "s"


@pytest.mark.parametrize("cell", ["-1", "+2.5", "-3,5%", "plain = plain", "", "a-b", "é=1"])
def test_numbers_and_plain_words_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


def test_a_csv_opens_with_the_right_letters_and_holds_every_word() -> None:
    exported = export_project(a_project(), ".csv")
    rows = read_csv(exported.content)

    assert exported.content.startswith(b"\xef\xbb\xbf")
    assert "café at nine, then the handover 😀." in {row["words"] for row in rows}
    assert "'=1+1 is what they wrote down" in {row["words"] for row in rows}
    assert [remark.words[:28] for remark in exported.remarks] == ["1 source may not be quoted: "[:28]]


def test_a_workbook_has_a_sheet_for_every_table_and_the_same_cells() -> None:
    project = a_project()
    book = openpyxl.load_workbook(BytesIO(export_project(project, ".xlsx", Wanted(TABLES[:1] + TABLES[3:])).content))

    assert book.sheetnames == ["About", "Quotes", "Codebook", "Framework matrix"]
    read = [[cell.value for cell in row] for row in book["Quotes"].iter_rows(min_row=2)]
    assert [row[-1] for row in read] == [guarded(str(row["words"])) for row in rows_of(quotes(project))]
    assert book["Quotes"].freeze_panes == "B2"


def test_a_cell_too_long_for_a_workbook_is_cut_and_says_so() -> None:
    sheet = Sheet("T", "", ("words",), (("x" * (LONGEST + 5),), ("bad \x0b letter",), ("#N/A",)))
    page = openpyxl.load_workbook(BytesIO(xlsx_bytes([sheet])))["T"]

    assert len(page["A2"].value) == LONGEST
    assert page["A2"].value.endswith("holds no more)")
    assert page["A3"].value == "bad \N{REPLACEMENT CHARACTER} letter"
    assert page["A4"].data_type == "s"


def test_a_word_file_has_a_table_with_a_header_row_on_landscape_pages() -> None:
    content = export_project(a_project(), ".docx", Wanted(("framework", "codebook"))).content
    word = docx.Document(BytesIO(content))

    assert [table.rows[0].cells[0].text for table in word.tables] == ["case", "code path"]
    assert len(word.tables[1].rows) == 6
    assert word.sections[0].page_width > word.sections[0].page_height
    assert "tblHeader" in word.tables[0]._tbl.xml
    assert word.core_properties.author == "Newel"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_form_gives_the_same_bytes_for_the_same_project(suffix: str) -> None:
    assert export_project(a_project(), suffix).content == export_project(a_project(), suffix).content


def test_a_project_of_chosen_layers_holds_no_other_coding() -> None:
    exported = export_project(a_project(), ".csv", Wanted(layers=("K1-1",)))

    assert {row["layer"] for row in read_csv(exported.content)} == {"K1-1"}


@pytest.mark.parametrize(
    ("suffix", "wanted", "words"),
    [
        (".pdf", Wanted(), "one of .qdpx"),
        (".csv", Wanted(("quotes", "codebook")), "a .csv holds one table"),
        (".csv", Wanted(layers=("K9",)), "one of K1-1, K2-1"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(suffix: str, wanted: Wanted, words: str) -> None:
    with pytest.raises(Refused, match=words):
        export_project(a_project(), suffix, wanted)


def test_a_project_without_cases_has_a_matrix_by_source() -> None:
    project = a_project()
    bare: Project = replace(project, sources=tuple(replace(one, case=None) for one in project.sources))

    assert [row["case"] for row in rows_of(_framework_of(bare))] == ["Talk one", "Notes"]


def test_a_word_file_with_no_rows_is_still_a_file() -> None:
    assert docx.Document(BytesIO(docx_bytes("Nothing", [Sheet("T", "", ("a",), ())]))).tables[0].rows


def _framework_of(project: Project) -> Sheet:
    book = openpyxl.load_workbook(BytesIO(export_project(project, ".xlsx", Wanted(("framework",))).content))
    header, *rows = book["Framework matrix"].iter_rows(values_only=True)
    return Sheet("Framework matrix", "", tuple(header), tuple(rows))
