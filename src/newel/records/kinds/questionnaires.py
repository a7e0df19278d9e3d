"""Who agreed to what, who answered, and what they answered."""

from newel.records.kinds._columns import GROUP, PARTICIPANT, SITE_ID, WAVE
from newel.records.model import Column, RecordKind

CONSENT = RecordKind(
    "consent",
    "The latest word of one person on one purpose.",
    ("participant_id", "purpose"),
    (
        PARTICIPANT,
        SITE_ID,
        GROUP,
        WAVE,
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
        PARTICIPANT,
        SITE_ID,
        GROUP,
        WAVE,
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
