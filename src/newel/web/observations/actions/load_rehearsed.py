"""Load rehearsed meetings into an example: with two closed sheets, settled, but for the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.observations.models import Meeting, Sheet
from newel.web.observations.models.sheet import AGREED, FIRST, SECOND


@dataclass(frozen=True)
class Rehearsed:
    """One meeting as records: the observation, its ratings and its timed events."""

    meeting: Mapping[str, Any]
    ratings: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]


@transaction.atomic
def load_rehearsed(*, actor: str, meetings: Sequence[Rehearsed], observers: tuple[str, str], now: datetime) -> int:
    """Keep the meetings, and say how many. Of the last one the agreed sheet is left out, so that it can be settled."""
    for number, rehearsed in enumerate(meetings, start=1):
        about = dict(rehearsed.meeting)
        kept = Meeting.objects.create(kind=about.pop("meeting"), begun_at=now, **about)
        places = {row["sheet"] for row in rehearsed.ratings} - ({AGREED} if number == len(meetings) else set())
        for place in sorted(places):
            about_it = {"observer": observers[place == SECOND], "closed_at": now} | _filled(rehearsed, place)
            Sheet.objects.create(meeting=kept, place=place, **about_it)
    record_event(actor=actor, verb="load", thing="observations", body={"meetings": len(meetings)}, now=now)
    return len(meetings)


def _filled(rehearsed: Rehearsed, place: str) -> dict[str, Any]:
    moments: dict[str, list[int]] = {}
    for row in rehearsed.events:
        if row["sheet"] == place:
            moments.setdefault(row["item"], []).append(row["second"])
    steps = {row["item"]: row["value"] for row in rehearsed.ratings if row["sheet"] == place}
    return {"steps": steps, "moments": moments if place in (FIRST, SECOND) else {}}
