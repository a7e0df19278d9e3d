"""Plan the transition, or change the plan: what carries on when the young person leaves, and who does it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from newel.web.care.actions._recording import OvertakenError, locked, record_act
from newel.web.care.models import Admission, TransitionPlan
from newel.web.care.sealing import seal


@dataclass(frozen=True)
class Planned:
    """A plan: the day, who took part, and its words."""

    planned_on: date
    home_area_took_part: bool
    child_took_part: bool
    words: str


@transaction.atomic
def plan_transition(*, actor: str, admission: Admission, planned: Planned, seen: int, now: datetime) -> TransitionPlan:
    """Keep the next version after the one that was `seen`. Raises OvertakenError, StayEndedError."""
    current = locked(admission)
    version = current.plans.count() + 1
    if version != seen + 1:
        raise OvertakenError
    plan = TransitionPlan.objects.create(
        admission=current,
        version=version,
        planned_on=planned.planned_on,
        home_area_took_part=planned.home_area_took_part,
        child_took_part=planned.child_took_part,
        sealed=seal(current, f"transition/{version}", planned.words),
    )
    record_act(current, "plan transition", actor=actor, now=now, body={"version": version})
    return plan
