"""One version of the plan for what carries on when a young person leaves, in sealed words."""

from django.db import models

from newel.web.care.models.admission import Admission


class TransitionPlan(models.Model):
    """A change is a new version, and the highest counts; the first says when the plan was made."""

    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="plans")
    version = models.PositiveIntegerField()
    planned_on = models.DateField()
    home_area_took_part = models.BooleanField()
    child_took_part = models.BooleanField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["admission", "version"], name="care_plan_version")]

    def __str__(self) -> str:
        return f"transition plan, version {self.version}"
