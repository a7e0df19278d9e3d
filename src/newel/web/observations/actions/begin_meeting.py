"""Begin to observe a meeting: whoever begins has the first sheet."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from newel.web.observations.actions._recording import record_act
from newel.web.observations.models import Meeting, Sheet
from newel.web.observations.models.sheet import FIRST


@dataclass(frozen=True)
class Held:
    """Where and when a meeting is held, and of which kind it is."""

    site_id: str
    wave: str
    kind: str
    held_on: date


@transaction.atomic
def begin_meeting(*, actor: str, held: Held, now: datetime) -> Meeting:
    """Keep the meeting, and open the first sheet of it."""
    meeting = Meeting.objects.create(observation_id=secrets.token_hex(8), begun_at=now, **vars(held))
    Sheet.objects.create(meeting=meeting, place=FIRST, observer=actor)
    record_act(meeting, "begin", actor=actor, now=now, body={"site": held.site_id, "kind": held.kind})
    return meeting
