"""Field notes sealed to their sheet: what somebody wrote about people in a room opens nowhere else."""

import json
from collections.abc import Mapping

from newel.web import encryption
from newel.web.observations.models import Meeting, Sheet


def seal_notes(meeting: Meeting, sheet: Sheet, notes: Mapping[str, str]) -> bytes | None:
    """Return notes by their place on the sheet, sealed; None where there are none."""
    kept = {name: words for name, words in notes.items() if words}
    return encryption.seal(json.dumps(kept, ensure_ascii=False), place=_place(meeting, sheet)) if kept else None


def unseal_notes(meeting: Meeting, sheet: Sheet) -> dict[str, str]:
    """Return the notes of a sheet. Raises encryption.UnableToUnsealError."""
    if sheet.notes is None:
        return {}
    found: dict[str, str] = json.loads(encryption.unseal(sheet.notes, place=_place(meeting, sheet)))
    return found


def _place(meeting: Meeting, sheet: Sheet) -> str:
    return f"observations/{meeting.observation_id}/{sheet.place}"
