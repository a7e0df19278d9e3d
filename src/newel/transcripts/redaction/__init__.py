"""What to redact first: suggestions by pattern, by the study's roster and by a local model; a person decides each.

Start with `suggest`. `seeded_recall` says how much of what was planted on purpose the suggestions find.
"""

from newel.transcripts.redaction.capitals import few_capitals
from newel.transcripts.redaction.finder import WITHOUT_FINDER, name_finder
from newel.transcripts.redaction.recall import Recall, seeded_recall
from newel.transcripts.redaction.replacing import identifier, identifiers
from newel.transcripts.redaction.suggesting import suggest
from newel.transcripts.redaction.suggestion import Finder, Found, Kind, Roster, Suggestion

__all__ = [
    "WITHOUT_FINDER",
    "Finder",
    "Found",
    "Kind",
    "Recall",
    "Roster",
    "Suggestion",
    "few_capitals",
    "identifier",
    "identifiers",
    "name_finder",
    "seeded_recall",
    "suggest",
]
