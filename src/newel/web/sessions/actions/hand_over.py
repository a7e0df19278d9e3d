"""Hand a text over to a second reader; or take it back, before it was signed."""

from datetime import datetime

from django.db import transaction

from newel.web.sessions.actions._recording import NotNowError, locked, record_act, round_to_work_on
from newel.web.sessions.queries.desks import desk


@transaction.atomic
def hand_over(*, actor: str, source_id: str, now: datetime) -> None:
    """Say that every suggestion is decided and the text was read through. Raises NotNowError where it was not."""
    source = locked(source_id)
    row = round_to_work_on(source)
    here = desk(row)
    waiting = len(here.open)
    if row.on_version == 1 and row.looked_at is None and not here.marks:
        raise NotNowError("Look for identifiers first: nothing has looked through this text yet.")
    if waiting:
        raise NotNowError(f"{waiting} suggestions are not decided yet.")
    row.handed_by, row.handed_at, row.sealed_note = actor, now, None
    row.save(update_fields=["handed_by", "handed_at", "sealed_note"])
    record_act(source, "hand over", actor=actor, now=now, body={"round": row.number})


@transaction.atomic
def take_back(*, actor: str, source_id: str, now: datetime) -> None:
    """Take a text back to the desk. Raises NotNowError where it was signed meanwhile."""
    source = locked(source_id)
    row = round_to_work_on(source, handed=True)
    row.handed_by, row.handed_at = "", None
    row.save(update_fields=["handed_by", "handed_at"])
    record_act(source, "take back", actor=actor, now=now, body={"round": row.number})
