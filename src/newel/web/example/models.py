"""Whether this database holds the example, and the day the site shows it on."""

from django.db import models


class LoadedExample(models.Model):
    """One row, made when the example was loaded. Everything exported from this database is then called synthetic."""

    today = models.DateField(help_text="The day inside the study on which the example is shown.")
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"example of {self.today}"
