"""Accept a text as redacted that was redacted before it came here: the account that brings it says so, and signs."""

from datetime import datetime

from django.db import transaction

from newel.transcripts import TextVersion, next_version
from newel.web.sessions.actions._recording import NotNowError, locked, record_act, round_to_work_on
from newel.web.sessions.actions.add_version import Signed, add_version
from newel.web.sessions.queries.desks import text_on_desk

ELSEWHERE = "redacted elsewhere"
"""Stands where the account of the redactor would: nobody of this study decided about the text."""


@transaction.atomic
def accept_redacted(*, actor: str, source_id: str, now: datetime) -> int:
    """Sign the text that came in, unchanged, and return its number. Raises NotNowError once somebody worked on it.

    As every signed text it is version 2; version 1 is in the vault.
    """
    source = locked(source_id)
    row = round_to_work_on(source)
    if row.on_version != 1 or row.redactions.exists():
        raise NotNowError("Somebody has begun to redact this text here. It is signed when they are done.")
    old = TextVersion(1, text_on_desk(source, 1), "transcribed")
    new = next_version(old, (), reason="redacted")
    row.handed_by, row.handed_at, row.signed_by, row.closed_at = ELSEWHERE, now, actor, now
    row.save(update_fields=["handed_by", "handed_at", "signed_by", "closed_at"])
    add_version(actor=actor, source=source, signed=Signed(old, new, ELSEWHERE, actor), now=now)
    record_act(source, "accept redaction", actor=actor, now=now, body={"round": row.number, "version": new.number})
    return new.number
