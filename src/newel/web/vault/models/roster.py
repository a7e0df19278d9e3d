"""The names, places and units around the study's sites, as people listed them: what to look for in every text."""

from django.db import models


class Roster(models.Model):
    """One row, written over when the lists change."""

    index = models.CharField(max_length=32, unique=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "roster"
