"""One stretch of a text that was suggested for redaction, or marked by a person, and what was decided about it."""

from django.db import models

from newel.web.sessions.models.redaction_round import RedactionRound


class Redaction(models.Model):
    """Never deleted: what was refused stays, with who refused it. The words it hides are in the vault alone."""

    round = models.ForeignKey(RedactionRound, on_delete=models.PROTECT, related_name="redactions")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    because = models.CharField(max_length=200, blank=True, help_text="Which recogniser found it; blank for a person.")
    state = models.CharField(max_length=16, default="open")
    sealed_replacement = models.BinaryField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="sources_redaction_number"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="sources_redaction_not_empty"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "accepted", "changed", "refused"]),
                name="sources_redaction_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") | ~models.Q(decided_by=""), name="sources_redaction_by_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"redaction {self.number}, {self.state}"
