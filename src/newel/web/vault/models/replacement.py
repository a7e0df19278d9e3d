"""What stands in this study's texts in place of one identifier: the mapping that could undo a redaction."""

from django.db import models


class Replacement(models.Model):
    """One row for each identifier. `index` finds it by the identifier; the words of both sides are sealed."""

    index = models.CharField(max_length=32, unique=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "replacement"
