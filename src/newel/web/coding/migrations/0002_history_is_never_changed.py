"""The database itself refuses to change a step, a version of a codebook or a cell of the matrix: each has a next one."""

from typing import Any

from django.db import migrations

KEPT = {
    "coding_step": "a step is never changed: taking it back is another step",
    "coding_codebookversion": "a version of a codebook is never changed: write the next one",
    "coding_matrixcell": "a cell of the matrix is never changed: write the next version",
}


def refuse_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Make the triggers of the database in use."""
    for table, why in KEPT.items():
        for statement in _statements(table, why)[schema_editor.connection.vendor]:
            schema_editor.execute(statement)


def allow_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Remove the triggers."""
    back = {"sqlite": "DROP TRIGGER {}_unchanged", "postgresql": "DROP FUNCTION {}_unchanged() CASCADE"}
    for table in KEPT:
        schema_editor.execute(back[schema_editor.connection.vendor].format(table))


def _statements(table: str, why: str) -> dict[str, tuple[str, ...]]:
    return {
        "sqlite": (
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{why}'); END",
        ),
        "postgresql": (
            f"CREATE FUNCTION {table}_unchanged() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_unchanged()",
        ),
    }


class Migration(migrations.Migration):
    """History grows, and nothing in it changes."""

    dependencies = [("coding", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
