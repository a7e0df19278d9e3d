"""One time a young person sat down with a member of staff to fill in their page."""

from django.db import models

from newel.web.care.models.admission import Admission


class Sitting(models.Model):
    """Opened by staff, who are signed out then; when it is ended its pages open nothing any more."""

    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="sittings")
    sitting = models.CharField(max_length=16, unique=True)
    helped_by = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "sitting, ended" if self.ended_at else "sitting, open"
