"""The study folder an import writes: whole, readable, and never over something that is there."""

from datetime import date
from pathlib import Path

import pytest

from newel.faults import Refused
from newel.importers import ImportedProject, import_project, write_study
from newel.instruments import read_instruments
from newel.protocol import read_protocol
from newel.records import KINDS, FolderSource
from newel.study import read_study
from tests.support.redcap import DICTIONARY, EXPORT


def a_project(dictionary: str = DICTIONARY, export: str = EXPORT) -> ImportedProject:
    files = {"dictionary.csv": dictionary.encode(), "data.csv": export.encode()}
    return import_project(files, key=b"a key that is only for the tests", today=date(2026, 1, 5))


def test_the_folder_is_a_study_whose_parts_agree(tmp_path: Path) -> None:
    project = a_project()

    write_study(project, tmp_path / "2nd Try")

    study = read_study(tmp_path / "2nd Try")
    assert study.protocol.study.id == "study_2nd_try"
    assert study.instruments == {instrument.id: instrument for instrument in project.instruments}
    assert [question.analysis for question in study.protocol.questions] == ["response_flow"] + [
        "answer_distribution"
    ] * 2


def test_the_records_conform_and_are_not_called_synthetic(tmp_path: Path) -> None:
    write_study(a_project(), tmp_path / "study")

    source = FolderSource(tmp_path / "study" / "records")
    assert {kind.name: source.frame(kind).height for kind in KINDS.values() if source.frame(kind).height} == {
        "site": 3,
        "response": 6,
        "answer": 27,
    }
    assert source.synthetic is False


def test_words_with_quotes_line_breaks_and_signs_come_back_as_they_were(tmp_path: Path) -> None:
    awkward = 'She said ""no"" \\ [x] = {y} # ü” \x7f \t end'
    dictionary = DICTIONARY.replace('"Bad nights"', f'"{awkward}"')

    write_study(a_project(dictionary), tmp_path / "study")

    item = read_instruments(tmp_path / "study")["about_you"].item("nights")
    assert item.text == 'She said "no" \\ [x] = {y} # ü” \x7f end'


def test_the_report_lists_every_line_and_the_names_behind_sites_and_waves(tmp_path: Path) -> None:
    project = a_project()
    write_study(project, tmp_path / "study")

    text = (tmp_path / "study" / "import-report.md").read_text(encoding="utf-8")

    assert all(entry.reason in text and f"| {entry.field} |" in text for entry in project.report)
    assert "| D01 | north | 1 |" in text
    assert "Kit" not in text


def test_the_names_of_groups_are_in_no_file_but_the_report(tmp_path: Path) -> None:
    write_study(a_project(), tmp_path / "study")

    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in (tmp_path / "study").rglob("*.*")
        if path.suffix in (".toml", ".md")
    }

    assert [name for name, text in texts.items() if "north" in text] == ["import-report.md"]


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")

    with pytest.raises(Refused) as refused:
        write_study(a_project(), tmp_path)

    assert "something is already there" in refused.value.faults[0].found
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()

    write_study(a_project(), folder)

    assert read_protocol(folder).study.title == "study: a study imported from REDCap"
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_a_form_nobody_filled_in_is_kept_and_asks_no_question(tmp_path: Path) -> None:
    export = "record_id,sleep,about_you_complete\n7,1,2\n"

    write_study(a_project(export=export), tmp_path / "study")

    study = read_study(tmp_path / "study")
    assert set(study.instruments) == {"about_you", "how_it_went"}
    assert [question.id for question in study.protocol.questions] == ["response_flow", "answers_about_you"]
