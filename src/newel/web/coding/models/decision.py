"""A decision on one disagreement: what two people agreed after they had looked at it together."""

from django.db import models

from newel.web.coding.models.layer import Layer

CHOICES = ("first", "second", "both", "neither")


class Decision(models.Model):
    """On one code in one unit of one source. It is kept with the reconciled layer, and the last one counts."""

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="decisions")
    source_id = models.CharField(max_length=60)
    unit = models.PositiveIntegerField()
    code = models.CharField(max_length=120)
    choice = models.CharField(max_length=10)
    because = models.TextField(default="")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(choice__in=CHOICES), name="coding_decision_choice"),
            models.UniqueConstraint(fields=["layer", "source_id", "unit", "code"], name="coding_decision_once"),
        ]

    def __str__(self) -> str:
        return f"decision on {self.code} in unit {self.unit}"
