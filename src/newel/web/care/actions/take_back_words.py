"""Take back everything a young person said on their own page, and end the sitting."""

from datetime import datetime

from django.db import transaction

from newel.web.care.actions._recording import record_act
from newel.web.care.actions.end_sitting import YOUNG_PERSON
from newel.web.care.models import Sitting


@transaction.atomic
def take_back_words(*, sitting: Sitting, now: datetime) -> None:
    """Delete the words of every domain."""
    domains, _ = sitting.admission.own_words.all().delete()
    Sitting.objects.filter(pk=sitting.pk).update(ended_at=now)
    record_act(sitting.admission, "take_back own words", actor=YOUNG_PERSON, now=now, body={"domains": domains})
