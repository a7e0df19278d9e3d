"""A coding project as a folder: it reads back as it was written, and says where somebody changed it."""

from dataclasses import replace
from pathlib import Path

import pytest

from newel.coding import Code, Codebook, Project, Source
from newel.exchange import Attribute, Imported, Remark, read_project, write_project
from newel.faults import Refused
from tests.support.coding_projects import a_project, in_order


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a project."""
    write_project(a_project(), tmp_path / "ours")
    return tmp_path / "ours"


def refusal(folder: Path) -> str:
    """Return the words in which a folder is refused."""
    with pytest.raises(Refused) as refused:
        read_project(folder)
    return str(refused.value)


def changed(path: Path, before: str, after: str) -> None:
    """Change a file as a person might."""
    text = path.read_bytes().decode()
    assert before in text
    path.write_bytes(text.replace(before, after, 1).encode())


def test_it_reads_back_as_it_was_written(folder: Path) -> None:
    assert in_order(read_project(folder)) == in_order(a_project())


def test_a_person_can_read_it(folder: Path) -> None:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert names == {
        "project.toml",
        "codebook.toml",
        "units.csv",
        "codings.csv",
        "texts/talk-one.txt",
        "texts/notes.txt",
    }
    assert (folder / "texts" / "talk-one.txt").read_bytes().decode() == a_project().sources[0].text
    assert "may_be_quoted = true" in (folder / "project.toml").read_text()
    assert (folder / "codings.csv").read_text().splitlines()[1].startswith("c0,K1-1,talk-one,2,time,")


def test_the_same_project_gives_the_same_files(folder: Path, tmp_path: Path) -> None:
    write_project(a_project(), tmp_path / "again")

    for path in (path for path in folder.rglob("*") if path.is_file()):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(folder)).read_bytes()


def test_an_import_leaves_its_report_and_its_attributes(tmp_path: Path) -> None:
    remarks = (Remark("not kept", "line 3 | x", "A film."),)
    imported = Imported("Other", a_project(), remarks, (Attribute("case", "C07", "Age", "16"),), {"codings": 9})
    write_project(imported.project, tmp_path / "ours", imported=imported)

    assert "| line 3 \\| x | A film. |" in (tmp_path / "ours" / "import-report.md").read_text()
    assert (tmp_path / "ours" / "attributes.csv").read_text() == "of,id,name,value\ncase,C07,Age,16\n"
    assert in_order(read_project(tmp_path / "ours")) == in_order(a_project())


def test_nothing_is_written_over(folder: Path) -> None:
    before = (folder / "project.toml").read_bytes()

    with pytest.raises(Refused, match="never written over"):
        write_project(replace(a_project(), title="Another"), folder)
    assert (folder / "project.toml").read_bytes() == before


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    write_project(a_project(), tmp_path / "ours")

    assert read_project(tmp_path / "ours").title == "Handover study"
    assert [path.name for path in tmp_path.iterdir()] == ["ours"]


@pytest.mark.parametrize("identifier", ["../../evil", "con", "Talk One", "a/b", "é", ".hidden", "x" * 200, "TALK"])
def test_a_strange_id_never_becomes_a_strange_file_name(identifier: str, tmp_path: Path) -> None:
    sources = (Source(identifier, "T", "interview", "One."), Source("talk", "T", "interview", "Two."))
    project = Project("P", sources, Codebook("b", "B", codes=(Code("a", "A", place=1),)))
    write_project(project, tmp_path / "ours")

    assert read_project(tmp_path / "ours") == project
    assert {path.parent for path in tmp_path.rglob("*.txt")} == {tmp_path / "ours" / "texts"}


def test_a_text_that_was_changed_is_refused_because_its_codings_would_be_elsewhere(folder: Path) -> None:
    changed(folder / "texts" / "notes.txt", "Ten", "Eleven")

    assert "a text that was changed after the codings were made" in refusal(folder)


def test_a_text_that_is_gone_is_named(folder: Path) -> None:
    (folder / "texts" / "notes.txt").unlink()

    assert "source notes" in refusal(folder)


@pytest.mark.parametrize("name", ["../project.toml", "/etc/passwd", "..\\\\x", ".profile"])
def test_a_file_name_that_leads_out_is_refused(name: str, folder: Path) -> None:
    changed(folder / "project.toml", 'file = "notes.txt"', f'file = "{name}"')

    assert "the name of a file in the folder texts" in refusal(folder)


def test_a_text_that_is_a_link_to_elsewhere_is_refused(folder: Path, tmp_path: Path) -> None:
    text = folder / "texts" / "notes.txt"
    text.rename(tmp_path / "away.txt")
    text.symlink_to(tmp_path / "away.txt")

    assert "no such file" in refusal(folder)


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        ("codings.csv", ",time,", ",tyme,", "a layer, code or source that is not there"),
        ("codings.csv", "K1-1,talk", "K9-1,talk", "a layer, code or source that is not there"),
        ("codings.csv", ",82,99", ",82,9000", "characters the text does not have"),
        ("codings.csv", ",82,", ",many,", "a value that is no number"),
        ("codings.csv", "id,layer", "layer,id", "other columns"),
        ("units.csv", ",turn,", ",tern,", "a kind that is unknown"),
        ("project.toml", "title =", "titel =", "titel"),
        ("project.toml", 'purpose = "first"', 'purpose = "last"', "purpose"),
        ("codebook.toml", 'parent = "care"', 'parent = "cure"', "cure"),
    ],
)
def test_what_somebody_spoilt_is_named_with_its_place(
    folder: Path, file: str, before: str, after: str, words: str
) -> None:
    changed(folder / file, before, after)

    assert words in refusal(folder)
    assert file in refusal(folder)


@pytest.mark.parametrize("name", ["project.toml", "codebook.toml", "units.csv", "codings.csv"])
def test_a_file_that_is_gone_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()

    assert name in refusal(folder)
