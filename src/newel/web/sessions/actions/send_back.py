"""Send a text back to those who redact it, with a note on what the second reader saw."""

from datetime import datetime

from django.db import transaction

from newel.web.sessions.actions._recording import locked, record_act, round_to_work_on
from newel.web.sessions.sealing import seal


@transaction.atomic
def send_back(*, actor: str, source_id: str, note: str, now: datetime) -> None:
    """Open the desk again. The note is sealed: it may name what was overlooked. Raises NotNowError."""
    source = locked(source_id)
    row = round_to_work_on(source, handed=True)
    row.handed_by, row.handed_at = "", None
    row.sealed_note = seal(source_id, f"note/{row.number}", note)
    row.save(update_fields=["handed_by", "handed_at", "sealed_note"])
    record_act(source, "send back", actor=actor, now=now, body={"round": row.number})
