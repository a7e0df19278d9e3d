"""What all acts on a pathway share: one at a time on one pathway, none after the stay, and what the audit is told."""

from collections.abc import Mapping
from datetime import datetime

from newel.web.audit.actions import record_event
from newel.web.care.models import Admission


class StayEndedError(Exception):
    """The young person has left, or the admission was removed, so that nothing can be added to the pathway."""


class OvertakenError(Exception):
    """Somebody else added a version after this page was opened."""


def locked(admission: Admission) -> Admission:
    """Return the admission for this act alone, until its transaction ends. Raises StayEndedError."""
    current = Admission.objects.select_for_update().filter(pk=admission.pk, left_on__isnull=True).first()
    if current is None:
        raise StayEndedError
    return current


def record_act(
    admission: Admission, act: str, *, actor: str, now: datetime, body: Mapping[str, object] | None = None
) -> None:
    """Write the one audit event of an act: a verb and its thing, e.g. `rate target`.

    `body` has numbers of versions and domains; never what was found or said.
    """
    verb, _, thing = act.partition(" ")
    place = {"site": admission.site_id, "pathway": admission.key}
    record_event(actor=actor, verb=verb, thing=thing, body=place | dict(body or {}), now=now)
