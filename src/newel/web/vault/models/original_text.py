"""The text of a source in a version that must not be read outside the vault."""

from django.db import models


class OriginalText(models.Model):
    """Never changed (the database refuses): a correction is another version."""

    index = models.CharField(max_length=32, unique=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "original text"
