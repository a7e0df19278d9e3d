"""All that a database holds, as somebody would read it who took it away."""

from pathlib import Path
from typing import Any


def everything_kept(connection: Any) -> bytes:
    """Return the file of the embedded database, or every row of a PostgreSQL one."""
    if connection.vendor == "postgresql":
        return rows_kept(connection)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).read_bytes()


def rows_kept(connection: Any) -> bytes:
    """Return every row of every table of a PostgreSQL database, raw: sealed bytes as bytes, not in figures."""
    return b"\n".join(_rows(connection, table) for table in connection.introspection.table_names())


def _rows(connection: Any, table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as rows:
        return b"".join(map(bytes, rows))
