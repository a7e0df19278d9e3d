"""Every kind of record Newel keeps. Add a column here, and the freeze, its codebook and the checks know it."""

from newel.records.model import Column, RecordKind

_SITE = Column("site_id", "text", "The site's pseudonymous id, as in the protocol.")
_CHILD = Column("child_id", "text", "Pseudonym of a young person.")
_PARTICIPANT = Column("participant_id", "text", "Pseudonym of the person; not linkable to a name here.")
_GROUP = Column("group", "text", "Respondent group of the protocol.")
_WAVE = Column("wave", "text", "Wave of the protocol.")
_MONTH = Column("month", "text", "Calendar month, YYYY-MM.")


def _count(name: str, says: str, unit: str, *, required: bool = False) -> Column:
    return Column(name, "integer", says, unit, required=required, lowest=0)


SITE = RecordKind(
    "site",
    "The sites that took part, as they stood in the protocol when the records were made.",
    ("site_id",),
    (
        _SITE,
        Column("pseudonym", "text", "The name the report uses."),
        Column("site_type", "text", "Site type of the protocol."),
        _count("places", "Children the site is built for.", "children", required=True),
        Column("rollout", "text", "Full or partial delivery of the framework.", allowed=("full", "partial")),
        Column("rollout_month", "text", "First month of delivery, YYYY-MM."),
        Column("focus", "yes_no", "Visited for interviews and observations."),
    ),
)

MONTHLY_RETURN = RecordKind(
    "monthly_return",
    "The service-activity return a site sends each month. The highest version counts; blank is not known, never zero.",
    ("site_id", "month", "version"),
    (
        _SITE,
        _MONTH,
        Column("version", "integer", "1 for the first return of a month, one more for each correction.", lowest=1),
        Column("received_on", "date", "Day the return reached the evaluation."),
        Column(
            "children", "number", "Mean number of children resident in the month.", "children", required=False, lowest=0
        ),
        _count("admissions", "Children admitted.", "children"),
        _count("staff_in_post", "Staff in post on the last day.", "staff"),
        _count("leavers", "Staff who left in the month.", "staff"),
        _count("staff_trained", "Staff in post on the last day who have had the framework's core training.", "staff"),
        _count("reflective_sessions", "Reflective practice sessions held.", "sessions"),
        _count("formulation_meetings", "Formulation meetings held.", "meetings"),
        _count("formulation_child_attended", "Formulation meetings the young person attended.", "meetings"),
        _count("reviews_due", "Reviews due.", "reviews"),
        _count("reviews_held", "Reviews held.", "reviews"),
        _count("assaults", "Assaults.", "incidents"),
        _count("assault_children", "Distinct children who assaulted someone.", "children"),
        _count("self_harm", "Incidents of self-harm.", "incidents"),
        _count("self_harm_children", "Distinct children who self-harmed.", "children"),
        _count("restraints", "Restrictive physical interventions.", "incidents"),
        _count("restraint_children", "Distinct children restrained.", "children"),
    ),
)

TRAINING = RecordKind(
    "training",
    "One member of staff at one module of the framework's training.",
    ("staff_id", "module", "held_on"),
    (
        Column("staff_id", "text", "Pseudonym of the member of staff."),
        _SITE,
        Column("role", "text", "Role in the site."),
        Column("module", "text", "Module of the course."),
        Column("held_on", "date", "Day of the training."),
        Column("hours", "number", "Hours attended.", "hours", lowest=0),
        Column("before", "number", "Self-rated knowledge before, 1 to 5.", required=False, lowest=1, highest=5),
        Column("after", "number", "Self-rated knowledge after, 1 to 5.", required=False, lowest=1, highest=5),
    ),
)

ASSESSMENT = RecordKind(
    "assessment",
    "One domain of one young person's shared needs assessment. A domain nobody assessed says so.",
    ("child_id", "domain"),
    (
        _CHILD,
        _SITE,
        Column("admitted_on", "date", "Day of admission."),
        Column("domain", "text", "Domain of the needs assessment, as in the protocol."),
        Column("need", "text", "What was found.", allowed=("identified", "not_identified", "not_assessed")),
        Column("assessed_on", "date", "Day the domain was assessed; blank where it was not.", required=False),
        Column("child_took_part", "yes_no", "The young person took part in assessing this domain.", required=False),
    ),
)

