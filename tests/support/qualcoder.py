"""QualCoder databases for tests, with the tables that its versions have.

QualCoder itself cannot be run without a desktop, so the tables are made here: names and columns as its project
databases have them (versions 8 and 17). The data is invented.
"""

import sqlite3

TALK = "Interviewer: How was it?\r\nP1: Fine 😀, nobody rushed us.\r\n"
NOTES = "Ten people. Cafe\u0301 after."
_SHARED = """
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text,
  owner text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text,
  date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text,
  date text);
"""
_OLD = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text,
  date text, av_text_id integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text,
  color text);
CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text,
  memo text, avid integer, important integer);
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer, height integer,
  cid integer, memo text, date text, owner text, important integer);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text,
  date text, owner text, important integer);
INSERT INTO project VALUES ('v8', '2021-05-04 10:00:00', 'Invented.', 'QualCoder');
"""
_NEW = _OLD.replace("color text);", "color text, supercid integer);").replace("'v8'", "'v17'")
PASSAGES = [
    (1, 1, "nobody rushed us", 38, 54, "ada"),
    (2, 1, "Fine 😀", 30, 36, "ada"),
    (1, 1, "nobody rushed us", 38, 54, "bo"),
    (3, 2, "Cafe\u0301 after", 12, 23, "bo"),
]
"""Code, source, words, from, to, coder."""


def database(*, version: int = 17, passages: list[tuple[object, ...]] | None = None, extra: str = "") -> bytes:
    """Return the bytes of a data.qda with two sources, a film, three codes in a category, and these passages."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(_SHARED + (_NEW if version >= 16 else _OLD))
    rows = [(1, "Talk", TALK, None), (2, "Notes", NOTES, None), (3, "Film", None, "/video/film.mp4")]
    connection.executemany("INSERT INTO source VALUES (?, ?, ?, ?, '', 'ada', '2021-05-04 10:00:00', NULL)", rows)
    connection.execute("INSERT INTO code_cat VALUES (1, 'Work', 'ada', '2021-05-04', 'All of it', NULL)")
    connection.execute("INSERT INTO code_cat VALUES (2, 'Days', 'ada', '2021-05-04', '', 1)")
    codes = [(1, "Time", "Having it", 2, "#99CC00"), (2, "Mood", "", None, "blue"), (3, "Food", None, 2, "#FF0000")]
    columns = "cid, name, memo, catid, color, owner, date"
    query = f"INSERT INTO code_name ({columns}) VALUES (?, ?, ?, ?, ?, 'ada', '2021-05-04')"  # noqa: S608 - ours
    connection.executemany(query, codes)
    if version >= 16:
        connection.execute("UPDATE code_name SET supercid = 1, catid = NULL WHERE cid = 3")
    columns = "cid, fid, seltext, pos0, pos1, owner, date, memo"
    marks = PASSAGES if passages is None else passages
    query = f"INSERT INTO code_text ({columns}) VALUES (?, ?, ?, ?, ?, ?, '2021-05-05 09:00:00', ?)"  # noqa: S608 - ours
    connection.executemany(query, [(*mark, "Again!" if number == 0 else "") for number, mark in enumerate(marks)])
    connection.executescript(
        f"""
        INSERT INTO cases VALUES (1, 'C1', '', 'ada', '2021-05-04'), (2, 'C2', '', 'ada', '2021-05-04');
        INSERT INTO case_text VALUES (1, 1, 1, 0, {len(TALK)}, 'ada', '2021-05-04', ''), (2, 2, 2, 0, 4, '', '', '');
        INSERT INTO attribute VALUES (1, 'Age', 'case', '16', 1, '2021-05-04', 'ada'),
          (2, 'Shift', 'file', 'night', 2, '2021-05-04', 'ada'), (3, 'Shift', 'file', '', 1, '2021-05-04', 'ada'),
          (4, 'Shift', 'file', 'x', 99, '2021-05-04', 'ada');
        INSERT INTO journal VALUES (1, 'Diary', 'It rained.', '2021-05-06 08:00:00', 'bo');
        INSERT INTO annotation VALUES (1, 1, 0, 3, 'Who?', 'ada', '2021-05-06 08:00:00');
        INSERT INTO code_image VALUES (1, 3, 0, 0, 5, 5, 1, '', '2021-05-04', 'ada', NULL);
        INSERT INTO code_av VALUES (1, 3, 0, 900, 1, '', '2021-05-04', 'ada', NULL);
        {extra}
        """  # noqa: S608 - ours
    )
    return connection.serialize()
