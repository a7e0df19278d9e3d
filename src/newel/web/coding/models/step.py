"""One step of somebody's work: what makes it possible to take the last one back, and to show it to a colleague."""

from django.db import models

from newel.web.coding.models.codebook import Codebook
from newel.web.coding.models.layer import Layer


class Step(models.Model):
    """Never changed, never deleted. Taking a step back is another step, which names the one it takes back.

    So is doing it again: that step names the one which took it back.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    verb = models.CharField(max_length=20)
    source_id = models.CharField(max_length=60, default="")
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, null=True, related_name="steps")
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, null=True, related_name="steps")
    said = models.TextField(default="{}", help_text="JSON: ids, offsets and codes that undo it; never words of a text.")
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    ticket = models.CharField(  # noqa: DJ001 - steps without a ticket are many, and a ticket is there once
        max_length=36, null=True, help_text="Of the page: a step sent twice is one."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "ticket"], name="coding_step_sent_once")]
        indexes = [
            models.Index(fields=["source_id", "id"], name="coding_steps_of_a_source"),
            models.Index(fields=["layer", "id"], name="coding_steps_of_a_layer"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"
