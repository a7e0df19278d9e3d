"""The vault itself refuses to change an original."""

from typing import Any

from django.db import migrations

TABLES = ("vault_originaltext", "vault_originalfile")
_SQLITE = (
    "CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'an original is never changed'); END"
)
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION vault_unchanged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an original is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION vault_unchanged()
"""


def refuse_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Make the triggers of the database in use."""
    statement = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[schema_editor.connection.vendor]
    for table in TABLES:
        schema_editor.execute(statement.format(table=table))


def allow_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Remove the triggers."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION vault_unchanged() CASCADE")  # its triggers with it
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_unchanged")


class Migration(migrations.Migration):
    """What was said is kept as it was said."""

    dependencies = [("vault", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
