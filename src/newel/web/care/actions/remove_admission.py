"""Remove a wrong admission with everything on its pathway; that it was there, and why it went, stays in the audit."""

from datetime import datetime
from typing import Literal, get_args

from django.db import transaction

from newel.web.care.actions._recording import record_act
from newel.web.care.models import Admission

Reason = Literal["twice", "wrong_site", "wrong_person", "trial"]
REASONS: tuple[Reason, ...] = get_args(Reason)


@transaction.atomic
def remove_admission(*, actor: str, admission: Admission, reason: Reason, now: datetime) -> None:
    """Delete the admission, and with it every assessment, word, version and rating of it."""
    record_act(admission, "remove admission", actor=actor, now=now, body={"reason": reason})
    admission.delete()
