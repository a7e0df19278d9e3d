"""One version of a source's text: its number, why there is it, its hash, and the sealed text where it may be here."""

from django.db import models

from newel.web.sessions.models.source import Source


class TextVersion(models.Model):
    """The number, reason and hash of a version never change (the database refuses).

    `sealed` is null where the text is in the vault: as it was transcribed, or found later to need more redaction.
    `sealed_edits` holds the edits of the version before that made this one.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=16, help_text="transcribed, corrected or redacted")
    sha256 = models.CharField(max_length=64)
    words = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)
    sealed_edits = models.BinaryField(null=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    signed_by = models.CharField(max_length=150, blank=True, help_text="The second reader; none for a transcribed one.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="sources_version_number"),
            models.CheckConstraint(
                condition=~models.Q(signed_by=models.F("made_by")), name="sources_version_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
