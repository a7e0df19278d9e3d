"""One thing that somebody linked to a theory, as evidence for or against it."""

from django.db import models


class LinkedEvidence(models.Model):
    """Evidence that is taken back stays, with the day and the reason, and is in no later freeze."""

    evidence_id = models.CharField(max_length=60, unique=True)
    theory_id = models.CharField(max_length=60)
    strand = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    thing = models.CharField(max_length=200)
    bearing = models.CharField(max_length=12)
    says = models.TextField()
    written_by = models.CharField(max_length=20, help_text="A pseudonym; the audit knows the account.")
    written_on = models.DateField()
    taken_back_on = models.DateField(null=True)
    taken_back_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_back_on__isnull=True) | ~models.Q(taken_back_because=""),
                name="synthesis_taken_back_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.evidence_id
