"""QualCoder projects of old and new tables: every quote where it was, coders as layers, categories as a tree."""

import pytest

from newel.coding import Link
from newel.exchange import Attribute, Imported, import_project, read_qdpx, write_qdpx
from newel.transcripts import normal
from tests.support.coding_projects import passages
from tests.support.qualcoder import PASSAGES, database


def read(content: bytes) -> Imported:
    """Read a data.qda that a test made."""
    return import_project("handover.qda", content)


def said(imported: Imported, outcome: str) -> str:
    """Return the remarks of an outcome in one text."""
    return "\n".join(f"{one.place}: {one.words}" for one in imported.remarks if one.outcome == outcome)


@pytest.mark.parametrize("version", [8, 17])
def test_every_quote_is_the_one_that_was_kept_with_it(version: int) -> None:
    imported = read(database(version=version))
    words = sorted(normal(mark[2]) for mark in PASSAGES)

    assert [passage[0] for passage in passages(imported.project)] == words
    assert "look at it" not in said(imported, "unusual")
    assert f"version v{version}" in imported.system


def test_categories_become_codes_above_codes() -> None:
    book = read(database(version=8)).project.codebook

    assert [code.name for code in book.path("code-1")] == ["Work", "Days", "Time"]
    assert [code.name for code in book.path("code-3")] == ["Work", "Days", "Food"]
    assert book.code("category-1").definition == "All of it"
    assert (book.code("code-1").colour, book.code("code-2").colour) == ("#99CC00", "")


def test_newer_tables_hang_a_code_below_a_code() -> None:
    book = read(database(version=17)).project.codebook

    assert [code.name for code in book.path("code-3")] == ["Work", "Days", "Time", "Food"]


def test_each_owner_is_a_layer_under_a_pseudonym() -> None:
    imported = read(database())

    assert [layer.coder for layer in imported.project.layers] == ["coder-1", "coder-2"]
    assert sorted(one.layer for one in imported.project.codings) == ["coder-1", "coder-1", "coder-2", "coder-2"]
    assert "ada" not in repr(imported.project)


def test_a_case_holds_whole_sources_and_attributes_stand_beside() -> None:
    imported = read(database())

    assert [source.case for source in imported.project.sources] == ["C1", None]
    assert "A part of a source belongs to it" in said(imported, "not kept")
    night = Attribute("source", "source-2", "Shift", "night")
    assert imported.attributes == (Attribute("case", "C1", "Age", "16"), night)
    assert "attribute: A value of a case or source that is not here" in said(imported, "not kept")


def test_journal_notes_and_memos_on_passages_are_memos() -> None:
    memos = {memo.text: memo for memo in read(database()).project.memos}

    assert memos["Diary\n\nIt rained."].about == (Link("project"),)
    assert memos["Diary\n\nIt rained."].by == "coder-2"
    assert memos["Who?"].about == (Link("source", "source-1"),)
    assert memos["Again!"].about[0].kind == "coding"
    assert "Invented." in memos


def test_films_and_what_is_coded_on_them_are_listed() -> None:
    imported = read(database())

    assert "source 3: A source without text" in said(imported, "not kept")
    assert "1 coding on a part of a picture" in said(imported, "not kept")
    assert "1 coding on a part of a sound or film" in said(imported, "not kept")
    assert imported.found["code_text"] == 4


def test_words_that_are_not_at_their_place_are_said_and_not_moved() -> None:
    said_with = "nobody rushed us"
    wrong = [(1, 1, said_with, 38, 53, "ada"), (1, 1, said_with, 35, 50, "ada"), (1, 1, "not there", 0, 4, "a")]
    imported = read(database(passages=wrong))

    assert [(one.start, one.end) for one in sorted(imported.project.codings, key=lambda one: one.id)] == [
        (0, 4),
        (34, 49),
        (37, 52),
    ]
    assert "if the last character is counted in" in said(imported, "unusual")
    assert "stand elsewhere in the source" in said(imported, "unusual")
    assert "are not those at its place" in said(imported, "unusual")


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ((1, 1, "x", 5, 5, "ada"), "does not have the characters"),
        ((1, 1, "x", 5, 500, "ada"), "does not have the characters"),
        ((1, 1, "x", "five", 9, "ada"), "does not have the characters"),
        ((1, 3, "x", 5, 9, "ada"), "does not have the characters"),
        ((9, 1, "x", 5, 9, "ada"), "Its code is not in the project"),
    ],
)
def test_a_passage_that_cannot_be_placed_is_listed(mark: tuple[object, ...], words: str) -> None:
    imported = read(database(passages=[mark]))

    assert imported.project.codings == ()
    assert words in said(imported, "not kept")


def test_a_passage_without_an_owner_is_in_a_layer_of_its_own() -> None:
    imported = read(database(passages=[(1, 1, "nobody rushed us", 38, 54, None)]))

    assert [layer.id for layer in imported.project.layers] == ["coder-unknown"]


def test_a_ring_of_categories_is_cut() -> None:
    book = read(database(extra="UPDATE code_cat SET supercatid = 2 WHERE catid = 1;")).project.codebook

    assert book.code("category-1").parent is None
    assert len(book.in_order()) == 5


def test_it_goes_on_to_refi_and_back() -> None:
    project = read(database()).project
    again = read_qdpx("p.qdpx", write_qdpx(project).content).project

    assert passages(again) == passages(project)
    assert sorted(memo.text for memo in again.memos) == sorted(memo.text for memo in project.memos)
