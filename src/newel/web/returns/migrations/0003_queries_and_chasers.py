from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds what the evaluation team asks and sends about returns."""

    dependencies = [("returns", "0002_every_kind_of_return")]
    operations = [
        migrations.CreateModel(
            name="Query",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("site_id", models.CharField(max_length=8)),
                ("month", models.CharField(max_length=7)),
                ("question", models.TextField()),
                ("asked_by", models.CharField(max_length=150)),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(default="")),
                ("answered_by", models.CharField(default="", max_length=150)),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(default="", max_length=150)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SentChaser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("site_id", models.CharField(max_length=8)),
                ("month", models.CharField(max_length=7)),
                ("days_late", models.PositiveIntegerField()),
                ("to", models.CharField(max_length=20)),
                ("sent_by", models.CharField(max_length=150)),
                ("sent_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "site_id", "month", "days_late"), name="returns_chased_once"
                    )
                ]
            },
        ),
    ]
