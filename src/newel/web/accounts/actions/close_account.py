"""Close the account of somebody who has left: it signs in nowhere any more, and what it did stays on record."""

from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction

from newel.web.audit.actions import record_event


@transaction.atomic
def close_account(*, actor: str, username: str, now: datetime) -> bool:
    """Close it and end its sessions. Returns False where there is no open account of this name."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        return False
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    record_event(actor=actor, verb="close", thing="account", body={"account": username}, now=now)
    return True


def end_sessions(user: User) -> None:
    """Sign somebody out everywhere, inside the act that calls for it."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
