"""The observed meetings of a rehearsal, as the example shows them: settled, but for the last one."""

from datetime import date, datetime

import polars as pl

from newel.records import RecordSource
from newel.records.kinds import OBSERVATION, OBSERVATION_EVENT, OBSERVATION_RATING
from newel.web.example.young_people import ACTOR
from newel.web.observations.actions.load_rehearsed import Rehearsed, load_rehearsed

OBSERVERS = ("researcher", "lead")
"""The accounts of the example who sat in the meetings."""


def load_meetings(source: RecordSource, *, today: date, now: datetime) -> int:
    """Load the meetings held by this day, and say how many they are."""
    held = source.frame(OBSERVATION).filter(pl.col("held_on") <= today).sort("held_on", "observation_id")
    ratings, events = source.frame(OBSERVATION_RATING), source.frame(OBSERVATION_EVENT)
    rehearsed = [
        Rehearsed(
            meeting,
            ratings.filter(observation_id=meeting["observation_id"]).to_dicts(),
            events.filter(observation_id=meeting["observation_id"]).to_dicts(),
        )
        for meeting in held.to_dicts()
    ]
    return load_rehearsed(actor=ACTOR, meetings=rehearsed, observers=OBSERVERS, now=now)
