"""How often a public page was read on a day, by people who allowed counting. It says nothing about any of them."""

from django.db import models


class PageCount(models.Model):
    """One row a day and page: no address, no browser, no time of day, nothing that tells two readers apart."""

    day = models.DateField()
    page = models.CharField(max_length=200)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "page"], name="public_one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.page} on {self.day}: {self.times}"
