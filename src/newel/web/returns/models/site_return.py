"""One version of one site's return for one month."""

from django.db import models


class Return(models.Model):
    """A correction is a new version, and the highest counts. `values` holds the columns of the record."""

    site_id = models.CharField(max_length=8)
    month = models.CharField(max_length=7)
    version = models.PositiveIntegerField()
    received_on = models.DateField()
    sent_by = models.CharField(max_length=150)
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site_id", "month", "version"], name="returns_one_of_a_version")]

    def __str__(self) -> str:
        return f"return of {self.site_id} for {self.month}, version {self.version}"
