"""What a person said to one purpose of the study, each time they said it. The last word counts."""

from django.db import models

from newel.web.capture.models.grant import AccessGrant


class ConsentStatement(models.Model):
    """Kept even when everything else is taken back: it proves that the answer was no."""

    grant = models.ForeignKey(AccessGrant, on_delete=models.PROTECT, related_name="statements")
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=16)
    basis = models.CharField(
        max_length=20, blank=True, help_text="own, staff_confirmed or parent; only on taking part."
    )
    document_version = models.CharField(max_length=20)
    stated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["grant", "purpose"], name="capture_statement_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.state}"
