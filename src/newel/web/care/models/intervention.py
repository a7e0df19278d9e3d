"""Something that is done for a young person, with the need it answers and the formulation it follows from."""

from django.db import models

from newel.web.care.models.admission import Admission


class Intervention(models.Model):
    """Numbered from 1. `domain` is blank and `formulation_version` null where it is linked to none."""

    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="interventions")
    number = models.PositiveIntegerField()
    domain = models.CharField(max_length=60, blank=True)
    formulation_version = models.PositiveIntegerField(null=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["admission", "number"], name="care_intervention_number"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="care_intervention_ended_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"intervention {self.number}"
