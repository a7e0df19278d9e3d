"""The door from the database to the freeze: observed meetings, ratings and events. Notes do not go through it.

A meeting is a record once its first sheet is closed. A sheet that is still open stays here.
"""

from collections.abc import Iterator

import polars as pl

from newel.records import KINDS, conform
from newel.web.coding.actions.open_layer import pseudonym_of
from newel.web.observations.models import Meeting, Sheet
from newel.web.observations.models.sheet import AGREED, FIRST
from newel.web.study import current_study

Row = tuple[object, ...]


def observation_frames() -> dict[str, pl.DataFrame]:
    """Return the frames of observed meetings, in the shape `newel.records` states."""
    first = Sheet.objects.filter(place=FIRST, closed_at__isnull=False).values("meeting")
    meetings = list(Meeting.objects.filter(pk__in=first).order_by("observation_id"))
    closed = Sheet.objects.filter(meeting__in=meetings, closed_at__isnull=False).select_related("meeting")
    sheets = list(closed.order_by("meeting__observation_id", "pk"))
    rows: dict[str, list[Row]] = {
        "observation": [_meeting(meeting) for meeting in meetings],
        "observation_rating": [row for sheet in sheets for row in _ratings(sheet)],
        "observation_event": [row for sheet in sheets for row in _events(sheet)],
    }
    return {
        name: conform(KINDS[name], pl.DataFrame(kind_rows, schema=KINDS[name].schema, orient="row"))
        for name, kind_rows in rows.items()
    }


def _meeting(meeting: Meeting) -> Row:
    about = (meeting.observation_id, meeting.site_id, meeting.wave, meeting.kind, meeting.held_on)
    return (*about, meeting.minutes, meeting.staff_present, meeting.needs_discussed, meeting.child_present)


def _ratings(sheet: Sheet) -> Iterator[Row]:
    observing = current_study().protocol.observing
    observer = pseudonym_of(sheet.observer)
    for item in observing.rated if observing else ():
        if item.id in sheet.steps:
            yield (sheet.meeting.observation_id, sheet.place, observer, item.id, sheet.steps[item.id])


def _events(sheet: Sheet) -> Iterator[Row]:
    if sheet.place == AGREED:
        return
    for item, moments in sheet.moments.items():
        for number, second in enumerate(moments, start=1):
            yield (sheet.meeting.observation_id, sheet.place, item, number, second)