CONSENT = RecordKind(
    "consent",
    "The latest word of one person on one purpose.",
    ("participant_id", "purpose"),
    (
        _PARTICIPANT,
        _SITE,
        _GROUP,
        _WAVE,
        Column("purpose", "text", "Purpose of the protocol's consent rules."),
        Column(
            "state",
            "text",
            "Where consent stands.",
            allowed=("asked", "given", "refused", "withdrawn", "not_competent"),
        ),
        Column("stated_on", "date", "Day it was said."),
        Column("document_version", "text", "Version of the information sheet."),
    ),
)

RESPONSE = RecordKind(
    "response",
    "One person's questionnaire in one wave: that it was started, how, and whether it was sent.",
    ("response_id",),
    (
        Column("response_id", "text", "Id of the response."),
        _PARTICIPANT,
        _SITE,
        _GROUP,
        _WAVE,
        Column("mode", "text", "How it was answered.", allowed=("web", "tablet", "paper", "interviewer")),
        Column("started_on", "date", "Day it was started."),
        Column("sent_on", "date", "Day it was sent; blank where the person stopped before the end.", required=False),
    ),
)

ANSWER = RecordKind(
    "answer",
    "One answer: the code of the option chosen, or the reason there is none.",
    ("response_id", "instrument", "item"),
    (
        Column("response_id", "text", "The response it belongs to."),
        Column("instrument", "text", "Instrument id."),
        Column("version", "text", "Version of the instrument that was shown."),
        Column("item", "text", "Item id."),
        Column(
            "value",
            "number",
            "Code of the option chosen, or the number given; blank where there is a reason instead.",
            required=False,
        ),
        Column("missing", "text", "Why there is no value.", required=False),
    ),
)

SESSION = RecordKind(
    "session",
    "One interview or focus group.",
    ("session_id",),
    (
        Column("session_id", "text", "Id of the session."),
        _SITE,
        _GROUP,
        _WAVE,
        Column("kind", "text", "What it was.", allowed=("interview", "focus_group")),
        Column("held_on", "date", "Day it was held."),
        _count("people", "People who took part.", "people", required=True),
        _count("minutes", "Length.", "minutes", required=True),
        Column("transcript", "text", "Where the transcript stands.", allowed=("none", "draft", "checked", "redacted")),
    ),
)

OBSERVATION = RecordKind(
    "observation",
    "One observed staff meeting.",
    ("observation_id",),
    (
        Column("observation_id", "text", "Id of the observation."),
        _SITE,
        _WAVE,
        Column(
            "meeting", "text", "Kind of meeting.", allowed=("handover", "formulation", "reflective", "multi_agency")
        ),
        Column("held_on", "date", "Day it was held."),
        _count("minutes", "Length.", "minutes", required=True),
        _count("staff_present", "Staff present.", "staff", required=True),
        Column("needs_discussed", "yes_no", "A young person's needs were talked about."),
        Column("child_present", "yes_no", "A young person was present."),
    ),
)

COST = RecordKind(
    "cost",
    "One cost of delivering the framework, in one year at one site.",
    ("site_id", "year", "item"),
    (
        _SITE,
        Column("year", "integer", "Calendar year the cost fell in.", lowest=2000, highest=2100),
        Column("item", "text", "What was paid for."),
        Column("perspective", "text", "Who bore it; a perspective of the protocol."),
        Column("amount", "number", "Amount in the price year's money.", "GBP", lowest=0),
        Column("price_year", "integer", "Year whose prices the amount is in.", lowest=2000, highest=2100),
        Column("source", "text", "Where the figure is from."),
    ),
)

KINDS: dict[str, RecordKind] = {
    kind.name: kind
    for kind in (SITE, MONTHLY_RETURN, TRAINING, ASSESSMENT, CONSENT, RESPONSE, ANSWER, SESSION, OBSERVATION, COST)
}
