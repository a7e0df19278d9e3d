"""What an analysis answered can be written down and read again without losing a digit, a word or a reason."""

from pathlib import Path

import pytest

from newel.faults import Refused
from newel.findings import Answer, Column, Estimate, Figure, Finding, Row, Table, read_findings, write_findings
from newel.findings.storage import FILE
from tests.support.findings import a_figure, a_finding, a_table, people, rate, share

CELLS = [
    people(43),
    share(43, 90, low=38.0, high=57.0),
    rate(12, 3.5),
    Estimate("mean", 3.1415926535897931, "points", 90, low=3.0, high=3.3),
    Estimate("amount", 1234.56, "GBP 2020", None),
    Estimate("difference", -0.1, "points", 40, low=-0.3, high=0.1),
    Estimate("coefficient", 1e-17, "g", 40),
    Estimate("p_value", 0.04999999999999999, "p", 40),
    Estimate("words", 0, "", 40, says="Sustained"),
    Estimate("difference", None, "points", None, why_missing="Nobody answered in w2."),
]


def a_wide_finding(**changes: object) -> Finding:
    columns = [f"c{place}" for place in range(len(CELLS))]
    return a_finding(
        a_table({"only": CELLS}, columns), figures=(a_figure("t", ("c5",), drawn_as="differences"),), **changes
    )


def test_every_kind_of_number_comes_back_as_it_was(tmp_path: Path) -> None:
    finding = a_wide_finding(notes=("A note.",))

    write_findings([finding], tmp_path)

    assert read_findings(tmp_path) == (finding,)


def test_findings_come_back_in_their_order(tmp_path: Path) -> None:
    findings = [a_finding(a_table({"only": [people(9)]}), id=name) for name in ("z", "a", "m")]

    write_findings(findings, tmp_path)

    assert [finding.id for finding in read_findings(tmp_path)] == ["z", "a", "m"]


def test_the_same_findings_are_the_same_bytes(tmp_path: Path) -> None:
    once, again = (write_findings([a_wide_finding()], tmp_path / name) for name in ("one", "two"))

    assert once.read_bytes() == again.read_bytes()


def test_no_findings_are_a_file_too(tmp_path: Path) -> None:
    write_findings([], tmp_path / "new")

    assert read_findings(tmp_path / "new") == ()


def test_findings_that_were_never_written_are_refused_with_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_findings(tmp_path)

    (fault,) = refused.value.faults
    assert (fault.file, fault.place) == (FILE, str(tmp_path))
    assert fault.remedy == "Run `newel analyse` first."


@pytest.mark.parametrize("cells", [[], [people(1)], [people(1), people(2), people(3)]])
def test_a_ragged_table_is_refused_by_name(cells: list[Estimate]) -> None:
    with pytest.raises(ValueError, match=rf"Row only of table t has {len(cells)} cells for 2 columns"):
        a_table({"only": cells}, ("one", "two"))


def test_a_table_without_rows_and_an_answer_without_tables_are_whole() -> None:
    table = Table("t", "Nothing", "Outcome", (Column("n", "N"),), ())

    answer = Answer("Nobody", people(0), (table,))

    assert (answer.tables[0].rows, answer.figures, answer.notes) == ((), (), ())


def test_two_rows_that_differ_in_one_digit_differ() -> None:
    rows = [Row("only", "Only", (Estimate("p_value", p, "p", 40),)) for p in (0.05, 0.05000000000000001)]

    assert rows[0] != rows[1]


def test_a_figure_names_its_table_and_columns() -> None:
    figure = Figure("f", "A figure", "differences", "t", ("gain", "later"), "g", "Points about a line.")

    assert (figure.table, figure.columns) == ("t", ("gain", "later"))
