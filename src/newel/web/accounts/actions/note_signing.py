"""Note that somebody signed in, signed out, was refused, or chose a new password."""

from datetime import datetime
from typing import Literal

from django.db import transaction

from newel.web.accounts.models import Account
from newel.web.audit.actions import record_event

Signing = Literal["sign_in", "sign_out", "sign_in_refused"]


@transaction.atomic
def note_signing(*, actor: str, verb: Signing, now: datetime) -> None:
    """Write the event. A refused name is not kept: people type passwords into the wrong field."""
    record_event(actor=actor, verb=verb, thing="session", body={}, now=now)


@transaction.atomic
def note_new_password(*, account: Account, now: datetime) -> None:
    """Write the event, and lift the duty to choose a password of one's own."""
    account.must_change_password = False
    account.save(update_fields=["must_change_password"])
    record_event(actor=account.user.get_username(), verb="change_password", thing="account", body={}, now=now)
