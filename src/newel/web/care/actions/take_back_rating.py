"""Take back the latest rating of a target, where it was a slip."""

from datetime import datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.models import Admission


@transaction.atomic
def take_back_rating(*, actor: str, admission: Admission, number: int, now: datetime) -> bool:
    """Delete it, and return whether there was one. Raises StayEndedError, Target.DoesNotExist."""
    current = locked(admission)
    latest = current.targets.get(number=number).ratings.order_by("-rated_on").first()
    if latest is None:
        return False
    latest.delete()
    record_act(current, "take_back rating", actor=actor, now=now, body={"target": number})
    return True
