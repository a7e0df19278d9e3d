"""One measurement of how many planted identifiers the suggestions find in this study's own texts."""

from django.db import models


class RecallMeasure(models.Model):
    """Figures only. `by_kind` is {kind: [planted, found]}."""

    measured_at = models.DateTimeField()
    measured_by = models.CharField(max_length=150)
    seed = models.PositiveIntegerField()
    sources = models.PositiveIntegerField()
    words = models.PositiveIntegerField()
    roster_known = models.BooleanField()
    with_names_model = models.BooleanField()
    planted = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    by_kind = models.JSONField()
    other_flags = models.FloatField(help_text="Other flags per 1,000 words.")

    def __str__(self) -> str:
        return f"{self.found} of {self.planted} found"
