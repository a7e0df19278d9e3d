"""Read the text that lies on the desk; where it is an original, that is written down before it is shown."""

from datetime import datetime

from newel.web.sessions.desk import Desk
from newel.web.sessions.models import Source
from newel.web.sessions.queries.desks import text_on_desk
from newel.web.vault.actions.read_original import read_original


def read_desk(*, actor: str, desk: Desk, why: str, now: datetime) -> str:
    """Return the text. `why` says what for: `redaction` or `second_reading`."""
    if desk.in_vault:
        return read_original(actor=actor, source_id=desk.source_id, version=desk.on_version, why=why, now=now)
    return text_on_desk(Source.objects.get(source_id=desk.source_id), desk.on_version)
