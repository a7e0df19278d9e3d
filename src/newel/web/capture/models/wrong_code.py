"""Codes that opened nothing, counted for ten minutes so that nobody can try them all."""

from datetime import timedelta

from django.db import models

WINDOW = timedelta(minutes=10)


class WrongCode(models.Model):
    """One wrong code. The address is kept only as a keyed hash, and the row goes when the ten minutes are over."""

    address_mac = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_mac", "at"], name="capture_wrong_code_recent")]

    def __str__(self) -> str:
        return "wrong code"
