"""The care pathway of one young person, from admission to transition."""

from newel.records.kinds._columns import CHILD, SITE_ID, count, yes_no
from newel.records.model import Column, RecordKind

_WHO = (
    ("child", "The young person"),
    ("family", "A parent or carer"),
    ("staff", "Staff who look after the young person"),
    ("health", "The health team"),
    ("education", "Education staff"),
    ("home_area", "A professional from the home area"),
)
"""Who can take part in an assessment, in the order of the form."""

ADMISSION = RecordKind(
    "admission",
    "One young person's stay at one site.",
    ("child_id",),
    (
        CHILD,
        SITE_ID,
        Column("admitted_on", "date", "Day of admission."),
        Column("left_on", "date", "Day the stay ended; blank while the young person is still there.", required=False),
    ),
)

ASSESSMENT = RecordKind(
    "assessment",
    "One domain of one young person's shared needs assessment. A domain nobody assessed says so.",
    ("child_id", "domain"),
    (
        CHILD,
        SITE_ID,
        Column("admitted_on", "date", "Day of admission."),
        Column("domain", "text", "Domain of the needs assessment, as in the protocol."),
        Column("need", "text", "What was found.", allowed=("identified", "not_identified", "not_assessed")),
        Column("assessed_on", "date", "Day the domain was assessed; blank where it was not.", required=False),
        *(
            yes_no(f"{who}_took_part", f"{words} took part in assessing this domain.", required=False)
            for who, words in _WHO
        ),
    ),
)

FORMULATION = RecordKind(
    "formulation",
    "One version of a young person's formulation: when, with whom, and whether they agree. Its words are not a record.",
    ("child_id", "version"),
    (
        CHILD,
        SITE_ID,
        Column("version", "integer", "1 for the first formulation, one more for each revision.", lowest=1),
        Column("held_on", "date", "Day of the meeting."),
        yes_no("child_present", "The young person was there."),
        yes_no("family_present", "A parent or carer was there."),
        count("staff_present", "Staff who were there.", "staff", required=True),
        yes_no("shared_with_child", "It was shared with the young person."),
        yes_no("agreed_by_child", "The young person agrees with it; blank where they were not asked.", required=False),
        count("factors", "Structured factors in it.", "factors", required=True),
    ),
)

TARGET = RecordKind(
    "target",
    "One rating of how near a young person is to one of their targets.",
    ("child_id", "target", "rated_on"),
    (
        CHILD,
        SITE_ID,
        Column("target", "integer", "Number of the target, from 1.", lowest=1),
        Column("rated_on", "date", "Day of the rating."),
        Column("rating", "integer", "0 not reached at all, 10 fully reached.", lowest=0, highest=10),
        yes_no("set_by_child", "The young person took part in setting the target."),
    ),
)

INTERVENTION = RecordKind(
    "intervention",
    "One intervention, with the need it answers and the formulation it follows from.",
    ("child_id", "intervention"),
    (
        CHILD,
        SITE_ID,
        Column("intervention", "integer", "Number of the intervention, from 1.", lowest=1),
        Column("domain", "text", "Domain of the need it answers; blank where it is linked to none.", required=False),
        Column("formulation_version", "integer", "Version it follows from; blank for none.", required=False, lowest=1),
        Column("started_on", "date", "First day."),
        Column("ended_on", "date", "Last day; blank while it goes on.", required=False),
    ),
)

REVIEW = RecordKind(
    "review",
    "One review of a young person's plan that was due.",
    ("child_id", "due_on"),
    (
        CHILD,
        SITE_ID,
        Column("due_on", "date", "Day it was due."),
        Column("held_on", "date", "Day it was held; blank where it was not.", required=False),
        yes_no("child_present", "The young person was there; blank where it was not held.", required=False),
        yes_no("plan_changed", "The plan was changed; blank where it was not held.", required=False),
    ),
)

TRANSITION = RecordKind(
    "transition",
    "The plan for what carries on when a young person leaves.",
    ("child_id",),
    (
        CHILD,
        SITE_ID,
        Column("planned_on", "date", "Day the plan was made."),
        yes_no("home_area_took_part", "A professional from the home area took part."),
        yes_no("child_took_part", "The young person took part."),
    ),
)
