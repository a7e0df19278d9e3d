"""The log of answers: one row each time a question was answered. The last row of a question is its answer."""

from django.db import models

from newel.web.capture.models.response import Response


class AnswerEvent(models.Model):
    """Never changed once written (the database refuses); deleted only when the person takes back what they said."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="events")
    revision = models.PositiveIntegerField(help_text="Place in the response's own order, from 1.")
    visit = models.CharField(max_length=16, help_text="Which opening of the form it came from; tells two places apart.")
    instrument = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    item = models.CharField(max_length=60)
    value = models.FloatField(null=True)
    missing = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "revision"], name="capture_event_order"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) ^ models.Q(missing=""), name="capture_event_value_or_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"answer to {self.instrument}.{self.item}"
