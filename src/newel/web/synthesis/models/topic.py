"""What one strand says of one topic, in one version."""

from django.db import models


class TopicPart(models.Model):
    """The highest version of a part counts. A topic has a part for each strand, and one for all of them together."""

    topic_id = models.CharField(max_length=60)
    part = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    title = models.TextField()
    judgement = models.CharField(max_length=16)
    says = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    written_by = models.CharField(max_length=20, help_text="A pseudonym; the audit knows the account.")
    written_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic_id", "part", "version"], name="synthesis_topic_part_version")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}, {self.part}, version {self.version}"
