"""A source of words: one interview, focus group, observation note, minutes, or the open answers to one question."""

from django.db import models


class Source(models.Model):
    """What a source is and whom it speaks for. Its title is its kind and number: nobody can type a name into it."""

    source_id = models.CharField(max_length=24, unique=True, help_text="Random; stands in the addresses of pages.")
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField(help_text="Counts the sources of one kind.")
    site_id = models.CharField(max_length=8)
    wave = models.CharField(max_length=40)
    group = models.CharField(max_length=40, blank=True)
    case_id = models.CharField(max_length=24, blank=True, help_text="The study's pseudonym of the one it speaks for.")
    session_id = models.CharField(max_length=40, blank=True)
    observation_id = models.CharField(max_length=40, blank=True)
    held_on = models.DateField()
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="sources_one_of_a_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
