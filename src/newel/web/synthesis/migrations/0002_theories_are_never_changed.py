"""The database itself refuses to change a version of a theory: what was once believed stays readable."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER synthesis_theory_unchanged BEFORE UPDATE ON synthesis_theoryversion
BEGIN SELECT RAISE(ABORT, 'a theory is never changed: write the next version'); END
"""
POSTGRESQL = """
CREATE FUNCTION synthesis_theory_unchanged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a theory is never changed: write the next version' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER synthesis_theory_unchanged BEFORE UPDATE ON synthesis_theoryversion
FOR EACH ROW EXECUTE FUNCTION synthesis_theory_unchanged()
"""
BACK = {"sqlite": "DROP TRIGGER synthesis_theory_unchanged", "postgresql": "DROP FUNCTION synthesis_theory_unchanged() CASCADE"}


def refuse_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Make the trigger of the database in use."""
    if schema_editor.connection.alias == "default":
        schema_editor.execute({"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor])


def allow_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Remove the trigger."""
    if schema_editor.connection.alias == "default":
        schema_editor.execute(BACK[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    """Another wording or status of a theory is a new version."""

    dependencies = [("synthesis", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
