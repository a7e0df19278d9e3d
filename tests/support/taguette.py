"""Taguette databases for tests, with the tables of version 1.5.2 as far as they are read. The data is invented."""

import json
import sqlite3
from collections.abc import Sequence

TALK = "<p>Interviewer: How was it?</p><p>P1: Fine é😀, <b>nobody</b> rushed us.</p>"
_TABLES = """
CREATE TABLE users (login text primary key, created text, hashed_password text, email text);
CREATE TABLE projects (id integer primary key, name text, description text, created text);
CREATE TABLE documents (id integer primary key, name text, description text, filename text, created text,
  project_id integer, text_direction text, contents text);
CREATE TABLE tags (id integer primary key, project_id integer, path text, description text);
CREATE TABLE highlights (id integer primary key, document_id integer, start_offset integer, end_offset integer,
  snippet text);
CREATE TABLE highlight_tags (highlight_id integer, tag_id integer, primary key (highlight_id, tag_id));
CREATE TABLE commands (id integer primary key, date text, user_login text, project_id integer, document_id integer,
  payload text);
INSERT INTO users VALUES ('ada', '2021-05-04', 'scrypt:secret-hash', 'ada@example.org');
INSERT INTO projects VALUES (1, 'Handover', 'Invented.', '2021-05-04 10:00:00');
"""


def at(words: str, html: str = TALK) -> tuple[int, int]:
    """Return the byte offsets of words over the text between the tags."""
    plain = "".join(part.partition(">")[2] if "<" in html else part for part in html.split("<"))
    start = len(plain[: plain.index(words)].encode())
    return start, start + len(words.encode())


def database(
    highlights: Sequence[tuple[int, int, str, Sequence[int]]] = (),
    *,
    tags: Sequence[str] = ("time", "mood"),
    added: Sequence[tuple[str, object]] = (),
    extra: str = "",
) -> bytes:
    """Return a project with one document; a highlight is (from, to, words, tags), `added` is (account, payload)."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(_TABLES)
    row = (1, "Talk", "", "talk.html", "2021-05-04 10:00:00", 1, "LEFT_TO_RIGHT", TALK)
    connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    connection.executemany("INSERT INTO tags VALUES (?, 1, ?, '')", enumerate(tags, start=1))
    for number, (start, end, words, used) in enumerate(highlights, start=1):
        connection.execute("INSERT INTO highlights VALUES (?, 1, ?, ?, ?)", (number, start, end, words))
        connection.executemany("INSERT INTO highlight_tags VALUES (?, ?)", [(number, tag) for tag in used])
    payloads = [(who, payload if isinstance(payload, str) else json.dumps(payload)) for who, payload in added]
    query = "INSERT INTO commands (date, user_login, project_id, payload) VALUES ('2021-05-04', ?, 1, ?)"
    connection.executemany(query, payloads)
    connection.executescript(extra)
    return connection.serialize()
