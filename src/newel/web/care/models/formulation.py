"""One version of a young person's formulation: when, with whom, whether they agree, and its sealed words."""

from django.db import models

from newel.web.care.models.admission import Admission


class Formulation(models.Model):
    """Never changed once written (the database refuses): a revision is the next version."""

    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="formulations")
    version = models.PositiveIntegerField()
    held_on = models.DateField()
    child_present = models.BooleanField()
    family_present = models.BooleanField()
    staff_present = models.PositiveIntegerField()
    shared_with_child = models.BooleanField()
    agreed_by_child = models.BooleanField(null=True, help_text="Null where the young person was not asked.")
    factors = models.PositiveIntegerField(help_text="How many structured factors the sealed words hold.")
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["admission", "version"], name="care_formulation_version"),
            models.CheckConstraint(
                condition=models.Q(shared_with_child=True) | models.Q(agreed_by_child__isnull=True),
                name="care_formulation_agreed_only_where_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"formulation, version {self.version}"
