"""Django's PostgreSQL, where a transaction waits at its start until no other is open on the same database.

The acts read first and write then: is the month's version still the one on the page, does this coder have a layer,
what is the last seal of the audit? SQLite's IMMEDIATE transactions let nobody come between. Here an advisory lock does,
held until the transaction ends. Pages that only read open no transaction, and wait for nobody.
"""

from django.db.backends.postgresql import base
from django.db.utils import Error

_TURN = 7_391_001  # any number, the same for all who share the database
_PATIENCE = "20s"  # as long as SQLite waits for a lock; then the act is refused and nothing of it is kept


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions take turns."""

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 - Django's signature
        super()._set_autocommit(autocommit)  # type: ignore[misc] # the stubs leave it out
        if not autocommit:
            self._wait_for_its_turn()

    def _wait_for_its_turn(self) -> None:
        try:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)", [_PATIENCE, _TURN]
                )
        except Error:
            self.close()  # the transaction that never began
            raise
