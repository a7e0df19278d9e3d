"""Codings, memos, quotes and links get ids drawn by lot. Those that are there keep the number they are known by.

Freezes, exports and evidence of theories name them by it, and whoever could read it has read it. What is made from now on
tells nobody how much there is.
"""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Cast

from newel.web.coding.keys import new_key

NAMED = ("Coding", "Memo", "Quote", "Relation")
_SAYS = "Its id outside of this table."


def keep_the_numbers(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django calls it with both
    """Give every row that is there its number as its id."""
    for name in NAMED:
        apps.get_model("coding", name).objects.update(key=Cast("pk", models.CharField(max_length=16)))


class Migration(migrations.Migration):
    """First a column that may be empty, then its content, then that no two are alike."""

    dependencies = [("coding", "0002_history_is_never_changed")]
    operations = [
        *(
            migrations.AddField(name, "key", models.CharField(default="", help_text=_SAYS, max_length=16))
            for name in NAMED
        ),
        migrations.RunPython(keep_the_numbers, migrations.RunPython.noop),
        *(
            migrations.AlterField(
                name, "key", models.CharField(default=new_key, help_text=_SAYS, max_length=16, unique=True)
            )
            for name in NAMED
        ),
    ]
