"""Read an original: an act of its own, written down before the text is shown to anybody."""

from datetime import datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.vault.queries.originals import OriginalMissingError, file_of, text_of

__all__ = ["OriginalMissingError", "read_original", "read_original_file"]


@transaction.atomic
def read_original(*, actor: str, source_id: str, version: int, why: str, now: datetime) -> str:
    """Return the text of a version, for a person to read. `why` is one of a page's reasons, never free words.

    Raises OriginalMissingError where the vault does not hold it.
    """
    text = text_of(source_id, version)
    body = {"source": source_id, "version": version, "why": why}
    record_event(actor=actor, verb="read", thing="original", body=body, now=now)
    return text


@transaction.atomic
def read_original_file(*, actor: str, source_id: str, now: datetime) -> tuple[str, bytes]:
    """Return name and content of the file a source came in. Raises OriginalMissingError where it was typed."""
    found = file_of(source_id)
    record_event(actor=actor, verb="read", thing="original file", body={"source": source_id}, now=now)
    return found
