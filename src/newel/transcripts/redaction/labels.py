"""Flags speakers' labels that are names: a transcript that says "Interviewer" and "P1" needs no change there."""

from collections.abc import Iterator

from newel.transcripts.redaction.suggestion import Found
from newel.transcripts.speakers import is_role, labels


def by_label(text: str) -> Iterator[Found]:
    """Yield the label of every speaker who is called by a name."""
    for label in labels(text):
        if not is_role(label.name):
            yield Found(label.start, label.end, "name", "it is the label of a speaker, and names no role")
