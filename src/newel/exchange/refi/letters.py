"""Letters that XML cannot hold, and the words that describe a code in the one field REFI-QDA has for them."""

import re
from dataclasses import replace

from newel.coding import Code

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LABELS = {"include": "Include", "exclude": "Exclude", "example": "Example", "reference": "Reference"}
_DESCRIPTION = re.compile(
    r"(?P<definition>.*?)"
    + "".join(rf"(?:\n\n{label}: (?P<{field}>.+?))?" for field, label in _LABELS.items())
    + r"\Z",
    re.DOTALL,
)
_QUOTED = 100
"""Characters of a passage that the name of its selection shows."""


def xml_text(text: str) -> str:
    """Return a text with the replacement character in place of letters that XML cannot hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def described(code: Code) -> str:
    """Return a code's definition and rules as one description that a person reads in any program."""
    labelled = [f"\n\n{label}: {getattr(code, field)}" for field, label in _LABELS.items() if getattr(code, field)]
    return xml_text(code.definition + "".join(labelled))


def with_description(code: Code, description: str) -> Code:
    """Return a code with the definition and rules that a description holds; `described` gives the same text again."""
    match = _DESCRIPTION.match(description)
    found = match.groupdict() if match else {}
    return replace(
        code,
        definition=found.get("definition") or "",
        include=found.get("include") or "",
        exclude=found.get("exclude") or "",
        example=found.get("example") or "",
        reference=found.get("reference") or "",
    )


def selection_name(quote: str) -> str:
    """Return the start of a passage as the name of its selection, by which another program can check the place."""
    words = xml_text(" ".join(quote.split()))
    return words if len(words) <= _QUOTED else words[:_QUOTED].rstrip() + "…"
