"""What all acts on a source share: one at a time, with the desk in the right state, and told to the audit."""

from collections.abc import Mapping
from datetime import datetime

from newel.web.audit.actions import record_event
from newel.web.sessions.models import RedactionRound, Source


class NotNowError(Exception):
    """The act does not fit how the source stands: somebody was faster, or the page is old. Says what is in the way."""


def locked(source_id: str) -> Source:
    """Return the source for this act alone, until its transaction ends."""
    return Source.objects.select_for_update().get(source_id=source_id)


def round_to_work_on(source: Source, *, handed: bool = False) -> RedactionRound:
    """Return the open round of a source, with the redactors or (`handed`) the second reader. Raises NotNowError."""
    found = RedactionRound.objects.filter(source=source, closed_at__isnull=True).first()
    if found is None:
        raise NotNowError("Nothing of this source lies on the desk.")
    if handed and not found.handed_at:
        raise NotNowError("This text is still with those who redact it.")
    if not handed and found.handed_at:
        raise NotNowError("This text is with the second reader now. Take it back first, if something must be changed.")
    return found


def record_act(
    source: Source, act: str, *, actor: str, now: datetime, body: Mapping[str, object] | None = None
) -> None:
    """Write the one audit event of an act: a verb and its thing, e.g. `decide redaction`.

    `body` has numbers and kinds; never a word of the text, nor what replaced it.
    """
    verb, _, thing = act.partition(" ")
    record_event(actor=actor, verb=verb, thing=thing, body={"source": source.source_id} | dict(body or {}), now=now)
