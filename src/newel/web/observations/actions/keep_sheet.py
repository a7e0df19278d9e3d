"""Keep what stands on a sheet; close it, so that it stays as it is and its observer may see the other's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from newel.web.observations import sealing
from newel.web.observations.actions._recording import locked, open_sheet, record_act
from newel.web.observations.models import Sheet


@dataclass(frozen=True)
class Filled:
    """What stands on a sheet. `facts` are the numbers about the meeting, on the first sheet alone."""

    steps: Mapping[str, int | None]
    moments: Mapping[str, Sequence[int]]
    notes: Mapping[str, str]
    facts: Mapping[str, int | bool | None]


@transaction.atomic
def keep_sheet(*, actor: str, observation_id: str, filled: Filled, now: datetime) -> Sheet:
    """Keep a sheet as it stands. Raises NotNowError where it is closed, or is nobody's."""
    meeting = locked(observation_id)
    sheet = open_sheet(meeting, actor)
    sheet.steps, sheet.moments = dict(filled.steps), {item: list(at) for item, at in filled.moments.items()}
    sheet.notes = sealing.seal_notes(meeting, sheet, filled.notes)
    sheet.revision += 1
    sheet.save()
    for name, value in filled.facts.items():
        setattr(meeting, name, value)
    meeting.save()
    record_act(meeting, "keep", actor=actor, now=now, body={"revision": sheet.revision})
    return sheet


@transaction.atomic
def close_sheet(*, actor: str, observation_id: str, now: datetime) -> None:
    """Close a sheet for good. Raises NotNowError where it is closed, or is nobody's."""
    meeting = locked(observation_id)
    sheet = open_sheet(meeting, actor)
    sheet.closed_at = now
    sheet.save(update_fields=["closed_at"])
    record_act(meeting, "close", actor=actor, now=now)
