"""The file a source came in, as it was sent, with its name."""

from django.db import models


class OriginalFile(models.Model):
    """Never changed. The name is sealed as well: people name files after people."""

    index = models.CharField(max_length=32, unique=True)
    sealed_name = models.BinaryField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "original file"
