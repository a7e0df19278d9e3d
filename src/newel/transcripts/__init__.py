"""The words people gave us: versions of a text, its units, where codings stand after an edit, and what to redact first.

Readers of files are in `newel.importers.transcripts`. Offsets count code points, and an end is exclusive.
"""

from newel.transcripts.anchoring import Candidate, candidates, reanchor
from newel.transcripts.differing import difference
from newel.transcripts.redaction import (
    WITHOUT_FINDER,
    Finder,
    Recall,
    Roster,
    Suggestion,
    few_capitals,
    identifier,
    identifiers,
    name_finder,
    seeded_recall,
    suggest,
)
from newel.transcripts.speakers import Label, as_label, is_role, labels, speakers
from newel.transcripts.units import Unit, UnitKind, units_of, units_seen
from newel.transcripts.versions import Edit, Reason, Span, TextVersion, applied, first_version, next_version, normal

__all__ = [
    "WITHOUT_FINDER",
    "Candidate",
    "Edit",
    "Finder",
    "Label",
    "Reason",
    "Recall",
    "Roster",
    "Span",
    "Suggestion",
    "TextVersion",
    "Unit",
    "UnitKind",
    "applied",
    "as_label",
    "candidates",
    "difference",
    "few_capitals",
    "first_version",
    "identifier",
    "identifiers",
    "is_role",
    "labels",
    "name_finder",
    "next_version",
    "normal",
    "reanchor",
    "seeded_recall",
    "speakers",
    "suggest",
    "units_of",
    "units_seen",
]
