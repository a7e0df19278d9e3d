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
