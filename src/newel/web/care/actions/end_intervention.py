"""End an intervention, or let it go on again."""

from datetime import date, datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.models import Admission


@transaction.atomic
def end_intervention(*, actor: str, admission: Admission, number: int, ended_on: date | None, now: datetime) -> None:
    """End it on a day; None lets it go on. Raises StayEndedError, Intervention.DoesNotExist."""
    current = locked(admission)
    intervention = current.interventions.get(number=number)
    intervention.ended_on = ended_on
    intervention.save(update_fields=["ended_on"])
    act = "end intervention" if ended_on else "reopen intervention"
    record_act(current, act, actor=actor, now=now, body={"intervention": number})
