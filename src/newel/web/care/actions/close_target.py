"""Close a target that is reached or not worked on any more, or open it again."""

from datetime import date, datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.actions.set_target import MOST_OPEN, TooManyTargetsError
from newel.web.care.models import Admission


@transaction.atomic
def close_target(*, actor: str, admission: Admission, number: int, closed_on: date | None, now: datetime) -> None:
    """Close it on a day; None opens it again. Raises TooManyTargetsError, StayEndedError, Target.DoesNotExist."""
    current = locked(admission)
    target = current.targets.get(number=number)
    opens = closed_on is None and target.closed_on is not None
    if opens and current.targets.filter(closed_on__isnull=True).count() >= MOST_OPEN:
        raise TooManyTargetsError
    target.closed_on = closed_on
    target.save(update_fields=["closed_on"])
    act = "close target" if closed_on else "reopen target"
    record_act(current, act, actor=actor, now=now, body={"target": number})
