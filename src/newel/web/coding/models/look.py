"""A look: that somebody has seen how somebody else coded a source. Whoever has looked codes it blind no more."""

from django.db import models

from newel.web.coding.models.codebook import Codebook


class Look(models.Model):
    """The first look alone is kept, of one person at one source coded with one codebook."""

    by = models.CharField(max_length=150)
    source_id = models.CharField(max_length=60)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="looks")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "source_id", "codebook"], name="coding_first_look")]

    def __str__(self) -> str:
        return f"look of {self.by} at {self.source_id}"
