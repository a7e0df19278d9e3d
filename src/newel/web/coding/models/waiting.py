"""A coding that waits for a person: the text under it changed, so nobody but a person can say where it belongs now."""

from django.db import models

from newel.web.coding.models.coding import Coding


class Waiting(models.Model):
    """Made when a new version of a text comes in; gone when a person has placed the coding or dropped it."""

    coding = models.OneToOneField(Coding, on_delete=models.CASCADE, related_name="waiting")
    from_version = models.PositiveIntegerField()
    places = models.TextField(help_text="JSON: spans of the newest text that may be meant, the likeliest first.")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"coding {self.coding_id} waits"
