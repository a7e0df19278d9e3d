"""What all acts on an observed meeting share: one at a time, a sheet that is still open, and what the audit is told."""

from collections.abc import Mapping
from datetime import datetime

from newel.web.audit.actions import record_event
from newel.web.observations.models import Meeting, Sheet


class NotNowError(Exception):
    """The act does not fit how the meeting stands. Says what stands in the way."""


def locked(observation_id: str) -> Meeting:
    """Return the meeting for this act alone, until its transaction ends."""
    return Meeting.objects.select_for_update().get(observation_id=observation_id)


def open_sheet(meeting: Meeting, observer: str) -> Sheet:
    """Return a person's own sheet, still open. Raises NotNowError."""
    sheet = meeting.sheets.filter(observer=observer).exclude(place="agreed").first()
    if sheet is None:
        raise NotNowError("You have no sheet of this meeting.")
    if sheet.closed_at is not None:
        raise NotNowError("Your sheet is closed, and stays as it is.")
    return sheet


def record_act(
    meeting: Meeting, verb: str, *, actor: str, now: datetime, body: Mapping[str, object] | None = None
) -> None:
    """Write the one audit event of an act. `body` has numbers only: no step, and no word of a note."""
    said = {"observation": meeting.observation_id} | dict(body or {})
    record_event(actor=actor, verb=verb, thing="observation", body=said, now=now)
