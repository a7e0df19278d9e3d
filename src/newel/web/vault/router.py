"""Which table is in which database: the vault's in the vault, all others in the study's, and nothing ties the two."""

from typing import Any

VAULT = "vault"
"""The vault's name among the databases, and its app's label."""


class VaultRouter:
    """Django asks it for every query, relation and migration."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        """Return the database a table is read from."""
        return VAULT if _in_vault(model) else None

    def db_for_write(self, model: Any, **_hints: Any) -> str | None:
        """Return the database a table is written in."""
        return self.db_for_read(model)

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool | None:
        """Refuse a foreign key between the two databases."""
        return None if _in_vault(one) == _in_vault(other) else False

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """Whether the tables of an app are made in a database: each in its own, and in no other."""
        return (db == VAULT) == (app_label == VAULT)


def _in_vault(model: Any) -> bool:
    return bool(model._meta.app_label == VAULT)  # noqa: SLF001 - Django's own name for what it documents as public
