"""One young person's stay at one site, known by the site's own short label and two random ids; never by a name."""

from django.db import models


class Admission(models.Model):
    """The head of a pathway. Everything else of it goes with it when a wrong admission is removed."""

    key = models.CharField(max_length=16, unique=True, help_text="Random; stands in the addresses of pages.")
    child_id = models.CharField(max_length=16, unique=True, help_text="Random; the pseudonym in the records.")
    site_id = models.CharField(max_length=8)
    label = models.CharField(max_length=5, help_text="The site's own: a letter and two to four digits.")
    admitted_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site_id", "label"],
                condition=models.Q(left_on__isnull=True),
                name="care_one_of_a_label_here_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("admitted_on")),
                name="care_left_after_admission",
            ),
        ]

    def __str__(self) -> str:
        return f"admission at {self.site_id}"
