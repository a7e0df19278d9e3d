"""Who works at a site and what training they have had."""

from newel.records.kinds._columns import SITE_ID, STAFF
from newel.records.model import Column, RecordKind

STAFF_MEMBER = RecordKind(
    "staff_member",
    "One member of staff, from the first day to the last.",
    ("staff_id",),
    (
        STAFF,
        SITE_ID,
        Column("role", "text", "Staff role of the protocol."),
        Column("started_on", "date", "First day in post."),
        Column("left_on", "date", "Last day in post; blank for who is still here.", required=False),
    ),
)

TRAINING = RecordKind(
    "training",
    "One member of staff at one module of the framework's training.",
    ("staff_id", "module", "held_on"),
    (
        STAFF,
        SITE_ID,
        Column("role", "text", "Role in the site."),
        Column("course", "text", "Course of the protocol."),
        Column("module", "text", "Module of the course."),
        Column("held_on", "date", "Day of the training."),
        Column("hours", "number", "Hours attended.", "hours", lowest=0),
        Column("before", "number", "Self-rated knowledge before, 1 to 5.", required=False, lowest=1, highest=5),
        Column("after", "number", "Self-rated knowledge after, 1 to 5.", required=False, lowest=1, highest=5),
        Column(
            "backfill_hours",
            "number",
            "Hours of cover that were paid for; blank is not known.",
            "hours",
            required=False,
            lowest=0,
        ),
    ),
)
