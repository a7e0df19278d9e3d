"""A coding: one code on one span of one source, in one layer. It holds places in the text and never the text."""

from django.db import models

from newel.web.coding.keys import new_key
from newel.web.coding.models.layer import Layer


class Coding(models.Model):
    """Offsets are code points of the text version, the end exclusive. What was taken away stays, and counts no more.

    While it is `queued` nobody has said yet where it belongs in the newest text; it shows on no page but the queue.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, help_text="Its id outside of this table.")
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="codings")
    source_id = models.CharField(max_length=60)
    version = models.PositiveIntegerField(help_text="Number of the text version the offsets belong to.")
    code = models.CharField(max_length=120)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    live = models.BooleanField(default=True)
    queued = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="coding_not_empty"),
            models.UniqueConstraint(
                fields=["layer", "source_id", "code", "start", "end"],
                condition=models.Q(live=True, queued=False),
                name="coding_once",
            ),
        ]
        indexes = [
            models.Index(fields=["source_id", "layer", "code"], name="coding_by_source"),
            models.Index(fields=["layer", "code"], name="coding_by_layer"),
        ]

    def __str__(self) -> str:
        return f"coding {self.key} with {self.code}"
