"""One version of one programme theory."""

from django.db import models


class TheoryVersion(models.Model):
    """Never changed once written (the database refuses): another wording or status is the next version."""

    theory_id = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.TextField()
    context = models.TextField()
    resource = models.TextField()
    response = models.TextField()
    outcome = models.TextField()
    status = models.CharField(max_length=12)
    strength = models.CharField(max_length=12)
    looked_against = models.TextField(blank=True)
    because = models.TextField(blank=True)
    written_by = models.CharField(max_length=20, help_text="A pseudonym; the audit knows the account.")
    written_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theory_id", "version"], name="synthesis_theory_version")]

    def __str__(self) -> str:
        return f"{self.theory_id}, version {self.version}"
