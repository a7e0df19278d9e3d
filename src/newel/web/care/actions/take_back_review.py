"""Take back the latest review, where telling of it was a slip; it is due again."""

from datetime import datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.models import Admission


@transaction.atomic
def take_back_review(*, actor: str, admission: Admission, now: datetime) -> bool:
    """Delete it, and return whether there was one. Raises StayEndedError."""
    current = locked(admission)
    latest = current.reviews.order_by("-held_on", "-due_on").first()
    if latest is None:
        return False
    latest.delete()
    record_act(current, "take_back review", actor=actor, now=now)
    return True
