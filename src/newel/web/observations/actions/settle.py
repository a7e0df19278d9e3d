"""Settle a meeting: what two people saw otherwise is decided by them together, and both sheets stay as they were."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from newel.observing import agreed
from newel.web.observations.actions._recording import NotNowError, locked, record_act
from newel.web.observations.models import Sheet
from newel.web.observations.models.sheet import AGREED, FIRST, SECOND


@transaction.atomic
def settle(
    *, actor: str, observation_id: str, decided: Mapping[str, int | None], items: Sequence[str], now: datetime
) -> None:
    """Make the agreed sheet. Raises NotNowError where a sheet is open, or the meeting is settled already."""
    meeting = locked(observation_id)
    sheets = {sheet.place: sheet for sheet in meeting.sheets.all()}
    if AGREED in sheets:
        raise NotNowError("This meeting is settled already.")
    if {FIRST, SECOND} - set(sheets) or any(sheet.closed_at is None for sheet in sheets.values()):
        raise NotNowError("Both sheets have to be closed first.")
    if actor not in {sheet.observer for sheet in sheets.values()}:
        raise NotNowError("The two who sat in the meeting settle it.")
    steps = agreed(sheets[FIRST].steps, sheets[SECOND].steps, decided, items=items)
    Sheet.objects.create(meeting=meeting, place=AGREED, observer=actor, steps=steps, closed_at=now)
    record_act(meeting, "settle", actor=actor, now=now, body={"decided": len(decided)})
