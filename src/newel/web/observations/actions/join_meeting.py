"""Join a meeting as the second observer, with a sheet of one's own."""

from datetime import datetime

from django.db import transaction

from newel.web.observations.actions._recording import NotNowError, locked, record_act
from newel.web.observations.models import Sheet
from newel.web.observations.models.sheet import AGREED, SECOND


@transaction.atomic
def join_meeting(*, actor: str, observation_id: str, now: datetime) -> None:
    """Open the second sheet. Raises NotNowError for who has one already, and where two people observe already."""
    meeting = locked(observation_id)
    observers = [sheet.observer for sheet in meeting.sheets.exclude(place=AGREED)]
    if actor in observers:
        raise NotNowError("You have a sheet of this meeting already.")
    if len(observers) > 1:
        raise NotNowError("Two people observe this meeting already.")
    Sheet.objects.create(meeting=meeting, place=SECOND, observer=actor)
    record_act(meeting, "join", actor=actor, now=now)
