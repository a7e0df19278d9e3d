"""A question of the evaluation team about one return, with the site's answer."""

from django.db import models


class Query(models.Model):
    """Asked once, answered once, closed once; nothing of it is changed afterwards."""

    kind = models.CharField(max_length=40)
    site_id = models.CharField(max_length=8)
    month = models.CharField(max_length=7)
    question = models.TextField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    answer = models.TextField(default="")
    answered_by = models.CharField(max_length=150, default="")
    answered_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=150, default="")
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"query about {self.kind} of {self.site_id} for {self.month}"
