"""The verbs of coding projects: what they leave, what they say, and that they write nothing over."""

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newel.cli import main
from newel.coding import framework, read_codebook
from newel.exchange import read_project, write_project, write_qdpx
from tests.support.coding_projects import a_project, in_order, passages
from tests.support.qualcoder import database
from tests.support.shared import REPOSITORY

TAGUETTE = REPOSITORY / "tests" / "oracle" / "exchange" / "taguette-1.5.2.sqlite3.gz"


def run(*arguments: str | Path) -> Result:
    """Run `newel coding` with these arguments."""
    return CliRunner().invoke(main, ["coding", *(str(each) for each in arguments)], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a project."""
    write_project(a_project(), tmp_path / "ours")
    return tmp_path / "ours"


def test_a_project_goes_out_and_comes_in_again(folder: Path, tmp_path: Path) -> None:
    out = run("export", folder, tmp_path / "ours.qdpx")
    back = run("import", tmp_path / "ours.qdpx", "--to", tmp_path / "again")

    assert (out.exit_code, back.exit_code) == (0, 0)
    assert "holds every source in full" in out.output
    assert in_order(read_project(tmp_path / "again")) == in_order(a_project())
    assert "2 sources, 5 codes, 7 codings from Newel" in back.output
    assert "No source may be quoted" not in back.output


def test_a_taguette_project_becomes_a_folder_with_a_report(tmp_path: Path) -> None:
    (tmp_path / "project.sqlite3").write_bytes(gzip.decompress(TAGUETTE.read_bytes()))
    ran = run("import", tmp_path / "project.sqlite3", "--to", tmp_path / "talks")

    assert ran.exit_code == 0
    assert "not kept  highlight 7: A highlight without a tag." in ran.output
    assert "No source may be quoted before you say so" in ran.output
    assert f"Next: newel coding check {tmp_path / 'talks'}" in ran.output
    assert (tmp_path / "talks" / "import-report.md").is_file()


@pytest.mark.parametrize("name", ["handover.qda", "handover.qda/data.qda"])
def test_a_qualcoder_project_is_its_folder_or_the_file_in_it(name: str, tmp_path: Path) -> None:
    (tmp_path / "handover.qda").mkdir()
    (tmp_path / "handover.qda" / "data.qda").write_bytes(database())
    ran = run("import", tmp_path / name, "--to", tmp_path / "talks")

    assert ran.exit_code == 0
    assert len(passages(read_project(tmp_path / "talks"))) == 4
    assert (tmp_path / "talks" / "attributes.csv").read_text().splitlines()[1] == "case,C1,Age,16"


def test_a_folder_that_is_no_project_is_refused_with_the_way_out(tmp_path: Path) -> None:
    ran = run("import", tmp_path, "--to", tmp_path / "talks")

    assert ran.exit_code == 2
    assert "has no file data.qda in it" in ran.output


def test_a_framework_goes_out_as_a_codebook_and_comes_in_as_one(tmp_path: Path) -> None:
    from newel.coding import codebook_toml

    (tmp_path / "npt.toml").write_text(codebook_toml(framework("npt")), encoding="utf-8")
    out = run("export", tmp_path / "npt.toml", tmp_path / "npt.qdc")
    back = run("import", tmp_path / "npt.qdc", "--to", tmp_path / "again.toml")

    assert (out.exit_code, back.exit_code) == (0, 0)
    names = [code.name for code in framework("npt").in_order()]
    assert [code.name for code in read_codebook(tmp_path / "again.toml").in_order()] == names


@pytest.mark.parametrize("name", ["quotes.csv", "tables.xlsx", "tables.docx"])
def test_tables_are_written_in_the_form_the_name_asks_for(name: str, folder: Path, tmp_path: Path) -> None:
    tables = ("--table", "quotes") if name.endswith(".csv") else ("--table", "quotes", "--table", "framework")
    ran = run("export", folder, tmp_path / "new" / name, *tables, "--layer", "K1-1")

    assert ran.exit_code == 0
    assert (tmp_path / "new" / name).stat().st_size > 100
    assert "1 source may not be quoted" in ran.output


def test_nothing_is_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken.csv").write_text("mine")
    (tmp_path / "book.qdc").write_bytes(b"x")
    (tmp_path / "p.qdpx").write_bytes(write_qdpx(a_project()).content)

    for ran in (
        run("export", folder, tmp_path / "taken.csv"),
        run("import", tmp_path / "p.qdpx", "--to", folder),
        run("import", tmp_path / "book.qdc", "--to", tmp_path / "taken.csv"),
    ):
        assert ran.exit_code == 1
        assert "Nothing was changed" in ran.output
    assert (tmp_path / "taken.csv").read_text() == "mine"


def test_check_says_what_is_there_layer_by_layer(folder: Path) -> None:
    ran = run("check", folder)

    assert ran.exit_code == 0
    assert "K1, round 1, first: 4 codings" in ran.output
    assert "1 of 2 sources may be quoted. No faults." in ran.output


def test_check_names_what_was_changed(folder: Path) -> None:
    (folder / "texts" / "notes.txt").write_text("Other words.")
    ran = run("check", folder)

    assert ran.exit_code == 1
    assert "texts/notes.txt" in ran.output


def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "evil.qde").write_text('<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>')
    ran = run("import", tmp_path / "evil.qde", "--to", tmp_path / "talks")

    assert ran.exit_code == 1
    assert "DOCTYPE" in ran.output
    assert [path.name for path in tmp_path.iterdir()] == ["evil.qde"]


def test_many_remarks_are_counted_and_the_rest_is_in_the_report(tmp_path: Path) -> None:
    text = "words " * 30
    rows: list[tuple[object, ...]] = [(9, 1, text, place, place + 1, "ada") for place in range(40)]
    (tmp_path / "data.qda").write_bytes(database(passages=rows))
    ran = run("import", tmp_path / "data.qda", "--to", tmp_path / "talks")

    assert "more remarks; in all not kept" in ran.output
    assert (tmp_path / "talks" / "import-report.md").read_text().count("Its code is not in the project") == 40
