"""The files of a report."""

import csv
import io
from pathlib import Path

import pytest

from newel.report import Document, report_renderers, write_report
from newel.report.document import Cell, DataTable, TableRow
from newel.report.filling import typeset
from newel.report.widths import LINES, MOST_COLUMNS, column_widths, fits_a_page, pieces
from newel.report.writing import harmless, table_csv
from tests.support.reports import a_document


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return a_document(tmp_path / "study")


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_report_is_written_in_every_format_with_its_figures_and_tables(document: Document, tmp_path: Path) -> None:
    files = write_report(document, tmp_path / "report")
    names = {path.relative_to(tmp_path / "report").as_posix() for path in files}
    assert {f"report{renderer.suffix}" for renderer in report_renderers().values()} <= names
    assert {"figures/flow-t.svg", "tables/flow-t.csv", "tables/every-number.csv"} <= names
    assert all(path.stat().st_size for path in files)


def test_writing_a_report_again_gives_the_same_bytes_and_leaves_nothing_of_the_old_one(
    document: Document, tmp_path: Path
) -> None:
    folder = tmp_path / "report"
    first = {path: path.read_bytes() for path in write_report(document, folder)}
    (folder / "old.html").write_text("left over")
    second = {path: path.read_bytes() for path in write_report(document, folder)}
    assert first == second
    assert {path for path in folder.rglob("*") if path.is_file()} == set(second)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_format_that_fails_leaves_the_earlier_report(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "report"
    before = {path: path.read_bytes() for path in write_report(document, folder)}

    def fails(table: DataTable) -> bytes:
        raise OSError(table.id)

    monkeypatch.setattr("newel.report.writing.table_csv", fails)
    with pytest.raises(OSError, match="table-1"):
        write_report(document, folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_table_as_csv_holds_what_is_printed(document: Document) -> None:
    assert rows_of(table_csv(document.tables[0])) == [
        ["Site type", "N", "Share", "Share: interval"],
        ["YOI", "45", "50%", "40% to 59%"],
        ["STC", "*", "*", ""],
        ["SCH", "20", "50%", "35% to 65%"],
        ["NONE", "0", "no data", ""],
    ]


def test_every_number_is_listed_with_its_address(document: Document, tmp_path: Path) -> None:
    write_report(document, tmp_path / "report")
    rows = rows_of((tmp_path / "report" / "tables" / "every-number.csv").read_bytes())
    assert rows[0] == ["address", "printed", "interval", "unit", "printed in"]
    assert ["flow.t.yoi.share", "50%", "40% to 59%", "%", "Table 1"] in rows
    assert ["flow.t.sch.share", "35% to 65%", "", "%", "a sentence of Who took part"] in rows
    assert len(rows) == len(document.numbers) + 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("@sum", "'@sum"),
        ("-cmd", "'-cmd"),
        ("\tx", "'\tx"),
        ("-3.5", "-3.5"),
        ("-£1,200", "-£1,200"),
        ("Staff", "Staff"),
    ],
)
def test_no_cell_is_taken_for_a_formula(text: str, written: str) -> None:
    assert harmless(text) == written


def a_wide_table(columns: int) -> DataTable:
    cells = tuple(Cell(str(number)) for number in range(columns))
    names = tuple(f"Column {number}" for number in range(columns))
    return DataTable(
        "table-1", 1, "Wide", "Site", names, (TableRow("A", cells), TableRow("B", cells)), ("A note.",), "t.csv"
    )


def test_a_table_that_fits_stays_whole() -> None:
    assert pieces(a_wide_table(MOST_COLUMNS)) == [a_wide_table(MOST_COLUMNS)]


def test_a_table_too_wide_for_paper_is_set_in_parts_with_all_its_columns() -> None:
    table = a_wide_table(MOST_COLUMNS + 2)
    parts = pieces(table)
    assert [part.caption for part in parts] == ["Table 1. Wide (part 1 of 2)", "Table 1. Wide (part 2 of 2)"]
    assert sum((part.columns for part in parts), ()) == table.columns
    assert sum((part.rows[1].cells for part in parts), ()) == table.rows[1].cells
    assert [part.notes for part in parts] == [(), ("A note.",)]


def test_a_column_is_as_wide_as_its_words_within_limits() -> None:
    rows = (TableRow("A" * 90, (Cell("1"), Cell("5.40", "4.62 to 6.17"))),)
    widths = column_widths(DataTable("t", 1, "T", "Site", ("Seven people", "Mean"), rows))
    assert widths == [38, pytest.approx(6 * 1.2 + 2), 21]


def of_words(rows: int, words: str) -> DataTable:
    return DataTable("table-1", 1, "Items", "Item", ("Says",), (TableRow("A", (Cell(words),)),) * rows)


def test_a_table_of_few_rows_with_many_words_is_not_kept_on_one_page() -> None:
    # Kept whole, it would run over the foot of the page and be lost.
    assert fits_a_page(of_words(LINES, "Yes"))
    assert not fits_a_page(of_words(LINES + 1, "Yes"))
    assert not fits_a_page(of_words(LINES - 4, "a word of many and another " * 12))


@pytest.mark.parametrize(
    ("computed", "printed"),
    [
        ("-0.5", "\N{MINUS SIGN}0.5"),
        ("-1.2 to -0.3", "\N{MINUS SIGN}1.2 to \N{MINUS SIGN}0.3"),
        ("-£12", "\N{MINUS SIGN}£12"),
        ("2020-03", "2020-03"),
        ("<0.001", "<0.001"),
    ],
)
def test_a_number_below_nothing_is_printed_with_a_minus_and_no_hyphen(computed: str, printed: str) -> None:
    assert typeset(computed) == printed
