"""A project captured elsewhere is sealed, analysed, checked and reported like a study of our own."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from newel.findings import Estimate, Finding
from newel.importers import import_project, write_study
from newel.pipeline import Build, analyse_freeze, freeze_records, publish_report, write_report
from newel.records import FolderSource
from newel.study import Study, read_study
from tests.support.shared import SHARED, needs_shared

pytestmark = needs_shared
REDCAP = SHARED / "real" / "capture" / "redcap"
KEY = b"a key that is only for the tests"


def analysed(folder: str, tmp_path: Path) -> tuple[Study, Build, dict[str, Finding]]:
    files = {path.name: path.read_bytes() for path in (REDCAP / folder).glob("*.csv") if path.name != "metadata.csv"}
    write_study(import_project(files, key=KEY, today=date(2026, 1, 5)), tmp_path / "study")
    study, build = read_study(tmp_path / "study"), Build(tmp_path / "build")
    freeze_records(study, build, FolderSource(study.folder / "records"))
    findings = analyse_freeze(study, build, progress=lambda _: None)
    return study, build, {finding.id: finding for finding in findings}


def people(finding: Finding, table: str) -> dict[str, float | None]:
    """Return {row: number of people} of one table."""
    [found] = [each for each in finding.answer.tables if each.id == table]
    cells: dict[str, Estimate] = {row.id: row.cells[0] for row in found.rows}
    return {row: cell.value for row, cell in cells.items()}


def test_the_numbers_of_an_item_are_those_a_plain_count_of_the_export_gives(tmp_path: Path) -> None:
    _, _, findings = analysed("blank-for-gray-status", tmp_path)

    text = (REDCAP / "blank-for-gray-status" / "data.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    complete = [row["ethnicity"] for row in rows if row["race_and_ethnicity_complete"] in ("1", "2")]
    table = people(findings["answers_race_and_ethnicity"], "race_and_ethnicity_ethnicity")
    assert {code: table[f"option_{code}"] for code in ("0", "1", "2")} == {
        c: complete.count(c) for c in ("0", "1", "2")
    }
    assert sum(map(bool, complete)) == 4


@pytest.mark.parametrize(
    "folder", ["simple", "survey", "blank-for-gray-status", "decimal-comma-and-dot", "checkboxes-1"]
)
def test_a_real_project_is_reported_in_every_format(folder: str, tmp_path: Path) -> None:
    study, build, findings = analysed(folder, tmp_path)

    written = write_report(study, build)

    assert {path.name for path in written} >= {"report.html", "report.pdf", "report.docx"}
    assert set(findings) == {question.id for question in study.protocol.questions}
    page = (build.report / "report.html").read_text(encoding="utf-8")
    assert all(measure.name in page for measure in study.protocol.measures)
    assert "ynthetic data" not in page


@pytest.mark.parametrize("folder", ["empty-rows", "nonnumeric-record-id", "potentially-problematic-values"])
def test_a_project_with_hardly_anything_to_count_is_reported_too(folder: str, tmp_path: Path) -> None:
    study, build, _ = analysed(folder, tmp_path)

    write_report(study, build)
    publish_report(study, build)

    assert any(build.public.rglob("*.html"))
