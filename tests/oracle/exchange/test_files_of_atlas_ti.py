"""The files of the REFI-QDA group's own example, exported by ATLAS.ti: counts as published, and every oddity said."""

import pytest

from newel.exchange import Imported, import_project, read_qdpx, report_text, write_qdpx
from tests.support.shared import SHARED, needs_shared

pytestmark = needs_shared
FOLDER = SHARED / "real" / "qualitative"
FILES = ("skyloom-Project.qde", "skyloom-TestProject.qdpx")
COUNTS = {
    "User": 3,
    "codes": 14,
    "TextSource": 6,
    "PictureSource": 1,
    "PDFSource": 2,
    "AudioSource": 1,
    "VideoSource": 2,
    "PlainTextSelection": 8,
    "PDFSelection": 4,
    "PictureSelection": 1,
    "VideoSelection": 2,
    "codings": 16,
    "codings on PlainTextSelection": 9,
    "codings on PDFSelection": 4,
    "codings on PictureSelection": 2,
    "codings on VideoSelection": 1,
    "selections without coding": 2,
    "Transcript": 3,
    "SyncPoint": 13,
    "Representation": 5,
    "Note": 2,
    "Link": 1,
    "Set": 16,
    "Graph": 1,
}


@pytest.fixture(params=FILES)
def imported(request: pytest.FixtureRequest) -> Imported:
    """Return one of the two files, read."""
    return import_project(request.param, (FOLDER / request.param).read_bytes())


def words_at(imported: Imported, part: str) -> str:
    """Return the remarks whose place or words hold a part."""
    found = [f"{one.place}: {one.words}" for one in imported.remarks if part in f"{one.place}: {one.words}"]
    return "\n".join(found)


def test_the_counts_are_those_of_the_readme(imported: Imported) -> None:
    assert dict(imported.found) == COUNTS


def test_codes_are_flat_with_their_words_and_colours(imported: Imported) -> None:
    codes = imported.project.codebook.codes

    assert len(codes) == 14
    assert {code.parent for code in codes} == {None}
    assert {"Coke::full-fat Coke", "Coke::diet Coke", '"rushed"'} <= {code.name for code in codes}
    assert sum(bool(code.definition) for code in codes) == 7
    assert codes[0].colour == "#F00082"


def test_sources_without_text_are_listed_with_what_was_coded_on_them(imported: Imported) -> None:
    missing = words_at(imported, "The file with its text is not in the project file")

    assert imported.project.sources == ()
    assert missing.count("TextSource") == 6
    assert missing.count("Transcript") == 3
    assert missing.count("Representation") == 2
    assert words_at(imported, "on which words").count("coding") == 4


def test_paths_that_lead_out_are_listed_and_not_followed(imported: Imported) -> None:
    assert words_at(imported, "leads out of the file").count("nothing there was read") == 3


def test_one_guid_on_a_rectangle_and_its_text_is_said_twice_and_no_more(imported: Imported) -> None:
    assert words_at(imported, "share one GUID").count("PDFSelection, PlainTextSelection") == 2


def test_notes_and_sets_are_kept_as_memos(imported: Imported) -> None:
    texts = [memo.text for memo in imported.project.memos]

    assert texts[0].startswith("Research Plan\n\nday to day log about this amazing project\n\nThis is a great project")
    assert sum(text.startswith("Set: ") for text in texts) == 16
    (feelings,) = [memo for memo in imported.project.memos if memo.text == "Set: Feelings"]
    assert len(feelings.about) == 6
    assert "Set: <3" in texts
    assert "3 shapes and 2 lines" in words_at(imported, "A drawing")


def test_no_name_and_no_folder_of_the_makers_is_kept(imported: Imported) -> None:
    exported = write_qdpx(imported.project).content
    everything = repr(imported.project) + report_text(imported) + exported.decode("latin-1")

    assert not [name for name in ("Markgraf", "Petrausch", "sebpe", "/Users") if name in everything]


def test_the_spelling_of_project_file_and_folder_is_said() -> None:
    imported = import_project(FILES[1], (FOLDER / FILES[1]).read_bytes())

    assert "Project.qde" in words_at(imported, "The project file is called")
    assert "Sources" in words_at(imported, "A folder is called")


def test_what_was_kept_is_a_fixed_point(imported: Imported) -> None:
    first = write_qdpx(imported.project).content

    assert write_qdpx(read_qdpx("again.qdpx", first).project).content == first
