"""Reset the password of somebody who has forgotten theirs; they choose a new one when they next sign in."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from newel.web.accounts.actions.close_account import end_sessions
from newel.web.accounts.models import Account
from newel.web.audit.actions import record_event


@transaction.atomic
def reset_password(*, actor: str, username: str, password: str, now: datetime) -> bool:
    """Set it, and end the account's sessions. Returns False where there is no open account of this name."""
    user = User.objects.filter(username=username, is_active=True, account__isnull=False).first()
    if user is None:
        return False
    user.set_password(password)
    user.save(update_fields=["password"])
    Account.objects.filter(user=user).update(must_change_password=True)
    end_sessions(user)
    record_event(actor=actor, verb="reset_password", thing="account", body={"account": username}, now=now)
    return True
