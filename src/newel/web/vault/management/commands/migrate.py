"""`python -m newel.web migrate`: bring the study's database and the vault up to date, one after the other."""

from typing import Any

from django.core.checks import Tags
from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from newel.web.vault.router import VAULT


class Command(migrate.Command):
    """Django's own command, for both databases unless one is named."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what Django takes; with no --database it is both."""
        super().add_arguments(parser)
        parser.set_defaults(database=None)

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Check the databases that are migrated."""
        return {**super().get_check_kwargs(options), "databases": _databases(options)}

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate the database that is named, or both, once found fit. One app is migrated where its tables are."""
        self.check(databases=_databases(options), tags=[Tags.database])
        for database in _databases(options):
            super().handle(*args, **(options | {"database": database}))


def _databases(options: dict[str, Any]) -> list[str]:
    if options["database"]:
        return [options["database"]]
    app = options["app_label"]
    if app:
        return [VAULT if app == VAULT else DEFAULT_DB_ALIAS]
    return [DEFAULT_DB_ALIAS, VAULT]
