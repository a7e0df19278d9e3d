"""One observed meeting of staff: where, when, of which kind, and who was there by number and never by name."""

from django.db import models


class Meeting(models.Model):
    """The numbers about it are null until the first observer closes their sheet."""

    observation_id = models.CharField(max_length=24, unique=True, help_text="Random; stands in the addresses of pages.")
    site_id = models.CharField(max_length=8)
    wave = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    held_on = models.DateField()
    minutes = models.PositiveIntegerField(null=True)
    staff_present = models.PositiveIntegerField(null=True)
    needs_discussed = models.BooleanField(null=True)
    child_present = models.BooleanField(null=True)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} meeting at {self.site_id}"
