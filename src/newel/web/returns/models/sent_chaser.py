"""A chaser that somebody of the evaluation team has sent."""

from django.db import models


class SentChaser(models.Model):
    """One rung of the protocol's ladder for one late month. Once for each, so that nobody is chased twice."""

    kind = models.CharField(max_length=40)
    site_id = models.CharField(max_length=8)
    month = models.CharField(max_length=7)
    days_late = models.PositiveIntegerField()
    to = models.CharField(max_length=20)
    sent_by = models.CharField(max_length=150)
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "site_id", "month", "days_late"], name="returns_chased_once")
        ]

    def __str__(self) -> str:
        return f"chaser of {self.days_late} days for {self.kind} of {self.site_id}, {self.month}"
