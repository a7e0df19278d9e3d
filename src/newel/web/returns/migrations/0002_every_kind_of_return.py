"""Every kind of return has the same table: the figures of a monthly return become the one row of theirs."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def values_to_rows(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Wrap each return's figures as its one row."""
    returns = apps.get_model("returns", "Return")
    for kept in returns.objects.iterator():
        kept.rows = [kept.values]
        kept.save(update_fields=["rows"])


def rows_to_values(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Unwrap them; returns of other kinds have no place in the earlier table."""
    returns = apps.get_model("returns", "Return")
    returns.objects.exclude(kind="monthly_return").delete()
    for kept in returns.objects.iterator():
        kept.values = kept.rows[0]
        kept.save(update_fields=["values"])


class Migration(migrations.Migration):
    """Adds the kind of record, and rows in place of values."""

    dependencies = [("returns", "0001_initial")]
    operations = [
        migrations.RemoveConstraint("return", "returns_one_of_a_version"),
        migrations.AddField("return", "kind", models.CharField(default="monthly_return", max_length=40), False),
        migrations.AddField("return", "rows", models.JSONField(default=list)),
        migrations.AlterField("return", "values", models.JSONField(default=dict)),
        migrations.RunPython(values_to_rows, rows_to_values),
        migrations.RemoveField("return", "values"),
        migrations.AddConstraint(
            "return",
            models.UniqueConstraint(fields=["kind", "site_id", "month", "version"], name="returns_one_of_a_version"),
        ),
    ]
