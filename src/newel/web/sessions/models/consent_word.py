"""What those a source speaks for said to one purpose, each time it was written down. The last word counts."""

from django.db import models

from newel.web.sessions.models.source import Source


class ConsentWord(models.Model):
    """Kept for good: it proves that the answer was no, or was taken back."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="consent_words")
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=16)
    said_on = models.DateField()
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["given", "refused", "withdrawn"]), name="sources_consent_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.state}"
