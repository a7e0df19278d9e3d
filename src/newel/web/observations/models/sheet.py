"""One sheet of one observed meeting: a person's own, or what two people agreed on."""

from django.db import models

from newel.web.observations.models.meeting import Meeting

FIRST, SECOND, AGREED = "first", "second", "agreed"


class Sheet(models.Model):
    """`steps`: {item: step, or null where it could not be seen}; `moments`: {item: seconds}. Closed, it stays so."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sheets")
    place = models.CharField(max_length=8)
    observer = models.CharField(max_length=150)
    steps = models.JSONField(default=dict)
    moments = models.JSONField(default=dict)
    notes = models.BinaryField(null=True, help_text="Field notes, encrypted.")
    revision = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "place"], name="observations_one_of_a_place"),
            models.UniqueConstraint(
                fields=["meeting", "observer"],
                condition=~models.Q(place=AGREED),
                name="observations_one_of_an_observer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} sheet"
