"""Note a file that was not kept: it was refused, held what we have already, or waits for its sender to say yes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.db import transaction

from newel.web.audit.actions import record_event

Outcome = Literal["refuse", "repeat", "ask", "overtake", "download"]


@transaction.atomic
def note_file(*, actor: str, outcome: Outcome, thing: str, body: Mapping[str, object], now: datetime) -> None:
    """Write the event. `body` has counts and the codes of faults, never a cell."""
    record_event(actor=actor, verb=outcome, thing=thing, body=body, now=now)
