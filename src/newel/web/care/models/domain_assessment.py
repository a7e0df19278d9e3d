"""What was found in one domain of a young person's shared needs assessment, by whom and when."""

from django.db import models

from newel.web.care.models.admission import Admission


class DomainAssessment(models.Model):
    """A change is a new version, and the highest counts. A domain without any was not assessed."""

    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="assessments")
    domain = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    need = models.CharField(max_length=16)
    assessed_on = models.DateField(null=True)
    child_took_part = models.BooleanField(null=True)
    family_took_part = models.BooleanField(null=True)
    staff_took_part = models.BooleanField(null=True)
    health_took_part = models.BooleanField(null=True)
    education_took_part = models.BooleanField(null=True)
    home_area_took_part = models.BooleanField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["admission", "domain", "version"], name="care_assessment_version"),
            models.CheckConstraint(
                condition=models.Q(need__in=["identified", "not_identified", "not_assessed"]),
                name="care_assessment_three_valued",
            ),
            models.CheckConstraint(
                condition=models.Q(need="not_assessed") ^ models.Q(assessed_on__isnull=False),
                name="care_assessment_dated_where_assessed",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment of {self.domain}, version {self.version}"
