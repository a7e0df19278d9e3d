"""A target of a young person: something they want to be different, in sealed words."""

from django.db import models

from newel.web.care.models.admission import Admission


class Target(models.Model):
    """Numbered from 1 in the order they were set; at most three are open at a time."""

    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="targets")
    number = models.PositiveIntegerField()
    set_on = models.DateField()
    set_by_child = models.BooleanField()
    closed_on = models.DateField(null=True)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["admission", "number"], name="care_target_number")]

    def __str__(self) -> str:
        return f"target {self.number}"
