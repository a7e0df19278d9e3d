"""End a visit: after stopping, sending or taking back, the pages of that visit open nothing any more."""

from datetime import datetime

from django.db import transaction

from newel.web.capture.actions._recording import record_act
from newel.web.capture.models import AccessGrant, EndedVisit


@transaction.atomic
def end_visit(*, grant: AccessGrant, visit: str, now: datetime) -> None:
    """Stop for now: what was saved stays, and the same code or link opens the form again."""
    close_visit(visit, now)
    record_act(grant, "stop", body={}, now=now)


def close_visit(visit: str, now: datetime) -> None:
    """Mark a visit as over, inside the act that ends it."""
    EndedVisit.objects.get_or_create(visit=visit, defaults={"ended_at": now})
