"""One version of one site's return for one month."""

from django.db import models


class Return(models.Model):
    """A correction is a new version, and the highest counts. `rows` hold the columns of the kind of record."""

    kind = models.CharField(max_length=40)
    site_id = models.CharField(max_length=8)
    month = models.CharField(max_length=7)
    version = models.PositiveIntegerField()
    received_on = models.DateField()
    sent_by = models.CharField(max_length=150)
    rows = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "site_id", "month", "version"], name="returns_one_of_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.site_id} for {self.month}, version {self.version}"
