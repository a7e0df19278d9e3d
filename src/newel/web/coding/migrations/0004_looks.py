"""Looks: who has seen how somebody else coded which source. Those who settled two layers before are known to have."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SETTLING = ("decide disagreement", "carry_over codings")


def note_who_settled(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Note the first look of everybody who settled something: they saw both layers."""
    steps = apps.get_model("coding", "Step").objects.filter(verb__in=SETTLING).exclude(source_id="")
    first: dict[tuple[str, str, str], Any] = {}
    for by, source_id, codebook_id, at in steps.order_by("pk").values_list("by", "source_id", "layer__codebook", "at"):
        first.setdefault((by, source_id, codebook_id), at)
    look = apps.get_model("coding", "Look")
    look.objects.bulk_create(
        look(by=by, source_id=source_id, codebook_id=codebook_id, at=at)
        for (by, source_id, codebook_id), at in first.items()
    )


class Migration(migrations.Migration):

    dependencies = [("coding", "0003_ids_that_tell_nothing")]
    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(max_length=150)),
                ("source_id", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "codebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="coding.codebook"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("by", "source_id", "codebook"), name="coding_first_look")
                ]
            },
        ),
        migrations.RunPython(note_who_settled, migrations.RunPython.noop),
    ]
