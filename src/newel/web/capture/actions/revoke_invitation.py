"""Revoke an invitation whose card was lost or given to the wrong person."""

from datetime import datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.capture.models import AccessGrant


@transaction.atomic
def revoke_invitation(*, actor: str, grant: AccessGrant, now: datetime) -> bool:
    """Stop the code and the link from opening anything. Answers given stay. Returns False where it was before."""
    if not AccessGrant.objects.filter(pk=grant.pk, revoked_at__isnull=True).update(revoked_at=now):
        return False
    body = {"site": grant.site_id, "group": grant.group, "wave": grant.wave}
    record_event(actor=actor, verb="revoke", thing="invitation", body=body, now=now)
    return True
