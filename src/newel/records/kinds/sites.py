"""What a site is, and what it counts every month."""

from newel.records.kinds._columns import CHILD, MONTH, RECEIVED_ON, SITE_ID, VERSION, count, yes_no
from newel.records.model import Column, RecordKind

SITE = RecordKind(
    "site",
    "The sites that took part, as they stood in the protocol when the records were made.",
    ("site_id",),
    (
        SITE_ID,
        Column("pseudonym", "text", "The name the report uses."),
        Column("site_type", "text", "Site type of the protocol."),
        count("places", "Children the site is built for.", "children", required=True),
        Column("rollout", "text", "Full or partial delivery of the framework.", allowed=("full", "partial")),
        Column("rollout_month", "text", "First month of delivery, YYYY-MM."),
        yes_no("focus", "Visited for interviews and observations."),
    ),
)

MONTHLY_RETURN = RecordKind(
    "monthly_return",
    "The service-activity return a site sends each month. The highest version counts; blank is not known, never zero.",
    ("site_id", "month", "version"),
    (
        SITE_ID,
        MONTH,
        VERSION,
        RECEIVED_ON,
        Column(
            "children", "number", "Mean number of children resident in the month.", "children", required=False, lowest=0
        ),
        count("admissions", "Children admitted.", "children"),
        count("staff_in_post", "Staff in post on the last day.", "staff"),
        count("leavers", "Staff who left in the month.", "staff"),
        count("staff_trained", "Staff in post on the last day who have had the framework's core training.", "staff"),
        count("reflective_sessions", "Reflective practice sessions held.", "sessions"),
        count("formulation_meetings", "Formulation meetings held.", "meetings"),
        count("formulation_child_attended", "Formulation meetings the young person attended.", "meetings"),
        count("reviews_due", "Reviews due.", "reviews"),
        count("reviews_held", "Reviews held.", "reviews"),
        count("assaults", "Assaults.", "incidents"),
        count("assault_children", "Distinct children who assaulted someone.", "children"),
        count("self_harm", "Incidents of self-harm.", "incidents"),
        count("self_harm_children", "Distinct children who self-harmed.", "children"),
        count("restraints", "Restrictive physical interventions.", "incidents"),
        count("restraint_children", "Distinct children restrained.", "children"),
    ),
)

STAFFING = RecordKind(
    "staffing",
    "Staff of one role at one site at the end of a month. Blank is not known, never zero.",
    ("site_id", "month", "role", "version"),
    (
        SITE_ID,
        MONTH,
        VERSION,
        RECEIVED_ON,
        Column("role", "text", "Staff role of the protocol."),
        count("in_post", "Staff in post on the last day.", "staff"),
        count("vacancies", "Posts that were vacant on the last day.", "posts"),
        count("agency_shifts", "Shifts worked by agency staff in the month.", "shifts"),
        count("leavers", "Staff who left in the month.", "staff"),
        Column("supervision_hours", "number", "Hours of supervision given.", "hours", required=False, lowest=0),
    ),
)

ACTIVITY = RecordKind(
    "activity",
    "One thing that happened to one young person. A corrected month replaces all events of that month.",
    ("site_id", "month", "event", "version"),
    (
        SITE_ID,
        MONTH,
        VERSION,
        RECEIVED_ON,
        Column("event", "text", "The site's running number of the event within the month."),
        Column("happened_on", "date", "Day it happened."),
        Column(
            "kind",
            "text",
            "What happened.",
            allowed=("assault", "self_harm", "restraint", "separation", "contact", "chat_section"),
        ),
        CHILD,
        count("minutes", "How long it lasted; blank where it has no length or nobody knows.", "minutes"),
        Column(
            "section", "text", "Section of the health assessment that was done; only for chat_section.", required=False
        ),
    ),
)
