"""Say that a member of staff has read a young person's words, so that the board stops asking for it."""

from datetime import datetime

from django.db import transaction

from newel.web.care.actions._recording import record_act
from newel.web.care.models import Admission


@transaction.atomic
def mark_words_read(*, actor: str, admission: Admission, shown_at: datetime, now: datetime) -> int:
    """Mark what was said up to the moment the page was made; what came later waits still. Returns how many."""
    count = admission.own_words.filter(read_at__isnull=True, said_at__lte=shown_at).update(read_at=now)
    if count:
        record_act(admission, "read own words", actor=actor, now=now, body={"domains": count})
    return count
