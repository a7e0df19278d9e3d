"""End a sitting: the young person stopped or finished, and its pages open nothing any more."""

from datetime import datetime

from django.db import transaction

from newel.web.care.actions._recording import record_act
from newel.web.care.models import Sitting


@transaction.atomic
def end_sitting(*, sitting: Sitting, now: datetime) -> None:
    """End it; ending it again changes nothing and adds no event."""
    if Sitting.objects.filter(pk=sitting.pk, ended_at__isnull=True).update(ended_at=now):
        record_act(sitting.admission, "end sitting", actor=YOUNG_PERSON, now=now)


YOUNG_PERSON = "young person"
"""Who acts on the young person's own page, in the audit."""
