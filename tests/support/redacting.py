"""A text with every suggestion of its redaction accepted, as a redactor makes it who agrees with all of them."""

from collections.abc import Iterable

from newel.transcripts import Edit, Suggestion


def redacting_edits(suggestions: Iterable[Suggestion]) -> tuple[Edit, ...]:
    """Return the edits of suggestions, in order. What has no replacement is a flag, and makes no edit."""
    edits = (Edit(each.start, each.end, each.replacement) for each in suggestions if each.replacement is not None)
    return tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))
