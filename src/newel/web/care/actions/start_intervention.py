"""Start an intervention, with the need it answers and the version of the formulation it follows from."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.models import Admission, Intervention
from newel.web.care.sealing import seal


@dataclass(frozen=True)
class Begun:
    """What is done, since when, and what it answers: a domain (blank for none), a version of the formulation."""

    words: str
    started_on: date
    domain: str = ""
    formulation_version: int | None = None


@transaction.atomic
def start_intervention(*, actor: str, admission: Admission, begun: Begun, now: datetime) -> Intervention:
    """Keep it under the next number. Raises StayEndedError."""
    current = locked(admission)
    number = current.interventions.count() + 1
    intervention = Intervention.objects.create(
        admission=current,
        number=number,
        domain=begun.domain,
        formulation_version=begun.formulation_version,
        started_on=begun.started_on,
        sealed=seal(current, f"intervention/{number}", begun.words),
    )
    record_act(current, "start intervention", actor=actor, now=now, body={"intervention": number})
    return intervention
