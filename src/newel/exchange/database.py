"""Opens a SQLite database that came from elsewhere: from bytes, in memory, to read plain tables and nothing else.

The file of another program may hold triggers, views or virtual tables that run when they are touched. Only real tables
are read, only SELECT is let through, and a query that does not end is stopped.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from newel.faults import Refused

MAGIC = b"SQLite format 3\0"
MAX_DATABASE = 1_000_000_000
_STEPS = 100_000
_MOST_STEPS = 20_000
_LONGEST = 200_000_000
_WRITE_AHEAD = slice(18, 20)
"""Bytes that say the database keeps a log beside it. In memory there is none: one byte value less opens it as it is."""
_LET_THROUGH = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION})


class Tables:
    """The real tables of a database, read whole."""

    def __init__(self, name: str, connection: sqlite3.Connection) -> None:
        self._name, self._connection = name, connection
        found = self._select("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
        self._columns = {
            str(row["name"]): self._columns_of(str(row["name"]))
            for row in found
            if not str(row["sql"] or "").upper().lstrip().startswith("CREATE VIRTUAL")
        }

    def has(self, table: str, *columns: str) -> bool:
        """Return whether there is a table with these columns."""
        return set(columns) <= set(self._columns.get(table, ())) and table in self._columns

    def rows(self, table: str, *columns: str, order: str = "rowid") -> list[Mapping[str, Any]]:
        """Return a table's rows; a column that this version of the database lacks is None in every row."""
        there = [column for column in columns if column in self._columns.get(table, ())]
        if not there:
            return []
        named = ", ".join(f'"{column}"' for column in there)
        missing = dict.fromkeys(set(columns) - set(there))
        read = self._select(f'SELECT {named} FROM "{table}" ORDER BY {order}')  # noqa: S608 - names are ours
        return [missing | dict(row) for row in read]

    def _columns_of(self, table: str) -> tuple[str, ...]:
        quoted = table.replace('"', '""')
        read = self._select(f'SELECT * FROM "{quoted}" LIMIT 0', described=True)  # noqa: S608 - quoted
        return tuple(str(row["name"]) for row in read)

    def _select(self, query: str, *, described: bool = False) -> list[Mapping[str, Any]]:
        try:
            cursor = self._connection.execute(query)
            names = [str(column[0]) for column in cursor.description]
            if described:
                return [{"name": name} for name in names]
            return [dict(zip(names, row, strict=True)) for row in cursor]
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
            raise _refused(self._name, f"a database that cannot be read ({error})") from error


@contextmanager
def opened(name: str, content: bytes) -> Iterator[Tables]:
    """Open a database from its bytes. Raises Refused where it is none, damaged, or takes without end to read."""
    if not content.startswith(MAGIC):
        raise _refused(name, "something other than a SQLite database")
    if len(content) > MAX_DATABASE:
        raise _refused(name, f"{len(content) / 1e6:.0f} MB")
    plain = bytearray(content)
    plain[_WRITE_AHEAD] = b"\x01\x01"
    connection = sqlite3.connect(":memory:")
    try:
        yield Tables(name, _guarded(name, connection, bytes(plain)))
    finally:
        connection.close()


def _guarded(name: str, connection: sqlite3.Connection, content: bytes) -> sqlite3.Connection:
    connection.execute("PRAGMA trusted_schema = OFF")
    try:
        connection.deserialize(content)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        raise _refused(name, f"a database that cannot be opened ({error})") from error
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.set_authorizer(_allow)
    steps = iter(range(_MOST_STEPS))
    connection.set_progress_handler(lambda: int(next(steps, None) is None), _STEPS)
    return connection


def _allow(action: int, *_names: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _LET_THROUGH else sqlite3.SQLITE_DENY


def _refused(name: str, found: str) -> Refused:
    return Refused.because(
        name,
        "the whole file",
        found=found,
        expected="the database of a Taguette or QualCoder project, whole, and at most 1 GB",
        remedy="Close the program it belongs to, then send its file again, and wait until it is sent whole.",
    )
