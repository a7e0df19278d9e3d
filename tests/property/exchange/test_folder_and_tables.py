"""Any project: its folder reads back as it was, and its tables say what a person would count by hand."""

import csv
import tempfile
from collections import Counter
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.coding import Project
from newel.exchange import read_project, write_project
from newel.exchange.refi.letters import xml_text
from newel.exchange.spreadsheets import Sheet, codebook, csv_bytes, docx_bytes, quotes, xlsx_bytes, zero_one
from newel.exchange.spreadsheets.cells import guarded
from newel.exchange.spreadsheets.tables import NOT_TO_BE_QUOTED
from tests.support.coding_projects import TEXTS, in_order, projects

CELLS = st.one_of(TEXTS, st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


def that_can_be_kept(project: Project) -> Project:
    """Return a project whose codebook a file can hold: names without blanks around them, none twice side by side."""
    codes = tuple(
        replace(code, name=f"{place} {xml_text(code.name).split()[0]}")
        for place, code in enumerate(project.codebook.codes)
    )
    title = " ".join(project.codebook.title.split()) or "Book"
    return replace(project, codebook=replace(project.codebook, codes=codes, title=title))


@settings(max_examples=40, deadline=None)
@given(projects())
def test_a_folder_reads_back_as_it_was_written(project: Project) -> None:
    project = that_can_be_kept(project)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "ours"
        write_project(project, folder)
        read = read_project(folder)
        names = [path.name.casefold() for path in (folder / "texts").glob("*")]

    assert in_order(read) == in_order(project)
    assert len(set(names)) == len(names) == len(project.sources)


@settings(max_examples=150, deadline=None)
@given(projects())
def test_there_is_one_row_a_coding_and_no_word_that_may_not_be_quoted(project: Project) -> None:
    sheet = quotes(project)
    rows = [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]
    sources = {source.id: source for source in project.sources}
    wanted = Counter(
        (one.source, one.start, one.end, one.layer, project.codebook.path_name(one.code)) for one in project.codings
    )

    found = Counter((row["source"], row["start"], row["end"], row["layer"], row["code path"]) for row in rows)
    assert found == wanted
    for row in rows:
        source = sources[str(row["source"])]
        said = source.text[row["start"] : row["end"]] if source.may_be_quoted else NOT_TO_BE_QUOTED
        assert row["words"] == said
        if row["unit"]:
            unit = source.units[int(row["unit"]) - 1]
            assert unit.start <= row["start"]


@settings(max_examples=150, deadline=None)
@given(projects())
def test_zero_and_one_are_what_a_person_would_count(project: Project) -> None:
    order = project.codebook.in_order()
    by_source, by_unit = zero_one(project), zero_one(project, by="unit")
    for source, row in zip(project.sources, by_source.rows, strict=True):
        for code, cell in zip(order, row[-len(order) :] if order else (), strict=True):
            assert cell == any(one.source == source.id and one.code == code.id for one in project.codings)
    units = [(source, unit) for source in project.sources for unit in source.units]
    for (source, unit), row in zip(units, by_unit.rows, strict=True):
        for code, cell in zip(order, row[-len(order) :] if order else (), strict=True):
            assert cell == any(
                one.source == source.id and one.code == code.id and one.start < unit.end and unit.start < one.end
                for one in project.codings
            )


@settings(max_examples=100, deadline=None)
@given(projects())
def test_the_codebook_counts_every_passage_once(project: Project) -> None:
    sheet = codebook(project)
    at = sheet.header.index("passages")

    assert sum(int(row[at]) for row in sheet.rows) == len(project.codings)
    assert [row[sheet.header.index("id")] for row in sheet.rows] == [code.id for code in project.codebook.in_order()]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_csv_gives_every_cell_back_and_none_starts_a_formula(rows: list[list[str]]) -> None:
    sheet = Sheet("T", "", ("a", "b"), tuple(tuple(row) for row in rows))
    read = list(csv.reader(StringIO(csv_bytes(sheet).decode("utf-8-sig"), newline="")))[1:]

    for given_row, read_row in zip(rows, read, strict=True):
        for cell, found in zip(given_row, read_row, strict=True):
            assert found in {cell, f"'{cell}"}
            assert not found.lstrip(" ").startswith(("=", "@", "\t", "\r"))


@settings(max_examples=40, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=5))
def test_a_workbook_and_a_word_file_open_whatever_is_in_a_cell(cells: list[str]) -> None:
    sheet = Sheet("T", "says", ("a",), tuple((cell,) for cell in cells))
    page = openpyxl.load_workbook(BytesIO(xlsx_bytes([sheet])))["T"]

    for row, cell in enumerate(cells, start=2):
        read = page.cell(row, 1)
        assert read.data_type != "f"
        kept = guarded(xml_text(cell))
        assert (read.value or "").replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n") in {
            kept.replace("\r\n", "\n").replace("\r", "\n"),
            kept.replace("\r", "\n"),
        }
    assert docx_bytes("T", [sheet]).startswith(b"PK")
