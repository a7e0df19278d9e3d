"""Hand field notes over to those who redact: they become a source of words, and leave the sheet."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from newel.web.observations import sealing
from newel.web.observations.actions._recording import NotNowError, locked, record_act
from newel.web.sessions.actions.add_source import Described, Received, add_source


@transaction.atomic
def hand_over_notes(*, actor: str, observation_id: str, labels: Mapping[str, str], now: datetime) -> None:
    """Make a source of one's notes, each under the name of its item. Raises NotNowError where there are none."""
    meeting = locked(observation_id)
    sheet = meeting.sheets.filter(observer=actor, closed_at__isnull=False).exclude(place="agreed").first()
    notes = sealing.unseal_notes(meeting, sheet) if sheet else {}
    if sheet is None or not notes:
        raise NotNowError("There are no notes on a closed sheet of yours.")
    if meeting.sheets.filter(closed_at__isnull=True).exists():
        raise NotNowError("The other sheet is still open. Your notes would tell its observer what you saw.")
    text = "\n\n".join(f"{labels[name]}: {words}" for name, words in notes.items())
    described = Described(
        kind="observation",
        site_id=meeting.site_id,
        wave=meeting.wave,
        group="",
        held_on=meeting.held_on,
        observation_id=meeting.observation_id,
    )
    add_source(actor=actor, described=described, received=Received(text), now=now)
    sheet.notes = None
    sheet.save(update_fields=["notes"])
    record_act(meeting, "hand_over", actor=actor, now=now)
