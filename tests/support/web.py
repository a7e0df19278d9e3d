"""Fixtures of the web shell: which study it serves, what day it is, who is signed in, and an audit that can be emptied.

Only the tests can empty the audit: its triggers are taken away for the moment in which a test's database is flushed.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connections

STUDIES = Path(__file__).resolve().parents[2] / "studies"


@pytest.fixture(autouse=True, scope="session")
def _the_audit_can_be_emptied_between_tests() -> Iterator[None]:
    from django.db.backends.sqlite3.operations import DatabaseOperations

    from newel.web.audit.triggers import CREATE, DROP

    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(self: DatabaseOperations, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            for statement in DROP[self.connection.vendor]:
                cursor.execute(statement)
        flush(self, statements)
        with self.connection.cursor() as cursor:
            for statement in CREATE[self.connection.vendor]:
                cursor.execute(statement)

    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
    yield
    patch.undo()
    connections.close_all()


@pytest.fixture
def serve_study(settings) -> Callable[..., None]:
    """Choose the study folder the site serves in this test, and the day it believes it is."""

    def choose(folder: Path, *, today: date | None = None) -> None:
        settings.NEWEL_STUDY = folder
        settings.NEWEL_TODAY = today

    return choose
