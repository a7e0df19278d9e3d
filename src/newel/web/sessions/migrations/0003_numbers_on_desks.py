"""A round keeps the highest number that stands for somebody in it: so far every mark was opened to find it."""

from typing import Any

from django.db import migrations, models

from newel.web.sessions.numbering import highest_number
from newel.web.sessions.sealing import unseal


def find_the_numbers(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Open the marks of what lies on a desk now, once; a round that is closed is asked by nobody."""
    for row in apps.get_model("sources", "RedactionRound").objects.filter(closed_at=None).select_related("source"):
        marks = row.redactions.values_list("number", "sealed_replacement")
        row.names = highest_number(
            unseal(row.source.source_id, f"mark/{row.number}/{number}", sealed) for number, sealed in marks
        )
        row.save(update_fields=["names"])


class Migration(migrations.Migration):

    dependencies = [("sources", "0002_versions_are_never_changed")]
    operations = [
        migrations.AddField(
            "redactionround",
            "names",
            models.PositiveIntegerField(
                default=0, help_text="The highest number n of a `[name n]` it has used."
            ),
        ),
        migrations.RunPython(find_the_numbers, migrations.RunPython.noop),
    ]
