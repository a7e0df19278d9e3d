"""Interviews, focus groups and observed meetings."""

from newel.records.kinds._columns import GROUP, SITE_ID, WAVE, count, yes_no
from newel.records.model import Column, RecordKind

SESSION = RecordKind(
    "session",
    "One interview or focus group.",
    ("session_id",),
    (
        Column("session_id", "text", "Id of the session."),
        SITE_ID,
        GROUP,
        WAVE,
        Column("kind", "text", "What it was.", allowed=("interview", "focus_group")),
        Column("held_on", "date", "Day it was held."),
        count("people", "People who took part.", "people", required=True),
        count("minutes", "Length.", "minutes", required=True),
        Column("transcript", "text", "Where the transcript stands.", allowed=("none", "draft", "checked", "redacted")),
    ),
)

_SHEET = Column(
    "sheet",
    "text",
    "Whose sheet: each of two people's, blind to the other's, or what they agreed on afterwards.",
    allowed=("first", "second", "agreed"),
)
_ITEM = Column("item", "text", "Item of the protocol's block about observing.")

OBSERVATION_RATING = RecordKind(
    "observation_rating",
    "What one person saw of one rated item in one observed meeting.",
    ("observation_id", "sheet", "item"),
    (
        Column("observation_id", "text", "The meeting."),
        _SHEET,
        Column("observer", "text", "Pseudonym of the person; of an agreed sheet, of who wrote it down."),
        _ITEM,
        count("value", "Step that was seen, from 1; blank where it could not be seen.", ""),
    ),
)

OBSERVATION_EVENT = RecordKind(
    "observation_event",
    "One event that one person timed in one observed meeting.",
    ("observation_id", "sheet", "item", "number"),
    (
        Column("observation_id", "text", "The meeting."),
        _SHEET,
        _ITEM,
        count("number", "Number of the event among those of its item on this sheet, from 1.", "", required=True),
        count("second", "When it happened.", "seconds from the beginning", required=True),
    ),
)

OBSERVATION = RecordKind(
    "observation",
    "One observed staff meeting.",
    ("observation_id",),
    (
        Column("observation_id", "text", "Id of the observation."),
        SITE_ID,
        WAVE,
        Column(
            "meeting", "text", "Kind of meeting.", allowed=("handover", "formulation", "reflective", "multi_agency")
        ),
        Column("held_on", "date", "Day it was held."),
        count("minutes", "Length.", "minutes", required=True),
        count("staff_present", "Staff present.", "staff", required=True),
        yes_no("needs_discussed", "A young person's needs were talked about."),
        yes_no("child_present", "A young person was present."),
    ),
)
