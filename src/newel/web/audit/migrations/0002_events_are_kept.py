"""The database itself refuses to change or delete an event."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from newel.web.audit.triggers import CREATE, DROP


def keep(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database in use."""
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def let_go(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers."""
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """The audit is an append-only log."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(keep, let_go)]
