"""The sitting whose ticket a page carries, while it is open."""

from datetime import datetime, timedelta

from newel.web.care.models import Sitting

LONGEST = timedelta(hours=2)
"""After this a sitting is over, whoever has the tablet then."""


def open_sitting(sitting: str, now: datetime) -> Sitting | None:
    """Return the sitting, or None where it has ended or grown old, or the young person has left."""
    return (
        Sitting.objects.select_related("admission")
        .filter(sitting=sitting, ended_at__isnull=True, started_at__gt=now - LONGEST, admission__left_on__isnull=True)
        .first()
    )
