"""One act: who did what to which kind of thing, and the seal that ties it to the act before."""

from django.db import models


class Event(models.Model):
    """Never changed, never deleted: the database refuses both. `body` is canonical JSON, exactly as it was sealed."""

    seq = models.PositiveBigIntegerField(primary_key=True, help_text="Place in the chain, from 1, without gaps.")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150, help_text="Account name, `participant`, or `system`.")
    verb = models.CharField(max_length=40)
    thing = models.CharField(max_length=60)
    body = models.TextField()
    prev_mac = models.CharField(max_length=64)
    mac = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.thing}"
