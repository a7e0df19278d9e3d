"""One person's questionnaire in one wave: that it was begun, and whether it was sent."""

from django.db import models

from newel.web.capture.models.grant import AccessGrant


class Response(models.Model):
    """Made when a person agrees to take part. `revision` counts the answers ever saved to it."""

    response_id = models.CharField(max_length=17, unique=True, help_text="Random; shared with no other table's id.")
    grant = models.OneToOneField(AccessGrant, on_delete=models.PROTECT, related_name="response")
    mode = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return "response, sent" if self.sent_at else "response, not sent"
