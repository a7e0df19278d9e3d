"""Say that the review that is due was held."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from newel.web.care.actions._recording import OvertakenError, locked, record_act
from newel.web.care.models import Admission, Review


@dataclass(frozen=True)
class Held:
    """A review that was held: the day it had been due, the day it was, and what came of it."""

    due_on: date
    held_on: date
    child_present: bool
    plan_changed: bool


@transaction.atomic
def hold_review(*, actor: str, admission: Admission, held: Held, now: datetime) -> Review:
    """Keep it. Raises OvertakenError where somebody else has told of the same review, StayEndedError."""
    current = locked(admission)
    if current.reviews.filter(due_on=held.due_on).exists():
        raise OvertakenError
    review = Review.objects.create(
        admission=current,
        due_on=held.due_on,
        held_on=held.held_on,
        child_present=held.child_present,
        plan_changed=held.plan_changed,
    )
    record_act(current, "hold review", actor=actor, now=now)
    return review
