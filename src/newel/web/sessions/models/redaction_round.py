"""One time a text lies on the redaction desk: from opening to the second reader's signature."""

from django.db import models

from newel.web.sessions.models.source import Source


class RedactionRound(models.Model):
    """Works on one version; when it is signed, the next version is made. A source has one open round at a time."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    on_version = models.PositiveIntegerField()
    opened_by = models.CharField(max_length=150)
    opened_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, help_text="When identifiers were last looked for.")
    with_names_model = models.BooleanField(default=False, help_text="Whether the language model looked as well.")
    names = models.PositiveIntegerField(default=0, help_text="The highest number n of a `[name n]` it has used.")
    handed_by = models.CharField(max_length=150, blank=True)
    handed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True, help_text="Signed, or given up where nobody had decided anything.")
    sealed_note = models.BinaryField(null=True, help_text="Why the second reader sent it back.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="sources_round_number"),
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(closed_at__isnull=True), name="sources_one_open_round"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by="") | ~models.Q(signed_by=models.F("handed_by")),
                name="sources_round_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"
