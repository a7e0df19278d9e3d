"""The database itself refuses to change a formulation. Deleting stays possible, for an admission that was wrong."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER care_formulation_unchanged BEFORE UPDATE ON care_formulation
BEGIN SELECT RAISE(ABORT, 'a formulation is never changed: write the next version'); END
"""
POSTGRESQL = """
CREATE FUNCTION care_formulation_unchanged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a formulation is never changed: write the next version' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER care_formulation_unchanged BEFORE UPDATE ON care_formulation
FOR EACH ROW EXECUTE FUNCTION care_formulation_unchanged()
"""
BACK = {"sqlite": "DROP TRIGGER care_formulation_unchanged", "postgresql": "DROP FUNCTION care_formulation_unchanged() CASCADE"}


def refuse_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Make the trigger of the database in use."""
    schema_editor.execute({"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor])


def allow_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Remove the trigger."""
    schema_editor.execute(BACK[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    """A revision of a formulation is a new version."""

    dependencies = [("care", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
