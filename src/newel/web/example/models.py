"""Whether this database holds the example, and the day the site shows it on."""

from datetime import date

from django.db import models


class LoadedExample(models.Model):
    """One row, made when the example was loaded. Everything exported from this database is then called synthetic."""

    today = models.DateField(help_text="The day inside the study on which the example is shown.")
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"example of {self.today}"


def example_day() -> date | None:
    """Return the day the example is shown on; None where there is no example here."""
    return LoadedExample.objects.values_list("today", flat=True).first()
