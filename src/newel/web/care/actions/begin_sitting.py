"""Begin a sitting: a member of staff opens the young person's own page and sits down with them."""

import secrets
from datetime import datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.models import Admission, Sitting


@transaction.atomic
def begin_sitting(*, actor: str, admission: Admission, now: datetime) -> Sitting:
    """Begin it. Sittings of this pathway that were left open end now: only one screen shows a young person's words."""
    current = locked(admission)
    current.sittings.filter(ended_at__isnull=True).update(ended_at=now)
    sitting = Sitting.objects.create(admission=current, sitting=secrets.token_hex(8), helped_by=actor, started_at=now)
    record_act(current, "begin sitting", actor=actor, now=now)
    return sitting
