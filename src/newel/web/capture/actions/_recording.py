"""How an act of a participant is written into the audit: who they are and what they answered never is."""

from collections.abc import Mapping
from datetime import datetime

from newel.web.audit.actions import record_event
from newel.web.capture.models import AccessGrant

PARTICIPANT = "participant"


def record_act(grant: AccessGrant, verb: str, *, body: Mapping[str, object], now: datetime) -> None:
    """Write the one audit event of an act: place, group, wave, and the counts or item ids given in `body`."""
    place = {"site": grant.site_id, "group": grant.group, "wave": grant.wave}
    record_event(actor=PARTICIPANT, verb=verb, thing="response", body=place | dict(body), now=now)
