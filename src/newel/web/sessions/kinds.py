"""What a source can be, and what its people are asked for: the words of the pages for each."""

from newel.protocol import Protocol

KINDS = {
    "interview": "Interview",
    "focus_group": "Focus group",
    "observation": "Observation note",
    "minutes": "Minutes",
    "answers": "Open answers",
}
"""Kinds of source by the id of the records, in the order of the form."""

INTERVIEW = "interview"
QUOTES = "quotes"
PURPOSE_NAMES = {INTERVIEW: "being interviewed or noted down", QUOTES: "being quoted", "take_part": "taking part"}


def purposes_of(protocol: Protocol, kind: str) -> tuple[str, str]:
    """Return the purposes of the protocol that open a source of this kind: for coding it, and for quoting it.

    Open answers were given with a questionnaire, so taking part opens them. A study that asks for no consent to
    interviews by itself opens them with the first purpose too; one that never asks for quotes may quote nobody.
    """
    known = protocol.consent.purposes
    coding = INTERVIEW if INTERVIEW in known and kind != "answers" else known[0]
    return coding, QUOTES
