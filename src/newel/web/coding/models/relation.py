"""A relation between codings: which context, with which mechanism, led to which outcome."""

from django.db import models

from newel.web.coding.keys import new_key
from newel.web.coding.models.coding import Coding
from newel.web.coding.models.layer import Layer


class Relation(models.Model):
    """One link of several codings of one layer, each with its part in it."""

    key = models.CharField(max_length=16, unique=True, default=new_key, help_text="Its id outside of this table.")
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=20)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    live = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"relation {self.key}"


class Part(models.Model):
    """One coding's part in a relation: context, mechanism or outcome."""

    relation = models.ForeignKey(Relation, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=20)
    coding = models.ForeignKey(Coding, on_delete=models.PROTECT, related_name="parts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relation", "part", "coding"], name="coding_part_once")]

    def __str__(self) -> str:
        return f"{self.part} of relation {self.relation_id}"
