"""Rate how near a young person is to a target on a day; a second rating of the same day corrects the first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.models import Admission, Rating


@dataclass(frozen=True)
class Rated:
    """A rating, 0 to 10, of the target with this number."""

    number: int
    rated_on: date
    rating: int


@transaction.atomic
def rate_target(*, actor: str, admission: Admission, rated: Rated, now: datetime) -> None:
    """Keep the rating. Raises StayEndedError, Target.DoesNotExist."""
    current = locked(admission)
    target = current.targets.get(number=rated.number)
    _, is_new = Rating.objects.update_or_create(
        target=target, rated_on=rated.rated_on, defaults={"rating": rated.rating}
    )
    act = "rate target" if is_new else "correct target"
    record_act(current, act, actor=actor, now=now, body={"target": rated.number})
