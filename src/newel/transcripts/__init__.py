"""The words people gave us: versions of a text, its units, where codings stand after an edit, and what to redact first.

Readers of files are in `newel.importers.transcripts`. Offsets count code points, and an end is exclusive.
"""

from newel.transcripts.anchoring import Candidate, candidates, changed_inside, reanchor
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
    redacting_edits,
    seeded_recall,
    suggest,
)
from newel.transcripts.speakers import Label, as_label, is_role, labels, role_edits, speakers
from newel.transcripts.units import Unit, UnitKind, moved_units, units_of, units_seen, with_roles
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
    "changed_inside",
    "difference",
    "few_capitals",
    "first_version",
    "identifier",
    "identifiers",
    "is_role",
    "labels",
    "moved_units",
    "name_finder",
    "next_version",
    "normal",
    "reanchor",
    "redacting_edits",
    "role_edits",
    "seeded_recall",
    "speakers",
    "suggest",
    "units_of",
    "units_seen",
    "with_roles",
]
