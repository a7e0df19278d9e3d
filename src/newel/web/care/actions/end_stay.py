"""End a stay: the young person leaves the site, and nothing is added to their pathway any more."""

from datetime import date, datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.models import Admission


@transaction.atomic
def end_stay(*, actor: str, admission: Admission, left_on: date, now: datetime) -> None:
    """End it on a day, and every sitting with it. Raises StayEndedError where it has ended."""
    current = locked(admission)
    current.left_on = left_on
    current.save(update_fields=["left_on"])
    current.sittings.filter(ended_at__isnull=True).update(ended_at=now)
    record_act(current, "end stay", actor=actor, now=now)
