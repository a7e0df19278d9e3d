"""Hostile databases: what could run when it is touched is not touched, and what does not end is stopped."""

import sqlite3
from pathlib import Path

import pytest

from newel.exchange import import_project
from newel.exchange.database import Tables, opened
from newel.faults import Refused
from tests.support.qualcoder import database


def built(script: str) -> bytes:
    """Return the bytes of a database made by a script."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    return connection.serialize()


def refusal(content: bytes) -> str:
    """Return the words in which a database is refused."""
    with pytest.raises(Refused) as refused:
        import_project("hostile.qda", content)
    return str(refused.value)


def test_a_view_in_the_place_of_a_table_is_no_table() -> None:
    content = built("CREATE TABLE t (a); CREATE VIEW code_text AS SELECT 1 cid, 1 fid, 0 pos0, 1 pos1, a FROM t;")

    assert "none of them" in refusal(content)
    with opened("x", content) as tables:
        assert not tables.has("code_text")
        assert tables.rows("code_text", "cid") == []


def test_a_virtual_table_is_not_read() -> None:
    content = built("CREATE VIRTUAL TABLE source USING fts5(fulltext); CREATE TABLE code_text (cid, fid, pos0, pos1);")

    assert "none of them" in refusal(content)


def test_a_column_that_computes_something_without_end_is_stopped() -> None:
    heavy = "hex(zeroblob(400000000))"
    content = database(extra=f"ALTER TABLE source ADD COLUMN more text AS ({heavy}) VIRTUAL;")

    import_project("handover.qda", content)
    with opened("x", content) as tables, pytest.raises(Refused, match="cannot be read"):
        tables.rows("source", "more")


def test_nothing_but_reading_is_let_through(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    sqlite3.connect(path).execute("CREATE TABLE secret (a)").connection.commit()
    with opened("x", database()) as tables:
        for query in (
            f"ATTACH '{path}' AS other",
            "DELETE FROM source",
            "PRAGMA writable_schema = ON",
            "CREATE TABLE more (a)",
            "SELECT load_extension('x')",
        ):
            with pytest.raises(Refused, match="cannot be read"):
                tables._select(query)


def test_a_query_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newel.exchange.database._MOST_STEPS", 3)
    endless = "SELECT count(*) FROM " + ", ".join(f"source {name}" for name in "abcdefghi")  # noqa: S608 - ours
    many = ", ".join(["(1)"] * 300)
    crowd = database(extra=f"INSERT INTO source (name) VALUES {many};")  # noqa: S608 - ours

    with pytest.raises(Refused, match="cannot be read"), opened("x", crowd) as tables:
        tables._select(endless)


def test_the_file_itself_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "data.qda"
    path.write_bytes(database())
    before = path.stat()

    import_project(path.name, path.read_bytes())

    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [each.name for each in tmp_path.iterdir()] == ["data.qda"]


def test_a_database_with_a_log_beside_it_is_read_without_one(tmp_path: Path) -> None:
    path = tmp_path / "wal.qda"
    path.write_bytes(database())
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = path.read_bytes()

    assert content[18] == 2
    assert len(import_project("wal.qda", content).project.codings) == 4


@pytest.mark.parametrize("kept", [20, 500, 5_000])
def test_a_database_cut_short_is_refused(kept: int) -> None:
    assert "remedy" in refusal(database()[:kept])


def test_a_damaged_page_is_refused() -> None:
    content = bytearray(database())
    content[4096:40_000] = b"\xff" * (40_000 - 4096)

    assert "remedy" in refusal(bytes(content))


def test_a_database_of_another_program_is_refused() -> None:
    assert "none of them" in refusal(built("CREATE TABLE highlights (a)"))


def test_a_column_that_a_version_lacks_is_empty() -> None:
    with opened("x", built("CREATE TABLE t (a); INSERT INTO t VALUES (1)")) as tables:
        assert isinstance(tables, Tables)
        assert tables.rows("t", "a", "b") == [{"a": 1, "b": None}]
        assert tables.rows("gone", "a") == []
