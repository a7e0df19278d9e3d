"""Taguette projects that are unlike the one in tests/oracle: odd offsets, odd histories, odd tags, several projects."""

import pytest

from newel.coding import Link
from newel.exchange import Imported, import_project
from newel.exchange.taguette import read_taguette
from newel.faults import Refused
from tests.support.coding_projects import passages
from tests.support.qualcoder import database as qualcoder
from tests.support.taguette import at, database

RUSH = "nobody rushed us."


def read(content: bytes) -> Imported:
    """Read a project that a test made."""
    return import_project("project.sqlite3", content)


def said(imported: Imported, outcome: str) -> str:
    """Return the remarks of an outcome in one text."""
    return "\n".join(f"{one.place}: {one.words}" for one in imported.remarks if one.outcome == outcome)


def mark(words: str, *tags: int, kept: str | None = None) -> tuple[int, int, str, tuple[int, ...]]:
    """Return a highlight on words, with the words Taguette keeps beside it."""
    return (*at(words), words if kept is None else kept, tags)


def test_bytes_lead_to_the_words_behind_letters_of_several_bytes() -> None:
    imported = read(database([mark(RUSH, 1), mark("é😀", 2)]))

    assert [passage[:2] for passage in passages(imported.project)] == [(RUSH, "time"), ("é😀", "mood")]
    assert said(imported, "unusual") == ""


def test_a_highlight_over_two_paragraphs_has_the_line_end_between_them() -> None:
    start, _ = at("How was it?")
    _, end = at("P1: Fine")
    imported = read(database([(start, end, "<p>How was it?</p><p>P1: Fine</p>", (1,))]))

    assert passages(imported.project)[0][0] == "How was it?\nP1: Fine"
    assert said(imported, "unusual") == ""


def test_a_highlight_with_two_tags_is_two_codings() -> None:
    imported = read(database([mark(RUSH, 1, 2)]))

    assert [one.code for one in imported.project.codings] == ["tag-1", "tag-2"]
    assert len({one.id for one in imported.project.codings}) == 2


@pytest.mark.parametrize("span", [(0, 5_000), (-3, 4), (9, 9), (20, 10), ("a", 4)])
def test_a_highlight_that_its_document_does_not_have_is_listed(span: tuple[int, int]) -> None:
    imported = read(database([(*span, "x", (1,))]))

    assert imported.project.codings == ()
    assert "does not have the characters" in said(imported, "not kept")


def test_words_that_are_not_at_their_place_are_said_and_not_moved() -> None:
    start, end = at(RUSH)
    imported = read(database([(start - 3, end, RUSH, (1,))]))

    assert passages(imported.project)[0][0].endswith(RUSH)
    assert "highlight 1: The words kept with it are not those" in said(imported, "unusual")


def test_a_highlight_in_a_document_that_is_gone_is_listed() -> None:
    imported = read(database([mark(RUSH, 1)], extra="UPDATE highlights SET document_id = 7;"))

    assert imported.project.codings == ()
    assert "highlight 1" in said(imported, "not kept")


def test_who_changed_a_highlight_last_is_its_coder() -> None:
    added = [
        ("ada", {"type": "highlight_add", "highlight_id": 1}),
        ("bo", {"type": "highlight_add", "highlight_id": 2}),
        ("bo", {"type": "highlight_add", "highlight_id": 1}),
        ("cy", {"type": "tag_add", "highlight_id": 2}),
    ]
    imported = read(database([mark(RUSH, 1), mark("Fine", 2), mark("was", 2)], added=added))

    assert [layer.coder for layer in imported.project.layers] == ["coder-1", "coder-unknown"]
    assert [one.layer for one in imported.project.codings] == ["coder-1", "coder-1", "coder-unknown"]
    assert "1 coding of which the project's history does not say who made them" in said(imported, "changed")


@pytest.mark.parametrize("payload", ["", "not json", "[1]", "null", '"x"', '{"type": 3}', "[" * 5_000])
def test_a_spoilt_history_costs_the_coder_and_nothing_else(payload: str) -> None:
    imported = read(database([mark(RUSH, 1)], added=[("ada", payload)]))

    assert [layer.coder for layer in imported.project.layers] == ["coder-unknown"]
    assert len(imported.project.codings) == 1


def test_tags_are_nested_only_where_the_tag_above_exists() -> None:
    book = read(database(tags=("a", "a.b", "a.b.c", "x.y", "a.q.r", "e.g. this"))).project.codebook

    names = [" > ".join(code.name for code in book.path(code.id)) for code in book.in_order()]
    assert names == ["a", "a > b", "a > b > c", "a > q.r", "x.y", "e.g. this"]


@pytest.mark.parametrize("tags", [(".", "..", ""), ("a", "a.", "a..b")])
def test_odd_tags_become_codes_that_a_codebook_can_hold(tags: tuple[str, ...]) -> None:
    book = read(database(tags=tags)).project.codebook

    assert len(book.in_order()) == len(tags)
    assert all(code.name for code in book.codes)


def test_descriptions_are_memos_with_their_day() -> None:
    imported = read(database(extra="UPDATE documents SET description = 'Long.', created = 'no day';"))
    memos = {memo.text: memo for memo in imported.project.memos}

    assert memos["Invented."].about == (Link("project"),)
    assert memos["Invented."].on.isoformat() == "2021-05-04T10:00:00"
    assert memos["Long."].about == (Link("source", "document-1"),)
    assert memos["Long."].on.year == 1970


def test_no_account_no_address_and_no_password_is_read() -> None:
    added = [("ada", {"type": "highlight_add", "highlight_id": 1})]
    imported = read(database([mark(RUSH, 1)], added=added))

    assert not [word for word in ("ada", "example.org", "secret-hash") if word in repr(imported)]


@pytest.mark.parametrize("extra", ["INSERT INTO projects VALUES (2, 'B', '', '');", "DELETE FROM projects;"])
def test_a_file_with_several_projects_or_none_is_refused_with_the_way_out(extra: str) -> None:
    with pytest.raises(Refused, match="Export this project"):
        read(database(extra=extra))


def test_a_database_of_another_program_is_refused() -> None:
    with pytest.raises(Refused, match="another program"):
        read_taguette("data.qda", qualcoder())
