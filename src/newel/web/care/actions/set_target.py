"""Set a target: what a young person wants to be different."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.models import Admission, Target
from newel.web.care.sealing import seal

MOST_OPEN = 3
"""Targets open at a time, so that each of them is worked on."""


class TooManyTargetsError(Exception):
    """As many targets as can be worked on are open."""


@dataclass(frozen=True)
class Aim:
    """What is to be different, the day it was said, and whether the young person took part in setting it."""

    words: str
    set_on: date
    set_by_child: bool


@transaction.atomic
def set_target(*, actor: str, admission: Admission, aim: Aim, now: datetime) -> Target:
    """Keep it under the next number. Raises TooManyTargetsError, StayEndedError."""
    current = locked(admission)
    if current.targets.filter(closed_on__isnull=True).count() >= MOST_OPEN:
        raise TooManyTargetsError
    number = current.targets.count() + 1
    target = Target.objects.create(
        admission=current,
        number=number,
        set_on=aim.set_on,
        set_by_child=aim.set_by_child,
        sealed=seal(current, f"target/{number}", aim.words),
    )
    record_act(current, "set target", actor=actor, now=now, body={"target": number})
    return target
