"""Open the redaction desk again for a text that was signed off: something was overlooked, or a slip must be mended."""

from datetime import datetime

from django.db import transaction

from newel.web.sessions.actions._recording import NotNowError, locked, record_act, round_to_work_on
from newel.web.sessions.models import RedactionRound


@transaction.atomic
def open_desk(*, actor: str, source_id: str, now: datetime) -> None:
    """Begin another round on the newest version. The text stays as it is until that round is signed."""
    source = locked(source_id)
    if RedactionRound.objects.filter(source=source, closed_at__isnull=True).exists():
        raise NotNowError("This text lies on the desk already.")
    newest = source.versions.order_by("-number")[0].number
    number = source.rounds.count() + 1
    RedactionRound.objects.create(source=source, number=number, on_version=newest, opened_by=actor, opened_at=now)
    record_act(source, "open desk", actor=actor, now=now, body={"round": number, "version": newest})


@transaction.atomic
def clear_desk(*, actor: str, source_id: str, now: datetime) -> None:
    """Close a later round in which nothing was to be changed after all. Raises NotNowError where something is."""
    source = locked(source_id)
    row = round_to_work_on(source)
    if row.on_version == 1:
        raise NotNowError("The first redaction cannot be left out.")
    if row.redactions.filter(state__in=["accepted", "changed"]).exists():
        raise NotNowError("Words are marked to be replaced. Leave them as they are first, or hand the text over.")
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    record_act(source, "clear desk", actor=actor, now=now, body={"round": row.number})
