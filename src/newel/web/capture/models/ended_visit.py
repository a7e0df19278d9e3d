"""Openings of a form that are over, so that the next person at a shared tablet cannot go back into one."""

from django.db import models


class EndedVisit(models.Model):
    """A visit somebody ended by stopping, sending or taking back; its pages open nothing any more."""

    visit = models.CharField(max_length=16, unique=True)
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return "ended visit"
