"""What a PostgreSQL database has to be before anything is kept in it."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

_REMEDY = "Make it anew: createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 a-name"
# By code point, as SQLite, Python and the freeze order texts; a language's order has a before Z, and é before z.
_BY_CODE_POINT = "SELECT 'Z' < 'a' AND 'a-c' < 'ab' AND 'z' < 'é'"


@register(Tags.database)
def databases_order_texts_alike(databases: Iterable[str] | None = None, **_given: Any) -> list[CheckMessage]:
    """Refuse a database that keeps other characters, or orders texts otherwise, than the embedded one does."""
    return [fault for alias in databases or () for fault in _faults(alias)]


def _faults(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        if cursor.fetchone() != ("UTF8",):
            return [Error(f"The database of {alias!r} is not in UTF8.", hint=_REMEDY, id="newel.E001")]
        cursor.execute(_BY_CODE_POINT)
        if cursor.fetchone() != (True,):
            return [Error(f"The database of {alias!r} orders texts by a language.", hint=_REMEDY, id="newel.E002")]
    return []
