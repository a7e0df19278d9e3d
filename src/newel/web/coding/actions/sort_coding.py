"""Say to which part of a split code a coding goes."""

from django.db import transaction

from newel.web.coding.actions._recording import Doer, Said, Where, record_act, unlocked
from newel.web.coding.models import Coding, Step


@transaction.atomic
def sort_coding(*, by: Doer, coding: Coding, code: str) -> Step | None:
    """Give one coding another code; None where it is gone or has it already. Raises LayerLockedError."""
    layer = unlocked(coding.layer)
    current = Coding.objects.filter(pk=coding.pk, live=True, queued=False).first()
    if current is None or current.code == code:
        return None
    said = Said(give_code(current, code), {"coding": coding.key, "code": code})
    return record_act("sort coding", by=by, where=Where(coding.source_id, layer), said=said)


def give_code(coding: Coding, code: str) -> dict[str, object]:
    """Give the code, and return what the step keeps. Where the span has it already, this coding is double and goes."""
    had, coding.code = coding.code, code
    same = {name: getattr(coding, name) for name in ("layer_id", "source_id", "code", "start", "end")}
    coding.live = not Coding.objects.filter(**same, live=True, queued=False).exists()
    coding.save(update_fields=["code", "live"])
    return {"codes": [(coding.pk, had)], "to": code, "dropped": [] if coding.live else [coding.pk]}
