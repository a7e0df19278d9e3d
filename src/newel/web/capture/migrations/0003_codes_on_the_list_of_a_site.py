from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("capture", "0002_answers_are_never_changed")]

    operations = [
        migrations.AddField(
            model_name="accessgrant",
            name="list_mac",
            field=models.CharField(
                blank=True,
                db_index=True,
                default="",
                help_text="Of the code on the site's own list; only where followed.",
                max_length=64,
            ),
            preserve_default=False,
        ),
    ]
