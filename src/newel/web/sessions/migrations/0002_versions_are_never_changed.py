"""The database itself refuses to change what a version is: its source, number, reason, hash and who signed it."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER sources_version_unchanged BEFORE UPDATE OF source_id, number, reason, sha256, made_by, signed_by
ON sources_textversion
BEGIN SELECT RAISE(ABORT, 'a version is never changed: make the next one'); END
"""
POSTGRESQL = """
CREATE FUNCTION sources_version_unchanged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a version is never changed: make the next one' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER sources_version_unchanged BEFORE UPDATE ON sources_textversion FOR EACH ROW
WHEN ((OLD.source_id, OLD.number, OLD.reason, OLD.sha256, OLD.made_by, OLD.signed_by)
  IS DISTINCT FROM (NEW.source_id, NEW.number, NEW.reason, NEW.sha256, NEW.made_by, NEW.signed_by))
EXECUTE FUNCTION sources_version_unchanged()
"""
BACK = {"sqlite": "DROP TRIGGER sources_version_unchanged", "postgresql": "DROP FUNCTION sources_version_unchanged() CASCADE"}


def refuse_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Make the trigger of the database in use."""
    schema_editor.execute({"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor])


def allow_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Remove the trigger."""
    schema_editor.execute(BACK[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    """Only where the words of a version are can change: here, or in the vault."""

    dependencies = [("sources", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
