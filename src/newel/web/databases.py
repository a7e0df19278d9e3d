"""The databases, the study's and the vault: SQLite files that need nobody to run them, or PostgreSQL."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# One writer at a time from the start of a transaction: two acts never stand half done beside each other;
# secure_delete overwrites what is deleted, so that an answer that was taken back is gone from the file as well.
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
    "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON",
}


def database_settings(
    address: str, data: Path, *, file: str = "newel.sqlite3", variable: str = "NEWEL_DATABASE"
) -> dict[str, Any]:
    """Return Django's settings for a database address; for an empty one, of the embedded SQLite file."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data / file),
            "OPTIONS": dict(_SQLITE),
            "CONN_MAX_AGE": 60,
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(
            f"{variable} starts with {parts.scheme}://. Only postgresql:// is known: correct it or unset it."
        )
    options = dict(parse_qsl(parts.query))  # as libpq reads them: sslmode, sslrootcert; host is a folder of sockets
    return {
        "ENGINE": "newel.web.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def test_database_name(settings: dict[str, Any], folder: str, *, what: str) -> str:
    """Return where the tests of one process keep one of their databases."""
    name = f"newel_{what}_{os.getpid()}"
    return str(Path(folder) / f"{name}.sqlite3") if settings["ENGINE"].endswith("sqlite3") else name
