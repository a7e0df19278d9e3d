"""A cell of the framework matrix: what one case says to one theme, summed up by a person, with what it rests on."""

from django.db import models

from newel.web.coding.models.codebook import Codebook
from newel.web.coding.models.coding import Coding


class MatrixCell(models.Model):
    """A change is a new version, and the highest counts. Pinned codings are pointers, so they follow the text."""

    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="cells")
    case_id = models.CharField(max_length=60)
    code = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    summary = models.TextField()
    pinned = models.ManyToManyField(Coding, related_name="cells")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["codebook", "case_id", "code", "version"], name="coding_cell_version")
        ]

    def __str__(self) -> str:
        return f"cell {self.case_id} {self.code}, version {self.version}"
