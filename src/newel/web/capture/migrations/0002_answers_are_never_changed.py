"""The database itself refuses to change an answer. Deleting stays possible, because a person may take theirs back."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER capture_answer_unchanged BEFORE UPDATE ON capture_answerevent
BEGIN SELECT RAISE(ABORT, 'an answer is never changed: add a new one'); END
"""
POSTGRESQL = """
CREATE FUNCTION capture_answer_unchanged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an answer is never changed: add a new one' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER capture_answer_unchanged BEFORE UPDATE ON capture_answerevent
FOR EACH ROW EXECUTE FUNCTION capture_answer_unchanged()
"""
BACK = {"sqlite": "DROP TRIGGER capture_answer_unchanged", "postgresql": "DROP FUNCTION capture_answer_unchanged() CASCADE"}


def refuse_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Make the trigger of the database in use."""
    schema_editor.execute({"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor])


def allow_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Remove the trigger."""
    schema_editor.execute(BACK[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    """Answers are an append-only log."""

    dependencies = [("capture", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
